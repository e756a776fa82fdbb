// Omron FINS, as tshark and as the sensor tell it.
import { Facts, Histogram } from './facts.ts'
import type { Exchange } from './recorder.ts'
import { fields } from './tshark.ts'

export type View = { readonly facts: Facts; readonly histogram: Histogram }

/** Bits of an end code that say nothing of the command: a relay failed, the CPU has an error. */
const FLAGS = 0x80c0

const hex = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`

export async function theirs(path: string): Promise<View> {
  const facts = new Facts()
  const histogram = new Histogram()
  const names = ['frame.number', 'omron.icf.dtb', 'omron.command', 'omron.response.code', 'omron.sid']
  for (const [frame, dtb, command, response, sid] of await fields(path, 'omron', names)) {
    const reply = Number(dtb) === 1
    const code = hex(Number(command))
    const counts = histogram.of(code)
    facts.messages++
    if (reply) counts.replies++
    else counts.requests++
    const end = reply ? Number(response) : -1
    if (reply && (end & ~FLAGS) !== 0) counts.errors++
    facts.add(`${reply ? 'reply' : 'request'} ${code} sid ${Number(sid)}${reply ? ` end ${end}` : ''}`, Number(frame))
    facts.values += reply ? 2 : 1
  }
  return { facts, histogram }
}

type Fins = { readonly reply: boolean; readonly pair: number; readonly command: number; readonly end: number }

export function ours(exchanges: readonly Exchange[]): Facts {
  const facts = new Facts()
  for (const { protocol, request, reply } of exchanges) {
    if (protocol !== 'omron-fins') continue
    for (const told of [request, reply]) {
      if (!told) continue
      const { reply: isReply, pair, command, end } = told.message as Fins
      const role = isReply ? 'reply' : 'request'
      facts.messages++
      facts.add(`${role} ${hex(command)} sid ${pair & 0xff}${isReply ? ` end ${end}` : ''}`, told.frame)
      facts.values += isReply ? 2 : 1
    }
  }
  return facts
}
