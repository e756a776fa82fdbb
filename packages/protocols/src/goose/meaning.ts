// What a GOOSE message means: the values of a data set, told unasked. IEC 61850-8-1, 18.1.
import type { Claim, FunctionRef, Item, Operation } from '@nautilus/model'
import { leavesOf, marksOf } from '../carriers/mms-data.ts'
import { type Meaning, type Session, type Stretch, silent } from '../dissector.ts'
import { hexNumber, printable } from '../reader.ts'
import type { Goose, Management, State } from './parse.ts'

export const STATE: FunctionRef = { code: '0x61', name: 'GOOSE' }
export const MANAGEMENT: FunctionRef = { code: '0x60', name: 'GSE management' }

/** Annex A, RequestResponse. */
const SERVICES: Readonly<Partial<Record<number, string>>> = {
  1: 'get GOOSE reference',
  2: 'get GOOSE element number',
  3: 'get GSSE reference',
  4: 'get GSSE element number',
}

const textOf = (bytes: Uint8Array, { at, length }: Stretch): string => printable(bytes.subarray(at, at + length), 129)

/** What a publisher told last, of which most is told again. */
type Template = {
  readonly bytes: Uint8Array
  readonly body: State
  readonly object: string
  readonly dataSet: string
  readonly id: string
  readonly items: readonly Item[]
  readonly claims: readonly Claim[]
  readonly marks: readonly number[]
}
/** Publishers that are remembered. */
const MOST = 256

export function openSession(): Session<Goose> {
  const templates = new Map<number, Template>()
  return {
    interpret(request: Goose | null, reply: Goose | null): Meaning {
      const message = reply ?? request
      if (!message) return silent
      const { body } = message
      if (body.kind === 'state') return stateMeaning(message, body, templateOf(message, body, templates))
      return body.kind === 'management' ? managementMeaning(message, body) : opaqueMeaning(message)
    },
  }
}

const opaqueMeaning = ({ appid }: Goose): Meaning => ({
  operation: {
    verb: 'report',
    function: STATE,
    object: '',
    items: [],
    outcome: 'ok',
    detail: { appid: hexNumber(appid, 4) },
  },
  claims: [],
  repeatable: false,
})

/** A number for the name of a control block; two that share it only take turns. */
function keyOf(bytes: Uint8Array, { at, length }: Stretch): number {
  let key = length
  for (let i = at; i < at + length; i++) key = (Math.imul(key, 31) + bytes[i]!) | 0
  return key
}

function templateOf(message: Goose, body: State, templates: Map<number, Template>): Template {
  const key = keyOf(message.bytes, body.controlBlock)
  const known = templates.get(key)
  if (known && isAlike(message.bytes, body, known)) return known
  const made = templateFrom(message, body)
  if (known || templates.size < MOST) templates.set(key, made)
  return made
}

function templateFrom({ bytes, routable }: Goose, body: State): Template {
  const object = textOf(bytes, body.controlBlock)
  const dataSet = textOf(bytes, body.dataSet)
  return {
    // The bytes of a message are the capture's.
    bytes: bytes.slice(),
    body,
    object,
    dataSet,
    id: textOf(bytes, body.id),
    items: itemsOf(bytes, dataSet || object, body),
    claims: claimsOf(object, routable),
    marks: marksOf(bytes, body.data.at, body.data.at + body.data.length),
  }
}

const isSame = (bytes: Uint8Array, other: Uint8Array, one: Stretch, two: Stretch): boolean => {
  if (one.at !== two.at || one.length !== two.length) return false
  for (let at = one.at; at < one.at + one.length; at++) if (bytes[at] !== other[at]) return false
  return true
}

/** The names are the same, and the values lie where they did, each of its type. */
function isAlike(bytes: Uint8Array, body: State, known: Template): boolean {
  const { data } = body
  const last = known.body
  if (data.at !== last.data.at || data.length !== last.data.length) return false
  if (!isSame(bytes, known.bytes, body.controlBlock, last.controlBlock)) return false
  if (!isSame(bytes, known.bytes, body.dataSet, last.dataSet) || !isSame(bytes, known.bytes, body.id, last.id))
    return false
  for (const mark of known.marks) if (bytes[data.at + mark] !== known.bytes[data.at + mark]) return false
  return true
}

function stateMeaning(message: Goose, body: State, template: Template): Meaning {
  const { object, items, claims } = template
  const operation: Operation = {
    verb: 'report',
    function: STATE,
    object,
    items,
    outcome: 'ok',
    detail: detailOf(message, body, template),
  }
  return { operation, claims, repeatable: object !== '', varies: variesOf(message, body) }
}

function itemsOf(bytes: Uint8Array, dataSet: string, { data }: State): Item[] {
  const { leaves } = leavesOf(bytes, data.at, data.at + data.length)
  return leaves.map(({ path, type, count, at }) => ({
    object: `${dataSet}[${path}]`,
    access: 'read',
    type,
    count,
    in: 'reply',
    at,
    native: { dataSet, entry: path },
  }))
}

/** The number of the repetition is left out: it says nothing that the count of messages does not. */
function detailOf(
  { appid, simulated, routable }: Goose,
  body: State,
  { dataSet, id }: Template,
): NonNullable<Operation['detail']> {
  const detail: Record<string, string | number> = { appid: hexNumber(appid, 4) }
  if (dataSet) detail.dataSet = dataSet
  if (id) detail.id = id
  detail.state = body.state
  detail.revision = body.revision
  detail.life = body.life
  if (simulated || body.simulation) detail.simulation = 'yes'
  if (body.needsCommissioning) detail['needs commissioning'] = 'yes'
  if (routable) detail.routed = 'yes'
  return detail
}

/**
 * What differs in a repetition: its number, and the time that some publishers renew. The state number stays out: a new
 * one says that something happened, even if every value is the same again.
 */
function variesOf({ numberAt }: Goose, { sequence, time }: State): Stretch[] {
  const found = [sequence, time].filter(({ length }) => length > 0)
  return numberAt >= 0 ? [{ at: numberAt, length: 4 }, ...found] : found
}

/** The reference begins with the logical device that publishes. Over UDP the publisher is the one who sends first. */
function claimsOf(object: string, routable: boolean): Claim[] {
  const about = routable ? 'client' : 'server'
  const device = object.slice(0, Math.max(0, object.indexOf('/')))
  if (device === '') return []
  return [
    { about, attribute: 'capability', value: 'GOOSE publisher', confidence: 0.9 },
    { about, attribute: 'module', value: `logical device ${device}`, confidence: 0.8 },
  ]
}

const managementMeaning = ({ appid }: Goose, { request, service }: Management): Meaning => ({
  operation: {
    verb: 'discover',
    function: MANAGEMENT,
    object: '',
    items: [],
    outcome: 'ok',
    detail: {
      appid: hexNumber(appid, 4),
      service: SERVICES[service] ?? service,
      direction: request ? 'request' : 'response',
    },
  },
  claims: [],
  repeatable: false,
})
