// The worker of one site: takes the batches of its sensors one after the other, and stores each with what came of it in
// one transaction. What was acknowledged is stored; what was not comes again, and counts once.
import { decodeBatch, encodeBatch, type SensorBatch } from '@nautilus/bus'
import type { Decision } from '@nautilus/detection'
import {
  appendBatch,
  appendDecision,
  asTenant,
  batchesAfter,
  type Changes,
  type Database,
  decisionsAfter,
  newestNumber,
  positionOf,
  record,
  type Telemetry,
  writeChanges,
} from '@nautilus/store'
import type { SiteFold } from './site-fold.ts'

export type Taken = SensorBatch & {
  /** A person gave its source as normal. */
  readonly taught: boolean
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
  /** The end of the batch (µs), and whether it came from live traffic; null where no batch was stored. */
  readonly to: { readonly at: number; readonly live: boolean } | null
}

/** Batches read back at once when the site starts. */
const REPLAY = 200
/** The whole site is described anew at most this often, ms, and for at most this part of the time. */
const DESCRIBE_EVERY = 2000
const DESCRIBE_SHARE = 0.05

export class SiteWorker {
  readonly #options: SiteWorkerOptions
  #fold: SiteFold | null = null
  #number = 0
  /** By sensor and epoch, the newest number of its stream that is stored. */
  readonly #seen = new Map<string, number>()
  #describeAt = 0
  #due = false
  #queue: Promise<unknown> = Promise.resolve()
  activities = 0
  /** Calls that wait, and the one that is being worked on. */
  queued = 0

  constructor(options: SiteWorkerOptions) {
    this.#options = options
  }

  /** Resolves when the batch is stored, or was already. Batches are taken in the order of these calls. */
  take(batch: Taken): Promise<void> {
    return this.#next(() => this.#take(batch))
  }

  /** Writes what is described only now and then. */
  settle(): Promise<void> {
    return this.#next(async () => {
      if (!this.#due) return
      const fold = await this.#ready()
      await this.#commit(null, this.#describe(fold))
    })
  }

  /** What people declared changed: the fold is made anew, over everything that is stored. */
  renew(): Promise<void> {
    return this.#next(async () => {
      this.#fold = null
      await this.#commit(null, this.#describe(await this.#ready()))
    })
  }

  /** Asks the fold, after everything that was handed in before. */
  ask<T>(question: (fold: SiteFold) => T): Promise<T> {
    return this.#next(async () => question(await this.#ready()))
  }

  /** Carries out a decision and stores it in the sequence of the batches. Its number; null when there is no such fact. */
  decide(decision: Decision): Promise<number | null> {
    return this.#next(async () => {
      const fold = await this.#ready()
      if (!fold.decide(decision)) return null
      const { tenant, site, database } = this.#options
      const number = this.#number + 1
      const { by, do: what, fact, why } = decision
      try {
        await asTenant(database, tenant, async scoped => {
          await appendDecision(scoped, { tenant, site }, { number, data: decision, by })
          await record(scoped, tenant, { who: by, site, action: `baseline.${what}`, detail: { number, fact, why } })
        })
      } catch (error) {
        this.#fold = null
        throw error
      }
      this.#number = number
      return number
    })
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    this.queued++
    const done = this.#queue.then(work).finally(() => this.queued--)
    this.#queue = done.catch(() => {})
    return done
  }

  async #take(taken: Taken): Promise<void> {
    const fold = await this.#ready()
    if (await this.#has(taken)) return
    try {
      await this.#fresh(fold, taken)
    } catch (error) {
      // Memory is ahead of what is stored: begin again from there.
      this.#fold = null
      throw error
    }
  }

  async #fresh(fold: SiteFold, taken: Taken): Promise<void> {
    const { tenant, site, sensor, epoch, seq, batch, file } = taken
    fold.learn(batch, { taught: taken.taught, file })
    const token = `${tenant}/${site}/${sensor}/${epoch}/${seq}`
    await this.#options.telemetry.add(token, batch.activities, { tenant, site, sensor, idOf: fold.idOf })
    const isTime = this.#options.now() >= this.#describeAt
    const changes = isTime ? this.#describe(fold) : fold.newFindings()
    this.#due = !isTime
    await this.#commit(taken, changes)
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

  async #commit(taken: Taken | null, changes: Changes): Promise<void> {
    const { tenant, site, database, onCommit } = this.#options
    const number = taken ? this.#number + 1 : this.#number
    await asTenant(database, tenant, async scoped => {
      if (taken) {
        const { sensor, epoch, seq, batch, file, taught } = taken
        const body = encodeBatch(batch)
        const stream = { tenant, site, sensor, epoch }
        const at = Math.round(batch.to)
        await appendBatch(scoped, stream, { number, seq, file, body, taught, activities: batch.activities.length, at })
      }
      await writeChanges(scoped, { tenant, site }, changes)
    })
    this.#number = number
    if (taken) {
      this.#seen.set(`${taken.sensor} ${taken.epoch}`, taken.seq)
      this.activities += taken.batch.activities.length
    }
    const to = taken && { at: taken.batch.to, live: taken.file === null }
    onCommit?.({ tenant, site, number, activities: taken?.batch.activities.length ?? 0, changes, to })
  }

  async #has({ tenant, site, sensor, epoch, seq }: Taken): Promise<boolean> {
    const key = `${sensor} ${epoch}`
    let newest = this.#seen.get(key)
    if (newest === undefined) {
      const { database } = this.#options
      newest =
        (await asTenant(database, tenant, scoped => positionOf(scoped, { tenant, site, sensor, epoch })))?.seq ?? 0
      this.#seen.set(key, newest)
    }
    if (seq <= newest) return true
    if (seq > newest + 1) throw new Gap(sensor, newest + 1, seq)
    return false
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
    const decisions = await asTenant(database, tenant, scoped => decisionsAfter(scoped, site, number))
    const decideUntil = (end: number) => {
      while (decisions[0] && decisions[0].number < end) fold.decide(decisions.shift()!.data as Decision)
    }
    for (;;) {
      const batches = await asTenant(database, tenant, scoped => batchesAfter(scoped, site, number, REPLAY))
      for (const { number: own, body, file, taught } of batches) {
        decideUntil(own)
        fold.learn(decodeBatch(body), { taught, file })
      }
      const last = batches.at(-1)
      if (!last) break
      number = last.number
    }
    decideUntil(Number.POSITIVE_INFINITY)
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
