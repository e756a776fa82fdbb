// What IEC 60870-5-104 messages mean: IEC 60870-5-101:2003, 7.2.3 (causes), 7.3 (types), 7.4 (their use).
import type { FunctionRef, Item, Operation, Verb } from '@nautilus/model'
import { type Meaning, type Stretch, silent } from '../dissector.ts'
import { deletesFile, freezes101, qualityText, tellQualifier } from './details.ts'
import { ADDRESS, type Asdu, addressAt, type Message } from './message.ts'
import { type AsduType, causeName, typeOf } from './types.ts'

type Detail = Record<string, string | number>

export const CAUSE = {
  requested: 5,
  activation: 6,
  confirmed: 7,
  deactivation: 8,
  stopped: 9,
  terminated: 10,
  unknown: 44,
}
const MAX_NAMED = 8
/** Send and receive sequence numbers. */
const numbers: Stretch = { at: 2, length: 4 }

const controls: Readonly<Record<number, FunctionRef>> = {
  0x07: { code: 'startdt', name: 'start data transfer' },
  0x0b: { code: 'startdt', name: 'start data transfer' },
  0x13: { code: 'stopdt', name: 'stop data transfer' },
  0x23: { code: 'stopdt', name: 'stop data transfer' },
  0x43: { code: 'testfr', name: 'test frame' },
  0x83: { code: 'testfr', name: 'test frame' },
}
const unknownControl: FunctionRef = { code: 'u', name: 'unknown control' }
export const controlOf = (code: number): FunctionRef => controls[code] ?? unknownControl

export function interpret(request: Message | null, reply: Message | null): Meaning {
  const first = request ?? reply
  if (first?.kind === 'asdu')
    return reply === null || reply.kind !== 'asdu' ? asked(first, null) : answered(request, reply)
  if (first?.kind !== 'control' || !request) return silent
  const operation: Operation = {
    verb: 'connect',
    function: controlOf(first.code),
    object: '',
    items: [],
    outcome: reply ? 'ok' : 'no-reply',
  }
  return { operation, claims: [], repeatable: false }
}

const answered = (request: Message | null, reply: Asdu): Meaning =>
  request?.kind === 'asdu' ? asked(request, reply) : told(reply)

function verbOf(asdu: Asdu): Verb {
  const { verb } = typeOf(asdu.type)
  if (asdu.type === 101) return freezes101(asdu) === 0 ? verb : freezes101(asdu) === 1 ? 'call' : 'reset'
  return deletesFile(asdu) ? 'delete' : verb
}

/** A command, and what came back. */
function asked(request: Asdu, reply: Asdu | null): Meaning {
  const detail: Detail = {}
  common(request, detail)
  if (request.cause === CAUSE.deactivation) detail.cause = causeName(request.cause)
  tellQualifier(request, detail)
  const type = typeOf(request.type)
  const items: Item[] = []
  // A request for a value is answered with the value.
  if (reply && reply.type !== request.type) tellItems(items, reply, 'read', 'reply', detail)
  else tellItems(items, request, 'write', 'request', detail)
  const refusal = reply ? refusalOf(reply) : null
  const operation: Operation = {
    verb: verbOf(request),
    function: type.function,
    object: objectOf(request),
    items,
    outcome: refusal ? 'refused' : reply ? 'ok' : 'no-reply',
    ...(refusal ? { refusal } : {}),
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  }
  return { operation, claims: [], repeatable: false }
}

function refusalOf({ cause, negative }: Asdu): FunctionRef | null {
  if (cause >= CAUSE.unknown && cause <= CAUSE.unknown + 3) return { code: String(cause), name: causeName(cause) }
  return negative ? { code: String(cause), name: 'negative confirmation' } : null
}

function common({ originator, test }: Asdu, detail: Detail): void {
  if (originator !== 0) detail.originator = originator
  if (test) detail.test = 1
}

/** What is told unasked, or without its request in the capture. */
function told(asdu: Asdu): Meaning {
  const detail: Detail = { cause: causeName(asdu.cause) }
  common(asdu, detail)
  tellQualifier(asdu, detail)
  const items: Item[] = []
  const type = typeOf(asdu.type)
  const unasked = asdu.cause < CAUSE.requested || asdu.cause > CAUSE.terminated
  const isCommand = type.verb === 'write' || type.verb === 'configure'
  tellItems(items, asdu, isCommand ? 'write' : 'read', 'reply', detail)
  const refusal = refusalOf(asdu)
  const operation: Operation = {
    verb: asdu.cause === CAUSE.terminated ? 'report' : verbOf(asdu),
    function: type.function,
    object: objectOf(asdu),
    items,
    outcome: refusal ? 'refused' : 'ok',
    ...(refusal ? { refusal } : {}),
    detail,
  }
  const repeats = unasked && type.verb === 'report' && items.length > 0 && !refusal
  return repeats
    ? { operation, claims: [], repeatable: true, varies: variesOf(asdu, type) }
    : { operation, claims: [], repeatable: false }
}

/** Sequence numbers, and the time tag of each element. */
function variesOf(asdu: Asdu, { size, time }: AsduType): readonly Stretch[] {
  if (time === 0) return [numbers]
  const varies = [numbers]
  for (let i = 0; i < asdu.count; i++) varies.push({ at: placeOf(asdu, size, i) + size - time, length: time })
  return varies
}

/** Where element number `index` lies. */
const placeOf = ({ sequence, at }: Asdu, size: number, index: number): number =>
  at + ADDRESS + index * (sequence ? size : ADDRESS + size)

const addressOf = (asdu: Asdu, size: number, index: number): number =>
  asdu.sequence ? addressAt(asdu.bytes, asdu.at) + index : addressAt(asdu.bytes, asdu.at + index * (ADDRESS + size))

function tellItems(
  items: Item[],
  asdu: Asdu,
  access: 'read' | 'write',
  where: 'request' | 'reply',
  detail: Detail,
): void {
  const { value, size, count, quality, qualityAt } = typeOf(asdu.type)
  if (value === null) return
  const base = `${asdu.common}/`
  const doubts: string[] = []
  for (let i = 0; i < asdu.count; i++) {
    const at = placeOf(asdu, size, i)
    const address = addressOf(asdu, size, i)
    items.push({
      object: `${base}${address}`,
      access,
      type: value,
      count,
      in: where,
      at,
      native: { common: asdu.common, address },
    })
    const bits = quality === 0 ? 0 : asdu.bytes[at + qualityAt]! & quality
    if (bits !== 0 && doubts.length < MAX_NAMED) doubts.push(`${address} ${qualityText(bits)}`)
  }
  if (doubts.length > 0) detail.quality = doubts.join(', ')
}

/** `1/4001`, `1/4001-4008`, `1` for what is about a whole station. */
function objectOf(asdu: Asdu): string {
  const { common: station, count, sequence, type } = asdu
  const { size } = typeOf(type)
  if (count === 0) return String(station)
  const first = addressOf(asdu, Math.max(size, 0), 0)
  if (count === 1) return first === 0 ? String(station) : `${station}/${first}`
  if (sequence) return `${station}/${first}-${first + count - 1}`
  let text = ''
  for (let i = 0; i < count && i < MAX_NAMED; i++) text += `${i > 0 ? ', ' : ''}${station}/${addressOf(asdu, size, i)}`
  return count > MAX_NAMED ? `${text}, …` : text
}
