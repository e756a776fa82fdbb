// SNMP: RFC 1157 (version 1), RFC 3416 (2c), RFC 3412 and 3414 (3).
import type { Attribute, Claim, FunctionRef, Item, Operation, Side, ValueType, Verb } from '@nautilus/model'
import { elementAt, oidText } from '../carriers/elements.ts'
import { defineDissector, type Label, type Meaning, malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { printable } from '../reader.ts'
import { errors, objectName, traps, types, vendorOf } from './names.ts'
import { type Binding, readSnmp, type Snmp, TRAP } from './parse.ts'

export type Message = Snmp & { readonly from: Side }

const SEQUENCE = 0x30
const MAX = 65_507
const MAX_ITEMS = 64
const never = -1
/** Outer tag and length, version with its tag, tag of what follows, type of the PDU. */
const headBits = 16 + 22 + 8 + 4
const RESPONSE = 2
/** The group of objects that say what a device is: RFC 3418, 2. */
const SYSTEM = '1.3.6.1.2.1.1.'
const SET = 3
const REPORT = 8
const sound: readonly Oddity[] = []

function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  if (bytes.length < 2) return need(2)
  if (bytes[0] !== SEQUENCE) return malformed('snmp.sequence', 0)
  const outer = elementAt(bytes, 0, bytes.length)
  if (!outer) return malformed('snmp.length', 1)
  const read = readSnmp(bytes, outer)
  if ('fault' in read) return malformed('snmp.message', read.fault)
  const oddities = outer.end < bytes.length ? [{ code: 'snmp.trailing-bytes', at: outer.end }] : sound
  return { kind: 'message', message: { ...read.message, from }, size: bytes.length, oddities }
}

const hiddenRef: FunctionRef = { code: 'encrypted', name: 'encrypted' }
const functionOf = ({ hidden, type }: Snmp): FunctionRef =>
  hidden ? hiddenRef : { code: String(type), name: types[type] ?? 'unknown PDU' }

/** A response does not say what it answers. What is encrypted asks when it wants to hear of faults. */
function label(message: Message): Label {
  const { hidden, type, request, error, reportable } = message
  const answers = hidden ? !reportable : type === RESPONSE || type === REPORT
  const told = !hidden && (type === TRAP || type === 7)
  return {
    role: told ? 'notice' : answers ? 'reply' : 'request',
    pair: request,
    function: answers && !hidden ? null : functionOf(message),
    error: answers && (error !== 0 || type === REPORT),
  }
}

const verbs: Readonly<Record<number, Verb>> = { [SET]: 'write', 4: 'alarm', 6: 'alarm', 7: 'alarm', 8: 'diagnose' }

/** Types of whole numbers by their bytes; SNMP leaves out leading bytes that say nothing. */
const signed: readonly (ValueType | null)[] = [null, 'i8', 'i16', 'i24', 'i32', null, null, null, 'i64']
const unsigned: readonly (ValueType | null)[] = [null, 'u8', 'u16', 'u24', 'u32', null, null, null, 'u64']

function typeOf(bytes: Uint8Array, { tag, at, length }: Binding): { type: ValueType; at: number; count: number } {
  if (tag === 0x02) return { type: signed[length] ?? 'raw', at, count: signed[length] ? 1 : length }
  // Counters, gauges and ticks: a leading zero keeps the next bit from being a sign.
  if (tag === 0x41 || tag === 0x42 || tag === 0x43 || tag === 0x46) {
    const skip = length > 1 && bytes[at] === 0 ? 1 : 0
    const type = unsigned[length - skip]
    if (type) return { type, at: at + skip, count: 1 }
  }
  return { type: tag === 0x04 && isText(bytes, at, length) ? 'text' : 'raw', at, count: length }
}

function isText(bytes: Uint8Array, at: number, length: number): boolean {
  for (let i = at; i < at + length; i++) {
    const byte = bytes[i]!
    if ((byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) || byte >= 0x7f) return false
  }
  return true
}

function itemsOf(message: Message, carrier: 'request' | 'reply'): Item[] {
  const access = message.type === SET ? 'write' : 'read'
  return message.bindings.slice(0, MAX_ITEMS).map(binding => {
    const { type, at, count } = typeOf(message.bytes, binding)
    const native = { oid: binding.oid }
    const empty = binding.length === 0
    return empty
      ? { object: objectName(binding.oid), access, type: 'raw', count: 0, in: 'nowhere', at: 0, native }
      : { object: objectName(binding.oid), access, type, count, in: carrier, at, native }
  })
}

