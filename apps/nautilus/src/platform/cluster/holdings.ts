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

const EVERY = 1500
const DEAD_AFTER = 8000

export class Holdings {
  readonly #options: HoldingsOptions
  readonly #held = new Map<number, Fence>()
  readonly #end = new AbortController()
  readonly #deadAfter: number
  #running: Promise<unknown> = Promise.resolve()
  #workers: readonly string[] = []
  /** Partitions that are begun with or ended. */
  readonly #changing = new Set<Promise<void>>()
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

  /** Resolves after the first round. */
  async start(): Promise<void> {
    await this.#beat()
    await this.#settle()
    // Apart: a large site that is given away must not make this worker look dead.
    this.#running = Promise.all([this.#again(() => this.#beat()), this.#again(() => this.#settle())])
  }

  async #again(work: () => Promise<void>): Promise<void> {
    const { every = EVERY, onTrouble } = this.#options
    const { signal } = this.#end
    while (!signal.aborted) {
      await pause(every, undefined, { signal }).catch(() => {})
      if (!signal.aborted) await work().catch(onTrouble)
    }
  }

  async #beat(): Promise<void> {
    const { db, id, onLost, onTrouble } = this.#options
    const began = performance.now()
    this.#workers = await beat(db, { id, version: VERSION, deadAfter: this.#deadAfter })
    const leases = new Map((await listLeases(db)).map(lease => [lease.partition, lease]))
    // Whoever was away for long may have lost everything since: that is looked at before anything is answered again.
    for (const fence of this.#held.values()) {
      const lease = leases.get(fence.partition)
      if (lease?.worker === id && lease.token === fence.token) continue
      this.#held.delete(fence.partition)
      this.#change(onLost(fence, false).catch(onTrouble))
    }
    this.#heardAt = began
  }

  #change(work: Promise<void>): void {
    const done = work.finally(() => this.#changing.delete(done))
    this.#changing.add(done)
  }

  async #settle(): Promise<void> {
    await Promise.all(this.#changing)
    const share = shareOf(this.#options.id, this.#workers)
    const given = [...this.#held.values()].filter(({ partition }) => !share.has(partition))
    await Promise.all(given.map(fence => this.#give(fence)))
    await this.#take([...share].filter(partition => !this.#held.has(partition)))
  }

  async #take(wanted: readonly number[]): Promise<void> {
    const { db, id, onTaken, onTrouble } = this.#options
    const taken = await takeLeases(db, wanted, { id, deadAfter: this.#deadAfter })
    for (const fence of taken) this.#held.set(fence.partition, fence)
    await Promise.all(
      taken.map(fence =>
        onTaken(fence).catch(async error => {
          // Somebody else may do better; and so may we, at the next round.
          onTrouble(error)
          await this.#give(fence)
        }),
      ),
    )
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
    await Promise.all(this.#changing)
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
