// What packets of one connection mean. The version is told once, in CONNECT, and rules what follows.
import type { Claim, FunctionRef, Item, Operation } from '@nautilus/model'
import { type Meaning, type Session, silent } from '../dissector.ts'
import { Reader } from '../reader.ts'
import { type Connect, readCodes, readConnack, readConnect, readFilters } from './connect.ts'
import { functionOf, reasonOf, TYPE } from './names.ts'
import type { Packet } from './parse.ts'
import { type Properties, readProperties } from './properties.ts'
import { type Metrics, openMetrics, sparkplugMeaning } from './sparkplug-meaning.ts'

type State = {
  version: number
  /** Topics by their alias, of version 5; for each side. */
  readonly aliases: Map<string, string>
  readonly metrics: Metrics
}
const MOST_ALIASES = 1024
const REFUSES = 0x80

export function openSession(): Session<Packet> {
  const state: State = { version: 0, aliases: new Map(), metrics: openMetrics() }
  return {
    interpret(request: Packet | null, reply: Packet | null): Meaning {
      const first = request ?? reply
      if (!first) return silent
      switch (first.type) {
        case TYPE.connect:
        case TYPE.connack:
          return connectMeaning(request, reply, state)
        case TYPE.publish:
          return publishMeaning(first, request, reply, state)
        case TYPE.subscribe:
        case TYPE.unsubscribe:
          return subscribeMeaning(first, request ? reply : null, request !== null, state)
        default:
          return otherMeaning(first, request, reply, state)
      }
    },
  }
}

type Detail = Record<string, string | number>

function connectMeaning(request: Packet | null, reply: Packet | null, state: State): Meaning {
  const answer = reply?.type === TYPE.connack ? readConnack(reply) : null
  const asked = request ? readConnect(request) : null
  if (asked) state.version = asked.version
  const refused = answer !== null && answer.code !== 0
  const id = asked?.id || (answer?.properties?.assignedId ?? '')
  const operation: Operation = {
    verb: 'connect',
    function: functionOf(TYPE.connect),
    object: id,
    items: [],
    outcome: refused ? 'refused' : request && !reply ? 'no-reply' : 'ok',
    ...(refused ? { refusal: reasonOf(answer.code, true) } : {}),
    detail: asked ? connectDetail(asked) : {},
  }
  const claims: Claim[] = asked ? connectClaims(asked, id) : []
  if (answer) claims.push({ about: 'server', attribute: 'capability', value: 'MQTT broker', confidence: 0.9 })
  return { operation, claims, repeatable: false }
}

const connectDetail = ({ version, keepAlive, will, clean }: Connect): Detail => ({
  version,
  keepAlive,
  ...(will ? { will } : {}),
  ...(clean ? {} : { session: 'resumed' }),
})

function connectClaims({ user, password }: Connect, id: string): Claim[] {
  const secret = password ? (user ? `MQTT password of ${user}` : 'MQTT password') : ''
  const stated: (readonly [Claim['attribute'], string])[] = [
    ['session', id],
    ['user', user],
    ['credential', secret],
  ]
  return stated.flatMap(([attribute, value]) =>
    value === '' ? [] : [{ about: 'client', attribute, value, confidence: 0.9 } as const],
  )
}

/** Where the payload starts, and the properties before it. Not knowing the version, what can be properties is. */
function payloadOf({ bytes, payload }: Packet, version: number): { at: number; properties: Properties | null } {
  if (version === 3 || version === 4) return { at: payload, properties: null }
  const reader = new Reader(bytes)
  reader.at = payload
  const properties = payload < bytes.length ? readProperties(reader) : null
  return properties ? { at: reader.at, properties } : { at: payload, properties: null }
}

function topicOf({ from, topic }: Packet, properties: Properties | null, { aliases }: State): string {
  const alias = properties?.topicAlias ?? 0
  if (alias === 0) return topic
  const key = `${from} ${alias}`
  if (topic === '') return aliases.get(key) ?? `alias ${alias}`
  if (aliases.size < MOST_ALIASES || aliases.has(key)) aliases.set(key, topic)
  return topic
}

