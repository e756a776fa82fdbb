// What BACnet services do, in the words every protocol shares.
import type { Item, Operation, Outcome } from '@nautilus/model'
import type { Meaning } from '../../dissector.ts'
import { type Content, pathOf, type Reference } from './content.ts'
import { errorName } from './errors.ts'
import { claimsOf } from './identity.ts'
import { functionOf, type Message } from './message.ts'
import { OUT_OF_SERVICE } from './properties.ts'
import { abortReasons, confirmedService, rejectReasons, unconfirmedService } from './services.ts'

const MAX_ITEMS = 128
const MAX_NAMED = 4

/** `unasked`: of whom an unasked message speaks that the client of the flow sent. */
export function interpret(request: Message | null, reply: Message | null, unasked: 'client' | 'server'): Meaning {
  const first = request ?? reply
  if (!first) return { operation: null, claims: [], repeatable: false }
  if (!first.apdu) return { operation: networkOperation(first), claims: [], repeatable: false }
  if (!request && (first.apdu.type === 'segment-ack' || first.apdu.service < 0)) {
    return { operation: null, claims: [], repeatable: false }
  }
  const speaker = request || first.from === 'server' ? 'server' : unasked
  const operation = operationOf(first, request, reply)
  return { operation, claims: claimsOf(request, reply, speaker), repeatable: true }
}

function networkOperation(message: Message): Operation {
  const { npdu } = message
  const named = functionOf(message)!
  const verb = npdu.message === 0x06 || npdu.message === 0x11 ? 'configure' : 'discover'
  const detail = npdu.source ? { source: `${npdu.source.network}:${npdu.source.address}` } : {}
  return { verb, function: named, object: '', items: [], outcome: 'ok', detail }
}

function operationOf(first: Message, request: Message | null, reply: Message | null): Operation {
  const { type, service } = first.apdu!
  const { verb } = type === 'unconfirmed' ? unconfirmedService(service) : confirmedService(service)
  const asked = request?.content ?? null
  const answered = reply && reply.apdu!.type !== 'error' ? reply.content : null
  const items = itemsOf(asked, answered, request !== null, verb === 'write' || verb === 'configure')
  const failed = refusalOf(reply)
  const pinned = verb === 'write' && asked?.references.some(isPinned)
  return {
    verb: pinned ? 'force' : verb,
    function: functionOf(first)!,
    object: objectOf(items, asked ?? answered),
    items,
    outcome: outcomeOf(type === 'confirmed' || request !== null, reply, failed !== null),
    ...(failed ? { refusal: failed } : {}),
    detail: detailOf(first, asked, answered),
  }
}

/** Out of service, the value no longer follows the program or the input. */
const isPinned = ({ property, values }: Reference): boolean =>
  property === OUT_OF_SERVICE && values.some(({ text }) => text === 'true')

function outcomeOf(asks: boolean, reply: Message | null, failed: boolean): Outcome {
  if (failed) return 'refused'
  return asks && !reply ? 'no-reply' : 'ok'
}

function refusalOf(reply: Message | null): { code: string; name: string } | null {
  if (!reply?.apdu) return null
  const { type, reason } = reply.apdu
  if (type === 'reject') return { code: `reject:${reason}`, name: rejectReasons[reason] ?? 'unknown reason' }
  if (type === 'abort') return { code: `abort:${reason}`, name: abortReasons[reason] ?? 'unknown reason' }
  if (type !== 'error') return null
  const { class: kind = -1, code = -1 } = reply.content?.detail ?? {}
  return { code: `${kind}/${code}`, name: errorName(Number(kind), Number(code)) }
}

/** What the reply holds where it holds something, else what the request names. */
function itemsOf(asked: Content | null, answered: Content | null, isReply: boolean, writes: boolean): Item[] {
  const told = answered && answered.references.length > 0
  const references = told ? answered.references : (asked?.references ?? [])
  // Of an unasked message the content came as the reply.
  const where = told || !isReply ? 'reply' : 'request'
  const items: Item[] = []
  for (const reference of references) {
    if (items.length >= MAX_ITEMS) break
    items.push(...itemsOfReference(reference, where, writes ? 'write' : 'read', MAX_ITEMS - items.length))
  }
  return items
}

function itemsOfReference(
  reference: Reference,
  where: 'request' | 'reply',
  access: 'read' | 'write',
  room: number,
): Item[] {
  const path = pathOf(reference)
  const native = { object: reference.object, property: reference.property }
  const { values } = reference
  // By their places: which element is null may change from one time to the next.
  const typed = [...values.entries()].filter(([, { type }]) => type !== null)
  if (typed.length === 0) {
    return [{ object: path, access, type: 'raw', count: 0, in: 'nowhere', at: 0, native }]
  }
  return typed.slice(0, room).map(([index, { type, at, count }]) => ({
    object: values.length > 1 ? `${path}[${index + 1}]` : path,
    access,
    type: type!,
    count,
    in: where,
    at,
    native,
  }))
}

function objectOf(items: readonly Item[], content: Content | null): string {
  const names = items.length > 0 ? items.map(({ object }) => object) : (content?.objects ?? [])
  const shown = names.slice(0, MAX_NAMED).join(', ')
  return names.length > MAX_NAMED ? `${shown}, …` : shown
}

function detailOf({ npdu }: Message, asked: Content | null, answered: Content | null): Record<string, string | number> {
  const { destination, source } = npdu
  const values = [asked, answered].flatMap(content => content?.references.flatMap(told) ?? [])
  return {
    ...asked?.detail,
    ...answered?.detail,
    ...(values.length === 1 ? { value: values[0]! } : {}),
    ...priorityOf(asked),
    ...(destination && destination.network !== 0xffff
      ? { network: `${destination.network}:${destination.address}` }
      : {}),
    ...(source ? { source: `${source.network}:${source.address}` } : {}),
  }
}

const told = ({ values }: Reference): string[] => values.filter(({ type }) => type === null).map(({ text }) => text)

function priorityOf(content: Content | null): { priority?: number } {
  const [priority] = content?.references.flatMap(reference => reference.priority ?? []) ?? []
  return priority === undefined ? {} : { priority }
}
