// What a GOOSE message means: the values of a data set, told unasked. IEC 61850-8-1, 18.1.
import type { Claim, FunctionRef, Item, Operation } from '@nautilus/model'
import { leavesOf } from '../carriers/mms-data.ts'
import { type Meaning, type Stretch, silent } from '../dissector.ts'
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

export function interpret(request: Goose | null, reply: Goose | null): Meaning {
  const message = reply ?? request
  if (!message) return silent
  const { body } = message
  if (body.kind === 'state') return stateMeaning(message, body)
  if (body.kind === 'management') return managementMeaning(message, body)
  return {
    operation: {
      verb: 'report',
      function: STATE,
      object: '',
      items: [],
      outcome: 'ok',
      detail: { appid: hexNumber(message.appid, 4) },
    },
    claims: [],
    repeatable: false,
  }
}

function stateMeaning(message: Goose, body: State): Meaning {
  const { bytes, routable } = message
  const object = textOf(bytes, body.controlBlock)
  const dataSet = textOf(bytes, body.dataSet)
  const items = itemsOf(bytes, dataSet || object, body)
  const operation: Operation = {
    verb: 'report',
    function: STATE,
    object,
    items,
    outcome: 'ok',
    detail: detailOf(message, body, dataSet),
  }
  return { operation, claims: claimsOf(object, routable), repeatable: object !== '', varies: variesOf(message, body) }
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
  { bytes, appid, simulated, routable }: Goose,
  body: State,
  dataSet: string,
): NonNullable<Operation['detail']> {
  const id = textOf(bytes, body.id)
  return {
    appid: hexNumber(appid, 4),
    ...(dataSet ? { dataSet } : {}),
    ...(id ? { id } : {}),
    state: body.state,
    revision: body.revision,
    life: body.life,
    ...(simulated || body.simulation ? { simulation: 'yes' } : {}),
    ...(body.needsCommissioning ? { 'needs commissioning': 'yes' } : {}),
    ...(routable ? { routed: 'yes' } : {}),
  }
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
