// An HTTP/1.x message: RFC 9112. What follows its head is passed over; a chunk (7.1) is a message of its own.

import type { Side } from '@nautilus/model'
import { kindOfFile } from '../carriers/content.ts'
import { endOfHead, type Fields, readFields, readStartLine } from '../carriers/http-head/head.ts'
import { malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { userOfForm } from './credentials.ts'
import { marksOf, namesOf } from './marks.ts'

export type Http =
  | {
      readonly kind: 'request'
      readonly method: string
      readonly target: string
      readonly version: string
      readonly fields: Fields
      /** Name in a form that has a password too. */
      readonly formUser: string | null
      /** Names in the query and in the form, and what of an attack all of it carries (`marks.ts`). */
      readonly query: string
      readonly form: string
      readonly marks: readonly string[]
    }
  | {
      readonly kind: 'response'
      readonly status: number
      readonly reason: string
      readonly version: string
      readonly fields: Fields
    }
  | { readonly kind: 'chunk'; readonly length: number }
  | { readonly kind: 'blank' }
  /** What the contents of a message are, by their first bytes. */
  | { readonly kind: 'contents'; readonly from: Side; readonly content: string }

export const MAX_HEAD = 65_536
/** Forms as long as this are looked into. */
const MAX_FORM = 4096
/** A chunk's line: its length, and extensions that nobody uses. */
const MAX_CHUNK_LINE = 128
/** Until the connection closes, or a message plainly begins. */
const FOR_EVER = 2 ** 48
const CR = 0x0d
const LF = 0x0a
const sound: readonly Oddity[] = []

const wanted: ReadonlySet<string> = new Set([
  'host',
  'user-agent',
  'server',
  'content-type',
  'content-length',
  'transfer-encoding',
  'authorization',
  'proxy-authorization',
  'www-authenticate',
  'soapaction',
  'upgrade',
  'sec-websocket-protocol',
  'x-powered-by',
  'location',
  'content-disposition',
  'connection',
  'forwarded',
  'range',
])

export function contents(front: Uint8Array, from: Side): Http | null {
  const content = kindOfFile(front)
  return content === null ? null : { kind: 'contents', from, content }
}

export function parse(bytes: Uint8Array): Parsed<Http> {
  const digit = hexDigit(bytes[0])
  if (digit >= 0 && chunkDigits(bytes) > 0) return parseChunk(bytes)
  if (bytes[0] === CR && (bytes.length === 1 || bytes[1] === LF)) return blank(bytes)
  if (bytes.length > 0 && !mayBegin(bytes)) return malformed('http.start-line', 0)
  const end = endOfHead(bytes)
  if (end < 0 || end > MAX_HEAD) {
    return bytes.length >= MAX_HEAD ? malformed('http.start-line', 0) : need(bytes.length + 1)
  }
  const start = readStartLine(bytes)
  if (!start) return malformed('http.start-line', 0)
  const fields = readFields(bytes, end, wanted)
  if (start.line.kind === 'response') return response({ ...start.line, fields }, end)
  const read = readTarget(bytes, start.end, end)
  return request({ ...start.line, fields, formUser: null, form: '', ...read }, bytes, end)
}

const SPACE = 0x20
const QUESTION = 0x3f
const cookieLine = [0x63, 0x6f, 0x6f, 0x6b, 0x69, 0x65, 0x3a] // `cookie:`

/** What the target and the fields carry. `first` is behind the start line, `end` behind the head. */
function readTarget(bytes: Uint8Array, first: number, end: number): Pick<Request, 'query' | 'marks'> {
  const from = bytes.indexOf(SPACE) + 1
  const stop = Math.max(from, bytes.lastIndexOf(SPACE, first - 1))
  const question = bytes.indexOf(QUESTION, from)
  const path = question >= 0 && question < stop ? question : stop
  const cookie = cookieAt(bytes, first, end)
  return {
    query: namesOf(bytes, path + 1, stop),
    marks: [
      ...marksOf(bytes, from, path, 'path'),
      ...marksOf(bytes, path + 1, stop, 'query'),
      ...marksOf(bytes, first, end, 'field'),
      ...(cookie < 0 ? [] : marksOf(bytes, cookie, bytes.indexOf(LF, cookie), 'cookie')),
    ],
  }
}

/** Behind the name of the first cookie field; -1 where there is none. */
function cookieAt(bytes: Uint8Array, first: number, end: number): number {
  for (let at = first; at > 0 && at < end; at = bytes.indexOf(LF, at) + 1)
    if (cookieLine.every((byte, i) => (bytes[at + i]! | 0x20) === (byte | 0x20))) return at + cookieLine.length
  return -1
}

/** RFC 9112, 2.2: some send an empty line behind their contents, which is passed over. */
const blank = (bytes: Uint8Array): Parsed<Http> =>
  bytes.length < 2 ? need(2) : { kind: 'message', message: { kind: 'blank' }, size: 2, oddities: sound }

/** A capital letter, as all methods begin with, and so does `HTTP`. */
const mayBegin = (bytes: Uint8Array): boolean => bytes[0]! >= 0x41 && bytes[0]! <= 0x5a

type Request = Extract<Http, { kind: 'request' }>
type Response = Extract<Http, { kind: 'response' }>

function request(message: Request, bytes: Uint8Array, end: number): Parsed<Http> {
  const { fields, method, version } = message
  const length = lengthOf(fields)
  const form = fields['content-type']?.startsWith('application/x-www-form-urlencoded') === true
  if (form && length > 0 && length <= MAX_FORM) {
    if (bytes.length < end + length) return need(end + length)
    const marks = [...message.marks, ...marksOf(bytes, end, end + length, 'form')]
    const read = { formUser: userOfForm(bytes, end, end + length), form: namesOf(bytes, end, end + length), marks }
    return { kind: 'message', message: { ...message, ...read }, size: end + length, oddities: sound }
  }
  const leaves = method === 'CONNECT' || fields.upgrade?.toLowerCase() === 'websocket'
  return {
    kind: 'message',
    message,
    size: end,
    oddities: version === '' ? [{ code: 'http.version', at: 0 }] : odditiesOf(fields),
    skip: leaves ? FOR_EVER : length,
  }
}

/** RFC 9112, 6.3 */
function response(message: Response, end: number): Parsed<Http> {
  const { status, fields } = message
  const bare = (status < 200 && status !== 101) || status === 204 || status === 304
  const open = status === 101 || fields['content-length'] === undefined
  const skip = bare || isChunked(fields) ? 0 : open ? FOR_EVER : lengthOf(fields)
  return { kind: 'message', message, size: end, oddities: odditiesOf(fields), skip }
}

export const isChunked = (fields: Fields): boolean =>
  fields['transfer-encoding']?.toLowerCase().endsWith('chunked') === true

/** Of a request without either nothing follows. */
function lengthOf(fields: Fields): number {
  if (isChunked(fields)) return 0
  const length = Number(fields['content-length'] ?? 0)
  return Number.isSafeInteger(length) && length > 0 ? Math.min(length, FOR_EVER) : 0
}

/** RFC 9112, 6.3: both together, or no number, is how requests are smuggled. */
function odditiesOf(fields: Fields): readonly Oddity[] {
  const length = fields['content-length']
  if (length === undefined) return sound
  if (isChunked(fields)) return [{ code: 'http.two-lengths', at: 0 }]
  return Number.isSafeInteger(Number(length)) && Number(length) >= 0 ? sound : [{ code: 'http.length', at: 0 }]
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

/** Digits of a chunk's length, 0 when this is none: behind them comes the end of the line, or an extension. */
export function chunkDigits(bytes: Uint8Array): number {
  let at = 0
  while (at < 9 && hexDigit(bytes[at]) >= 0) at++
  if (at === 0 || at > 8) return 0
  const next = bytes[at]
  return next === undefined || next === 0x0d || next === LF || next === 0x3b || next === 0x20 ? at : 0
}

function parseChunk(bytes: Uint8Array): Parsed<Http> {
  const digits = chunkDigits(bytes)
  const end = bytes.indexOf(LF) + 1
  if (end === 0) return bytes.length >= MAX_CHUNK_LINE ? malformed('http.chunk', 0) : need(bytes.length + 1)
  let length = 0
  for (let at = 0; at < digits; at++) length = 16 * length + hexDigit(bytes[at])
  if (length > 0)
    return { kind: 'message', message: { kind: 'chunk', length }, size: end, oddities: sound, skip: length + 2 }
  // The last chunk is empty; fields may follow it, and an empty line ends them.
  const last = endOfHead(bytes, end - 1)
  if (last < 0) return bytes.length >= MAX_HEAD ? malformed('http.chunk', 0) : need(bytes.length + 1)
  return { kind: 'message', message: { kind: 'chunk', length }, size: last, oddities: sound }
}
