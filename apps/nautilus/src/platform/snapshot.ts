// What a site knows, as bytes: where replay begins instead of at the first batch.
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import { constants, zstdCompress, zstdDecompressSync } from 'node:zlib'
import { Baseline, isSavedEngine, type LoadOptions, type SavedEngine } from '@nautilus/detection'
import { isSavedInventory, type SavedInventory } from '@nautilus/inventory'
import type { Notice } from '@nautilus/model'
import type { Keyed, RuleSource } from '@nautilus/store'
import type { SavedPeople } from '../people.ts'
import type { SavedSensors } from './sensors-seen.ts'
import type { SavedGiven } from './site-given.ts'

/** Of the bytes; what is in them has versions of its own. */
export const SNAPSHOT_FORMAT = 2

export type SavedSite = {
  readonly inventory: SavedInventory
  readonly people: SavedPeople
  readonly engine: SavedEngine
  /** The file of the baseline, in pieces. */
  readonly baseline: readonly string[]
  readonly told: Map<string, Keyed<Notice>>
  /** What people wrote of the rules; absent in what was saved before they could. */
  readonly rules?: readonly RuleSource[]
  readonly sensors?: SavedSensors
  /** Orders and feeds; absent in what was saved before there were any. */
  readonly given?: SavedGiven
  /** Batches that were set aside. */
  readonly aside: number
  readonly beyond: Beyond
}

/** Whether the tables hold more than is known: it was lost with a log that is no longer kept. They keep it. */
export type Beyond = { readonly inventory: boolean; readonly findings: boolean }

/** Bytes before packing. A row of the database holds 1 GB. */
const MOST_BYTES = 1_500_000_000
/** Characters of a baseline: a text of JavaScript holds no more. */
const MOST_TEXT = 500_000_000
/** SHA-256 */
const SUM = 32
/**
 * Bytes that the library asks for at once. What it asks for counts as memory taken and sets off a collection of all of
 * it: many small pieces of a large site do, and one large piece of a small site.
 */
const LEAST_PIECE = 64 * 1024
const MOST_PIECE = 16 * 1024 * 1024
const pieceOf = (bytes: number): number => Math.min(MOST_PIECE, Math.max(LEAST_PIECE, bytes))
/** Times that a snapshot is larger unpacked, at most about. */
const PACKED = 20
const LEVEL = { [constants.ZSTD_c_compressionLevel]: 1 }

export class Unusable extends Error {
  override readonly name = 'Unusable'
}

const compress = promisify(zstdCompress)

/**
 * Written down at once, as everything is when this is called; packed by another thread. Throws `Unusable` where it is too
 * large.
 */
export async function packSnapshot(saved: SavedSite): Promise<Buffer> {
  if (saved.baseline.reduce((sum, { length }) => sum + length, 0) > MOST_TEXT)
    throw new Unusable('the baseline has grown too large for a snapshot')
  const bytes = serialize(saved)
  if (bytes.length > MOST_BYTES) throw new Unusable('the site has grown too large for a snapshot')
  const packed = await compress(bytes, { chunkSize: pieceOf(Math.ceil(bytes.length / 4)), params: LEVEL })
  return Buffer.concat([createHash('sha256').update(packed).digest(), packed])
}

/** As it was packed, whatever its versions. Throws `Unusable` with the reason. */
export function unpackSnapshot(format: number, body: Uint8Array): SavedSite {
  if (format !== SNAPSHOT_FORMAT)
    throw new Unusable(`it is in format ${format}, and this program reads ${SNAPSHOT_FORMAT}`)
  const packed = body.subarray(SUM)
  // Before anything reads it: these bytes become objects without further checks.
  if (!createHash('sha256').update(packed).digest().equals(body.subarray(0, SUM))) throw new Unusable('it is damaged')
  try {
    const chunkSize = pieceOf(packed.length * PACKED)
    return deserialize(zstdDecompressSync(packed, { chunkSize, maxOutputLength: MOST_BYTES })) as SavedSite
  } catch (error) {
    throw new Unusable(`it cannot be read (${error instanceof Error ? error.message : error})`)
  }
}

/** What of a snapshot this program can go on with; null for the others. */
export type Restored = Pick<SavedSite, 'told' | 'rules' | 'sensors' | 'given' | 'aside' | 'beyond'> & {
  readonly inventory: Pick<SavedSite, 'inventory' | 'people'> | null
  readonly engine: SavedEngine | null
  readonly memory: Baseline | null
  /** Why parts are missing; empty where all are there. */
  readonly missing: readonly string[]
}

export function restoredFrom(saved: SavedSite, options: LoadOptions): Restored {
  const { inventory, people, engine, told, rules = [], sensors, given, aside, beyond } = saved
  const loaded = Baseline.load(saved.baseline.join(''), options)
  const known = isSavedInventory(inventory) ? { inventory, people } : null
  const remembered = isSavedEngine(engine) ? engine : null
  const other = 'was written by another version of the program'
  const missing = [
    ...(known ? [] : [`its inventory ${other}`]),
    ...(remembered ? [] : [`what its rules remember ${other}`]),
    ...(loaded.ok ? [] : [`its baseline cannot be used: ${loaded.message}`]),
  ]
  return {
    told,
    rules,
    ...(sensors ? { sensors } : {}),
    ...(given ? { given } : {}),
    aside,
    beyond,
    inventory: known,
    engine: remembered,
    memory: loaded.ok ? loaded.baseline : null,
    missing,
  }
}
