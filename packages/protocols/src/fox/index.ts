// Niagara Fox, the protocol of building controllers (JACE) and stations of Tridium. There is no public specification.
import type { FunctionRef, Side } from '@nautilus/model'
import { defineDissector, type Label, type Parsed } from '../dissector.ts'
import { functionOf } from './commands.ts'
import { interpret, isHello, isLogin, isVerdict, type Message, refuses } from './meaning.ts'
import { headOf, LONGEST, parse as parseFrame } from './message.ts'

/** The word, the spaces and the numbers of the first line. */
const headBits = 64
const HELLO = -1
const LOGIN = -2

function recognize(bytes: Uint8Array, from: Side): number {
  const head = headOf(bytes)
  if (head === 'no') return -1
  if (head === 'cut') return 0
  // Answers have the number of what they answer.
  if ((head.kind === 'r' || head.kind === 'e') !== head.replyTo >= 0) return -1
  return from === 'server' && isLogin({ ...head, values: new Map() }) ? -1 : headBits
}

function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  const parsed = parseFrame(bytes)
  return parsed.kind === 'message' ? { ...parsed, message: { ...parsed.message, from } } : parsed
}

function label(message: Message, from: Side): Label {
  const { kind, number, replyTo, channel, command } = message
  const ref: FunctionRef = functionOf(channel, command)
  if (isHello(message)) return sided(from, HELLO, ref)
  if (isLogin(message) && from === 'client') return sided(from, LOGIN, ref)
  if (isVerdict(message)) return { role: 'reply', pair: LOGIN, function: null, error: refuses(message) }
  if (kind === 's') return { role: 'request', pair: number, function: ref, error: false }
  if (kind !== 'r' && kind !== 'e') return { role: 'notice', pair: 0, function: ref, error: false }
  // The answer to a command may carry another name than the command.
  return { role: 'reply', pair: replyTo, function: null, error: kind === 'e' }
}

const sided = (from: Side, pair: number, ref: FunctionRef): Label => ({
  role: from === 'client' ? 'request' : 'reply',
  pair,
  function: ref,
  error: false,
})

export const fox = defineDissector<Message>({
  name: 'fox',
  title: 'Niagara Fox',
  carriers: { tcp: [1911, 3011] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: LONGEST,
  omits: ['values and objects (bog) inside messages', 'Foxs: Fox inside TLS'],
})
