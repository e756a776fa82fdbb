// The worker of one site: takes the batches of its sensors one after the other, and stores each with what came of it in
// one transaction. What was acknowledged is stored; what was not comes again, and counts once.
import type { Decision } from '@nautilus/detection'
import {
  appendBatches,
  appendDecision,
  appendEvent,
  type Changes,
  type Fence,
  Fenced,
  newestNumber,
  putSnapshot,
  record,
  type SiteEvent,
  type StoredEvent,
  unaccepted,
  writeChanges,
  writeTold,
} from '@nautilus/store'
import { Describing } from './describing.ts'
import { feedBookOf } from './feed-book.ts'
import { Keeping, type Kept } from './keeping.ts'
import type { PackedBatch } from './site-calls.ts'
import { endOf, Gap, type SiteWorkerOptions } from './site-commit.ts'
import { type Entry, nameOf, openBatch, rowOf, textOf } from './site-entry.ts'
import type { SiteFold } from './site-fold.ts'
import { pastOf, TRIES } from './site-history.ts'
import { SiteHold } from './site-hold.ts'
import { eventOf, type News } from './site-news.ts'
import { SiteStreams } from './site-streams.ts'
import { Telling } from './telling.ts'

type Waiting = { readonly batch: PackedBatch; readonly done: () => void; readonly fail: (error: unknown) => void }

/** Batches of one transaction at most. */
const GROUP = 16
/** Batches whose failures are remembered. */
const MOST_FAILURES = 1000
/** ms until a site that came from another worker is described. */
const DESCRIBE_AFTER = 10_000

/** ms until what could not be told is told again. */
const TELL_AGAIN = 5000

export class SiteWorker {
  readonly #options: SiteWorkerOptions
  #fold: SiteFold | null = null
  #number = 0
  /** Batches that failed, by stream and number: how often, and why. Gone when they are taken. */
  readonly #failures = new Map<string, { readonly times: number; readonly message: string }>()
  /** Cleared with the fold: both may be ahead. */
  readonly #streams: SiteStreams
  readonly #describing: Describing
  #queue: Promise<unknown> = Promise.resolve()
  #waiting: Waiting[] = []
  readonly #telling: Telling
  readonly #keeping: Keeping
  #timer: NodeJS.Timeout | null = null
  readonly #hold: SiteHold

  constructor(options: SiteWorkerOptions) {
    this.#options = options
    const { tenant, site, database, telemetry, now, onTrouble = () => {} } = options
    this.#hold = new SiteHold(options)
    const { write } = this.#hold
    this.#telling = new Telling({ tenant, site, database, telemetry, now, onTrouble, write })
    this.#streams = new SiteStreams(options)
    this.#describing = new Describing(options)
    this.#keeping = new Keeping({ site, now, onTrouble, every: options.snapshotEvery })
  }

