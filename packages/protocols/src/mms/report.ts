// Values told unasked: InformationReport of ISO 9506-2; as IEC 61850 maps reports onto it, IEC 61850-8-1, 17.2, and the last
// application error of a control, 20.
import type { Item, Operation } from '@nautilus/model'
import { Ber } from '../carriers/ber.ts'
import { type Meaning, type Stretch, silent } from '../dissector.ts'
import { printable } from '../reader.ts'
import { ADD_CAUSES } from './control.ts'
import type { Memory } from './memory.ts'
import type { Pdu } from './message.ts'
import { unconfirmedOf } from './names.ts'
import { addValue, readAccess, readResults, type Side, summary } from './variables.ts'

const REPORT = 'RPT'
const LAST_ERROR = 'LastApplError'
const toldBy = (memory: Memory): Side => ({ access: 'read', in: 'reply', typeOf: memory.typeOf })

export function reportMeaning(pdu: Pdu, memory: Memory): Meaning {
  const ber = new Ber(pdu.place.bytes, pdu.place.start, pdu.place.stop)
  if (!ber.next()) return silent
  const access = readAccess(ber)
  if (!ber.next()) return silent
  const list = ber.inside()
  if (access.list === REPORT) return report(pdu, list, memory)
  const names = access.list ? memory.membersOf(access.list) : access.names
  const { items } = readResults(
    list,
    index => names[index] ?? `${access.list || 'value'}[${index + 1}]`,
    toldBy(memory),
  )
  const detail = access.names.includes(LAST_ERROR) ? lastError(items, pdu.place.bytes) : {}
  const operation = operationOf(access.list || summary(access.names), items, detail)
  return {
    operation: 'cause' in detail ? { ...operation, verb: 'alarm' } : operation,
    claims: [],
    repeatable: pdu.plain && !('cause' in detail),
  }
}

const operationOf = (object: string, items: Item[], detail: NonNullable<Operation['detail']>): Operation => ({
  verb: 'report',
  function: unconfirmedOf(0),
  object,
  items,
  outcome: 'ok',
  detail,
})

/** Object, error, origin, number and additional cause of a control that failed. */
function lastError(items: readonly Item[], bytes: Uint8Array): Record<string, string | number> {
  const of = (part: string): Item | undefined =>
    items.find(item => item.native.name === LAST_ERROR && item.native.part === part)
  const [object, cause] = [of('1'), of('5')]
  if (!object || !cause || cause.count !== 1) return {}
  const code = bytes[cause.at]!
  return {
    control: printable(bytes.subarray(object.at, object.at + object.count), 129),
    cause: ADD_CAUSES[code] ?? code,
  }
}

/** Optional fields, bits of OptFlds from the first. */
const OPTION = {
  sequence: 1,
  time: 2,
  reason: 3,
  dataSet: 4,
  references: 5,
  overflow: 6,
  entry: 7,
  revision: 8,
  segments: 9,
}

type Head = {
  id: string
  dataSet: string
  revision: number
  overflow: boolean
  segment: number
  /** One-based places in the data set of what is included. */
  included: number[]
  options: number
  varies: Stretch[]
}

const has = (options: number, bit: number): boolean => (options & (1 << (15 - bit))) !== 0
const stretch = ({ start, stop }: Ber): Stretch => ({ at: start, length: stop - start })

/** Takes the next element when it has this tag. */
const takes = (ber: Ber, tag: number): boolean => ber.next() && ber.tag === tag

/** The fields before the values, in the order of table 39; null when one is missing. */
function readHead(ber: Ber): Head | null {
  if (!takes(ber, 0x8a)) return null
  const id = printable(ber.contents(), 129)
  if (!takes(ber, 0x84) || ber.length < 2) return null
  const { bytes, start, stop } = ber
  const options = (bytes[start + 1]! << 8) | (start + 2 < stop ? bytes[start + 2]! : 0)
  const head: Head = { id, dataSet: '', revision: -1, overflow: false, segment: -1, included: [], options, varies: [] }
  for (const [bit, read] of FIELDS) if (has(options, bit) && ber.next()) read(head, ber)
  if (!takes(ber, 0x84)) return null
  includedBits(ber, head.included)
  return head
}

const FIELDS: readonly (readonly [bit: number, read: (head: Head, ber: Ber) => void])[] = [
  [OPTION.sequence, (head, ber) => head.varies.push(stretch(ber))],
  [OPTION.time, (head, ber) => head.varies.push(stretch(ber))],
  [OPTION.dataSet, (head, ber) => (head.dataSet = printable(ber.contents(), 129))],
  [OPTION.overflow, (head, ber) => (head.overflow = ber.unsigned() !== 0)],
  [OPTION.entry, (head, ber) => head.varies.push(stretch(ber))],
  [OPTION.revision, (head, ber) => (head.revision = ber.unsigned())],
  [
    OPTION.segments,
    (head, ber) => {
      head.segment = ber.unsigned()
      ber.next() // whether more segments follow
    },
  ],
]

function includedBits({ bytes, start, stop }: Ber, included: number[]): void {
  const unused = bytes[start] ?? 0
  const count = 8 * (stop - start - 1) - unused
  for (let bit = 0; bit < count && included.length < 1024; bit++) {
    if ((bytes[start + 1 + (bit >> 3)]! & (0x80 >> (bit & 7))) !== 0) included.push(bit + 1)
  }
}

function report(pdu: Pdu, list: Ber, memory: Memory): Meaning {
  const head = readHead(list)
  if (!head) return { operation: operationOf(REPORT, [], {}), claims: [], repeatable: false }
  const { included, options, dataSet, id, revision, overflow, segment, varies } = head
  const references: string[] = []
  if (has(options, OPTION.references)) {
    while (references.length < included.length && list.next()) references.push(printable(list.contents(), 160))
  }
  const members = memory.membersOf(dataSet)
  const items: Item[] = []
  const side = toldBy(memory)
  for (let i = 0; i < included.length && list.next(); i++) {
    const place = included[i]!
    addValue(list, references[i] || members[place - 1] || `${dataSet || id}[${place}]`, side, items)
  }
  const detail = {
    report: id,
    ...(dataSet ? { dataSet } : {}),
    ...(revision >= 0 ? { revision } : {}),
    ...(overflow ? { overflow: 'yes' } : {}),
    ...(segment >= 0 ? { segment } : {}),
    ...(has(options, OPTION.reason) ? reasonsOf(list) : {}),
  }
  return {
    operation: operationOf(id, items, detail),
    claims: [],
    repeatable: pdu.plain,
    varies: pdu.plain ? varies : [],
  }
}

/** Reasons for inclusion, bits of ReasonCode from the first. */
const REASONS = [
  '',
  'data change',
  'quality change',
  'data update',
  'integrity',
  'general interrogation',
  'application',
]

function reasonsOf(list: Ber): { reason: string } | Record<string, never> {
  let seen = 0
  while (list.next()) if (list.tag === 0x84 && list.length === 2) seen |= list.bytes[list.start + 1]!
  const reason = REASONS.filter((name, bit) => name !== '' && (seen & (0x80 >> bit)) !== 0).join(', ')
  return reason ? { reason } : {}
}
