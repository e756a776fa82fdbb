// Synchrophasors, as tshark and as the sensor tell them.
import { Facts, Histogram } from './facts.ts'
import type { Exchange } from './recorder.ts'
import { fields } from './tshark.ts'

type View = { readonly facts: Facts; readonly histogram: Histogram }
const COMMAND = 4

function note({ facts, histogram }: View, frame: number, type: number, command: number, id: number): void {
  const key = type === COMMAND ? `4:${command}` : String(type)
  facts.messages++
  facts.add(`frame ${key}`, frame)
  facts.add(`frame ${key} of ${id}`, frame)
  const counts = histogram.of(key)
  if (type === COMMAND) counts.requests++
  else counts.replies++
}

export async function theirs(path: string): Promise<View> {
  const view: View = { facts: new Facts(), histogram: new Histogram() }
  const names = ['frame.number', 'synphasor.frtype', 'synphasor.command', 'synphasor.idcode_stream_source']
  for (const [frame, types, command, ids] of await fields(path, 'synphasor', names)) {
    const streams = ids!.split(',')
    for (const [index, type] of types!.split(',').entries()) {
      note(view, Number(frame), Number(type), Number(command!.split(',')[0] || 0), Number(streams[index]))
    }
  }
  return view
}

/** The parts of a frame that the facts need. */
type Frame = { readonly type: number; readonly command: number; readonly id: number }

export function ours(exchanges: readonly Exchange[]): View {
  const view: View = { facts: new Facts(), histogram: new Histogram() }
  for (const { protocol, request, reply } of exchanges) {
    if (protocol !== 'synchrophasor') continue
    for (const told of [request, reply]) {
      if (!told) continue
      const { type, command, id } = told.message as Frame
      note(view, told.frame, type, command, id)
    }
  }
  return view
}