  /** By which lease the site is held from the next call on: every write fails where it was lost. */
  hold(fence: Fence | null): void {
    if (fence?.token === this.#hold.fence?.token) return
    void this.#next(async () => {
      this.#hold.fence = fence
      // Others may have worked on it since.
      this.#fold = null
    })
  }

  /** Resolves when the batch is stored, or was already. Batches are taken in the order of these calls. */
  take(batch: PackedBatch): Promise<void> {
    return new Promise((done, fail) => {
      this.#waiting.push({ batch, done, fail })
      if (this.#waiting.length === 1) void this.#next(() => this.#drain())
    })
  }

  /** Writes what is described and told only now and then. */
  settle(): Promise<void> {
    return this.#next(async () => {
      const fold = await this.#ready()
      if (this.#describing.isDue) await this.#commit([], await this.#describe(fold), null)
      await this.#telling.flush(this.#number)
    })
  }

  /** What is in the log is told, and nothing is under way: a backup copies both stores. */
  hush(): Promise<void> {
    return this.#next(() => this.#telling.flush(this.#number)).catch(() => {})
  }

  /** The platform stops: what is known is written, so that it starts quickly. */
  rest(): Promise<void> {
    return this.#next(async () => {
      const fold = this.#fold
      if (!fold) return
      const changes = this.#describing.isDue ? await this.#describe(fold) : fold.newFindings()
      await this.#commit([], changes, this.#keeping.isWorth(this.#number) ? await this.#keep(fold, this.#number) : null)
      // Told already; the log has it.
      await this.#telling.flush(this.#number).catch(() => {})
    })
  }

  /**
   * What people declared changed: the fold is made anew, over everything that is stored. Where the log was cut, that
   * begins at the oldest snapshot: what was found before it stays as it was found then, with the names, zones and lists
   * of then; severities follow what is declared now. A snapshot is made, so that a restart does not go back behind it.
   */
  renew(): Promise<void> {
    return this.#next(async () => {
      this.#fold = null
      const fold = await this.#ready(true)
      const changes = await this.#describe(fold)
      await this.#commit([], changes, this.#number > 0 ? await this.#keep(fold, this.#number) : null)
    })
  }

  /** Asks the fold, after everything that was handed in before. */
  ask<T>(question: (fold: SiteFold) => T): Promise<T> {
    return this.#next(async () => {
      const fold = await this.#ready()
      return this.#hold.long(() => question(fold))
    })
  }

  /** Carries out a decision and stores it in the sequence of the batches. Its number; null when there is no such fact. */
  decide(decision: Decision): Promise<number | null> {
    return this.#next(async () => {
      const fold = await this.#ready()
      if (!fold.decide(decision)) return null
      const { tenant, site } = this.#options
      const number = this.#number + 1
      const { by, do: what, fact, why } = decision
      try {
        await this.#hold.write(async (scoped, isAgain) => {
          if (isAgain && (await newestNumber(scoped, site)) >= number) return
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

  /** Takes what happened besides batches and decisions, in its place in the sequence. False where it is nothing new. */
  enter(event: SiteEvent): Promise<boolean> {
    return this.#next(async () => this.#enter(await this.#ready(), event))
  }

  /** Judges by what people changed, from the next event on. False where that is nothing new. */
  use(news: News): Promise<boolean> {
    return this.#next(async () => this.#use(await this.#ready(), news))
  }

  async #use(fold: SiteFold, news: News): Promise<boolean> {
    const event = await eventOf(news, this.#options, fold)
    return event !== null && (await this.#enter(fold, event))
  }

  async #enter(fold: SiteFold, event: SiteEvent): Promise<boolean> {
    if (!fold.isNews(event)) return false
    const { tenant, database, onTrouble = () => {} } = this.#options
    const feeds = event.kind === 'feeds' ? event.feeds : []
    fold.enter(event, await feedBookOf(database, tenant, feeds, onTrouble))
    const changes = event.kind === 'rules' ? await this.#describe(fold) : fold.newFindings()
    await this.#commit([], changes, null, { number: this.#number + 1, event })
    return true
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work)
    // Memory is ahead of what is stored: begin again from there.
    this.#queue = done.catch(() => {
      this.#fold = null
    })
    return done
  }

  /** Several that wait are stored in one transaction: the disk is waited for once. */
  async #drain(): Promise<void> {
    const { every } = this.#keeping
    while (this.#waiting.length > 0) {
      try {
        await this.#ready()
        if (this.#telling.isFull) await this.#telling.flush(this.#number)
      } catch (error) {
        for (const { fail } of this.#waiting.splice(0)) fail(error)
        return
      }
      // A snapshot stands at the end of a transaction.
      const group = this.#waiting.splice(0, Math.min(GROUP, every - (this.#number % every)))
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
      const expected = (await this.#streams.newest(batch)) + 1
      if (batch.seq > expected && batch.lost)
        this.#options.onTrouble?.(`${batch.seq - expected} batches of sensor ${batch.sensor} were lost on their way.`)
      if (batch.seq < expected) await this.#again(batch).then(done)
      else if (batch.seq > expected && !batch.lost) fail(new Gap(batch.sensor, expected, batch.seq))
      else {
        this.#streams.take(batch)
        fresh.push(waiting)
      }
    }
    if (fresh.length === 0) return
    const entries = await this.#learnAll(fold, fresh)
    const changes = this.#describing.may(this.#turn) ? await this.#describe(fold) : fold.newFindings()
    const { number } = entries.at(-1)!
    await this.#commit(entries, changes, this.#keeping.isDue(number) ? await this.#keep(fold, number) : null)
    for (const { batch } of fresh) this.#failures.delete(nameOf(batch))
    for (const { done } of fresh) done()
  }

  async #again(batch: PackedBatch): Promise<void> {
    if (await this.#streams.contradicts(batch))
      this.#options.onStrange?.(batch.sensor, `batch ${batch.seq} of its run ${batch.epoch}`)
  }

  /** The thread is others' between two of them. */
  async #learnAll(fold: SiteFold, fresh: readonly Waiting[]): Promise<Entry[]> {
    const entries: Entry[] = []
    for (const { batch } of fresh)
      entries.push(await this.#hold.long(() => this.#learn(fold, batch, this.#number + 1 + entries.length)))
    return entries
  }

  /** What cannot be opened, or failed too often, has its place in the log, and is left out. */
  #learn(fold: SiteFold, packed: PackedBatch, number: number): Entry {
    const { site, onTrouble } = this.#options
    const { taught, file, sensor, epoch, body, refused } = packed
    const failed = this.#failures.get(nameOf(packed))
    const why = refused ?? (failed && failed.times >= TRIES ? failed.message : null)
    const { batch, failure } = openBatch(body, why)
    if (batch === null) {
      onTrouble?.(`Batch ${number} of sensor ${sensor} at site ${site} is set aside: ${failure}`)
      fold.setAside(sensor, number, failure)
      return { number, packed, failure, activities: 0, to: null }
    }
    this.#try(packed, () => fold.learn(batch, { taught, file, teller: { sensor, epoch } }))
    this.#telling.add({ number, sensor, batch }, fold.idOf)
    return { number, packed, failure: null, activities: batch.activities.length, to: batch.to }
  }

  #try(packed: PackedBatch, work: () => void): void {
    const { now } = this.#options
    const began = now()
    try {
      work()
      this.#keeping.learned(now() - began)
    } catch (error) {
      const times = (this.#failures.get(nameOf(packed))?.times ?? 0) + 1
      if (this.#failures.size >= MOST_FAILURES) this.#failures.clear()
      this.#failures.set(nameOf(packed), { times, message: textOf(error) })
      throw error
    }
  }

  readonly #turn = () =>
    this.#next(async () => {
      if (this.#fold && this.#describing.isDue) await this.#commit([], await this.#describe(this.#fold), null)
    })

  #keep(fold: SiteFold, number: number): Promise<Kept | null> {
    return this.#hold.long(() => this.#keeping.keep(fold, number))
  }

  #describe(fold: SiteFold): Promise<Changes> {
    return this.#hold.long(() => this.#describing.describe(fold))
  }

  async #commit(
    entries: readonly Entry[],
    changes: Changes,
    kept: Kept | null,
    event: StoredEvent | null = null,
  ): Promise<void> {
    const { tenant, site, onCommit, now, turns } = this.#options
    // A snapshot lets go of the log, and what is not told yet is nowhere else.
    if (kept) await this.#telling.flush(this.#number)
    const number = event?.number ?? entries.at(-1)?.number ?? this.#number
    const mark = this.#telling.next(number)
    let wrote = 0
    const open = await this.#hold.write(async (scoped, isAgain) => {
      const isThere = isAgain && number > this.#number && (await newestNumber(scoped, site)) >= number
      if (!isThere) {
        await appendBatches(scoped, { tenant, site }, entries.map(rowOf))
        if (event) await appendEvent(scoped, { tenant, site }, event)
        const began = now()
        await writeChanges(scoped, { tenant, site }, changes)
        wrote = now() - began
        if (kept) await putSnapshot(scoped, { tenant, site }, kept, this.#keeping.every)
        if (mark) await writeTold(scoped, { tenant, site }, mark)
      }
      return unaccepted(
        scoped,
        site,
        changes.findings.map(({ id }) => id),
      )
    })
    // What is described costs the database as well.
    if (changes.assets.length > 0) turns?.spent(wrote)
    this.#number = number
    if (kept) this.#keeping.kept(kept.number)
    if (mark) void this.#telling.start(mark).then(() => this.#tellSoon())
    else this.#tellSoon()
    const { length: batches } = entries
    const activities = entries.reduce((sum, entry) => sum + entry.activities, 0)
    onCommit?.({ tenant, site, number, activities, batches, changes, open, to: endOf(entries) })
  }

  /** What waits is told, also when no batch comes any more. */
  #tellSoon(): void {
    const { wait } = this.#telling
    if (wait === null || this.#timer) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#next(() => this.#tell()).catch(error => this.#tellLater(error))
    }, wait)
    this.#timer.unref()
  }

  /** What could not be written is in the log: the site begins again, also when no batch comes any more. */
  #tellLater(error: unknown): void {
    this.#options.onTrouble?.(textOf(error))
    if (error instanceof Fenced) return
    setTimeout(() => {
      this.#next(async () => {
        await this.#ready()
        this.#tellSoon()
      }).catch(again => this.#tellLater(again))
    }, TELL_AGAIN).unref()
  }

  async #tell(): Promise<void> {
    await this.#ready()
    const mark = this.#telling.next(this.#number)
    if (!mark) return this.#tellSoon()
    const { tenant, site } = this.#options
    await this.#hold.write(scoped => writeTold(scoped, { tenant, site }, mark))
    void this.#telling.start(mark).then(() => this.#tellSoon())
  }

  /** The fold, with everything that is stored in it. */
  async #ready(anew = false): Promise<SiteFold> {
    if (this.#fold) return this.#fold
    return this.#hold.comeBack(() => this.#comeBack(anew))
  }

  async #comeBack(anew: boolean): Promise<SiteFold> {
    const { onTrouble = () => {}, ...options } = this.#options
    await this.#streams.begin()
    const { write, long } = this.#hold
    const { fold, number, snapshot } = await pastOf({ ...options, onTrouble, write, long }, anew)
    this.#number = number
    this.#keeping.begin(snapshot)
    // Tables may lack what was not described before the end. The first description writes all of it: not while other
    // sites still come back.
    this.#describing.begin(number > 0, this.#hold.fence && number > 0 ? DESCRIBE_AFTER : 0)
    await this.#telling.begin(fold.idOf)
    this.#fold = fold
    // Where they changed while nobody worked on this site.
    for (const news of ['rules', 'orders', 'feeds'] as const) await this.#use(fold, news)
    return fold
  }
}