const objectOf = ({ bindings, trap }: Message): string =>
  trap
    ? `${trap.enterprise} ${traps[trap.kind] ?? trap.kind}`
    : bindings
        .slice(0, 8)
        .map(({ oid }) => objectName(oid))
        .join(' ')

function detailOf(message: Message): NonNullable<Operation['detail']> {
  const { version, user, engine, trap, bindings } = message
  return {
    version: version === 0 ? '1' : version === 1 ? '2c' : String(version),
    ...(user ? { user } : {}),
    ...(engine ? { engine } : {}),
    ...(trap && trap.kind === 6 ? { specific: trap.specific } : {}),
    ...(bindings.length > 8 ? { objects: bindings.length } : {}),
  }
}

const claimed: Readonly<Record<string, Attribute>> = {
  'sysDescr.0': 'description',
  'sysName.0': 'name',
  'sysLocation.0': 'location',
}

/** What an agent tells of itself, answering or not. */
function agentClaims(message: Message, about: Side): Claim[] {
  const claims: Claim[] = []
  const claim = (attribute: Attribute, value: string, confidence: number): void => {
    if (value) claims.push({ about, attribute, value, confidence })
  }
  for (const { oid, tag, at, length } of message.bindings) {
    if (!oid.startsWith(SYSTEM)) continue
    const name = objectName(oid)
    const attribute = claimed[name]
    if (attribute && tag === 0x04) claim(attribute, printable(message.bytes.subarray(at, at + length)), 0.9)
    if (name === 'sysObjectID.0' && tag === 0x06) {
      const kind = oidText(message.bytes, at, at + length)
      claim('hardware', kind, 0.6)
      claim('vendor', vendorOf(kind), 0.6)
    }
  }
  if (message.trap) claim('vendor', vendorOf(message.trap.enterprise), 0.6)
  if (message.engine) claim('fingerprint', `snmp engine ${message.engine}`, 0.8)
  return claims
}

function askerClaims({ hasCommunity, version, user }: Message, about: Side): Claim[] {
  const claims: Claim[] = []
  const value = version === 0 ? 'snmp v1 community' : 'snmp v2c community'
  if (hasCommunity) claims.push({ about, attribute: 'credential', value, confidence: 0.9 })
  if (user) claims.push({ about, attribute: 'user', value: user, confidence: 0.9 })
  return claims
}

function endOf(reply: Message | null): Pick<Operation, 'outcome' | 'refusal'> {
  if (!reply) return { outcome: 'no-reply' }
  if (reply.type === REPORT && !reply.hidden) {
    const name = reply.bindings[0] ? objectName(reply.bindings[0].oid) : 'report'
    return { outcome: 'refused', refusal: { code: 'report', name } }
  }
  const { error } = reply
  if (error === 0 || reply.hidden) return { outcome: 'ok' }
  return { outcome: 'refused', refusal: { code: String(error), name: errors[error] ?? 'unknown error' } }
}

const tells = (message: Message): boolean => message.type === TRAP || message.type === 6 || message.type === 7

function interpret(request: Message | null, reply: Message | null): Meaning {
  const asked = request ?? reply!
  const answer = reply === asked ? null : reply
  const unasked = tells(asked)
  const values =
    asked.type === SET || unasked || !answer ? itemsOf(asked, request ? 'request' : 'reply') : itemsOf(answer, 'reply')
  const operation: Operation = {
    verb: asked.hidden ? 'other' : (verbs[asked.type] ?? 'read'),
    function: functionOf(asked),
    object: objectOf(asked),
    items: values,
    ...(unasked && !request ? { outcome: 'ok' } : endOf(reply)),
    detail: detailOf(asked),
  }
  const claims = [
    ...(request || unasked ? askerClaims(asked, asked.from) : []),
    ...(unasked ? agentClaims(asked, asked.from) : []),
    ...(reply && reply.error === 0 && !tells(reply) ? agentClaims(reply, reply.from) : []),
  ]
  return { operation, claims, repeatable: false }
}

function recognize(bytes: Uint8Array): number {
  if (bytes.length < 12 || bytes[0] !== SEQUENCE) return never
  const outer = elementAt(bytes, 0, bytes.length)
  if (!outer || outer.end !== bytes.length) return never
  const version = bytes[outer.start + 2]!
  if (bytes[outer.start] !== 0x02 || bytes[outer.start + 1] !== 1 || version > 3 || version === 2) return never
  return 'message' in readSnmp(bytes, outer) ? headBits : never
}

export const snmp = defineDissector<Message>({
  name: 'snmp',
  title: 'SNMP',
  carriers: { udp: [161, 162] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  omits: ['contents that version 3 encrypts'],
  maxMessage: MAX,
})
