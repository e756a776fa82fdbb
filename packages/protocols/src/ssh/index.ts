// SSH: RFC 4253. What both sides say before they hide everything: who they are (4.2) and what they can do (7.1).
// HASSH, the fingerprint of that: "HASSH", Salesforce, BSD 3-clause.
import type { Claim, FunctionRef, Operation, Side } from '@nautilus/model'
import { md5Text } from '../carriers/md5.ts'
import {
  defineDissector,
  type Label,
  type Meaning,
  malformed,
  need,
  type Oddity,
  type Parsed,
  silent,
} from '../dissector.ts'
import { printable, Reader } from '../reader.ts'

export type Ssh = { readonly from: Side } & (
  | { readonly kind: 'banner'; readonly version: string; readonly software: string }
  | { readonly kind: 'offer'; readonly lists: readonly string[] }
  | { readonly kind: 'packet'; readonly type: number }
  | { readonly kind: 'hidden' }
)

const MAX_BANNER = 255 // RFC 4253, 4.2
const MAX_PACKET = 35_000 // 6.1
const KEXINIT = 20
const NEWKEYS = 21
const LISTS = 10
const LF = 0x0a
/** Until the connection closes. */
const FOR_EVER = 2 ** 48
const bannerBits = 56
const packetBits = 30
const never = -1
const sound: readonly Oddity[] = []

// RFC 4250, 4.1.2; RFC 4253, 8 and RFC 4419, 5
const names: Readonly<Record<number, string>> = {
  1: 'disconnect',
  2: 'ignore',
  3: 'unimplemented',
  4: 'debug',
  20: 'key exchange init',
  21: 'new keys',
  30: 'key exchange',
  31: 'key exchange reply',
  32: 'key exchange',
  33: 'key exchange reply',
  34: 'key exchange request',
}
const bannerRef: FunctionRef = { code: 'banner', name: 'banner' }

const begin = [0x53, 0x53, 0x48, 0x2d] // SSH-
const isBanner = (bytes: Uint8Array): boolean => begin.every((byte, at) => (bytes[at] ?? byte) === byte)

function parse(bytes: Uint8Array, from: Side): Parsed<Ssh> {
  if (bytes.length < 4) return need(4)
  if (isBanner(bytes)) return banner(bytes, from)
  if (bytes.length < 6) return need(6)
  const length = (bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!
  if (!isPacket(bytes, length)) {
    // What is hidden begins, or the older protocol: nothing in it can be told apart.
    return { kind: 'message', message: { kind: 'hidden', from }, size: 6, oddities: sound, skip: FOR_EVER }
  }
  const size = 4 + length
  if (bytes.length < size) return need(size)
  const type = bytes[5]!
  const message = type === KEXINIT ? offer(bytes.subarray(22, size - bytes[4]!), from) : null
  const oddities = type === KEXINIT && !message ? [{ code: 'ssh.offer', at: 22 }] : sound
  const skip = type === NEWKEYS ? FOR_EVER : 0
  return { kind: 'message', message: message ?? { kind: 'packet', type, from }, size, oddities, skip }
}

/** 6: the length is of padding, type and contents, and whole blocks of eight with itself. */
const isPacket = (bytes: Uint8Array, length: number): boolean =>
  length >= 12 &&
  length <= MAX_PACKET &&
  (length + 4) % 8 === 0 &&
  bytes[4]! >= 4 &&
  bytes[4]! < length - 1 &&
  names[bytes[5]!] !== undefined

function banner(bytes: Uint8Array, from: Side): Parsed<Ssh> {
  const end = bytes.indexOf(LF) + 1
  if (end === 0 && bytes.length < MAX_BANNER) return need(bytes.length + 1)
  if (end === 0 || end > MAX_BANNER) return malformed('ssh.banner', 0)
  const text = printable(bytes.subarray(4, end)).replace(/\.+$/, '')
  const dash = text.indexOf('-')
  const version = dash < 0 ? text : text.slice(0, dash)
  const message: Ssh = { kind: 'banner', version, software: dash < 0 ? '' : text.slice(dash + 1), from }
  return { kind: 'message', message, size: end, oddities: sound }
}

/** 7.1: ten lists of names behind sixteen random bytes. */
function offer(bytes: Uint8Array, from: Side): Ssh | null {
  const reader = new Reader(bytes)
  const lists: string[] = []
  for (let i = 0; i < LISTS; i++) lists.push(latin(reader.take(reader.u32())))
  return reader.short ? null : { kind: 'offer', lists, from }
}

const latin = (bytes: Uint8Array): string => printable(bytes, 4096)

function functionOf(message: Ssh): FunctionRef | null {
  if (message.kind === 'banner') return bannerRef
  if (message.kind === 'hidden') return null
  const type = message.kind === 'offer' ? KEXINIT : message.type
  return { code: String(type), name: names[type] ?? 'unknown type' }
}

/** Both sides speak unasked, and in any order. */
const label = (message: Ssh): Label => ({ role: 'notice', pair: 0, function: functionOf(message), error: false })

function connecting(message: Ssh, object: string, detail: NonNullable<Operation['detail']>, claims: Claim[]): Meaning {
  const ref = functionOf(message)
  if (!ref) return silent
  return {
    operation: { verb: 'connect', function: ref, object, items: [], outcome: 'ok', detail },
    claims,
    repeatable: false,
  }
}

function interpret(request: Ssh | null, reply: Ssh | null): Meaning {
  const message = reply ?? request!
  const { from: about } = message
  if (message.kind === 'banner') {
    const { version, software } = message
    const old = version.startsWith('1.') && version !== '1.99'
    const claims: Claim[] = software ? [{ about, attribute: 'software', value: software, confidence: 0.9 }] : []
    return connecting(message, '', { version, software, ...(old ? { deprecated: `SSH ${version}` } : {}) }, claims)
  }
  if (message.kind !== 'offer') return silent
  const [kex = '', keys = '', ...rest] = message.lists
  // Of each pair the first list is for what the client sends, the second for what the server sends.
  const own = about === 'client' ? 0 : 1
  const [cipher = '', mac = '', compression = ''] = [rest[own], rest[2 + own], rest[4 + own]]
  const hash = md5Text(`${kex};${cipher};${mac};${compression}`)
  const kind = about === 'client' ? 'hassh' : 'hasshServer'
  const detail = { 'key exchange': first(kex), 'host keys': first(keys), ciphers: first(cipher), MACs: first(mac) }
  return connecting(message, '', detail, [
    { about, attribute: 'fingerprint', value: `${kind} ${hash}`, confidence: 0.9 },
  ])
}

/** The most wanted few of a list. */
const first = (list: string): string => list.split(',', 4).join(', ')

function recognize(bytes: Uint8Array): number {
  if (bytes.length < 8) return isBanner(bytes) || bytes[0] === 0 ? 0 : never
  if (isBanner(bytes)) return (bytes[4] === 0x32 || bytes[4] === 0x31) && bytes[5] === 0x2e ? bannerBits : never
  const length = (bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!
  return isPacket(bytes, length) && bytes[5] === KEXINIT ? packetBits : never
}

export const ssh = defineDissector<Ssh>({
  name: 'ssh',
  title: 'SSH',
  carriers: { tcp: [22] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  omits: ['everything behind the exchange of keys', 'SSH 1 but for its banner'],
  maxMessage: 4 + MAX_PACKET,
})
