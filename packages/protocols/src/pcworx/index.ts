// PC Worx: the engineering protocol of Phoenix Contact's ILC controllers, TCP 1962. No specification is public: after the
// scripts that enumerate such controllers (Redpoint, 2014; T. Deneut, 2015) and captures. Big-endian.
import type { Claim, FunctionRef, Operation, Outcome, Side } from '@nautilus/model'
import {
  defineDissector,
  type Label,
  type Meaning,
  malformed,
  need,
  type Oddity,
  type Parsed,
  silent,
} from '../dissector.ts'
import { printable } from '../reader.ts'

const HEADER = 6
const LONGEST = 0x2000
const REQUEST = 0x01
const REPLY = 0x81
const SERVICE = { open: 1, close: 2, ask: 5, fetch: 6 }
/** Where the identity stands in the reply that has it, and how long that is. */
const INFO = { size: 176, model: 30, firmware: 66, date: 79, time: 91, order: 152 }
const sound: readonly Oddity[] = []

const refs: Readonly<Record<number, FunctionRef>> = {
  [SERVICE.open]: { code: '0x01', name: 'open session' },
  [SERVICE.close]: { code: '0x02', name: 'close session' },
  [SERVICE.ask]: { code: '0x05', name: 'ask' },
  [SERVICE.fetch]: { code: '0x06', name: 'fetch' },
}
const refOf = (service: number): FunctionRef =>
  refs[service] ?? { code: `0x${service.toString(16).padStart(2, '0')}`, name: 'unknown service' }

export type Message = {
  readonly bytes: Uint8Array
  readonly from: Side
  readonly reply: boolean
  readonly service: number
  readonly sequence: number
}

const word = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!

/** Request or reply, service, length of the whole, number. */
function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  const kind = bytes[0]
  if (kind !== undefined && kind !== REQUEST && kind !== REPLY) return malformed('pcworx.kind', 0)
  if (bytes.length < HEADER) return need(HEADER)
  const size = word(bytes, 2)
  if (size < HEADER || size > LONGEST) return malformed('pcworx.length', 2)
  if (bytes.length < size) return need(size)
  const message: Message = {
    bytes: bytes.subarray(0, size),
    from,
    reply: kind === REPLY,
    service: bytes[1]!,
    sequence: word(bytes, 4),
  }
  const wrongSide = (kind === REPLY) !== (from === 'server')
  return { kind: 'message', message, size, oddities: wrongSide ? [{ code: 'pcworx.direction', at: 0 }] : sound }
}

const label = ({ reply, service, sequence }: Message): Label => ({
  role: reply ? 'reply' : 'request',
  pair: sequence,
  function: refOf(service),
  error: false,
})

const textAt = (bytes: Uint8Array, at: number, longest: number): string => {
  const end = bytes.indexOf(0, at)
  return printable(bytes.subarray(at, Math.min(end < 0 ? bytes.length : end, at + longest)))
}

/** What the controller is: type, firmware with its date, order number. */
function claimsOf(reply: Message | null): Claim[] {
  if (!reply || reply.service !== SERVICE.fetch || reply.bytes.length < INFO.size) return []
  const { bytes } = reply
  const stated: (readonly [Claim['attribute'], string])[] = [
    ['vendor', 'Phoenix Contact'],
    ['model', textAt(bytes, INFO.model, 36)],
    ['firmware', textAt(bytes, INFO.firmware, 13)],
    ['orderNumber', textAt(bytes, INFO.order, 10)],
  ]
  if (!/^[A-Z]/.test(stated[1]![1])) return []
  return stated.flatMap(([attribute, value]) =>
    value === '' ? [] : [{ about: 'server', attribute, value, confidence: 0.9 } as const],
  )
}

function interpret(request: Message | null, reply: Message | null): Meaning {
  const first = request ?? reply
  if (!first) return silent
  const { service, bytes } = first
  const outcome: Outcome = request && !reply ? 'no-reply' : 'ok'
  const claims = claimsOf(reply)
  const opens = service === SERVICE.open || service === SERVICE.close
  const name = service === SERVICE.open && request ? textAt(bytes, 14, 32) : ''
  const detail =
    claims.length > 0 && reply
      ? { built: `${textAt(reply.bytes, INFO.date, 12)} ${textAt(reply.bytes, INFO.time, 9)}` }
      : {}
  const operation: Operation = {
    verb: opens ? 'connect' : claims.length > 0 ? 'discover' : 'read',
    function: refOf(service),
    object: name,
    items: [],
    outcome,
    detail,
  }
  return { operation, claims, repeatable: false }
}

/** Kind by side, one of four services, and a length that ends with the bytes. */
function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length === 0) return 0
  if (bytes[0] !== (from === 'client' ? REQUEST : REPLY)) return -1
  if (bytes.length < HEADER) return 0
  const size = word(bytes, 2)
  if (!refs[bytes[1]!] || size < 12 || size !== bytes.length) return -1
  if (from === 'server') return size >= 18 && bytes[6] === 0 && bytes[7] === 1 && word(bytes, 8) === 0 ? 56 : -1
  return textAt(bytes, 14, 5) === 'IBETH' ? 72 : 32
}

export const pcworx = defineDissector<Message>({
  name: 'pcworx',
  title: 'PC Worx',
  carriers: { tcp: [1962] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: LONGEST,
})
