// TriStation: engineering protocol of Triconex safety controllers (Tricon, Trident), UDP 1502. No specification is public and
// no capture was at hand: after FireEye, "A Totally Tubular Treatise on TRITON and TriStation" (2018), and Nozomi Networks'
// description and emulator (2018). Its conversations are written from these.
import type { Side } from '@nautilus/model'
import { defineDissector, type Label } from '../dissector.ts'
import { CRC, DATA, type Frame, HEAD, holds, LONGEST, low, parse, sizeOf, TYPE } from './frame.ts'
import { functionOf, isRefusal } from './functions.ts'
import { frameFunctions, interpret } from './meaning.ts'

const never = -1
const typeBits = 4
const lengthBits = 16
const crcBits = 16
const directionBits = 7
const repeatedLengthBits = 16

/** Types that only one side sends. */
const asks: ReadonlySet<number> = new Set([TYPE.connect, TYPE.disconnect])
const answers: ReadonlySet<number> = new Set([2, 3, 7, 8, 9, 10, 11])

function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length === 0) return 0
  const type = bytes[0]!
  if (type === 0 || type > TYPE.failed || bytes.length < HEAD + CRC) return never
  if (sizeOf(bytes) !== bytes.length || !holds(bytes, bytes.length)) return never
  return type === TYPE.command ? commandBits(bytes, from) : linkBits(type, bytes.length, from)
}

const plainBits = typeBits + lengthBits + crcBits

const linkBits = (type: number, size: number, from: Side): number =>
  size !== HEAD + CRC || (from === 'client' ? answers : asks).has(type) ? never : plainBits

function commandBits(bytes: Uint8Array, from: Side): number {
  if (bytes.length < DATA + CRC || low(bytes, 12) !== low(bytes, 2)) return never
  return bytes[4] === (from === 'client' ? 0 : 1) ? plainBits + directionBits + repeatedLengthBits : never
}

const CONNECTING = 256

/** Commands are numbered; of the rest one is under way at a time. */
function label({ type, function: code, number, from }: Frame): Label {
  if (type === TYPE.command) {
    const pair = code < 0 ? CONNECTING + TYPE.command : number
    if (from === 'client') return { role: 'request', pair, function: functionOf(code), error: false }
    return { role: 'reply', pair, function: null, error: isRefusal(code) }
  }
  if (type === TYPE.notConnected || type === TYPE.dead) {
    return { role: 'notice', pair: 0, function: frameFunctions[type]!, error: false }
  }
  const about = type === TYPE.ping ? type : type === TYPE.disconnect || type === TYPE.disconnected ? 4 : TYPE.connect
  const role = from === 'client' ? 'request' : 'reply'
  return { role, pair: CONNECTING + about, function: frameFunctions[about]!, error: type >= TYPE.limit }
}

export const tristation = defineDissector<Frame>({
  name: 'tristation',
  title: 'TriStation',
  carriers: { udp: [1502] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  omits: [
    'values of points and variables',
    'the clock that is set',
    'event log and sequence of events',
    'program code',
  ],
  maxMessage: LONGEST,
})
