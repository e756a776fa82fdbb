// GE Ethernet Global Data, as tshark and as the sensor tell it.
import { Facts, Histogram } from './facts.ts'
import type { Exchange } from './recorder.ts'
import { fields } from './tshark.ts'

export type View = { readonly facts: Facts; readonly histogram: Histogram }

/** A frame that the switch mirrored twice says everything twice; the sensor counts it once. */
export async function theirs(path: string): Promise<View> {
  const facts = new Facts()
  const histogram = new Histogram()
  const seen = new Set<string>()
  const names = ['frame.number', 'egd.pid', 'egd.exid', 'egd.rid', 'egd.stat', 'udp.payload']
  for (const [frame, producer, exchange, number, status, payload] of await fields(path, 'egd', names)) {
    if (seen.has(payload!)) continue
    seen.add(payload!)
    facts.messages++
    facts.values += 3
    histogram.of('data').replies++
    facts.add(`${producer}/${Number(exchange)} number ${number} status ${Number(status)}`, Number(frame))
  }
  return { facts, histogram }
}

type Egd = { readonly producer: string; readonly exchange: number; readonly status: number }

export function ours(exchanges: readonly Exchange[]): Facts {
  const facts = new Facts()
  for (const { protocol, reply } of exchanges) {
    if (protocol !== 'ge-egd' || !reply) continue
    const { producer, exchange, status } = reply.message as Egd
    facts.messages++
    facts.values += 3
    const number = reply.body[2]! | (reply.body[3]! << 8)
    facts.add(`${producer}/${exchange} number ${number} status ${status}`, reply.frame)
  }
  return facts
}
