// RTSP: how cameras are asked for their pictures. RFC 2326 and RFC 7826; pictures between messages: RFC 2326 10.12.
import type { Claim, FunctionRef, Operation, Side } from '@nautilus/model'
import { beginsWithAny, type Head, LONGEST_HEAD, readHead } from '../carriers/text-message.ts'
import {
  defineDissector,
  type Label,
  type Meaning,
  malformed,
  need,
  type Oddity,
  type Parsed,
  type Session,
  silent,
} from '../dissector.ts'
import { printable } from '../reader.ts'

type Message =
  | { readonly kind: 'request'; readonly head: Head; readonly sequence: number }
  | { readonly kind: 'reply'; readonly head: Head; readonly sequence: number; readonly title: string }
  | { readonly kind: 'media' }

const METHODS = [
  'OPTIONS',
  'DESCRIBE',
  'SETUP',
  'PLAY',
  'PAUSE',
  'TEARDOWN',
  'ANNOUNCE',
  'RECORD',
  'GET_PARAMETER',
  'SET_PARAMETER',
  'REDIRECT',
] as const
const STARTS: readonly string[] = [...METHODS.map(method => `${method} `), 'RTSP/']
const MEDIA = 0x24
const SHORT_BODY = 4096
const LONGEST = LONGEST_HEAD + SHORT_BODY
const NO_ODDITIES: readonly Oddity[] = []

function parse(bytes: Uint8Array): Parsed<Message> {
  if (bytes.length === 0) return need(1)
  if (bytes[0] === MEDIA) return parseMedia(bytes)
  const start = beginsWithAny(bytes, STARTS)
  if (start === 'no') return malformed('rtsp.start', 0)
  const head = readHead(bytes)
  if (head === null) return malformed('rtsp.head', 0)
  if ('kind' in head) return head
  const { bodyAt, bodyLength } = head
  const held = bodyLength <= SHORT_BODY ? bodyAt + bodyLength : bodyAt
  if (bytes.length < held) return need(held)
  const message = messageOf(head, bytes.subarray(bodyAt, held))
  const skip = bodyAt + bodyLength - held
  return { kind: 'message', message, size: held, oddities: NO_ODDITIES, ...(skip > 0 ? { skip } : {}) }
}

/** A dollar sign, a channel, and a length: RTP on the same connection. */
function parseMedia(bytes: Uint8Array): Parsed<Message> {
  if (bytes.length < 4) return need(4)
  const skip = (bytes[2]! << 8) | bytes[3]!
  return { kind: 'message', message: { kind: 'media' }, size: 4, oddities: NO_ODDITIES, ...(skip > 0 ? { skip } : {}) }
}

function messageOf(head: Head, body: Uint8Array): Message {
  const sequence = Number.parseInt(head.headers.get('cseq') ?? '0', 10) || 0
  if (!head.words[0].startsWith('RTSP/')) return { kind: 'request', head, sequence }
  return { kind: 'reply', head, sequence, title: titleOf(body) }
}

/** The name of a session described in SDP, RFC 4566 5.3. */
function titleOf(body: Uint8Array): string {
  const text = printable(body, SHORT_BODY)
  const at = text.indexOf('..s=')
  return at < 0 ? '' : text.slice(at + 4, text.indexOf('..', at + 4))
}

function recognize(bytes: Uint8Array, from: Side): number {
  const start = beginsWithAny(bytes, from === 'client' ? STARTS.slice(0, -1) : STARTS.slice(-1))
  if (start !== 'yes') return start === 'cut' ? 0 : -1
  if (from === 'server') return 40
  const line = printable(bytes.subarray(0, 400), 400)
  // The version ends the line of a request; methods alone are those of HTTP and SIP too.
  const version = line.indexOf(' RTSP/')
  return version > 0 && version < line.indexOf('..') ? 88 : line.includes('..') ? -1 : 0
}

function label(message: Message): Label {
  if (message.kind === 'media')
    return { role: 'notice', pair: 0, function: { code: 'media', name: 'interleaved media' }, error: false }
  const { head, sequence, kind } = message
  if (kind === 'request') return { role: 'request', pair: sequence, function: refOf(head), error: false }
  return { role: 'reply', pair: sequence, function: null, error: statusOf(head) >= 400 }
}

const refOf = ({ words }: Head): FunctionRef => ({ code: words[0], name: words[0].toLowerCase().replace('_', ' ') })
const statusOf = ({ words }: Head): number => Number.parseInt(words[1], 10) || 0

const verbs: Readonly<Record<string, Operation['verb']>> = {
  DESCRIBE: 'discover',
  OPTIONS: 'discover',
  PLAY: 'subscribe',
  RECORD: 'other',
  SET_PARAMETER: 'configure',
  GET_PARAMETER: 'read',
}

const session = (): Session<Message> => ({
  interpret(request, reply): Meaning {
    const asked = request?.kind === 'request' ? request.head : null
    const answer = reply?.kind === 'reply' ? reply : null
    if (!asked && !answer) return silent
    const claims = claimsOf(asked, answer?.head ?? null, answer?.title ?? '')
    return { operation: asked && operationOf(asked, answer?.head ?? null), claims, repeatable: false }
  },
})

function operationOf(asked: Head, answer: Head | null): Operation {
  const status = answer ? statusOf(answer) : 0
  const refused = status >= 400
  const transport = asked.headers.get('transport')
  return {
    verb: verbs[asked.words[0]] ?? 'connect',
    function: refOf(asked),
    object: withoutUser(asked.words[1]),
    items: [],
    outcome: answer === null ? 'no-reply' : refused ? 'refused' : 'ok',
    ...(refused ? { refusal: { code: `${status}`, name: answer!.words[2] } } : {}),
    ...(transport ? { detail: { transport } } : {}),
  }
}

/** Some write name and password into the address. */
const withoutUser = (address: string): string => address.replace(/^(rtsps?:\/\/)[^/@]*@/, '$1')

function claimsOf(asked: Head | null, answer: Head | null, title: string): Claim[] {
  const claims: Claim[] = []
  const claim = (about: Side, attribute: Claim['attribute'], value: string, confidence: number): void => {
    if (value !== '') claims.push({ about, attribute, value, confidence })
  }
  claim('client', 'software', asked?.headers.get('user-agent') ?? '', 0.8)
  claim('server', 'software', answer?.headers.get('server') ?? '', 0.8)
  claim('server', 'description', title, 0.5)
  const basic = asked?.headers.get('authorization')?.toLowerCase().startsWith('basic ') ?? false
  if (basic) claim('client', 'credential', 'RTSP name and password in clear', 0.95)
  return claims
}

export const rtsp = defineDissector<Message>({
  name: 'rtsp',
  title: 'RTSP',
  carriers: { tcp: [554, 8554] },
  recognize,
  parse,
  label,
  session,
  maxMessage: LONGEST,
})
