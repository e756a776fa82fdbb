// The worker of one site: takes the batches of its sensors one after the other, and stores each with what came of it in
// one transaction. What was acknowledged is stored; what was not comes again, and counts once.
import { decodeBatch } from '@nautilus/bus'
import type { Batch } from '@nautilus/model'
import {
  appendBatch,
  asTenant,
  batchesAfter,
  type Changes,
  type Database,
  newestNumber,
  positionOf,
  type Telemetry,
  writeChanges,
} from '@nautilus/store'
import type { PackedBatch } from './site-calls.ts'
import type { SiteFold } from './site-fold.ts'

export type Taken = Omit<PackedBatch, 'body'> & {
  readonly batch: Batch
  /** The same, packed, as it is kept. */
  readonly body: Uint8Array
}

export type SiteWorkerOptions = {
  readonly tenant: string
  readonly site: string
  readonly database: Database
  readonly telemetry: Telemetry
  /** Makes the fold of the site, empty. Called again when a transaction failed: what is in memory is then ahead. */
  readonly fold: () => Promise<SiteFold>
  /** ms, rising. */
  readonly now: () => number
  /** Told after each commit. */
  readonly onCommit?: (commit: Commit) => void
}

export type Commit = {
  readonly tenant: string
  readonly site: string
  readonly number: number
  readonly activities: number
  readonly changes: Changes
}

type Waiting = { readonly batch: Taken; readonly done: () => void; readonly fail: (error: unknown) => void }

const streamOf = ({ sensor, epoch }: { readonly sensor: string; readonly epoch: string }): string =>
  `${sensor} ${epoch}`

/** Batches of one transaction at most. */
const GROUP = 16
/** Batches read back at once when the site starts. */
const REPLAY = 200
/** The whole site is described anew at most this often, ms, and for at most this part of the time. */
const DESCRIBE_EVERY = 2000
const DESCRIBE_SHARE = 0.05

export class SiteWorker {
  readonly #options: SiteWorkerOptions
  #fold: SiteFold | null = null
  #number = 0
  /** By sensor and epoch, the newest number of its stream that was taken. Cleared with the fold: both may be ahead. */
  readonly #seen = new Map<string, number>()
  #describeAt = 0
  #due = false
  #queue: Promise<unknown> = Promise.resolve()
  #waiting: Waiting[] = []

  constructor(options: SiteWorkerOptions) {
    this.#options = options
  }

  /** Resolves when the batch is stored, or was already. Batches are taken in the order of these calls. */
  take(batch: Taken): Promise<void> {
    return new Promise((done, fail) => {
      this.#waiting.push({ batch, done, fail })
      if (this.#waiting.length === 1) void this.#next(() => this.#drain())
    })
  }

  /** Writes what is described only now and then. */
  settle(): Promise<void> {
    return this.#next(async () => {
      if (!this.#due) return
      const fold = await this.#ready()
      await this.#commit([], this.#describe(fold))
    })
  }

