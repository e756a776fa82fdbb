// Records of TLS and what they carry: RFC 8446, 5.1; RFC 5246, 6.2. Handshake messages may span records.
import { type Certificate, readCertificate } from '../carriers/x509.ts'
import { malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { type Hello, readHello } from './hello.ts'
import { handshakes, versions } from './names.ts'

export type Tls =
  | { readonly kind: 'data' | 'change' | 'encrypted' | 'heartbeat' }
  | { readonly kind: 'alert'; readonly fatal: boolean; readonly alert: number }
  | {
      readonly kind: 'handshake'
      /** Types of the messages inside, in their order. */
      readonly types: readonly number[]
      readonly hello: Hello | null
      /** The sender's own certificate, first of its chain. */
      readonly certificate: Certificate | null
    }

export const HEADER = 5
/** RFC 5246, 6.2.3: ciphertext is at most 2048 bytes longer than what it hides. */
export const MAX_RECORD = 16_384 + 2048
/** Handshake messages longer than this are not put together. */
const MAX_JOINED = 65_536
export const MAX = MAX_JOINED + 2 * (HEADER + MAX_RECORD)

export const CHANGE = 20
export const ALERT = 21
export const HANDSHAKE = 22
export const DATA = 23
const HEARTBEAT = 24
export const CLIENT_HELLO = 1
export const SERVER_HELLO = 2
const CERTIFICATE = 11
const sound: readonly Oddity[] = []

export const word = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!
const lengthAt = (bytes: Uint8Array, at: number): number => (bytes[at]! << 16) | word(bytes, at + 1)

/** Whether a record can begin here; as much as there is of its head. */
export function isRecord(bytes: Uint8Array, at: number): boolean {
  const type = bytes[at] ?? HANDSHAKE
  if (type < CHANGE || type > HEARTBEAT) return false
  if ((bytes[at + 1] ?? 3) !== 3 || (bytes[at + 2] ?? 0) > 4) return false
  const high = bytes[at + 3] ?? 0
  return high <= MAX_RECORD >> 8
}

export function parseRecord(bytes: Uint8Array): Parsed<Tls> {
  if (!isRecord(bytes, 0)) return malformed('tls.record', 0)
  if (bytes.length < HEADER) return need(HEADER)
  const type = bytes[0]!
  const length = word(bytes, 3)
  if (type === DATA) return { kind: 'message', message: { kind: 'data' }, size: HEADER, oddities: sound, skip: length }
  const size = HEADER + length
  if (bytes.length < size) return need(size)
  if (type === HANDSHAKE) return handshake(bytes, size)
  const message: Tls = type === ALERT ? alertOf(bytes, length) : { kind: type === CHANGE ? 'change' : 'heartbeat' }
  return { kind: 'message', message, size, oddities: sound }
}

/** Two bytes are in clear; more are hidden. */
function alertOf(bytes: Uint8Array, length: number): Tls {
  if (length !== 2) return { kind: 'encrypted' }
  return { kind: 'alert', fatal: bytes[HEADER] === 2, alert: bytes[HEADER + 1]! }
}

/** Puts together what the sender cut in records, as long as more of it follows. */
function handshake(bytes: Uint8Array, first: number): Parsed<Tls> {
  if (!isClear(bytes, HEADER, first)) {
    return { kind: 'message', message: { kind: 'encrypted' }, size: first, oddities: sound }
  }
  let body = bytes.subarray(HEADER, first)
  let size = first
  for (let missing = missingOf(body); missing > 0; missing = missingOf(body)) {
    if (body.length + missing > MAX_JOINED) break
    if (bytes.length > size && (bytes[size] !== HANDSHAKE || !isRecord(bytes, size))) break
    if (bytes.length < size + HEADER) return need(size + HEADER)
    const end = size + HEADER + word(bytes, size + 3)
    if (end === size + HEADER) break
    if (bytes.length < end) return need(end)
    body = joined(body, bytes.subarray(size + HEADER, end))
    size = end
  }
  return readMessages(body, size)
}

function joined(front: Uint8Array, back: Uint8Array): Uint8Array {
  const whole = new Uint8Array(front.length + back.length)
  whole.set(front)
  whole.set(back, front.length)
  return whole
}

/** A message of a known type whose length is no wonder; anything else is ciphertext. */
const isClear = (bytes: Uint8Array, at: number, end: number): boolean =>
  end - at >= 4 && handshakes[bytes[at]!] !== undefined && bytes[at + 1] === 0 && isFirst(bytes, at, end)

/** Hellos and certificates may go on in the next record; all others are short. */
function isFirst(bytes: Uint8Array, at: number, end: number): boolean {
  const long = [CLIENT_HELLO, SERVER_HELLO, CERTIFICATE, 12, 13, 22].includes(bytes[at]!)
  return long || at + 4 + lengthAt(bytes, at + 1) <= end
}

/** Bytes that the last message still lacks. */
function missingOf(body: Uint8Array): number {
  let at = 0
  while (at + 4 <= body.length) at += 4 + lengthAt(body, at + 1)
  return at > body.length ? at - body.length : at === body.length ? 0 : 4 - (body.length - at)
}

function readMessages(body: Uint8Array, size: number): Parsed<Tls> {
  const types: number[] = []
  let hello: Hello | null = null
  let certificate: Certificate | null = null
  let oddities = sound
  for (let at = 0; at + 4 <= body.length && types.length < 16; ) {
    const type = body[at]!
    const end = at + 4 + lengthAt(body, at + 1)
    types.push(type)
    const inside = body.subarray(at + 4, end)
    if (end > body.length) oddities = [{ code: 'tls.cut-handshake', at: HEADER + at }]
    else if (type === CLIENT_HELLO || type === SERVER_HELLO) {
      hello = readHello(inside, type === CLIENT_HELLO)
      if (!hello) oddities = [{ code: 'tls.hello', at: HEADER + at }]
    } else if (type === CERTIFICATE) certificate = certificateIn(inside)
    at = end
  }
  return { kind: 'message', message: { kind: 'handshake', types, hello, certificate }, size, oddities }
}

/** RFC 5246, 7.4.2: a list of certificates, each with its length in front; the sender's own comes first. */
function certificateIn(inside: Uint8Array): Certificate | null {
  if (inside.length < 6) return null
  const length = lengthAt(inside, 3)
  return length > 0 && 6 + length <= inside.length ? readCertificate(inside.subarray(6, 6 + length)) : null
}

/** SSL 2.0, as clients once used it to say hello to anyone: RFC 5246, E.2. */
export function isOldHello(bytes: Uint8Array): boolean {
  if (bytes.length < 11 || bytes[0]! < 0x80 || bytes[2] !== CLIENT_HELLO) return false
  if (versions[word(bytes, 3)] === undefined) return false
  const [ciphers, session, challenge] = [word(bytes, 5), word(bytes, 7), word(bytes, 9)]
  const length = word(bytes, 0) & 0x7fff
  return ciphers % 3 === 0 && (session === 0 || session === 16) && length === 9 + ciphers + session + challenge
}

export function parseOldHello(bytes: Uint8Array): Parsed<Tls> {
  const size = 2 + (word(bytes, 0) & 0x7fff)
  if (bytes.length < size) return need(size)
  const hello: Hello = {
    version: word(bytes, 3),
    ciphers: [],
    extensions: [],
    serverName: '',
    protocols: [],
    signatures: [],
    edges: null,
  }
  const message: Tls = { kind: 'handshake', types: [CLIENT_HELLO], hello, certificate: null }
  return { kind: 'message', message, size, oddities: sound }
}
