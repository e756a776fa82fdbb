// Batches as bytes: JSON, compressed. JSON has no NaN and no infinities, and the wire carries both.
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Activity, Batch } from '@nautilus/model'

/** The first byte; others are refused. */
const VERSION = 1
/** Bytes after unpacking. A bomb must not take the platform's memory. */
const MAX_BYTES = 256 * 1024 * 1024
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 3 } }
/** A text that no decoder makes stands for a number that JSON lacks. */
const MARK = '\u0000#'

export class Undecodable extends Error {
  override readonly name = 'Undecodable'
}

export function encodeBatch(batch: Batch): Buffer {
  const text = batch.activities.some(isOdd) ? JSON.stringify(batch, marked) : JSON.stringify(batch)
  return Buffer.concat([Buffer.of(VERSION), zstdCompressSync(text, LEVEL)])
}

/** Throws `Undecodable` with the reason. */
export function decodeBatch(bytes: Uint8Array): Batch {
  if (bytes[0] !== VERSION)
    throw new Undecodable(`version ${bytes[0] ?? 'none'} of a batch is not known here, only ${VERSION} is`)
  try {
    const text = zstdDecompressSync(bytes.subarray(1), { maxOutputLength: MAX_BYTES }).toString('utf8')
    return checked(text.includes('\\u0000#') ? JSON.parse(text, unmarked) : JSON.parse(text))
  } catch (error) {
    if (error instanceof Undecodable) throw error
    throw new Undecodable(`a batch cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}

/** Lists and times are there; what is in the lists was written by our own sensor, whose key was checked. */
function checked(value: unknown): Batch {
  const batch = value as Batch | null
  const lists = ['activities', 'connections', 'sightings', 'notices'] as const
  if (typeof batch !== 'object' || batch === null) throw new Undecodable('a batch is an object')
  for (const name of lists) if (!Array.isArray(batch[name])) throw new Undecodable(`${name} of a batch is a list`)
  for (const name of ['from', 'to'] as const)
    if (!Number.isFinite(batch[name])) throw new Undecodable(`${name} of a batch is a time in µs`)
  return batch
}

const isOdd = ({ items }: Activity): boolean => items.some(({ last, min, max }) => odd(last) || odd(min) || odd(max))

function odd(numbers: readonly number[] | string | null): boolean {
  if (numbers === null || typeof numbers === 'string') return false
  for (let at = 0; at < numbers.length; at++) if (!Number.isFinite(numbers[at])) return true
  return false
}

const marked = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? `${MARK}${value}` : value

const unmarked = (_: string, value: unknown): unknown =>
  typeof value === 'string' && value.startsWith(MARK) ? Number(value.slice(MARK.length)) : value
