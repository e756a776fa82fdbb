// IEC 60870-5-104:2006 over TCP: telecontrol of substations. The controlling station is the client.
import type { Side } from '@nautilus/model'
import { defineDissector, type Label } from '../dissector.ts'
import { CAUSE, controlOf, interpret } from './meaning.ts'
import { type Asdu, firstAddress, type Message } from './message.ts'
import { APCI, isControlCode, MAX, parse } from './parse.ts'
import { isCause, isFile, isMonitoring, isNamed, typeOf } from './types.ts'

const never = -1
const startBits = 8
const supervisoryBits = 16
const controlBits = 28
/** Two bits of the sequence numbers, type, cause, and the length that type and count ask for. */
const asduBits = 14
const boundaryBits = 8
const wrongWay = 24
const READ = 102
const MAX_LOOKED_AT = 8
const CONTROL_PAIR = 2 ** 50

function recognize(bytes: Uint8Array, from: Side): number {
  let at = 0
  let best = 0
  // Every frame that is there must be one; the best says how much.
  for (let left = MAX_LOOKED_AT; left > 0 && at < bytes.length; left--) {
    const parsed = parse(bytes.subarray(at), from)
    if (parsed.kind === 'malformed') return never
    if (parsed.kind === 'need') return at === 0 ? headBits(bytes, from) : best
    const bits = parsed.oddities.length > 0 ? never : bitsOf(parsed.message, from)
    if (bits < 0) return never
    best = Math.max(best, bits)
    at += parsed.size
  }
  return at === bytes.length && at > 0 ? best + boundaryBits : best
}

/** A frame of which the end is missing. */
function headBits(bytes: Uint8Array, from: Side): number {
  if (bytes.length < APCI + 6) return 0
  if ((bytes[2]! & 1) !== 0 || (bytes[4]! & 1) !== 0) return never
  const [type, cause] = [bytes[APCI]!, bytes[APCI + 2]! & 0x3f]
  if (!isNamed(type) || !isCause(cause)) return never
  return Math.max(1, startBits + 6 - (isWrongWay(type, cause, from) ? wrongWay : 0))
}

function bitsOf(message: Message, from: Side): number {
  if (message.kind === 'supervisory') return startBits + supervisoryBits
  if (message.kind === 'control') {
    const { code } = message
    const server = code === 0x0b || code === 0x23
    const client = code === 0x07 || code === 0x13
    const odd = from === 'client' ? server : client
    return isControlCode(code) ? startBits + controlBits - (odd ? wrongWay : 0) : never
  }
  const { type, cause, count } = message
  if (!isNamed(type) || !isCause(cause) || (count === 0 && type !== READ)) return never
  return Math.max(1, startBits + asduBits - (isWrongWay(type, cause, from) ? wrongWay : 0))
}

/** Values come from the controlled station, activations from the controlling one. */
function isWrongWay(type: number, cause: number, from: Side): boolean {
  if (isMonitoring(type)) return from === 'client'
  if (cause === CAUSE.activation || cause === CAUSE.deactivation) return from === 'server'
  return (cause === CAUSE.confirmed || cause === CAUSE.terminated) && from === 'client'
}

/** Type, common address and object address tell commands apart; a value that was asked for answers the request. */
const pairOf = (asdu: Asdu, type: number): number =>
  type + asdu.common * 256 + (type === 100 || type === 101 ? 0 : firstAddress(asdu)) * 2 ** 24

function asduLabel(asdu: Asdu, from: Side): Label {
  const { type, cause, negative } = asdu
  const { function: ref } = typeOf(type)
  const unknown = cause >= CAUSE.unknown && cause <= CAUSE.unknown + 3
  const error = negative || unknown
  if (isFile(type) && !unknown) return { role: 'notice', pair: 0, function: ref, error }
  if (cause === CAUSE.requested) {
    if (type === READ && from === 'client')
      return { role: 'request', pair: pairOf(asdu, READ), function: ref, error: false }
    if (type !== READ) return { role: 'reply', pair: pairOf(asdu, READ), function: null, error, inner: [ref] }
  }
  if (cause === CAUSE.activation || cause === CAUSE.deactivation) {
    return { role: 'request', pair: pairOf(asdu, type), function: ref, error: false }
  }
  const answers = cause === CAUSE.confirmed || cause === CAUSE.stopped || unknown
  return { role: answers ? 'reply' : 'notice', pair: answers ? pairOf(asdu, type) : 0, function: ref, error }
}

/** Act and con of one service pair: STARTDT, STOPDT, TESTFR. */
const controlPairs: Readonly<Record<number, number>> = { 0x07: 0, 0x0b: 0, 0x13: 1, 0x23: 1, 0x43: 2, 0x83: 2 }

function label(message: Message, from: Side): Label {
  if (message.kind === 'supervisory') return { role: 'notice', pair: 0, function: null, error: false }
  if (message.kind === 'asdu') return asduLabel(message, from)
  const { code } = message
  const pair = controlPairs[code]
  const asks = code === 0x07 || code === 0x13 || code === 0x43
  const role = pair === undefined ? 'notice' : asks ? 'request' : 'reply'
  return { role, pair: CONTROL_PAIR + (pair ?? 0), function: controlOf(code), error: false }
}

export const iec104 = defineDissector<Message>({
  name: 'iec104',
  title: 'IEC 60870-5-104',
  carriers: { tcp: [2404] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: MAX,
})
