// TLS: RFC 8446 (1.3), 5246 (1.2), 4346, 2246; SSL 3.0: RFC 6101. What is said before all is hidden.
import type { Attribute, Claim, FunctionRef, Operation, Side } from '@nautilus/model'
import { remoteToolAt, remoteToolOf, toolClaim } from '../carriers/remote-tools.ts'
import type { Certificate } from '../carriers/x509.ts'
import { defineDissector, type Label, type Meaning, need, type Parsed, silent } from '../dissector.ts'
import { hexNumber } from '../reader.ts'
import type { Hello } from './hello.ts'
import { ja4 } from './ja4.ts'
import { alerts, ciphers, handshakes, versions } from './names.ts'
import {
  CLIENT_HELLO,
  HANDSHAKE,
  HEADER,
  isOldHello,
  isRecord,
  MAX,
  parseOldHello,
  parseRecord,
  SERVER_HELLO,
  type Tls,
  word,
} from './records.ts'

const never = -1
/** Type, version and length of a record; the same again of the next; a hello inside. */
const recordBits = 18
const nextBits = 20
const helloBits = 30
const oldBits = 40
const OLDEST = 0x0303 // versions below are deprecated: RFC 8996

/** A message, and which side sent it: a certificate is its sender's. */
type Sent = { readonly message: Tls; readonly from: Side }

function parse(bytes: Uint8Array, from: Side): Parsed<Sent> {
  // As long as an old hello may be coming, its lengths are waited for.
  const old = bytes.length > 0 && bytes[0]! >= 0x80
  if (old && bytes.length < 11) return need(11)
  const parsed = old && isOldHello(bytes) ? parseOldHello(bytes) : parseRecord(bytes)
  return parsed.kind === 'message' ? { ...parsed, message: { message: parsed.message, from } } : parsed
}

const hello: FunctionRef = { code: '1', name: 'hello' }
const functionOf = (type: number): FunctionRef =>
  type === SERVER_HELLO ? hello : { code: String(type), name: handshakes[type] ?? 'unknown handshake' }
const alertRef: FunctionRef = { code: 'alert', name: 'alert' }
const unseen: Label = { role: 'notice', pair: 0, function: null, error: false }

function label({ message, from }: Sent): Label {
  if (message.kind === 'alert') {
    const ends = message.fatal && from === 'server'
    return { role: ends ? 'reply' : 'notice', pair: 0, function: ends ? null : alertRef, error: message.fatal }
  }
  if (message.kind !== 'handshake') return unseen
  const [first = 0, ...rest] = message.types
  const role = first === CLIENT_HELLO ? 'request' : first === SERVER_HELLO ? 'reply' : 'notice'
  return { role, pair: 0, function: functionOf(first), error: false, inner: rest.map(functionOf) }
}

const versionText = (version: number): string => versions[version] ?? hexNumber(version, 4)
const cipherText = (cipher: number): string => ciphers[cipher] ?? hexNumber(cipher, 4)

function helloDetail(asked: Hello | null, chosen: Hello | null): NonNullable<Operation['detail']> {
  const version = (chosen ?? asked)?.version
  const protocols = (chosen?.protocols.length ? chosen : asked)?.protocols.join(', ')
  const [cipher] = chosen?.ciphers ?? []
  return {
    ...(version === undefined ? {} : { version: versionText(version) }),
    ...(version !== undefined && version < OLDEST ? { deprecated: versionText(version) } : {}),
    ...(cipher === undefined ? {} : { cipher: cipherText(cipher) }),
    ...(protocols ? { protocols } : {}),
  }
}

function clientClaims(asked: Hello): Claim[] {
  const claims: Claim[] = []
  // A hello in the form of SSL 2.0 has none of what the fingerprint is made of.
  if (asked.ciphers.length > 0) {
    claims.push({ about: 'client', attribute: 'fingerprint', value: `ja4 ${ja4(asked)}`, confidence: 0.9 })
  }
  if (asked.serverName) claims.push({ about: 'server', attribute: 'name', value: asked.serverName, confidence: 0.6 })
  const tool = asked.serverName ? remoteToolAt(asked.serverName) : null
  if (tool !== null) claims.push(toolClaim('client', tool, 0.8))
  return claims
}

