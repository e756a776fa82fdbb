// Reading and writing variables. ISO 9506-2: Read, Write; what the names mean in IEC 61850: `control.ts`.
import type { Claim, Item, Operation, Verb } from '@nautilus/model'
import { Ber } from '../carriers/ber.ts'
import type { Meaning } from '../dissector.ts'
import { printable } from '../reader.ts'
import { controlOf, readControl, writeVerbOf } from './control.ts'
import type { Memory } from './memory.ts'
import type { Pdu, Place } from './message.ts'
import { accessErrorOf, serviceOf } from './names.ts'
import { type Access, type Failure, nameless, type Results, readAccess, readResults, summary } from './variables.ts'

const walk = ({ bytes, start, stop }: Place): Ber => new Ber(bytes, start, stop)
const nothing: Access = { names: [], list: '' }

const READ = serviceOf(4).ref
const WRITE = serviceOf(5).ref

/** What a read asks for: the specification is behind tag 1. */
function asked({ place }: Pdu): Access {
  const ber = walk(place)
  while (ber.next()) {
    if (ber.tag !== 0xa1) continue
    const inner = ber.inside()
    return inner.next() ? readAccess(inner) : nothing
  }
  return nothing
}

/** Names of what is read or written, in order; members of a list where they are known. */
const namerOf = ({ names, list }: Access, memory: Memory): ((index: number) => string) => {
  const members = list ? memory.membersOf(list) : names
  return index => members[index] ?? `${list || 'value'}[${index + 1}]`
}

type Got = { readonly access: Access; readonly results: Results | null }

/** What was read, and what came of it. The reply may repeat what was asked. */
function got(request: Pdu | null, reply: Pdu | null, memory: Memory): Got {
  let access = request ? asked(request) : nothing
  let results: Results | null = null
  if (reply?.kind !== 'confirmed-response') return { access, results }
  const ber = walk(reply.place)
  while (ber.next()) {
    if (ber.tag === 0xa0 && !request) access = innerAccess(ber)
    if (ber.tag === 0xa1)
      results = readResults(ber.inside(), namerOf(access, memory), {
        access: 'read',
        in: 'reply',
        typeOf: memory.typeOf,
      })
  }
  return { access, results }
}

export function readMeaning(request: Pdu | null, reply: Pdu | null, memory: Memory): Meaning {
  const { access, results } = got(request, reply, memory)
  const names = access.list ? [access.list] : access.names
  const object = summary(names)
  // Reading the attribute SBO selects a control object.
  const select = names.length === 1 && controlOf(names[0]!) === 'select'
  const common = {
    verb: (select ? 'write' : 'read') as Verb,
    function: READ,
    detail: select ? { control: 'select' } : {},
  }
  if (!results || (results.items.length === 0 && results.failures.length === 0)) {
    const operation: Operation = { ...common, object, items: names.map(name => nameless(name, 'read')), outcome: 'ok' }
    return { operation, claims: [], repeatable: false }
  }
  const claims = plateClaims(results.items, reply!.place.bytes, reply!.from)
  const plain = (request?.plain ?? true) && reply!.plain
  return { ...split(common, object, results), claims, repeatable: plain && !select }
}

const innerAccess = (ber: Ber): Access => {
  const inner = ber.inside()
  return inner.next() ? readAccess(inner) : nothing
}

/** Values that were got and values that were refused are two operations when there are both. */
function split(
  common: Pick<Operation, 'verb' | 'function' | 'detail'>,
  object: string,
  { items, failures }: Results,
): Pick<Meaning, 'operation' | 'more'> {
  const good: Operation | null = items.length > 0 ? { ...common, object, items, outcome: 'ok' } : null
  if (failures.length === 0) return { operation: good }
  const bad = refusal(common, good ? summary(failures.map(({ name }) => name)) : object, failures, 'read')
  return good ? { operation: good, more: [bad] } : { operation: bad }
}

