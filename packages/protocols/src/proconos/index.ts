// ProConOS: the runtime of KW-Software in controllers of Phoenix Contact and others; TCP 20547, and TCP 41100 by way of
// Phoenix Contact's remoting. No specification is public: after Redpoint (2014), T. Deneut (2015) and captures.
import type { Side } from '@nautilus/model'
import { defineDissector, type Label } from '../dissector.ts'
import { callFunction, frameFunction, isRefused, OPEN, openSession } from './meaning.ts'
import { LONGEST, type Message, parse, REMOTING } from './parse.ts'

const OPENING = 2 ** 33

/** Frames say by their side who asks; remoting by its type. */
function label(message: Message): Label {
  if (message.kind === 'frame') {
    const role = message.from === 'client' ? 'request' : 'reply'
    return { role, pair: message.sequence, function: frameFunction(message.function), error: false }
  }
  const { type, handle, method } = message
  if (type === REMOTING.open) return { role: 'request', pair: OPENING, function: OPEN, error: false }
  if (type === REMOTING.opened) return { role: 'reply', pair: OPENING, function: OPEN, error: isRefused(message) }
  const role = type === REMOTING.call ? 'request' : 'reply'
  return { role, pair: handle * 0x10000 + method, function: callFunction(method), error: false }
}

/** A frame whose checksum is right; or remoting whose words fit, types by side. */
function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length < 8) return bytes.length === 0 || bytes[0] === 0xcc || (bytes[0] === 1 && !bytes[1]) ? 0 : -1
  const parsed = parse(bytes, from)
  if (parsed.kind !== 'message' || parsed.oddities.length > 0) return -1
  const { message } = parsed
  if (message.kind === 'frame') return 40
  if (((message.type & 1) === 0) !== (from === 'client') || parsed.size !== bytes.length) return -1
  return message.name.startsWith('Ade.Remoting') ? 80 : 44
}

export const proconos = defineDissector<Message>({
  name: 'proconos',
  title: 'ProConOS',
  carriers: { tcp: [20547, 41100] },
  recognize,
  parse,
  label,
  session: openSession,
  maxMessage: LONGEST,
})