function publishMeaning(first: Packet, request: Packet | null, reply: Packet | null, state: State): Meaning {
  const answer = request ? reply : null
  const place = request ? 'request' : 'reply'
  const { flags, sparkplug } = first
  const { at, properties } = payloadOf(first, state.version)
  const topic = topicOf(first, properties, state)
  const detail: Detail = { quality: (flags >> 1) & 3 }
  if ((flags & 1) !== 0) detail.retain = 'yes'
  if (properties?.contentType) detail.content = properties.contentType
  if (properties?.responseTopic) detail.response = properties.responseTopic
  const outcome = answerOf(request !== null, answer)
  if (sparkplug) return sparkplugMeaning(sparkplug, first.from, place, { detail, ...outcome }, state.metrics)
  const item = itemOf(topic, first, at, place)
  const operation: Operation = {
    verb: 'report',
    function: functionOf(TYPE.publish),
    object: topic,
    items: item ? [item] : [],
    ...outcome,
    detail,
  }
  const aliased = (properties?.topicAlias ?? 0) > 0
  return { operation, claims: [], repeatable: request === null && !aliased && first.missing === 0 }
}

export type Ending = Pick<Operation, 'outcome'> & { readonly refusal?: FunctionRef }

/** PUBACK and the like: a reason of version 5 behind the identifier. */
function answerOf(asked: boolean, answer: Packet | null): Ending {
  if (!asked) return { outcome: 'ok' }
  if (!answer) return { outcome: 'no-reply' }
  const code = answer.bytes[answer.payload] ?? 0
  return code >= REFUSES ? { outcome: 'refused', refusal: reasonOf(code, false) } : { outcome: 'ok' }
}

const LONGEST_TEXT = 1024

/** The payload as text when it is such, else as bytes. */
function itemOf(topic: string, { bytes }: Packet, at: number, place: 'request' | 'reply'): Item | null {
  const count = Math.min(bytes.length - at, LONGEST_TEXT)
  if (count <= 0) return null
  return {
    object: topic,
    access: 'read',
    type: isText(bytes, at, at + count) ? 'text' : 'raw',
    count,
    in: place,
    at,
    native: { topic },
  }
}

function isText(bytes: Uint8Array, start: number, stop: number): boolean {
  for (let at = start; at < stop; at++) {
    const byte = bytes[at]!
    if ((byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) || byte === 0x7f) return false
  }
  return true
}

function subscribeMeaning(first: Packet, answer: Packet | null, asked: boolean, state: State): Meaning {
  const subscribes = first.type === TYPE.subscribe
  let filters = readFilters(first, state.version, subscribes)
  // Not knowing the version, filters that do not fit are behind properties.
  if (filters.length === 0 && state.version === 0) filters = readFilters(first, 5, subscribes)
  const codes = answer ? readCodes(answer, state.version) : []
  const refused = codes.length > 0 && codes.every(code => code >= REFUSES)
  const operation: Operation = {
    verb: 'subscribe',
    function: functionOf(first.type),
    object: filters.map(({ topic }) => topic).join(', '),
    items: [],
    outcome: refused ? 'refused' : asked && !answer ? 'no-reply' : 'ok',
    ...(refused ? { refusal: reasonOf(codes[0]!, false) } : {}),
    detail: subscribes && filters.length > 0 ? { quality: Math.max(...filters.map(({ quality }) => quality)) } : {},
  }
  return { operation, claims: [], repeatable: false }
}

function otherMeaning(first: Packet, request: Packet | null, reply: Packet | null, state: State): Meaning {
  const { type, from, bytes, start } = first
  const ending: Ending = request && !reply ? { outcome: 'no-reply' } : { outcome: 'ok' }
  const detail: Detail = {}
  if (type === TYPE.disconnect) {
    detail.by = from
    const code = bytes[start] ?? 0
    if (code !== 0) detail.reason = reasonOf(code, false).name
  }
  if (type === TYPE.auth) {
    const reader = new Reader(bytes)
    reader.at = start + 1
    const method = readProperties(reader)?.method
    if (method) detail.method = method
    state.version = 5
  }
  return {
    operation: {
      verb: type === TYPE.auth ? 'authenticate' : 'connect',
      function: functionOf(type),
      object: '',
      items: [],
      ...ending,
      detail,
    },
    claims: [],
    repeatable: false,
  }
}
