// HTTP/1.x: RFC 9110 and 9112. SOAP over it: SOAP 1.1, 6.1.1; WebSocket: RFC 6455, which is passed over.
import type { Side } from '@nautilus/model'
import { endOfMethod, isVersion, strictLine } from '../carriers/http-head/head.ts'
import { defineDissector, type Label } from '../dissector.ts'
import { functionOf, openSession } from './meaning.ts'
import { contents, type Http, MAX_HEAD, parse } from './message.ts'

const MAX_FORM = 4096
const never = -1
const versionBits = 64
const methodBits = 28
const SWITCHING = 101

const methods: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'PATCH',
  'TRACE',
  'CONNECT',
  'PROPFIND',
])

/** A reply does not say what it answers. What comes before the reply proper (100), and chunks, answer nothing. */
function label(message: Http): Label {
  if (message.kind === 'request')
    return { role: 'request', pair: 0, function: functionOf(message.method), error: false }
  const answers = message.kind === 'response' && (message.status >= 200 || message.status === SWITCHING)
  return {
    role: answers ? 'reply' : 'notice',
    pair: 0,
    function: null,
    error: message.kind === 'response' && message.status >= 400,
  }
}

function recognize(bytes: Uint8Array, from: Side): number {
  if (from === 'server') return bytes.length < 12 ? startBits(bytes) : responseBits(bytes)
  const end = endOfMethod(bytes)
  if (end < 0) return never
  if (bytes.indexOf(0x0a) >= 0) return strictLine(bytes)?.kind === 'request' ? versionBits : never
  return end > 0 && methods.has(String.fromCharCode(...bytes.subarray(0, end))) ? methodBits : 0
}

const responseBits = (bytes: Uint8Array): number => {
  if (!isVersion(bytes, 0)) return never
  return bytes.indexOf(0x0a) < 0 || strictLine(bytes)?.kind === 'response' ? versionBits : never
}

const begin = [0x48, 0x54, 0x54, 0x50, 0x2f, 0x31, 0x2e]
const startBits = (bytes: Uint8Array): number => (begin.every((byte, at) => (bytes[at] ?? byte) === byte) ? 0 : never)

export const http = defineDissector<Http>({
  name: 'http',
  title: 'HTTP',
  carriers: { tcp: [80, 8080, 8000, 8008, 81, 3128, 5985] },
  recognize,
  parse,
  label,
  session: openSession,
  contents,
  omits: ['values of queries and forms, but for the user name', 'HTTP/2', 'frames of WebSocket'],
  maxMessage: MAX_HEAD + MAX_FORM,
})
