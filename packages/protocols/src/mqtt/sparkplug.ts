// Sparkplug B: Eclipse Sparkplug 3.0, 4.1 (topics), 6.4 (payloads, protocol buffers). Whole numbers have any length there, so
// they are written out behind the message, where the items can point.
import type { ValueType, Verb } from '@nautilus/model'
import { printable } from '../reader.ts'

/** One metric; `at` is 0 and `wire` none where it has no value. */
export type Metric = {
  name: string
  alias: number
  datatype: number
  historical: boolean
  wire: 'none' | 'number' | 'float' | 'double' | 'text' | 'bytes' | 'other'
  at: number
  count: number
}
export type Sparkplug = {
  readonly group: string
  readonly type: string
  readonly node: string
  readonly device: string
  readonly sequence: number
  readonly metrics: readonly Metric[]
  /** The message with the whole numbers behind it. */
  readonly body: Uint8Array
}

const NAMESPACE = 'spBv1.0/'
const MOST_METRICS = 2048
const BYTES = 8

const verbs: Readonly<Record<string, Verb>> = {
  NBIRTH: 'report',
  DBIRTH: 'report',
  NDATA: 'report',
  DDATA: 'report',
  NDEATH: 'report',
  DDEATH: 'report',
  NCMD: 'write',
  DCMD: 'write',
}

export const verbOf = (type: string): Verb => verbs[type] ?? 'report'

/** Types of data that are whole numbers: as what they lie in eight bytes, least significant first. */
const wholes: Readonly<Record<number, ValueType>> = {
  1: 'i8',
  2: 'i16le',
  3: 'i32le',
  4: 'i64le',
  5: 'u8',
  6: 'u16le',
  7: 'u32le',
  8: 'u64le',
  11: 'u8',
  13: 'u64le',
}

export function typeOf({ wire, datatype }: Metric, known: number): ValueType {
  switch (wire) {
    case 'number':
      return wholes[datatype || known] ?? 'u64le'
    case 'float':
      return 'f32le'
    case 'double':
      return 'f64le'
    case 'text':
      return 'text'
    default:
      return 'raw'
  }
}

/** A cursor over protocol buffers: field by field. */
class Fields {
  readonly bytes: Uint8Array
  readonly end: number
  at: number
  field = 0
  wire = 0
  /** Of fields with a length, where the contents start; of others the value. */
  start = 0
  length = 0
  /** Whole numbers, in two halves. */
  low = 0
  high = 0
  bad = false

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  next(): boolean {
    if (this.at >= this.end || this.bad) return false
    if (!this.#varint()) return false
    this.field = this.low >>> 3
    this.wire = this.low & 7
    if (this.field === 0 || this.high !== 0) return this.#fail()
    this.start = this.at
    if (this.wire === 0) return this.#varint()
    if (this.wire === 1 || this.wire === 5) return this.#take(this.wire === 1 ? 8 : 4)
    if (this.wire !== 2 || !this.#varint() || this.high !== 0) return this.#fail()
    const length = this.low
    this.start = this.at
    return this.#take(length)
  }

  #take(length: number): boolean {
    if (length > this.end - this.at) return this.#fail()
    this.length = length
    this.at += length
    return true
  }

  #fail(): boolean {
    this.bad = true
    return false
  }

  /** Up to ten bytes of seven bits, least significant first. */
  #varint(): boolean {
    this.low = 0
    this.high = 0
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.at >= this.end) return this.#fail()
      const byte = this.bytes[this.at++]!
      const bits = byte & 0x7f
      if (shift < 28) this.low |= bits << shift
      else if (shift === 28) {
        this.low |= bits << 28
        this.high |= bits >> 4
      } else this.high |= shift < 63 ? bits << (shift - 32) : (bits & 1) << 31
      if (byte < 0x80) {
        this.low >>>= 0
        this.high >>>= 0
        return true
      }
    }
    return this.#fail()
  }

  text(): string {
    return printable(this.bytes.subarray(this.start, this.start + this.length), 256)
  }
}

/** What a topic says; null when it is none of Sparkplug. */
function placeOf(topic: string): Pick<Sparkplug, 'group' | 'type' | 'node' | 'device'> | null {
  if (!topic.startsWith(NAMESPACE)) return null
  const [, group = '', type = '', node = '', ...device] = topic.split('/')
  if (!(type in verbs)) return null
  return { group, type, node, device: device.join('/') }
}

/** The payload between two places of a message with this topic; null when it is no Sparkplug payload. */
export function readSparkplug(topic: string, bytes: Uint8Array, start: number, stop: number): Sparkplug | null {
  const place = placeOf(topic)
  if (!place) return null
  const fields = new Fields(bytes, start, stop)
  const metrics: Metric[] = []
  const numbers: number[] = []
  let sequence = -1
  while (fields.next()) {
    const { field, wire } = fields
    if (field > 5) return null
    const isMetric = field === 2 && wire === 2 && metrics.length < MOST_METRICS
    if (isMetric && !readMetric(fields, metrics, numbers, bytes.length)) return null
    if (field === 3 && wire === 0) sequence = fields.low
  }
  if (fields.bad) return null
  return { ...place, sequence, metrics, body: numbers.length > 0 ? extended(bytes, numbers) : bytes }
}

function extended(bytes: Uint8Array, numbers: readonly number[]): Uint8Array {
  const body = new Uint8Array(bytes.length + numbers.length * 4)
  body.set(bytes)
  const view = new DataView(body.buffer)
  for (let i = 0; i < numbers.length; i++) view.setUint32(bytes.length + 4 * i, numbers[i]!, true)
  return body
}

function readMetric(outer: Fields, metrics: Metric[], numbers: number[], base: number): boolean {
  const metric: Metric = { name: '', alias: -1, datatype: 0, historical: false, wire: 'none', at: 0, count: 0 }
  const fields = new Fields(outer.bytes, outer.start, outer.start + outer.length)
  while (fields.next()) {
    if (fields.wire === 0) whole(fields, metric, numbers, base)
    else other(fields, metric)
  }
  metrics.push(metric)
  return !fields.bad
}

/** Fields of a metric that are whole numbers: 6.4.6. */
function whole({ field, low, high }: Fields, metric: Metric, numbers: number[], base: number): void {
  if (field === 2) metric.alias = high * 2 ** 32 + low
  else if (field === 4) metric.datatype = low
  else if (field === 5) metric.historical = low !== 0
  else if (field === 10 || field === 11 || field === 14) {
    metric.wire = 'number'
    metric.at = base + (numbers.length >> 1) * BYTES
    metric.count = 1
    numbers.push(low, high)
  }
}

function other(fields: Fields, metric: Metric): void {
  const { field, start, length } = fields
  if (field === 1) metric.name = fields.text()
  const wire = ({ 12: 'float', 13: 'double', 15: 'text', 16: 'bytes', 17: 'other', 18: 'other' } as const)[field]
  if (!wire) return
  metric.wire = wire
  metric.at = start
  metric.count = wire === 'float' || wire === 'double' ? 1 : wire === 'other' ? 0 : length
}
