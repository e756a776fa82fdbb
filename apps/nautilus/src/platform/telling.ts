// How the telemetry store follows the log of a site: behind it, and many batches at once, for an insert costs it about as
// much whether it brings a hundred rows or ten thousand. The log says beforehand how far an insert goes; whoever comes
// back after a crash makes the same one again, under the same tokens, and it adds nothing that is there.
import type { Batch } from '@nautilus/model'
import {
  asTenant,
  batchesAfter,
  type Database,
  type Placed,
  readTold,
  type Scoped,
  type Telemetry,
  type TelemetryRows,
  type Told,
  telemetryRows,
  writeTold,
} from '@nautilus/store'
import { openBatch, textOf } from './site-entry.ts'

type Place = { readonly tenant: string; readonly site: string }
type ToTell = { readonly number: number; readonly sensor: string; readonly batch: Batch | null }
type Waiting = { readonly number: number; readonly rows: TelemetryRows; readonly count: number }

export type TellingOptions = Place & {
  readonly database: Database
  readonly telemetry: Telemetry
  /** ms, rising. */
  readonly now: () => number
  /** Told what an operator should know. */
  readonly onTrouble: (message: string) => void
  /** A transaction of the site, by whoever has it. */
  readonly write: <T>(use: (scoped: Scoped) => Promise<T>) => Promise<T>
}

/** Batches read back at once; what they tell is made before others have the thread. */
const READ = 16
/** Batches of one insert. */
const TOGETHER = 16
/** Rows that wait, with which an insert is made at once. */
const MANY = 8000
/** ms until what waits is inserted, and the least part of the time that inserts leave free. */
const PATIENCE = 1000
const REST = 3
/** Rows that may wait: with more, batches are taken no quicker than they are told. */
const MOST_WAITING = 100_000

export class Telling {
  readonly #options: TellingOptions
  #told = 0
  #telling = 0
  #waiting: Waiting[] = []
  #rows = 0
  #inserting: Promise<void> | null = null
  #dueAt = 0
  #failing = false

  constructor(options: TellingOptions) {
    this.#options = options
  }

  /** Begins anew, with what the log says is not told yet. */
  async begin(idOf: Placed['idOf']): Promise<void> {
    await this.#inserting
    this.#waiting = []
    this.#rows = 0
    this.#dueAt = 0
    const { tenant, site, database } = this.#options
    const told = await asTenant(database, tenant, scoped => readTold(scoped, site))
    this.#told = told.told
    this.#telling = told.telling
    for (let after = told.told; ; ) {
      const batches = await asTenant(database, tenant, scoped => batchesAfter(scoped, site, after, READ))
      for (const { number, sensor, body, failure } of batches)
        this.add({ number, sensor, batch: openBatch(body, failure).batch }, idOf)
      if (batches.length < READ) return
      after = batches.at(-1)!.number
    }
  }

  /** A batch that is about to be in the log, or is. */
  add({ number, sensor, batch }: ToTell, idOf: Placed['idOf']): void {
    const { tenant, site, now } = this.#options
    if (batch === null || batch.activities.length === 0) return
    if (this.#rows === 0) this.#dueAt = Math.max(this.#dueAt, now() + PATIENCE)
    const rows = telemetryRows(batch.activities, { tenant, site, sensor, idOf })
    this.#waiting.push({ number, rows, count: batch.activities.length })
    this.#rows += batch.activities.length
  }

  /** ms until something should be inserted; null when nothing waits. */
  get wait(): number | null {
    if (this.#rows === 0 || this.#inserting) return null
    return this.#rows >= MANY ? 0 : Math.max(0, this.#dueAt - this.#options.now())
  }

  get isFull(): boolean {
    return this.#rows >= MOST_WAITING
  }

  /** What the log, which reaches to `until`, must say before the next insert is made; null when there is none to make. */
  next(until: number, isNow = false): Told | null {
    if (this.#rows === 0 || this.#inserting || !(isNow || this.wait === 0)) return null
    // One that failed is made again as it was: half of it may be there.
    if (this.#telling > this.#told) return { told: this.#told, telling: this.#telling }
    const last = this.#waiting.findLast(({ number }) => number <= until)
    return last ? { told: this.#told, telling: last.number } : null
  }

  /** The log says so: inserts. Resolves when it is done; false when it failed, and is to be tried again. */
  async start({ told, telling }: Told): Promise<boolean> {
    this.#telling = telling
    const { now } = this.#options
    const began = now()
    let done = false
    const take = () => {
      done = true
      this.#let(telling)
    }
    this.#inserting = this.#insert(told, telling).then(take, error => this.#failed(error))
    await this.#inserting
    this.#inserting = null
    this.#dueAt = now() + Math.max(PATIENCE, (now() - began) * REST)
    return done
  }

  /** Inserts all that waits, of a log that reaches to `until`. Throws where the store does not take it. */
  async flush(until: number): Promise<void> {
    const { tenant, site, write } = this.#options
    for (;;) {
      await this.#inserting
      const mark = this.next(until, true)
      if (!mark) break
      await write(scoped => writeTold(scoped, { tenant, site }, mark))
      if (!(await this.start(mark))) throw new Error(`the telemetry store does not take what site ${site} tells`)
    }
    await write(scoped => writeTold(scoped, { tenant, site }, this.#mark))
  }

  get #mark(): Told {
    return { told: this.#told, telling: this.#telling }
  }

  async #insert(told: number, telling: number): Promise<void> {
    const { tenant, site, telemetry } = this.#options
    const range = this.#waiting.filter(({ number }) => number <= telling)
    for (let at = 0; at < range.length; at += TOGETHER) {
      const together = range.slice(at, at + TOGETHER)
      await telemetry.add(
        `${tenant}/${site}/${told}-${telling}/${at}`,
        together.map(({ rows }) => rows),
      )
    }
  }

  #let(telling: number): void {
    this.#failing = false
    this.#told = telling
    this.#waiting = this.#waiting.filter(({ number }) => number > telling)
    this.#rows = this.#waiting.reduce((sum, { count }) => sum + count, 0)
  }

  #failed(error: unknown): void {
    const { site, onTrouble } = this.#options
    if (!this.#failing) onTrouble(`The telemetry of site ${site} waits and is tried again: ${textOf(error)}`)
    this.#failing = true
  }
}
