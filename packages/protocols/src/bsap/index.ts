// BSAP: Bristol Standard Asynchronous Protocol of Emerson's RTUs and controllers (ControlWave, Network 3000), in UDP 1234 and,
// as serial frames, UDP 1235. Bristol Babcock D4052 (Network 3000 Communications); the IP header after CISA (2020) and captures.
import type { Side } from '@nautilus/model'
import { defineDissector, type Label } from '../dissector.ts'
import { type Frame, fits, isSerial, LONGEST, low, parse } from './frame.ts'
import { functionOf, isUnasked, linkFunction } from './functions.ts'
import { hasStatus, openSession, subOf } from './meaning.ts'

const never = -1
const headerBits = 14 + 13 + 8
const partBits = 24 + 8
/** Enough on a port of ours only: an acknowledgement is mostly zeros. */
const ackBits = 24
/** DLE STX, DLE ETX at the end, CRC. */
const serialBits = 16 + 16 + 16
const SMALLEST = 14

function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length === 0) return 0
  const parsed = bytes.length < SMALLEST && !isSerial(bytes) ? null : parse(bytes, from)
  if (parsed?.kind !== 'message' || parsed.oddities.length > 0) return never
  const { kind, reply, app } = parsed.message
  if (kind === 'data' && reply !== (from === 'server') && !isUnasked(app)) return never
  if (isSerial(bytes)) return parsed.size === bytes.length ? serialBits : never
  if (kind === 'ack')
    return parsed.size === bytes.length && low(bytes, 6) === 0 && low(bytes, 8) === 0 ? ackBits : never
  return fits(bytes) ? headerBits + partBits : never
}

const ack = { code: 'ack', name: 'acknowledge' }

/** A reply does not say which function it answers. */
function label(message: Frame): Label {
  const { kind, reply, pair, app } = message
  if (kind === 'ack') return { role: 'notice', pair: 0, function: ack, error: false }
  if (kind === 'link') return { role: 'notice', pair: 0, function: linkFunction(app), error: false }
  const error = reply && hasStatus(message) && message.bytes[message.at] !== 0
  if (reply) return { role: 'reply', pair, function: null, error }
  const ref = app < 0 ? { code: 'cut', name: 'cut message' } : functionOf(app, subOf(message))
  return { role: isUnasked(app) ? 'notice' : 'request', pair, function: ref, error: false }
}

export const bsap = defineDissector<Frame>({
  name: 'bsap',
  title: 'BSAP',
  carriers: { udp: [1234, 1235] },
  recognize,
  parse,
  label,
  session: openSession,
  omits: [
    'signals read or written by list, and packed logical signals',
    'texts, units and alarm fields of signals',
    'errors of single signals',
    'contents of alarms, reports by exception and time messages',
  ],
  maxMessage: LONGEST,
})
