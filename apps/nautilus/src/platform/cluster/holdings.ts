// Which partitions of sites this worker has, among all workers of the installation: by leases in the database. Whoever is
// not heard for some seconds loses them; whoever comes is given its share. A lease only says who should work: that nobody
// else's work is stored, the token in each transaction makes sure.
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { PARTITIONS } from '@nautilus/nats'
import { beat, type Database, type Fence, leave, listLeases, releaseLease, takeLeases } from '@nautilus/store'
import { VERSION } from '../../version.ts'

export type HoldingsOptions = {
  readonly db: Database
  /** Of this process, and of the one that it replaces in the same data folder. */
  readonly id: string
  /** Begins to work on the sites of a partition. */
  readonly onTaken: (fence: Fence) => Promise<void>
  /** Ends it. `kept`: it is still ours, and what is known is written; otherwise somebody else has it already. */
  readonly onLost: (fence: Fence, kept: boolean) => Promise<void>
  readonly onTrouble: (error: unknown) => void
  /** ms between two rounds, and without one after which a worker is taken for dead. */
  readonly every?: number
  readonly deadAfter?: number
}

const EVERY = 1000
const DEAD_AFTER = 5000

export class Holdings {
  readonly #options: HoldingsOptions
  readonly #held = new Map<number, Fence>()
  readonly #end = new AbortController()
  readonly #deadAfter: number
  #running: Promise<unknown> = Promise.resolve()
  #workers: readonly string[] = []
  /** Somebody came or went: shares are settled at once. */
  #news = new AbortController()
  /** What is begun with or ended, by partition: one that takes long, for its bus is away, holds up no other. */
  readonly #changing = new Map<number, Promise<void>>()
  /** ms, rising: when others last heard of us. */
  #heardAt = Number.NEGATIVE_INFINITY

  constructor(options: HoldingsOptions) {
    this.#options = options
    this.#deadAfter = options.deadAfter ?? DEAD_AFTER
  }

  /** The lease of a partition; null where it is not ours, or where others may think so: this process was away. */
  fenceOf(partition: number): Fence | null {
    return performance.now() - this.#heardAt < this.#deadAfter ? (this.#held.get(partition) ?? null) : null
  }

  get partitions(): readonly number[] {
    return [...this.#held.keys()].sort((a, b) => a - b)
  }

  /** Resolves when the first share is begun with. */
  async start(): Promise<void> {
    await this.#beat()
    // Apart from all else, and from now on: a large site, or many, must not make this worker look dead.
    const beating = this.#again(() => this.#beat())
    const first = this.#settle()
    const settling = first
      .catch(() => {})
      .then(() =>
        this.#again(
          () => this.#settle(),
          () => [this.#news.signal],
        ),
      )
    this.#running = Promise.all([beating, settling])
    await first
    await this.#changed()
  }

  async #again(work: () => Promise<void>, early: () => readonly AbortSignal[] = () => []): Promise<void> {
    const { every = EVERY, onTrouble } = this.#options
    const { signal } = this.#end
    const wait = () => pause(every, undefined, { signal: AbortSignal.any([signal, ...early()]) }).catch(() => {})
    while (!signal.aborted) {
      await wait()
      if (!signal.aborted) await work().catch(onTrouble)
    }
  }

  async #beat(): Promise<void> {
    const { db, id, onLost } = this.#options
    const began = performance.now()
    // What is taken while they are read is not in them yet.
    const held = [...this.#held.values()]
    const workers = await beat(db, { id, version: VERSION, deadAfter: this.#deadAfter })
    if (`${workers}` !== `${this.#workers}`) this.#news.abort()
    this.#workers = workers
    const leases = new Map((await listLeases(db)).map(lease => [lease.partition, lease]))
    // Whoever was away for long may have lost everything since: that is looked at before anything is answered again.
    for (const fence of held) {
      const lease = leases.get(fence.partition)
      if (this.#held.get(fence.partition) !== fence || (lease?.worker === id && lease.token === fence.token)) continue
      this.#held.delete(fence.partition)
      this.#change(fence, () => onLost(fence, false))
    }
    this.#heardAt = began
  }

  /** After what is under way with that partition. */
  #change({ partition }: Fence, work: () => Promise<void>): void {
    const before = this.#changing.get(partition) ?? Promise.resolve()
    const done: Promise<void> = before
      .then(work)
      .catch(this.#options.onTrouble)
      .finally(() => {
        if (this.#changing.get(partition) === done) this.#changing.delete(partition)
      })
    this.#changing.set(partition, done)
  }

  async #changed(): Promise<void> {
    while (this.#changing.size > 0) await Promise.all(this.#changing.values())
  }

  async #settle(): Promise<void> {
    const { db, id } = this.#options
    this.#news = new AbortController()
    const share = shareOf(id, this.#workers)
    for (const fence of this.#held.values())
      if (!share.has(fence.partition) && !this.#changing.has(fence.partition))
        this.#change(fence, () => this.#give(fence))
    const wanted = [...share].filter(partition => !this.#held.has(partition) && !this.#changing.has(partition))
    for (const fence of await takeLeases(db, wanted, { id, deadAfter: this.#deadAfter })) {
      this.#held.set(fence.partition, fence)
      this.#change(fence, () => this.#begin(fence))
    }
  }

  async #begin(fence: Fence): Promise<void> {
    const { onTaken, onTrouble } = this.#options
    try {
      await onTaken(fence)
    } catch (error) {
      // Somebody else may do better; and so may we, at the next round.
      onTrouble(error)
      await this.#give(fence)
    }
  }

  async #give(fence: Fence): Promise<void> {
    const { db, onLost } = this.#options
    await onLost(fence, true)
    if (this.#held.get(fence.partition)?.token === fence.token) this.#held.delete(fence.partition)
    await releaseLease(db, fence)
  }

  /** What is known is written, and everything is given to the others. */
  async stop(): Promise<void> {
    const { db, id, onTrouble } = this.#options
    this.#end.abort()
    await this.#running
    await this.#changed()
    await Promise.all([...this.#held.values()].map(fence => this.#give(fence).catch(onTrouble)))
    await leave(db, id).catch(onTrouble)
  }
}

/** Of each partition the worker whose hash with it is the largest: when one comes or goes, only its own share moves. */
export function shareOf(id: string, workers: readonly string[]): Set<number> {
  const own = new Set<number>()
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const best = workers.reduce((a, b) => (weightOf(b, partition) > weightOf(a, partition) ? b : a), id)
    if (best === id) own.add(partition)
  }
  return own
}

const weights = new Map<string, number>()
const MOST_WEIGHTS = 100_000

function weightOf(worker: string, partition: number): number {
  const key = `${worker} ${partition}`
  const known = weights.get(key)
  if (known !== undefined) return known
  const weight = createHash('sha256').update(key).digest().readUInt32BE(0)
  if (weights.size >= MOST_WEIGHTS) weights.clear()
  weights.set(key, weight)
  return weight
}
