// Datagrams of context management as operations.
import type { Claim, FunctionRef, Item, Operation } from '@nautilus/model'
import { PTYPE } from '../carriers/dcerpc/connectionless.ts'
import { faultOf } from '../carriers/dcerpc/faults.ts'
import { refusalOf } from '../carriers/profinet/status.ts'
import { type Meaning, silent } from '../dissector.ts'
import { connectMeaning, controlMeaning, type Ended, type Told } from './connect.ts'
import { identityOf } from './endpoints.ts'
import type { Cm, Entry } from './message.ts'
import { addressOf, ENDPOINT_MAPPER, indexOf, interfaceOf, OPNUM, serviceOf } from './names.ts'
import { type Facts, tellRecord } from './records.ts'

const MAX_ITEMS = 128

/** Why it was refused: by RPC, by PROFINET, or not at all. */
export function whyRefused({ head, status }: Cm): FunctionRef | null {
  if (head.type === PTYPE.fault || head.type === PTYPE.reject) return faultOf(status)
  return status === 0 ? null : refusalOf(status)
}

function endOf(reply: Cm | null): Ended {
  if (!reply) return { outcome: 'no-reply' }
  const refusal = whyRefused(reply)
  return refusal ? { outcome: 'refused', refusal } : { outcome: 'ok' }
}

const same = (a: Entry, b: Entry): boolean =>
  a.index === b.index && a.slot === b.slot && a.subslot === b.subslot && a.api === b.api

function itemOf(entry: Entry, access: Item['access'], where: Item['in']): Item {
  const { api, slot, subslot, index, size, at } = entry
  const carried = where !== 'nowhere'
  return {
    object: addressOf(api, slot, subslot, index),
    access,
    type: 'raw',
    count: carried ? size : 0,
    in: where,
    at: carried ? at : 0,
    native: { api, slot, subslot, index },
  }
}

const namesOf = (entries: readonly Entry[]): string => {
  const names = new Set(entries.flatMap(({ index }) => indexOf(index) ?? []))
  return [...names].slice(0, MAX_ITEMS).join(', ')
}

const objectOf = (entries: readonly Entry[]): string =>
  entries.map(({ api, slot, subslot, index }) => addressOf(api, slot, subslot, index)).join(', ')

function readMeaning(request: Cm | null, reply: Cm | null, ended: Ended): Told {
  const { head } = request ?? reply!
  const answered = ended.outcome === 'ok' ? (reply?.content?.entries ?? []) : []
  const asked = request?.content?.entries ?? []
  const entries = answered.length > 0 ? answered : asked
  const found: { facts: Facts; claims: Claim[] } = { facts: {}, claims: [] }
  for (const entry of answered) tellRecord(reply!.bytes, entry, found)
  const record = namesOf(entries)
  const operation: Operation = {
    verb: 'read',
    function: serviceOf(head.interface, head.opnum),
    object: objectOf(entries),
    items: entries.map(entry => itemOf(entry, 'read', answered.length > 0 ? 'reply' : 'nowhere')),
    ...ended,
    detail: { ...(record ? { record } : {}), ...found.facts },
  }
  return { operation, claims: found.claims }
}

type Group = { readonly ended: Ended; readonly entries: Entry[] }

/** Records of one request by how each ended: those that were taken, and the refused ones by their status. */
function groupsOf(entries: readonly Entry[], answers: readonly Entry[], ended: Ended): Group[] {
  const groups = new Map<number, Group>()
  for (const entry of entries) {
    const status = answers.find(answer => same(answer, entry))?.status ?? 0
    const how: Ended = status === 0 ? ended : { outcome: 'refused', refusal: refusalOf(status) }
    const group = groups.get(status) ?? { ended: how, entries: [] }
    if (group.entries.length < MAX_ITEMS) group.entries.push(entry)
    groups.set(status, group)
  }
  return [...groups.values()]
}

function writeMeaning(request: Cm | null, reply: Cm | null, ended: Ended): Meaning {
  const { head } = request ?? reply!
  const answers = reply?.content?.entries ?? []
  const entries = request?.content?.entries ?? answers
  const operations = groupsOf(entries, answers, ended).map(group => {
    const found: { facts: Facts; claims: Claim[] } = { facts: {}, claims: [] }
    if (request) for (const entry of group.entries) tellRecord(request.bytes, entry, found)
    const record = namesOf(group.entries)
    const operation: Operation = {
      verb: 'configure',
      function: serviceOf(head.interface, head.opnum),
      object: objectOf(group.entries),
      items: group.entries.map(entry => itemOf(entry, 'write', request ? 'request' : 'nowhere')),
      ...group.ended,
      detail: { ...(record ? { record } : {}), ...found.facts },
    }
    return { operation, claims: group.ended.outcome === 'ok' ? found.claims : [] }
  })
  const [first, ...more] = operations
  if (!first) return told(controlMeaning(request, reply, ended))
  return {
    operation: first.operation,
    claims: operations.flatMap(({ claims }) => claims),
    repeatable: false,
    more: more.map(({ operation }) => operation),
  }
}

/** The endpoint mapper tells what the device is in the annotation of each of its interfaces. */
function endpointMeaning(request: Cm | null, reply: Cm | null, ended: Ended): Told {
  const { head } = request ?? reply!
  const detail: Facts = {}
  const claims: Claim[] = []
  for (const endpoint of reply?.endpoints ?? []) {
    const name = interfaceOf(endpoint.interface) ?? endpoint.interface
    detail[name] = `UDP ${endpoint.port}`
    if (endpoint.annotation === '') continue
    detail.annotation = endpoint.annotation
    const { model, order, hardware, firmware } = identityOf(endpoint.annotation)
    const stated = [
      ['model', model],
      ['orderNumber', order],
      ['hardware', hardware],
      ['firmware', firmware],
    ] as const
    for (const [attribute, value] of stated) {
      const isNew = value !== '' && !claims.some(one => one.attribute === attribute && one.value === value)
      if (isNew) claims.push({ about: 'server', attribute, value, confidence: 0.9 })
    }
  }
  const operation: Operation = {
    verb: 'discover',
    function: serviceOf(head.interface, head.opnum),
    object: 'endpoints',
    items: [],
    ...ended,
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  }
  return { operation, claims }
}

const told = ({ operation, claims }: Told): Meaning => ({ operation, claims, repeatable: false })

export function interpret(request: Cm | null, reply: Cm | null): Meaning {
  const message = reply ?? request
  if (!message || (message.head.type !== PTYPE.request && !isReply(message))) return silent
  const ended = endOf(reply)
  if (message.head.interface === ENDPOINT_MAPPER) return told(endpointMeaning(request, reply, ended))
  switch (message.head.opnum) {
    case OPNUM.connect:
      return told(connectMeaning(request, reply, ended))
    case OPNUM.read:
    case OPNUM.readImplicit:
      return told(readMeaning(request, reply, ended))
    case OPNUM.write:
      return writeMeaning(request, reply, ended)
    default:
      return told(controlMeaning(request, reply, ended))
  }
}

export const isReply = ({ head }: Cm): boolean =>
  head.type === PTYPE.response || head.type === PTYPE.fault || head.type === PTYPE.reject
