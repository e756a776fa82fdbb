// Requests and replies of S7comm-plus as objects, items and details for people.
import type { Item } from '@nautilus/model'
import type { Address, Answered, Asked } from './content.ts'
import type { Reply, Request } from './message.ts'
import { attributeName, CLASS, className, FN, ID, isSecret, methodName, objectName } from './names.ts'
import type { Value } from './values.ts'

export type Detail = Record<string, string | number>

const MOST_ITEMS = 64
const LONGEST = 200
/** Path of plain bytes: this, the first byte, the number of bytes. */
const ABSOLUTE = 3
const WRITES: readonly number[] = [FN.setMulti, FN.setVariable]
const READS: readonly number[] = [FN.getMulti, FN.getVariable, FN.getSubStreamed]
/** Functions that name one object and nothing inside it. */
const WHOLE: readonly number[] = [FN.deleteObject, FN.explore, FN.beginSequence, FN.invoke]

/**
 * `DB6[22]` for a symbolic path, `DB6 bytes 0+2` for an absolute one, `CPUexecUnit.OperatingStateREQ` for attributes. The
 * client's own session has a new number each time and is one object nevertheless.
 */
function addressText({ rid, path, symbol }: Address, session: number): string {
  const [attribute, access, offset, length, bit] = path
  const name = rid === session ? 'session' : objectName(rid)
  if (attribute === undefined) return name
  const rest = path.slice(1)
  if (attribute !== ID.dbActual && attribute !== ID.areaActual) {
    return [`${name}.${attributeName(attribute)}`, ...rest.map(attributeName)].join('.')
  }
  if (symbol === 0 && access === ABSOLUTE && length !== undefined) {
    return `${name} bytes ${offset}+${length}${bit === undefined ? '' : ` bit ${bit}`}`
  }
  return rest.length > 0 ? `${name}[${rest.join('.')}]` : name
}

const textOf = (request: Request, addresses: readonly Address[]): string =>
  addresses
    .slice(0, MOST_ITEMS)
    .map(address => addressText(address, request.session))
    .join(', ')

export function objectOf(request: Request, asked: Asked): string {
  if (asked.addresses.length > 0) return textOf(request, asked.addresses)
  const [made] = asked.objects
  if (made) return madeText(made.class, made.rid, made.attributes.get(ID.name)?.text ?? '')
  return WHOLE.includes(request.function) && asked.whole
    ? addressText({ rid: asked.target, path: [], symbol: 0 }, request.session)
    : ''
}

function madeText(classId: number, rid: number, name: string): string {
  const kind = className(classId)
  const number = objectName(rid)
  const where = number.startsWith(kind) ? number : kind
  return name && classId !== CLASS.session ? `${where} ${name}` : where
}

export function itemsOf(request: Request, asked: Asked, answered: Answered | null): Item[] {
  const isWrite = WRITES.includes(request.function)
  if (!isWrite && !READS.includes(request.function)) return []
  return asked.addresses.slice(0, MOST_ITEMS).map((address, index) => {
    const value = isWrite ? asked.values[index] : answered?.values.get(index + 1)
    const place = isSecret(address.path[0]) ? null : (value?.place ?? null)
    return itemOf(address, addressText(address, request.session), isWrite, place)
  })
}

const itemOf = (address: Address, object: string, isWrite: boolean, place: Value['place']): Item => ({
  object,
  access: isWrite ? 'write' : 'read',
  type: place?.type ?? 'raw',
  count: place?.count ?? 0,
  in: place ? (isWrite ? 'request' : 'reply') : 'nowhere',
  at: place?.at ?? 0,
  native: { object: address.rid, path: address.path.join('.'), symbol: address.symbol },
})

/** Values of a notification: they have the numbers that the client gave them when it subscribed. */
export const reportedItems = (references: ReadonlyMap<number, Value>): Item[] =>
  [...references].slice(0, MOST_ITEMS).map(([reference, { place }]) => ({
    object: `reference ${reference}`,
    access: 'read',
    type: place?.type ?? 'raw',
    count: place?.count ?? 0,
    in: place ? 'reply' : 'nowhere',
    at: place?.at ?? 0,
    native: { reference },
  }))

/** What items cannot hold: variable-length values, classes, attributes asked for, failures. */
export function detailOf(request: Request, asked: Asked, reply: Reply | null, answered: Answered | null): Detail {
  const values = valuesText(WRITES.includes(request.function) ? written(asked) : [...(answered?.values.values() ?? [])])
  const failed = answered?.failures.size ?? 0
  return {
    ...(values ? { values } : {}),
    ...classOf(request, asked),
    ...idsOf(request, asked),
    ...(failed > 0 ? { failedItems: failed } : {}),
    ...madeOf(answered),
    ...(request.parts > 1 ? { parts: request.parts, length: request.body.length } : {}),
    ...(reply && reply.parts > 1 ? { replyParts: reply.parts, replyLength: reply.body.length } : {}),
  }
}

function idsOf(request: Request, { ids }: Asked): Detail {
  if (ids.length === 0) return {}
  if (request.function !== FN.invoke) return { attributes: ids.join(' ').slice(0, LONGEST) }
  return { method: methodName(ids[0]!) }
}

const written = ({ values, addresses }: Asked): (Value | null)[] =>
  values.map((value, index) => (isSecret(addresses[index]?.path[0]) ? null : value))

/** Values that are not in items because they have no fixed width. */
const valuesText = (values: readonly (Value | null)[]): string =>
  values
    .filter(value => value !== null)
    .filter(value => value.place === null)
    .map(value => `${value.type} ${value.text}`.trim())
    .join('; ')
    .slice(0, LONGEST)

function classOf(request: Request, { objects: [made], target }: Asked): Detail {
  if (!made) return {}
  const parent: Detail = request.function === FN.createObject ? { parent: objectName(target) } : {}
  return { class: className(made.class), classId: made.class, ...parent }
}

const madeOf = (answered: Answered | null): Detail =>
  answered && answered.made.length > 0 ? { made: answered.made.slice(0, 8).map(objectName).join(' ') } : {}
