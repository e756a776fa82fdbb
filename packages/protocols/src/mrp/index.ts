// MRP, media redundancy: IEC 62439-2, 8. A manager tests the ring all the time and says when its topology changes; clients
// say when a link of theirs goes down or up. A version, then elements: type, length, contents.
import type { FunctionRef } from '@nautilus/model'
import { defineDissector, type Label, type Meaning, malformed, need, type Parsed, silent } from '../dissector.ts'
import { hex, hexNumber, Reader } from '../reader.ts'

type Facts = Record<string, string | number>
export type Mrp = { readonly type: number; readonly facts: Facts; readonly fault: boolean }

const SHORTEST = 4
const MAX = 1518 // a frame
const VERSION = 1
const END = 0
const COMMON = 1
const MAX_ELEMENTS = 16
const headBits = 20

const names: Readonly<Partial<Record<number, string>>> = {
  2: 'test',
  3: 'topology change',
  4: 'link down',
  5: 'link up',
  6: 'interconnection test',
  7: 'interconnection topology change',
  8: 'interconnection link down',
  9: 'interconnection link up',
  10: 'interconnection link status poll',
  127: 'option',
}

const functionOf = ({ type }: Mrp): FunctionRef => ({ code: String(type), name: names[type] ?? 'unknown' })
const macOf = (bytes: Uint8Array): string => hex(bytes).replace(/(..)(?!$)/g, '$1:')

/** 8.1.5 to 8.1.8. */
function readElement(type: number, reader: Reader, facts: Facts): void {
  if (type === 2 || type === 3) facts.priority = hexNumber(reader.u16(), 4)
  if (type >= 2 && type <= 5) facts.source = macOf(reader.take(6))
  if (type === 2) {
    facts.port = reader.u16() === 0 ? 'primary' : 'secondary'
    facts.ring = reader.u16() === 0 ? 'open' : 'closed'
  }
}

function parse(bytes: Uint8Array): Parsed<Mrp> {
  if (bytes.length < SHORTEST) return need(SHORTEST)
  const reader = new Reader(bytes)
  if (reader.u16() !== VERSION) return malformed('mrp.version', 0)
  const facts: Facts = {}
  let [type, fault] = [END, -1]
  for (let count = 0; count < MAX_ELEMENTS && reader.left >= 2; count++) {
    const at = reader.at
    const kind = reader.u8()
    const inside = new Reader(reader.take(reader.u8()))
    if (kind === END && !reader.short) break
    if (kind === COMMON) {
      inside.skip(2)
      facts.domain = hex(inside.take(16))
    } else if (type === END) {
      type = kind
      readElement(kind, inside, facts)
    }
    if (reader.short || inside.short) fault = at
  }
  const oddities = fault < 0 ? [] : [{ code: 'mrp.element', at: fault }]
  return { kind: 'message', message: { type, facts, fault: fault >= 0 }, size: bytes.length, oddities }
}

const label = (message: Mrp): Label => ({ role: 'notice', pair: 0, function: functionOf(message), error: false })

/** A change of the ring is news; the test of it is not. */
function interpret(request: Mrp | null, reply: Mrp | null): Meaning {
  const message = reply ?? request
  if (!message) return silent
  const isNews = (message.type >= 3 && message.type <= 5) || (message.type >= 7 && message.type <= 9)
  return {
    operation: {
      verb: isNews ? 'alarm' : 'report',
      function: functionOf(message),
      object: '',
      items: [],
      outcome: 'ok',
      detail: message.facts,
    },
    claims:
      message.type === 2
        ? [{ about: 'server', attribute: 'capability', value: 'media redundancy manager', confidence: 0.9 }]
        : [],
    repeatable: false,
  }
}

function recognize(bytes: Uint8Array): number {
  if (bytes.length < SHORTEST) return 0
  const parsed = parse(bytes)
  const ours = parsed.kind === 'message' && !parsed.message.fault && names[parsed.message.type] !== undefined
  return ours ? headBits : -1
}

export const mrp = defineDissector<Mrp>({
  name: 'mrp',
  title: 'MRP',
  carriers: { ethernet: [0x88e3] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: MAX,
})
