// PTP: IEEE 1588-2019, 13. Shared by what carries it: UDP (annex C) and Ethernet (annex E).
import type { Claim, FunctionRef, Operation, Side, Verb } from '@nautilus/model'
import {
  type Carriers,
  type Dissector,
  defineDissector,
  type Label,
  type Meaning,
  malformed,
  need,
  type Oddity,
  type Parsed,
} from '../dissector.ts'
import { hex } from '../reader.ts'
import { macText } from './addresses.ts'

export type Ptp = {
  readonly from: Side
  readonly type: number
  readonly domain: number
  readonly port: number
  readonly clock: string
  /** Of an announcement. */
  readonly grandmaster: string
  readonly priorities: string
  readonly clockClass: number
  readonly steps: number
  /** Of a management message. */
  readonly action: number
  readonly size: number
}

const HEAD = 34
const ANNOUNCE_SIZE = 64
const MAX = 1500
const never = -1
const headBits = 30
const ANNOUNCE = 11
const MANAGEMENT = 13
const sound: readonly Oddity[] = []

// 13.3.2.3
const names: Readonly<Record<number, string>> = {
  0: 'sync',
  1: 'delay request',
  2: 'peer delay request',
  3: 'peer delay response',
  8: 'follow up',
  9: 'delay response',
  10: 'peer delay response follow up',
  11: 'announce',
  12: 'signaling',
  13: 'management',
}
const lengths: Readonly<Record<number, number>> = {
  0: 44,
  1: 44,
  2: 54,
  3: 54,
  8: 44,
  9: 54,
  10: 54,
  11: 64,
  12: 44,
  13: 48,
}
const verbs: Readonly<Record<number, Verb>> = { 1: 'read', 2: 'read' }
/** 15.4.1.6: actions of management. */
const SET = 1
const COMMAND = 3

/** `speaker`: of which side a message speaks that nobody asked for. Below IP that is the server. */
type Options = {
  readonly name: string
  readonly title: string
  readonly carriers: Carriers
  readonly codes: { readonly version: string; readonly length: string }
  readonly speaker: (from: Side) => Side
}

function parse(bytes: Uint8Array, from: Side, codes: Options['codes']): Parsed<Ptp> {
  if (bytes.length < HEAD) return need(HEAD)
  if ((bytes[1]! & 15) !== 2) return malformed(codes.version, 1)
  const type = bytes[0]! & 15
  const length = (bytes[2]! << 8) | bytes[3]!
  const announces = type === ANNOUNCE && bytes.length >= ANNOUNCE_SIZE
  const message: Ptp = {
    from,
    type,
    domain: bytes[4]!,
    clock: hex(bytes.subarray(20, 28)),
    port: (bytes[28]! << 8) | bytes[29]!,
    grandmaster: announces ? hex(bytes.subarray(53, 61)) : '',
    priorities: announces ? `${bytes[47]}/${bytes[52]}` : '',
    clockClass: announces ? bytes[48]! : 0,
    steps: announces ? (bytes[61]! << 8) | bytes[62]! : 0,
    action: type === MANAGEMENT && bytes.length >= 47 ? bytes[46]! & 15 : 0,
    size: bytes.length,
  }
  const short = length > bytes.length || length < (lengths[type] ?? HEAD)
  return { kind: 'message', message, size: bytes.length, oddities: short ? [{ code: codes.length, at: 2 }] : sound }
}

const functionOf = ({ type }: Ptp): FunctionRef => ({ code: String(type), name: names[type] ?? 'unknown type' })

const label = (message: Ptp): Label => ({ role: 'notice', pair: 0, function: functionOf(message), error: false })

/** 7.5.2.2: an identity made from a MAC has ff fe in its middle. */
function macOf(clock: string): string {
  if (clock.slice(6, 10) !== 'fffe') return ''
  const digits = clock.slice(0, 6) + clock.slice(10)
  return macText(Uint8Array.from({ length: 6 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16)))
}

/** Correction, sequence, time stamp: what every message has anew. */
const varies = (size: number) => [
  { at: 8, length: 8 },
  { at: 30, length: 2 },
  ...(size >= 44 ? [{ at: 34, length: 10 }] : []),
]

function verbOf({ type, action }: Ptp): Verb {
  if (type !== MANAGEMENT) return verbs[type] ?? 'report'
  return action === SET || action === COMMAND ? 'configure' : 'diagnose'
}

function interpret(request: Ptp | null, reply: Ptp | null): Meaning {
  const message = reply ?? request!
  const { type, domain, port, clock, grandmaster, priorities, clockClass, steps, from: about } = message
  const operation: Operation = {
    verb: verbOf(message),
    function: functionOf(message),
    object: `domain ${domain}`,
    items: [],
    outcome: 'ok',
    detail: {
      clock,
      port,
      ...(grandmaster ? { grandmaster, priorities, class: clockClass, steps } : {}),
    },
  }
  const claims: Claim[] = []
  const mac = macOf(clock)
  if (mac) claims.push({ about, attribute: 'address', value: mac, confidence: 0.7 })
  if (grandmaster !== '' && grandmaster === clock) {
    claims.push({ about, attribute: 'capability', value: 'PTP grandmaster', confidence: 0.9 })
  }
  const again = type !== MANAGEMENT
  return { operation, claims, repeatable: again, ...(again ? { varies: varies(message.size) } : {}) }
}

function recognize(bytes: Uint8Array): number {
  if (bytes.length < HEAD) return never
  const length = (bytes[2]! << 8) | bytes[3]!
  const least = lengths[bytes[0]! & 15]
  if (least === undefined || (bytes[1]! & 15) !== 2 || length < least || length > bytes.length) return never
  // Frames are padded to 46 bytes; a datagram over IPv6 ends with two bytes more (annex C).
  if (bytes.length > Math.max(46, length + 2)) return never
  return bytes[1]! >> 4 <= 1 && bytes[33] !== undefined ? headBits : never
}

export const ptpOver = ({ name, title, carriers, codes, speaker }: Options): Dissector<Ptp> =>
  defineDissector<Ptp>({
    name,
    title,
    carriers,
    recognize,
    parse: (bytes, from) => parse(bytes, speaker(from), codes),
    label,
    session: () => ({ interpret }),
    omits: ['version 1'],
    maxMessage: MAX,
  })
