// How a site comes back: the newest snapshot that can be used, and the batches after it.
import { decodeBatch } from '@nautilus/bus'
import type { Decision } from '@nautilus/detection'
import {
  asTenant,
  batchesAfter,
  type Database,
  decisionsAfter,
  eventsAfter,
  listSnapshots,
  newestNumber,
  oldestNumber,
  type Scoped,
  type StoredBatch,
  setAside,
  snapshotBody,
  writtenIds,
} from '@nautilus/store'
import { feedBookOf } from './feed-book.ts'
import type { SiteFold } from './site-fold.ts'
import { type Restored, type SavedSite, Unusable, unpackSnapshot } from './snapshot.ts'

/** Makes the fold of a site: empty, or as it was saved, and which parts of that could be used. */
export type MakeFold = (
  saved: SavedSite | null,
) => Promise<{ readonly fold: SiteFold; readonly restored: Restored | null }>

export type HistoryOptions = {
  readonly tenant: string
  readonly site: string
  readonly database: Database
  readonly fold: MakeFold
  /** A transaction of the site, by whoever has it. */
  readonly write: <T>(use: (scoped: Scoped) => Promise<T>) => Promise<T>
  /** Work that holds the thread. */
  readonly long: <T>(work: () => T | Promise<T>) => Promise<T>
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
      const { tenant, site, write, onTrouble } = options
      onTrouble(`Batch ${number} of site ${site}, which was taken before, is set aside: ${message}`)
      await write(scoped => setAside(scoped, { tenant, site }, number, message))
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
  const { tenant, site, database, long } = options
  const inSite = <T>(use: (scoped: Scoped) => Promise<T>) => asTenant(database, tenant, use)
  const snapshots = await inSite(scoped => listSnapshots(scoped, site))
  const [oldest, newest] = await inSite(async scoped => [
    await oldestNumber(scoped, site),
    await newestNumber(scoped, site),
  ])
  const { fold, from } = await beginning(options, snapshots, newest === 0 || oldest === 1, anew)
  const others = await inSite(scoped => othersAfter(scoped, options, from))
  const enterUntil = async (number: number) => {
    while (others[0] && others[0].number < number) {
      await others.shift()!.enter(fold)
    }
  }
  let after = from
  for (;;) {
    const batches = await inSite(scoped => batchesAfter(scoped, site, after, REPLAY))
    for (const batch of batches) {
      await enterUntil(batch.number)
      await long(() => apply(fold, batch))
    }
    if (batches.length < REPLAY) break
    after = batches.at(-1)!.number
  }
  await enterUntil(Number.POSITIVE_INFINITY)
  fold.written(await inSite(scoped => writtenIds(scoped, site, fold.rules)))
  return { fold, number: newest, snapshot: snapshots[0]?.number ?? 0 }
}

type Other = { readonly number: number; readonly enter: (fold: SiteFold) => void | Promise<void> }

/** What moved the site besides batches, the oldest first. */
async function othersAfter(scoped: Scoped, options: HistoryOptions, from: number): Promise<Other[]> {
  const { tenant, site, database, onTrouble } = options
  const decisions = (await decisionsAfter(scoped, site, from)).map(
    ({ number, data }): Other => ({ number, enter: fold => void fold.decide(data as Decision) }),
  )
  const events = (await eventsAfter(scoped, site, from)).map(
    ({ number, event }): Other => ({
      number,
      enter: async fold => {
        const feeds = event.kind === 'feeds' ? event.feeds : []
        fold.enter(event, await feedBookOf(database, tenant, feeds, onTrouble))
      },
    }),
  )
  return [...decisions, ...events].sort((a, b) => a.number - b.number)
}

/** One batch of the log, in its order. */
function apply(fold: SiteFold, { number, sensor, epoch, file, taught, body, failure }: StoredBatch): void {
  if (failure !== null) return fold.setAside(sensor, number, failure)
  try {
    fold.learn(decodeBatch(body), { taught, file, teller: { sensor, epoch } })
  } catch (error) {
    throw new Unfoldable(number, error)
  }
}

/** The batches after `from` are still to be taken. */
type Beginning = { readonly fold: SiteFold; readonly from: number }

async function beginning(
  options: HistoryOptions,
  snapshots: readonly { readonly number: number; readonly format: number }[],
  isWhole: boolean,
  anew: boolean,
): Promise<Beginning> {
  const troubles: string[] = []
  // As far back as possible, where people want it judged anew.
  const inOrder = anew ? (isWhole ? [] : [...snapshots].reverse()) : snapshots
  let best: Beginning | null = null
  for (const { number: from, format } of inOrder) {
    const { tenant, site, database } = options
    const body = await asTenant(database, tenant, scoped => snapshotBody(scoped, site, from))
    if (body === null) continue
    const made = await options.long(async () => {
      const saved = unpacked(format, body)
      return typeof saved === 'string' ? saved : options.fold(saved)
    })
    if (typeof made === 'string') {
      troubles.push(`the snapshot at batch ${from}: ${made}`)
      continue
    }
    const { fold, restored } = made
    const { missing, inventory, engine } = restored!
    if (missing.length === 0) return told(options, { fold, from }, troubles)
    troubles.push(...missing.map(part => `the snapshot at batch ${from}: ${part}`))
    fold.lacks({ inventory: inventory === null, findings: engine === null })
    best ??= { fold, from }
  }
  if (isWhole) return told(options, await empty(options), troubles)
  const lost =
    'The batches before it are no longer kept: what is missing begins anew, and the tables keep what they hold.'
  if (best) return told(options, best, [...troubles, lost])
  const nothing = await empty(options)
  nothing.fold.lacks({ inventory: true, findings: true })
  return told(options, nothing, [...troubles, lost])
}

const empty = async ({ fold }: HistoryOptions): Promise<Beginning> => ({ fold: (await fold(null)).fold, from: 0 })

/** Or why it cannot be used. */
function unpacked(format: number, body: Uint8Array): SavedSite | string {
  try {
    return unpackSnapshot(format, body)
  } catch (error) {
    if (error instanceof Unusable) return error.message
    throw error
  }
}

function told({ site, onTrouble }: HistoryOptions, from: Beginning, troubles: readonly string[]): Beginning {
  if (troubles.length > 0) onTrouble(`Site ${site} could not begin at its newest snapshot. ${troubles.join('. ')}`)
  return from
}
