// The one file of this package that touches the disk.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { CaptureReader } from './reader.ts'
import type { Damage, RecordSink } from './records.ts'
import { type Packing, packingOf, type Source, unpack } from './unpack.ts'

/** What came of reading one capture. `total` is 0 when the size is not known beforehand. */
export type Reading =
  | { readonly ok: true; readonly format: string; readonly bytes: number; readonly damage: Damage | null }
  | { readonly ok: false; readonly code: ReadFault; readonly message: string }

export type ReadFault =
  | 'capture.missing'
  | 'capture.unreadable'
  | 'capture.directory'
  | 'capture.not-a-capture'
  | 'capture.empty'

/** Called after each chunk with bytes read from the disk and the size of the file, 0 when unknown. */
export type Progress = (read: number, total: number) => void

const nothing: Progress = () => {}

/**
 * Reads a capture file into a sink: a path, or `-` for standard input; plain, gzip or zstd. `most`: bytes that packed
 * data may unpack into; what comes after them is not read, and told as damage.
 */
export async function readCapture(
  path: string,
  sink: RecordSink,
  progress: Progress = nothing,
  most = Number.POSITIVE_INFINITY,
): Promise<Reading> {
  const opened = open(path)
  if (typeof opened !== 'number') return opened
  try {
    const status = fstatSync(opened)
    if (status.isDirectory()) return fault('capture.directory', `${path} is a directory; name the capture files in it`)
    const total = status.isFile() ? status.size : 0
    const reader = new CaptureReader(sink)
    const front = new Uint8Array(4)
    const got = fillFrom(opened, front)
    const packing = packingOf(front.subarray(0, got))
    if (packing) {
      const source = sourceOf(opened, front.subarray(0, got), total, progress)
      const why = await unpacked(source, packing, reader, most)
      if (why && !reader.format) return fault('capture.unreadable', `${path} cannot be unpacked: ${why}`)
    } else plain(opened, front.subarray(0, got), reader, total, progress)
    return result(path, reader)
  } catch (error) {
    return fault('capture.unreadable', `${path} cannot be read: ${reason(error)}`)
  } finally {
    if (opened !== 0) closeSync(opened)
  }
}

function open(path: string): number | Reading {
  if (path === '-') return 0
  try {
    return openSync(path, 'r')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return fault('capture.missing', `${path} does not exist`)
    if (code === 'EACCES' || code === 'EPERM') {
      return fault('capture.unreadable', `${path} may not be read by this user; change its permissions`)
    }
    return fault('capture.unreadable', `${path} cannot be opened: ${reason(error)}`)
  }
}

const fault = (code: ReadFault, message: string): Reading => ({ ok: false, code, message })
const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function result(path: string, reader: CaptureReader): Reading {
  reader.end()
  if (reader.format) return { ok: true, format: reader.format, bytes: reader.bytes, damage: reader.damage }
  if (reader.bytes === 0) return fault('capture.empty', `${path} is empty`)
  return fault('capture.not-a-capture', `${path} is neither pcap nor pcapng (plain, gzip or zstd)`)
}

/** Reads until the buffer is full or the file ends: a pipe may give one byte at a time. */
function fillFrom(descriptor: number, into: Uint8Array): number {
  let got = 0
  while (got < into.length) {
    const count = readSome(descriptor, into, got, into.length - got)
    if (count === 0) break
    got += count
  }
  return got
}

const pause = new Int32Array(new SharedArrayBuffer(4))

/** A pipe without data yet is not the end of it. */
function readSome(
  descriptor: number,
  into: Uint8Array,
  at: number,
  count: number,
  position: number | null = null,
): number {
  for (;;) {
    try {
      return readSync(descriptor, into, at, count, position)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EOF') return 0
      if (code !== 'EAGAIN') throw error
      Atomics.wait(pause, 0, 0, 5)
    }
  }
}

function plain(descriptor: number, front: Uint8Array, reader: CaptureReader, total: number, progress: Progress): void {
  if (!reader.push(front)) return
  for (;;) {
    const count = readSome(descriptor, reader.slab.bytes, reader.fill, reader.limit - reader.fill)
    if (count === 0) return
    const more = reader.advance(count)
    progress(reader.bytes, total)
    if (!more) return
  }
}

/** Unpacks into the reader; why that had to stop early, if it had. */
async function unpacked(source: Source, packing: Packing, reader: CaptureReader, most: number): Promise<string | null> {
  let left = most
  const fault = await unpack(source, packing, piece => {
    left -= piece.length
    return left >= 0 && reader.push(piece)
  })
  const why =
    left < 0
      ? `the ${packing} data unpack into more than ${most} bytes`
      : fault && `the ${packing} data are damaged or cut: ${fault}`
  if (why && reader.format) reader.damage ??= { at: reader.bytes, why }
  return why
}

/** A file can be read from anywhere; a pipe only once, and `front` has been taken from it. */
function sourceOf(descriptor: number, front: Uint8Array, total: number, progress: Progress): Source {
  let read = 0
  const tell = (count: number) => {
    read += count
    progress(read, total)
  }
  return {
    again: total > 0,
    *from(at: number, size: number) {
      const piece = new Uint8Array(size)
      if (total === 0) yield front
      tell(total === 0 ? front.length : 0)
      for (let place = at; ; ) {
        const count = readSome(descriptor, piece, 0, size, total > 0 ? place : null)
        if (count === 0) return
        place += count
        if (place > read) tell(place - read)
        yield piece.subarray(0, count)
      }
    },
  }
}
