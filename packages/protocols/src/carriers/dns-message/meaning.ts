// What the four protocols that share the DNS message say in the same way.
import type { FunctionRef } from '@nautilus/model'
import { malformed, need, type Oddity, type Parsed } from '../../dissector.ts'
import { dataText } from './data.ts'
import { type Dns, type Fault, HEAD, readDns } from './message.ts'
import { rcodes, typeName } from './types.ts'

/** Answers told in the detail of an operation. */
const MAX_TOLD = 8
const sound: readonly Oddity[] = []

export type Codes = Readonly<Record<Fault['what'] | 'counts', string>>

/** A datagram is one message. What promises more entries than could ever fit is none. */
export function parseDatagram(bytes: Uint8Array, codes: Codes): Parsed<Dns> {
  if (bytes.length < HEAD) return need(HEAD)
  const shortest = 5 // bytes of a question at the root
  const promised = (at: number): number => (bytes[at]! << 8) | bytes[at + 1]!
  if (promised(4) * shortest > 2 * bytes.length) return malformed(codes.counts, 4)
  const message = readDns(bytes)
  const { fault } = message
  const oddities = fault === null ? sound : [{ code: codes[fault.what], at: fault.at }]
  return { kind: 'message', message, size: bytes.length, oddities }
}

/** `plc7.plant.example A`, or the first record's name where nothing is asked. */
export function objectOf({ questions, records }: Dns): string {
  const first = questions[0] ?? records[0]
  return first ? `${first.name || '.'} ${typeName(first.type)}` : ''
}

/** The answers, the first few of them. */
export function answersOf(dns: Dns): string {
  let text = ''
  let told = 0
  for (const record of dns.records) {
    if (record.section !== 0) continue
    if (told++ === MAX_TOLD) return `${text}, …`
    const data = dataText(dns, record)
    if (data !== '') text += text === '' ? data : `, ${data}`
  }
  return text
}

export const refusalOf = ({ rcode }: Dns): FunctionRef => ({
  code: String(rcode),
  name: rcodes[rcode] ?? 'unknown response code',
})
