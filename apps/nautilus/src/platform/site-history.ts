// How a site comes back: the newest snapshot that can be used, and the batches after it.
import { decodeBatch } from '@nautilus/bus'
import {
  asTenant,
  batchesAfter,
  type Database,
  listSnapshots,
  newestNumber,
  oldestNumber,
  type Scoped,
  type Snapshot,
  type StoredBatch,
  setAside,
  writtenIds,
} from '@nautilus/store'
import type { SiteFold } from './site-fold.ts'
import { type Restored, type SavedSite, unpackSnapshot } from './snapshot.ts'

/** Makes the fold of a site: empty, or as it was saved, and which parts of that could be used. */
export type MakeFold = (
  saved: SavedSite | null,
) => Promise<{ readonly fold: SiteFold; readonly restored: Restored | null }>

export type HistoryOptions = {
  readonly tenant: string
  readonly site: string
  readonly database: Database
  readonly fold: MakeFold
  /** Who everybody is, is asked anew after each batch whose number is a multiple of this. */
  readonly every: number
  /** Told what an operator should know. */
  readonly onTrouble: (message: string) => void
}

export type Past = {
  readonly fold: SiteFold
  /** Of the newest batch. */
  readonly number: number
  /** Of the newest snapshot; 0 where there is none. */
  readonly snapshot: number
}

/** Batches read back at once. */
const REPLAY = 200
/** A batch that fails so often is set aside: it would fail for ever, and everything behind it would wait. */
export const TRIES = 3

/**
 * The state after everything that is stored. `anew`: as people declare the site now, from as far back as the log reaches;
 * otherwise by the shortest way.
 */
export async function pastOf(options: HistoryOptions, anew: boolean): Promise<Past> {
  const tries = new Map<number, number>()
  for (;;) {
    try {
      return await comeBack(options, anew)
    } catch (error) {
      if (!(error instanceof Unfoldable)) throw error
      const { number, message } = error
      tries.set(number, (tries.get(number) ?? 0) + 1)
      if (tries.get(number)! < TRIES) continue
      const { tenant, site, database, onTrouble } = options
      onTrouble(`Batch ${number} of site ${site}, which was taken before, is set aside: ${message}`)
      await asTenant(database, tenant, scoped => setAside(scoped, { tenant, site }, number, message))
    }
  }
}

class Unfoldable extends Error {
  readonly number: number

  constructor(number: number, error: unknown) {
    super(error instanceof Error ? error.message : String(error))
    this.number = number
  }
}

async function comeBack(options: HistoryOptions, anew: boolean): Promise<Past> {
  const { tenant, site, database } = options
  const inSite = <T>(use: (scoped: Scoped) => Promise<T>) => asTenant(database, tenant, use)
  const snapshots = await inSite(scoped => listSnapshots(scoped, site))
  const [oldest, newest, written] = await inSite(async scoped => [
    await oldestNumber(scoped, site),
    await newestNumber(scoped, site),
    await writtenIds(scoped, site),
  ])
  const isWhole = newest === 0 || oldest === 1
  const { fold, from, hasInventory, hasEngine } = await beginning(options, snapshots, isWhole, anew)
  const checkpoints = new Set(snapshots.map(({ number }) => number))
  let after = from
  for (;;) {
    const batches = await inSite(scoped => batchesAfter(scoped, site, after, REPLAY))
    for (const batch of batches) {
      apply(fold, batch)
      if (batch.number % options.every === 0 || checkpoints.has(batch.number)) fold.checkpoint()
    }
    const last = batches.at(-1)
    if (!last) break
    after = last.number
  }
  const { assets, links, findings } = written
  fold.written({
    ...(hasInventory ? { assets, links } : { assets: [], links: [] }),
    findings: hasEngine ? findings : [],
  })
  return { fold, number: newest, snapshot: snapshots[0]?.number ?? 0 }
}

/** One entry of the log, in its order. */
function apply(fold: SiteFold, { number, sensor, file, taught, body, failure }: StoredBatch): void {
  if (failure !== null) return fold.setAside(sensor, number, failure)
  try {
    fold.learn(decodeBatch(body), { taught, file })
  } catch (error) {
    throw new Unfoldable(number, error)
  }
}

type Beginning = {
  readonly fold: SiteFold
  /** The batches after this number are still to be taken. */
  readonly from: number
  /** Nothing of these is missing: what the tables hold beyond them is no more. */
  readonly hasInventory: boolean
  readonly hasEngine: boolean
}

type Candidate = { readonly snapshot: Snapshot; readonly saved: SavedSite }

async function beginning(
  options: HistoryOptions,
  snapshots: readonly Snapshot[],
  isWhole: boolean,
  anew: boolean,
): Promise<Beginning> {
  const whole = { hasInventory: true, hasEngine: true }
  const troubles: string[] = []
  const readable = anew && isWhole ? [] : usable(snapshots, troubles)
  // As far back as possible, where people want it judged anew.
  if (anew) readable.reverse()
  let best: Beginning | null = null
  for (const { snapshot, saved } of readable) {
    const { fold, restored } = await options.fold(saved)
    const { missing, inventory, engine } = restored!
    const { number: from } = snapshot
    if (missing.length === 0) return told(options, { fold, from, ...whole }, troubles)
    troubles.push(...missing.map(part => `the snapshot at batch ${from}: ${part}`))
    best ??= { fold, from, hasInventory: inventory !== null, hasEngine: engine !== null }
  }
  if (isWhole) return told(options, { fold: (await options.fold(null)).fold, from: 0, ...whole }, troubles)
  const lost =
    'The batches before it are no longer kept: what is missing begins anew, and the tables keep what they hold.'
  best ??= { fold: (await options.fold(null)).fold, from: 0, hasInventory: false, hasEngine: false }
  return told(options, best, [...troubles, lost])
}

function usable(snapshots: readonly Snapshot[], troubles: string[]): Candidate[] {
  return snapshots.flatMap(snapshot => {
    try {
      return [{ snapshot, saved: unpackSnapshot(snapshot.format, snapshot.body) }]
    } catch (error) {
      troubles.push(`the snapshot at batch ${snapshot.number}: ${(error as Error).message}`)
      return []
    }
  })
}

function told({ site, onTrouble }: HistoryOptions, from: Beginning, troubles: readonly string[]): Beginning {
  if (troubles.length > 0) onTrouble(`Site ${site} could not begin at its newest snapshot. ${troubles.join('. ')}`)
  return from
}