  /** What people declared changed: the fold is made anew, over everything that is stored. */
  renew(): Promise<void> {
    return this.#next(async () => {
      this.#fold = null
      await this.#commit([], this.#describe(await this.#ready()))
    })
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work)
    this.#queue = done.catch(() => {})
    return done
  }

  /** Several that wait are stored in one transaction: the disk is waited for once. */
  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, GROUP)
      try {
        await this.#takeAll(group)
      } catch (error) {
        // Memory is ahead of what is stored: begin again from there.
        this.#fold = null
        for (const { fail } of group) fail(error)
      }
    }
  }

  async #takeAll(group: readonly Waiting[]): Promise<void> {
    const fold = await this.#ready()
    const fresh: Waiting[] = []
    for (const waiting of group) {
      const { batch, done, fail } = waiting
      const expected = (await this.#newest(batch)) + 1
      if (batch.seq < expected) done()
      else if (batch.seq > expected) fail(new Gap(batch.sensor, expected, batch.seq))
      else {
        this.#seen.set(streamOf(batch), batch.seq)
        fresh.push(waiting)
      }
    }
    if (fresh.length === 0) return
    const batches = fresh.map(({ batch }) => batch)
    await this.#learn(fold, batches)
    const isTime = this.#options.now() >= this.#describeAt
    const changes = isTime ? this.#describe(fold) : fold.newFindings()
    this.#due = !isTime
    await this.#commit(batches, changes)
    for (const { done } of fresh) done()
  }

  /** Telemetry first: should the transaction fail, the same rows come again under the same tokens, and add nothing. */
  async #learn(fold: SiteFold, batches: readonly Taken[]): Promise<void> {
    const { tenant, site, telemetry } = this.#options
    const added: Promise<void>[] = []
    for (const { batch, taught, file, sensor, epoch, seq } of batches) {
      fold.learn(batch, { taught, file })
      const token = `${tenant}/${site}/${sensor}/${epoch}/${seq}`
      added.push(telemetry.add(token, batch.activities, { tenant, site, sensor, idOf: fold.idOf }))
    }
    await Promise.all(added)
  }

  #describe(fold: SiteFold): Changes {
    const { now } = this.#options
    const began = now()
    const changes = fold.changes()
    const cost = now() - began
    this.#describeAt = now() + Math.max(DESCRIBE_EVERY, cost / DESCRIBE_SHARE)
    this.#due = false
    return changes
  }

  async #commit(batches: readonly Taken[], changes: Changes): Promise<void> {
    const { tenant, site, database, onCommit } = this.#options
    let number = this.#number
    let rows = 0
    await asTenant(database, tenant, async scoped => {
      for (const { sensor, epoch, seq, batch, body, file, taught } of batches) {
        number++
        rows += batch.activities.length
        const stream = { tenant, site, sensor, epoch }
        const at = Math.round(batch.to)
        const kept = { number, seq, file, taught, body: Buffer.from(body), activities: batch.activities.length, at }
        await appendBatch(scoped, stream, kept)
      }
      await writeChanges(scoped, { tenant, site }, changes)
    })
    this.#number = number
    onCommit?.({ tenant, site, number, activities: rows, changes })
  }

  /** Of the stream of this batch, the newest number that is stored. */
  async #newest({ sensor, epoch }: Taken): Promise<number> {
    const key = streamOf({ sensor, epoch })
    const known = this.#seen.get(key)
    if (known !== undefined) return known
    const { tenant, site, database } = this.#options
    const position = await asTenant(database, tenant, scoped => positionOf(scoped, { tenant, site, sensor, epoch }))
    this.#seen.set(key, position?.seq ?? 0)
    return position?.seq ?? 0
  }

  /** The fold, with everything that is stored in it. */
  async #ready(): Promise<SiteFold> {
    this.#fold ??= await this.#replayed()
    return this.#fold
  }

  async #replayed(): Promise<SiteFold> {
    const { tenant, site, database, fold: make } = this.#options
    const fold = await make()
    this.#seen.clear()
    let number = 0
    for (;;) {
      const batches = await asTenant(database, tenant, scoped => batchesAfter(scoped, site, number, REPLAY))
      for (const { body, file, taught } of batches) fold.learn(decodeBatch(body), { taught, file })
      const last = batches.at(-1)
      if (!last) break
      number = last.number
    }
    this.#number = await asTenant(database, tenant, scoped => newestNumber(scoped, site))
    // Tables may lack what was not described before the end; the first description writes all of it.
    this.#describeAt = 0
    this.#due = number > 0
    return fold
  }
}

/** A batch is missing in between: the sensor must send from there again. */
export class Gap extends Error {
  override readonly name = 'Gap'
  readonly expected: number

  constructor(sensor: string, expected: number, got: number) {
    super(`Sensor ${sensor} sent batch ${got}, and ${expected} is missing.`)
    this.expected = expected
  }
}