const refusal = (
  common: Pick<Operation, 'verb' | 'function' | 'detail'>,
  object: string,
  failures: readonly Failure[],
  access: Item['access'],
): Operation => ({
  ...common,
  object,
  items: failures.map(({ name }) => nameless(name, access)),
  outcome: 'refused',
  refusal: failures[0]!.error,
})

type Written = { readonly access: Access; readonly values: Results }

function written({ place }: Pdu, memory: Memory): Written {
  const ber = walk(place)
  const access = ber.next() ? readAccess(ber) : nothing
  const side = { access: 'write', in: 'request', typeOf: memory.typeOf } as const
  const values: Results = ber.next()
    ? readResults(ber.inside(), namerOf(access, memory), side)
    : { items: [], failures: [], count: 0 }
  return { access, values }
}

/** One operation for each variable that is written: each has its own outcome. */
export function writeMeaning(request: Pdu | null, reply: Pdu | null, memory: Memory): Meaning {
  const outcomes = reply?.kind === 'confirmed-response' ? outcomesOf(reply.place) : []
  if (!request) return { operation: alone(outcomes), claims: [], repeatable: false }
  const { access, values } = written(request, memory)
  const nameOf = namerOf(access, memory)
  const operations: Operation[] = []
  const byName = Map.groupBy(values.items, item => item.native.name)
  for (let index = 0; index < Math.max(values.count, 1); index++) {
    const name = values.count === 0 ? access.list || summary(access.names) : nameOf(index)
    const error = outcomes[index] ?? -1
    const operation = writeOf(name, byName.get(name) ?? [], request.place.bytes)
    operations.push(error < 0 ? operation : { ...operation, outcome: 'refused', refusal: accessErrorOf(error) })
  }
  const [operation, ...more] = operations
  return { operation: operation!, claims: [], repeatable: false, ...(more.length > 0 ? { more } : {}) }
}

function writeOf(name: string, items: readonly Item[], bytes: Uint8Array): Operation {
  const control = controlOf(name)
  const common = { function: WRITE, object: name, outcome: 'ok' } as const
  if (!control) return { ...common, verb: writeVerbOf(name), items, detail: {} }
  return { ...common, verb: 'write', ...readControl(control, items, bytes) }
}

/** By variable: an access error, or -1. */
function outcomesOf(place: Place): number[] {
  const found: number[] = []
  const ber = walk(place)
  while (ber.next() && found.length < 1024) found.push(ber.tag === 0x80 ? ber.unsigned() : -1)
  return found
}

function alone(outcomes: readonly number[]): Operation {
  const error = outcomes.find(code => code >= 0)
  const common = { verb: 'write', function: WRITE, object: '', items: [] } as const
  return error === undefined
    ? { ...common, outcome: 'ok' }
    : { ...common, outcome: 'refused', refusal: accessErrorOf(error) }
}

/** Name plates: IEC 61850-7-3, DPL and LPL. What a name says of the device. */
const PLATE: Readonly<Record<string, Claim['attribute']>> = {
  PhyNam$vendor: 'vendor',
  PhyNam$model: 'model',
  PhyNam$hwRev: 'hardware',
  PhyNam$swRev: 'firmware',
  PhyNam$serNum: 'serial',
  PhyNam$location: 'location',
  PhyNam$name: 'name',
}

function plateClaims(items: readonly Item[], bytes: Uint8Array, about: Claim['about']): Claim[] {
  const claims: Claim[] = []
  for (const { object, type, at, count } of items) {
    if (type !== 'text') continue
    const from = object.lastIndexOf('PhyNam$')
    const attribute = from < 0 ? undefined : PLATE[object.slice(from)]
    const value = attribute ? printable(bytes.subarray(at, at + count)) : ''
    if (attribute && value) claims.push({ about, attribute, value, confidence: 0.9 })
  }
  return claims
}
