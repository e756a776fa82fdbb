// Batches as bytes: JSON, compressed. JSON has no NaN and no infinities, and the wire carries both.
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Activity, Batch } from '@nautilus/model'

/** The first byte. `MARKED`: numbers that JSON lacks are written as texts behind `MARK`, and texts that begin like one too. */
const PLAIN = 1
const MARKED = 2
/** Bytes after unpacking. A bomb must not take the platform's memory. */
const MAX_BYTES = 256 * 1024 * 1024
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 3 } }
const MARK = '\u0000#'
const TEXT = `${MARK}text `

export class Undecodable extends Error {
  override readonly name = 'Undecodable'
}

export function encodeBatch(batch: Batch): Buffer {
  const isMarked = batch.activities.some(isOdd)
  const text = isMarked ? JSON.stringify(batch, marked) : JSON.stringify(batch)
  return Buffer.concat([Buffer.of(isMarked ? MARKED : PLAIN), zstdCompressSync(text, LEVEL)])
}

/** Throws `Undecodable` with the reason. */
export function decodeBatch(bytes: Uint8Array): Batch {
  const [version] = bytes
  if (version !== PLAIN && version !== MARKED)
    throw new Undecodable(`version ${version ?? 'none'} of a batch is not known here, only ${PLAIN} and ${MARKED} are`)
  try {
    const text = zstdDecompressSync(bytes.subarray(1), { maxOutputLength: MAX_BYTES }).toString('utf8')
    return checked(version === MARKED ? JSON.parse(text, unmarked) : JSON.parse(text))
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

function marked(_: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return `${MARK}${value}`
  return typeof value === 'string' && value.startsWith(MARK) ? TEXT + value : value
}

function unmarked(_: string, value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith(MARK)) return value
  return value.startsWith(TEXT) ? value.slice(TEXT.length) : Number(value.slice(MARK.length))
}
