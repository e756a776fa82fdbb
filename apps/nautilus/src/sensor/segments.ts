// The files of a spool: records one after the other, each with its lengths and a sum. What was cut off at the end by a
// crash was never acknowledged to the source, and is cut off.
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fdatasyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { crc32 } from 'node:zlib'

export type SpoolRecord = {
  /** Of its traffic, µs. */
  readonly from: number
  readonly to: number
  /** Of the source; `seq` 0 stands for what was let go of. */
  readonly epoch: string
  readonly seq: number
  readonly file: string | null
  readonly taught: boolean
  /** When it was written, ms since 1970. */
  readonly at: number
  /** Of a batch that is larger than a message, from 0. */
  readonly part: number
  readonly of: number
  readonly body: Uint8Array
}

export type Segment = {
  readonly path: string
  /** The number of its first record. */
  readonly first: number
  count: number
  bytes: number
  from: number
  to: number
  /** Of its oldest record. */
  at: number
  /** It stands for what was let go of, and for how many batches. */
  readonly isBlind: boolean
  readonly lost: number
}

const HEAD = 12
const DIGITS = 15
const NAME = /^(\d{15})\.(blind-(\d+)\.)?seg$/
const nameOf = (first: number, lost = 0): string =>
  `${String(first).padStart(DIGITS, '0')}.${lost > 0 ? `blind-${lost}.` : ''}seg`

const packed = ({ body, ...head }: SpoolRecord): Buffer => {
  const text = Buffer.from(JSON.stringify(head))
  const lengths = Buffer.alloc(HEAD)
  lengths.writeUInt32LE(text.length, 0)
  lengths.writeUInt32LE(body.length, 4)
  lengths.writeUInt32LE(crc32(body, crc32(text)), 8)
  return Buffer.concat([lengths, text, body])
}

/** As far as it is whole. */
function unpacked(bytes: Buffer): { readonly records: SpoolRecord[]; readonly good: number } {
  const records: SpoolRecord[] = []
  let at = 0
  while (at + HEAD <= bytes.length) {
    const [head, size] = [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)]
    const end = at + HEAD + head + size
    if (end > bytes.length) break
    const text = bytes.subarray(at + HEAD, at + HEAD + head)
    const body = bytes.subarray(at + HEAD + head, end)
    if (crc32(body, crc32(text)) !== bytes.readUInt32LE(at + 8)) break
    records.push({ ...(JSON.parse(text.toString('utf8')) as Omit<SpoolRecord, 'body'>), body })
    at = end
  }
  // A batch in parts counts with its last one.
  while (records.length > 0 && records.at(-1)!.part < records.at(-1)!.of - 1) at -= packed(records.pop()!).length
  return { records, good: at }
}

export const readSegment = (path: string): readonly SpoolRecord[] => unpacked(readFileSync(path)).records

function segmentOf(path: string, first: number, lost: number, records: readonly SpoolRecord[], bytes: number): Segment {
  return {
    ...{ path, first, count: records.length, bytes, isBlind: lost > 0, lost },
    from: Math.min(...records.map(({ from }) => from)),
    to: Math.max(...records.map(({ to }) => to)),
    at: records[0]?.at ?? 0,
  }
}

/** Those of a folder, the oldest first. `damaged`: names of files of which a part could not be read. */
export function openSegments(folder: string): { readonly segments: Segment[]; readonly damaged: string[] } {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const damaged: string[] = []
  const segments: Segment[] = []
  for (const name of readdirSync(folder).sort()) {
    const [, first, , lost] = NAME.exec(name) ?? []
    if (first === undefined) continue
    const path = join(folder, name)
    const bytes = readFileSync(path)
    const { records, good } = unpacked(bytes)
    if (good < bytes.length) {
      damaged.push(basename(path))
      truncateSync(path, good)
    }
    if (records.length > 0) segments.push(segmentOf(path, Number(first), Number(lost ?? 0), records, good))
  }
  return { segments: withoutReplaced(segments), damaged }
}

/** What was let go of and is still there is what a crash left: the one that stands for it is there. */
const withoutReplaced = (segments: readonly Segment[]): Segment[] =>
  segments.filter(
    one => one.isBlind || !segments.some(({ isBlind, first }) => isBlind && first === one.first + one.count - 1),
  )

export class SegmentWriter {
  readonly segment: Segment
  readonly #file: number

  constructor(folder: string, first: number) {
    const path = join(folder, nameOf(first))
    this.#file = openSync(path, 'w', 0o600)
    const bounds = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY, at: 0 }
    this.segment = { path, first, count: 0, bytes: 0, ...bounds, isBlind: false, lost: 0 }
  }

  /** All of them, or none: throws where the disk does not take them. */
  append(records: readonly SpoolRecord[]): void {
    const { segment } = this
    const bytes = Buffer.concat(records.map(packed))
    try {
      for (let at = 0; at < bytes.length; )
        at += writeSync(this.#file, bytes, at, bytes.length - at, segment.bytes + at)
      fdatasyncSync(this.#file)
    } catch (error) {
      ftruncateSync(this.#file, segment.bytes)
      throw error
    }
    segment.bytes += bytes.length
    if (segment.count === 0) segment.at = records[0]!.at
    segment.count += records.length
    for (const { from, to } of records) {
      segment.from = Math.min(segment.from, from)
      segment.to = Math.max(segment.to, to)
    }
  }

  close(): void {
    closeSync(this.#file)
  }
}

/** A segment of one record, which stands for `lost` batches. */
export function writeAlone(folder: string, first: number, record: SpoolRecord, lost: number): Segment {
  const path = join(folder, nameOf(first, lost))
  const bytes = packed(record)
  writeNote(folder, path, bytes)
  return segmentOf(path, first, lost, [record], bytes.length)
}

/** There as a whole, or as it was. */
export function writeWhole(path: string, bytes: Uint8Array): void {
  const file = openSync(`${path}.part`, 'w', 0o600)
  try {
    writeSync(file, bytes)
    fdatasyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(`${path}.part`, path)
}

/** Room for the notes of a spool on a disk that is full: they must be written before anything can be let go of. */
const RESERVE = 64 * 1024
const reserveIn = (folder: string): string => join(folder, 'reserve')

/** Where there is room for it. */
export function keepReserve(folder: string): void {
  const path = reserveIn(folder)
  if (statSync(path, { throwIfNoEntry: false })?.size === RESERVE) return
  try {
    // Not zeros: some disks store none of those.
    writeWhole(path, randomBytes(RESERVE))
  } catch (error) {
    for (const each of [`${path}.part`, path]) rmSync(each, { force: true })
    if (!isFull(error)) throw error
  }
}

/** A note, for which the reserve is there. */
export function writeNote(folder: string, path: string, bytes: Uint8Array): void {
  try {
    writeWhole(path, bytes)
  } catch (error) {
    if (!isFull(error)) throw error
    rmSync(reserveIn(folder), { force: true })
    writeWhole(path, bytes)
  }
}

export const isFull = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')