function certificateClaims(certificate: Certificate, about: Side): Claim[] {
  const { subject, issuer, until, names, addresses, uris, device } = certificate
  const self = subject === issuer ? 'itself' : issuer
  const stated: (readonly [Attribute, string, number])[] = [
    ['certificate', `${subject || names[0] || '?'}; issued by ${self || '?'}; until ${until || '?'}`, 0.9],
    ['serial', device, 0.6],
    ...names.filter(name => !name.startsWith('*')).map(name => ['name', name, 0.6] as const),
    ...addresses.map(address => ['address', address, 0.5] as const),
    ...uris.map(uri => ['session', uri, 0.5] as const),
  ]
  const tool = remoteToolOf(subject) ?? remoteToolOf(issuer)
  return [
    ...stated.flatMap(([attribute, value, confidence]) => (value ? [{ about, attribute, value, confidence }] : [])),
    // A relay's certificate shows what its client runs, too.
    ...(tool === null ? [] : [toolClaim('client', tool, 0.9), toolClaim('server', tool, 0.9)]),
  ]
}

const certificateDetail = ({ subject, issuer, from, until }: Certificate): NonNullable<Operation['detail']> => ({
  certificate: subject,
  issuer,
  'valid from': from,
  'valid until': until,
})

const alertName = (alert: number): FunctionRef => ({ code: String(alert), name: alerts[alert] ?? 'unknown alert' })

type Handshake = Extract<Tls, { kind: 'handshake' }>
const handshakeOf = (sent: Sent | null): Handshake | null => (sent?.message.kind === 'handshake' ? sent.message : null)

function interpret(request: Sent | null, reply: Sent | null): Meaning {
  const alert = reply?.message.kind === 'alert' ? reply.message : null
  const asked = handshakeOf(request)
  if (alert && !asked) return alertMeaning(alert)
  const answer = handshakeOf(reply)
  return asked || answer ? helloMeaning(asked, answer, alert, reply?.from ?? 'server') : silent
}

type Alert = Extract<Tls, { kind: 'alert' }>

function helloMeaning(asked: Handshake | null, answer: Handshake | null, alert: Alert | null, from: Side): Meaning {
  const hellos = [asked?.hello ?? null, answer?.hello ?? null] as const
  const certificate = answer?.certificate ?? null
  const operation: Operation = {
    verb: 'connect',
    function: functionOf(asked ? CLIENT_HELLO : (answer?.types[0] ?? 0)),
    object: hellos[0]?.serverName ?? '',
    items: [],
    ...(alert ? { outcome: 'refused', refusal: alertName(alert.alert) } : { outcome: answer ? 'ok' : 'no-reply' }),
    detail: { ...helloDetail(...hellos), ...(certificate ? certificateDetail(certificate) : {}) },
  }
  const claims = [
    ...(hellos[0] ? clientClaims(hellos[0]) : []),
    ...(certificate ? certificateClaims(certificate, from) : []),
  ]
  return { operation, claims, repeatable: false }
}

/** An alert that answers nothing: the end of the connection, in peace or not. */
function alertMeaning({ alert, fatal }: Alert): Meaning {
  const ref = alertName(alert)
  const operation: Operation = {
    verb: 'connect',
    function: alertRef,
    object: ref.name,
    items: [],
    outcome: fatal ? 'refused' : 'ok',
    ...(fatal ? { refusal: ref } : {}),
  }
  return { operation, claims: [], repeatable: false }
}

function recognize(bytes: Uint8Array, from: Side): number {
  if (isOldHello(bytes)) return from === 'client' ? oldBits : never
  if (bytes.length === 0 || !isRecord(bytes, 0)) return never
  const length = bytes.length < HEADER ? 1 : word(bytes, 3)
  if (length === 0) return never
  if (bytes.length < HEADER + 1) return 0
  if (bytes[0] === HANDSHAKE && isHello(bytes)) {
    return (bytes[HEADER] === CLIENT_HELLO) === (from === 'client') ? recordBits + helloBits : never
  }
  return boundaryBits(bytes, HEADER + length)
}

/** What follows the first record is another one. */
function boundaryBits(bytes: Uint8Array, end: number): number {
  if (end < bytes.length) return isRecord(bytes, end) ? recordBits + nextBits : never
  return end === bytes.length ? recordBits + nextBits / 2 : recordBits
}

/** A hello whose length is less than the record's, or goes on in the next. */
const isHello = (bytes: Uint8Array): boolean =>
  (bytes[HEADER] === CLIENT_HELLO || bytes[HEADER] === SERVER_HELLO) &&
  bytes.length >= HEADER + 6 &&
  bytes[HEADER + 1] === 0 &&
  bytes[HEADER + 4] === 3 &&
  bytes[HEADER + 5]! <= 4

export const tls = defineDissector<Sent>({
  name: 'tls',
  title: 'TLS',
  carriers: { tcp: [443, 8443, 8883, 636, 853, 990, 993, 995, 5986, 802] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  omits: ['everything that is encrypted'],
  maxMessage: MAX,
})
