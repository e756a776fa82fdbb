// Synchrophasors: IEEE C37.118.2-2011 over TCP and UDP. Who commands is the client, the measurement unit the server.
import type { Side } from '@nautilus/model'
import { defineDissector, type Label, type Session } from '../dissector.ts'
import { commandNamed, FRAME, type Frame, frameNamed, holds, isType, LONGEST, parse, SYNC } from './frame.ts'
import { meaningOf, type Streams } from './meaning.ts'

const never = -1
/** Sync byte, and what the second byte may be: 12 of 256. */
const headBits = 12
const crcBits = 16
const boundaryBits = 8
const SHORTEST = 16
const COMMAND = 18

function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length > 0 && bytes[0] !== SYNC) return never
  if (bytes.length > 1 && !isType(bytes[1]!)) return never
  if (bytes.length < 4) return 0
  const size = (bytes[2]! << 8) | bytes[3]!
  const type = bytes[1]! >> 4
  const commands = type === FRAME.command
  if (size < SHORTEST || (commands && size < COMMAND)) return never
  if (commands !== (from === 'client')) return never
  if (size > bytes.length) return headBits
  if (!holds(bytes, size)) return never
  return headBits + crcBits + (size === bytes.length || bytes[size] === SYNC ? boundaryBits : 0)
}

// A frame says its own type; which command it answers is known by that type.
function label(frame: Frame, _from: Side): Label {
  const { type, id, command, sound } = frame
  if (!sound || type === FRAME.data || type > FRAME.config3) {
    return { role: 'notice', pair: 0, function: frameNamed(type), error: false }
  }
  if (type !== FRAME.command) {
    return { role: 'reply', pair: id * 16 + type, function: null, error: false, inner: [frameNamed(type)] }
  }
  const { function: ref, answer } = commandNamed(command)
  return { role: 'request', pair: id * 16 + (answer < 0 ? 15 : answer), function: ref, error: false }
}

function session(): Session<Frame> {
  const streams: Streams = new Map()
  return { interpret: (request, reply) => meaningOf(streams, request, reply) }
}

export const synchrophasor = defineDissector<Frame>({
  name: 'synchrophasor',
  title: 'Synchrophasor (IEEE C37.118)',
  carriers: { tcp: [4712], udp: [4713] },
  recognize,
  parse,
  label,
  session,
  maxMessage: LONGEST,
})
