// Alarms: the RTA protocol, IEC 61158-6-10, 4.8, and the notification and its acknowledgement inside, 5.2.
import type { Claim, FunctionRef } from '@nautilus/model'
import { readItems } from '../carriers/profinet/channel.ts'
import { refusalOf } from '../carriers/profinet/status.ts'
import type { Meaning } from '../dissector.ts'
import { hexNumber, Reader } from '../reader.ts'
import { ALARM_HIGH } from './frame-ids.ts'
import type { Acknowledge, Alarm, AlarmKind, Notification } from './message.ts'

const FRAME_ID = 2
const VERSION = 1
const kinds: readonly AlarmKind[] = ['unknown', 'data', 'nack', 'ack', 'error']
/** Block types, 5.2.2. */
const NOTIFY_HIGH = 0x0001
const NOTIFY_LOW = 0x0002
const ACKNOWLEDGE_HIGH = 0x8001
const ACKNOWLEDGE_LOW = 0x8002

/** 5.2.8, AlarmType. */
const types: Readonly<Partial<Record<number, string>>> = {
  1: 'diagnosis',
  2: 'process',
  3: 'pull',
  4: 'plug',
  5: 'status',
  6: 'update',
  7: 'media redundancy',
  8: 'controlled by supervisor',
  9: 'released by supervisor',
  10: 'plug of a wrong submodule',
  11: 'return of submodule',
  12: 'diagnosis disappears',
  13: 'multicast communication mismatch',
  14: 'port data change',
  15: 'sync data change',
  16: 'isochronous mode problem',
  17: 'network component problem',
  18: 'time data change',
  19: 'dynamic frame packing problem',
  20: 'MRPD problem',
  21: 'multiple interface mismatch',
  30: 'upload and retrieval',
  31: 'pull of module',
}

export const alarmTypeOf = (type: number): string => types[type] ?? `${hexNumber(type, 4)} unknown`

export function readAlarm(bytes: Uint8Array, frameId: number): Alarm {
  const reader = new Reader(bytes)
  reader.skip(FRAME_ID)
  const destination = reader.u16()
  const source = reader.u16()
  const typed = reader.u8()
  reader.skip(5) // flags, sequence numbers
  const length = reader.u16()
  const inside = new Reader(reader.take(length))
  const pdu = typed >> 4 === VERSION ? (kinds[typed & 0x0f] ?? 'unknown') : 'unknown'
  const content = pdu === 'data' ? readContent(inside) : null
  const status = pdu === 'error' ? inside.u32() : 0
  const wrong = reader.short || inside.short || pdu === 'unknown' || (pdu === 'data' && content === null)
  const fault = wrong ? ({ what: 'alarm', at: FRAME_ID + 4 } as const) : null
  return { kind: 'alarm', frameId, pdu, source, destination, content, status, fault }
}

function readContent(reader: Reader): Notification | Acknowledge | null {
  const block = reader.u16()
  reader.skip(4) // length and version
  const where = { type: reader.u16(), api: reader.u32(), slot: reader.u16(), subslot: reader.u16() }
  if (block === NOTIFY_HIGH || block === NOTIFY_LOW) {
    const [module, submodule, specifier] = [reader.u32(), reader.u32(), reader.u16()]
    if (reader.short) return null
    const item: Record<string, string | number> = {}
    // What manufacturers put there may have any length.
    readItems(new Reader(reader.rest()), item)
    return { kind: 'notification', ...where, module, submodule, specifier, item }
  }
  if (block !== ACKNOWLEDGE_HIGH && block !== ACKNOWLEDGE_LOW) return null
  const acknowledge = { specifier: reader.u16(), status: reader.u32() }
  return reader.short ? null : { kind: 'acknowledge', ...where, ...acknowledge }
}

const priorityOf = ({ frameId }: Alarm): string => (frameId === ALARM_HIGH ? 'high' : 'low')

export function alarmFunction(alarm: Alarm): FunctionRef {
  const code = `alarm:${priorityOf(alarm)}`
  if (alarm.content?.kind === 'acknowledge') return { code: `${code}:acknowledge`, name: 'alarm acknowledged' }
  if (alarm.pdu === 'data') return { code, name: 'alarm notification' }
  return alarm.pdu === 'error'
    ? { code: `${code}:error`, name: 'alarm relation ended' }
    : { code: `${code}:${alarm.pdu}`, name: `transport ${alarm.pdu}` }
}

export const isBad = ({ pdu, content }: Alarm): boolean =>
  pdu === 'error' || pdu === 'nack' || (content?.kind === 'acknowledge' && content.status !== 0)

/** 5.2.9, AlarmSpecifier. */
const flags: readonly (readonly [bit: number, name: string])[] = [
  [0x0800, 'channel'],
  [0x1000, 'manufacturer'],
  [0x2000, 'submodule'],
  [0x8000, 'AR'],
]

function notified(alarm: Alarm, content: Notification): Meaning {
  const { api, slot, subslot, module, submodule, specifier, item } = content
  const diagnosis = flags.flatMap(([bit, name]) => (specifier & bit ? [name] : [])).join(', ')
  return {
    operation: {
      verb: 'alarm',
      function: alarmFunction(alarm),
      object: placeOf(api, slot, subslot),
      items: [],
      outcome: 'ok',
      detail: {
        type: alarmTypeOf(content.type),
        priority: priorityOf(alarm),
        module: hexNumber(module, 8),
        submodule: hexNumber(submodule, 8),
        ...(diagnosis ? { diagnosis } : {}),
        ...item,
      },
    },
    claims: content.type === PULL || content.type === PULL_MODULE ? [] : [moduleClaim(content)],
    repeatable: false,
  }
}

/** What was pulled is there no more. */
const PULL = 3
const PULL_MODULE = 31

const moduleClaim = ({ slot, subslot, module, submodule }: Notification): Claim => ({
  about: 'server',
  attribute: 'module',
  value: `slot ${slot} subslot ${hexNumber(subslot, 4)}: module ${hexNumber(module, 8)}, submodule ${hexNumber(submodule, 8)}`,
  confidence: 0.9,
})

const placeOf = (api: number, slot: number, subslot: number): string => {
  const place = `slot ${slot}/subslot ${hexNumber(subslot, 4)}`
  return api === 0 ? place : `api ${hexNumber(api, 4)}/${place}`
}

function acknowledged(alarm: Alarm, content: Acknowledge): Meaning {
  const { type, api, slot, subslot, status } = content
  return {
    operation: {
      verb: 'acknowledge',
      function: alarmFunction(alarm),
      object: placeOf(api, slot, subslot),
      items: [],
      ...(status === 0 ? { outcome: 'ok' } : { outcome: 'refused', refusal: refusalOf(status) }),
      detail: { type: alarmTypeOf(type), priority: priorityOf(alarm) },
    },
    claims: [],
    repeatable: false,
  }
}

export function alarmMeaning(alarm: Alarm): Meaning {
  const { content, pdu, status, source, destination } = alarm
  if (content?.kind === 'notification') return notified(alarm, content)
  if (content?.kind === 'acknowledge') return acknowledged(alarm, content)
  const bad = pdu === 'error' ? refusalOf(status) : pdu === 'nack' ? { code: 'nack', name: 'not acknowledged' } : null
  return {
    operation: {
      verb: 'connect',
      function: alarmFunction(alarm),
      object: `alarm endpoint ${hexNumber(source, 4)} to ${hexNumber(destination, 4)}`,
      items: [],
      ...(bad ? { outcome: 'refused', refusal: bad } : { outcome: 'ok' }),
    },
    claims: [],
    repeatable: false,
  }
}
