// Configuration frames of synchrophasors: IEEE C37.118.2-2011, 6.4. What they say places the values of data frames.
import type { ValueType } from '@nautilus/model'
import { hex, printable, Reader } from '../reader.ts'
import { CRC, FRAME, type Frame, HEADER } from './frame.ts'

const NAME = 16
/** Channels that are remembered for one stream. */
const MAX_CHANNELS = 2048
const DIGITALS = 16
const STATUS = 2

/** One thing that a data frame carries. */
export type Channel = {
  readonly object: string
  readonly pmu: number
  readonly type: ValueType
  readonly count: number
  readonly at: number
}

export type Station = {
  readonly name: string
  readonly pmu: number
  readonly identity: string
  readonly location: string
}

export type Config = {
  readonly stations: readonly Station[]
  readonly channels: readonly Channel[]
  /** Where the status word of each unit lies. */
  readonly statuses: readonly number[]
  /** Bytes of a data frame. */
  readonly size: number
  readonly rate: number
}

type Draft = { stations: Station[]; channels: Channel[]; statuses: number[]; at: number }
type Counts = { pmu: number; format: number; phasors: number; analogs: number; digitals: number }

/** Null when the frame is no whole configuration. */
export function configOf({ type, bytes }: Frame): Config | null {
  const reader = new Reader(bytes.subarray(0, bytes.length - CRC))
  reader.at = HEADER
  if (type === FRAME.config3) {
    // Configuration 3 may come in parts; 0 says that this is all of it.
    if (reader.u16() !== 0) return null
  }
  reader.skip(4)
  const units = reader.u16()
  const draft: Draft = { stations: [], channels: [], statuses: [], at: HEADER }
  for (let unit = 0; unit < units; unit++) {
    if (type === FRAME.config3) unit3(reader, draft)
    else unit2(reader, draft)
    if (reader.short || draft.channels.length > MAX_CHANNELS) return null
  }
  const rate = reader.u16()
  if (reader.short) return null
  const { stations, channels, statuses } = draft
  return { stations, channels, statuses, size: draft.at + CRC, rate: rate > 0x7fff ? rate - 0x10000 : rate }
}

/** 6.4.2, table 9. */
function unit2(reader: Reader, draft: Draft): void {
  const name = printable(reader.take(NAME))
  const counts = countsOf(reader, reader.u16())
  const names = reader.take(NAME * (counts.phasors + counts.analogs + DIGITALS * counts.digitals))
  reader.skip(4 * (counts.phasors + counts.analogs + counts.digitals) + 4)
  if (reader.short) return
  draft.stations.push({ name, pmu: counts.pmu, identity: '', location: '' })
  channelsOf(draft, counts, index => printable(names.subarray(index * NAME, (index + 1) * NAME)))
}

function countsOf(reader: Reader, pmu: number): Counts {
  return { pmu, format: reader.u16(), phasors: reader.u16(), analogs: reader.u16(), digitals: reader.u16() }
}

const counted = (reader: Reader): string => {
  const length = reader.u8()
  return printable(reader.take(Math.min(length, reader.left)), 64)
}

/** 6.4.3, table 10. */
function unit3(reader: Reader, draft: Draft): void {
  const name = counted(reader)
  const pmu = reader.u16()
  const identity = reader.take(16)
  const counts = countsOf(reader, pmu)
  const names: string[] = []
  const total = counts.phasors + counts.analogs + DIGITALS * counts.digitals
  for (let i = 0; i < total && !reader.short; i++) names.push(counted(reader))
  reader.skip(12 * counts.phasors + 8 * counts.analogs + 4 * counts.digitals)
  const place = reader.take(12)
  reader.skip(1 + 4 + 4 + 4)
  if (reader.short) return
  const known = identity.some(byte => byte !== 0)
  draft.stations.push({ name, pmu, identity: known ? hex(identity) : '', location: placeOf(place) })
  channelsOf(draft, counts, index => names[index] ?? '')
}

/** Latitude and longitude; infinite where they are not known. */
function placeOf(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [latitude, longitude] = [view.getFloat32(0), view.getFloat32(4)]
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) || (latitude === 0 && longitude === 0)) return ''
  return `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`
}

/** 6.3, table 5: status, phasors, frequency and its rate of change, analogs, digitals. */
function channelsOf(draft: Draft, counts: Counts, nameOf: (index: number) => string): void {
  const { pmu, format, phasors, analogs, digitals } = counts
  draft.statuses.push(draft.at)
  draft.at += STATUS
  const add = (name: string, type: ValueType, count: number, bytes: number): void => {
    if (draft.channels.length <= MAX_CHANNELS)
      draft.channels.push({ object: `${pmu}/${name}`, pmu, type, count, at: draft.at })
    draft.at += bytes
  }
  const wide = (bit: number): boolean => (format & bit) !== 0
  // An integer phasor is real and imaginary, or magnitude (unsigned) and angle: the first two are shown as they are.
  for (let i = 0; i < phasors; i++) add(`phasor/${nameOf(i)}`, wide(2) ? 'f32' : 'i16', 2, wide(2) ? 8 : 4)
  add('frequency', wide(8) ? 'f32' : 'i16', 1, wide(8) ? 4 : 2)
  add('rate-of-change', wide(8) ? 'f32' : 'i16', 1, wide(8) ? 4 : 2)
  for (let i = 0; i < analogs; i++) add(`analog/${nameOf(phasors + i)}`, wide(4) ? 'f32' : 'i16', 1, wide(4) ? 4 : 2)
  for (let i = 0; i < digitals; i++) add(`digital/${i}`, 'msb', 16, 2)
}
