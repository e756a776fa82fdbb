// Framing of S7comm-plus: 0x72, version, length, data and, behind the last part of a message, a trailer 0x72, version, 0.
// After the public Wireshark plugin for S7comm-plus. The parts are joined here and not in the session: they travel back to
// back on one side of a connection, only keep-alives and empty transport messages come between them, and a person counts
// messages, not parts. A part that never ends is cut where the next message starts or at `LONGEST`.
import { readTpdu, type Tpdu } from '../carriers/cotp.ts'
import { TPKT_SHORTEST } from '../carriers/tpkt.ts'
import { need, type Oddity } from '../dissector.ts'

export const PROTOCOL_ID = 0x72
export const KEEP_ALIVE = 0xfe
export const SHORT_KEEP_ALIVE = 0xff
/** Longest message that is joined, transport headers included. The longest seen in captures is half of this. */
export const LONGEST = 0x40000
const HEADER = 4
const DIGEST = 32
const OPCODES: readonly number[] = [0x31, 0x32, 0x33, 0x02]

export type Joined = {
  readonly version: number
  /** The message without headers and integrity parts: from the opcode on. A copy. */
  readonly body: Uint8Array
  readonly parts: number
  /** Keep-alives between the parts. */
  readonly keepAlives: number
  readonly size: number
  readonly oddities: readonly Oddity[]
}

type Part = { data: Uint8Array; last: boolean; fault: string | null }

export const isVersion = (version: number): boolean => version >= 1 && version <= 3

/** One part: the payload of a DT that starts with 0x72 and has a version that carries data. */
function readPart(payload: Uint8Array): Part {
  const length = (payload[2]! << 8) | payload[3]!
  const end = HEADER + length
  if (end > payload.length) {
    return { data: withoutDigest(payload, payload.length), last: true, fault: 's7comm-plus.length' }
  }
  const left = payload.length - end
  const trailer = left === HEADER && payload[end] === PROTOCOL_ID && payload[end + 1] === payload[1]
  const fault =
    left > 0 && !trailer ? 's7comm-plus.trailer' : lacksDigest(payload, end) ? 's7comm-plus.integrity' : null
  return { data: withoutDigest(payload, end), last: left > 0, fault }
}

const lacksDigest = (payload: Uint8Array, end: number): boolean =>
  payload[1] === 3 && (payload[HEADER] !== DIGEST || end < HEADER + 1 + DIGEST)

/** Version 3 puts a length byte and a digest before the data of every part. */
function withoutDigest(payload: Uint8Array, end: number): Uint8Array {
  const start = payload[1] === 3 && !lacksDigest(payload, end) ? HEADER + 1 + DIGEST : HEADER
  return payload.subarray(start, end)
}

const isPlus = (payload: Uint8Array): boolean => payload.length >= HEADER && payload[0] === PROTOCOL_ID

/** The message that starts in `first`, whose packet takes `size` bytes, joined with the parts that follow. */
export function joinParts(bytes: Uint8Array, first: Tpdu, size: number): Joined | { kind: 'need'; bytes: number } {
  const opening = readPart(first.payload)
  const version = first.payload[1]!
  const datas = [opening.data]
  const oddities: Oddity[] = opening.fault ? [{ code: opening.fault, at: Math.max(0, first.at) }] : []
  let { last } = opening
  let at = size
  let keepAlives = 0
  while (!last) {
    const next = nextPart(bytes, at, version)
    if (next.kind === 'need') return next
    if (next.kind === 'none') {
      oddities.push({ code: 's7comm-plus.unfinished', at })
      break
    }
    if (next.kind === 'keep-alive') keepAlives++
    if (next.kind === 'part') {
      datas.push(next.part.data)
      if (next.part.fault) oddities.push({ code: next.part.fault, at })
      last = next.part.last
    }
    at = next.end
  }
  return { version, body: concatenate(datas), parts: datas.length, keepAlives, size: at, oddities }
}

type Next =
  | { kind: 'need'; bytes: number }
  | { kind: 'none' }
  | { kind: 'empty' | 'keep-alive'; end: number }
  | { kind: 'part'; part: Part; end: number }

/** What comes at `at`, behind a part that was not the last. */
function nextPart(bytes: Uint8Array, at: number, version: number): Next {
  if (at + TPKT_SHORTEST > LONGEST) return { kind: 'none' }
  const framed = readTpdu(bytes.subarray(at), LONGEST - at)
  if (framed.kind === 'need') return need(at + framed.bytes)
  if (framed.kind === 'malformed' || framed.tpdu.type !== 'DT') return { kind: 'none' }
  const { payload } = framed.tpdu
  const end = at + framed.size
  if (payload.length === 0) return { kind: 'empty', end }
  if (!isPlus(payload)) return { kind: 'none' }
  if (payload[1] === KEEP_ALIVE || payload[1] === SHORT_KEEP_ALIVE) return { kind: 'keep-alive', end }
  if (payload[1] !== version) return { kind: 'none' }
  const part = readPart(payload)
  return startsMessage(part.data) ? { kind: 'none' } : { kind: 'part', part, end }
}

/** Whether data reads as the head of a request or reply: a part in the middle does so once in 2^38 times. */
export function startsMessage(data: Uint8Array): boolean {
  if (data.length < 9 || !OPCODES.includes(data[0]!) || data[0] === 0x33) return false
  return data[1] === 0 && data[2] === 0 && (data[3] === 4 || data[3] === 5) && data[5] === 0 && data[6] === 0
}

function concatenate(datas: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(datas.reduce((total, data) => total + data.length, 0))
  let at = 0
  for (const data of datas) {
    whole.set(data, at)
    at += data.length
  }
  return whole
}
