// This process among the others of one installation: which sites are its own, how it reaches the rest, and what it tells
// and hears.
import { randomUUID } from 'node:crypto'
import type { LiveEvent } from '@nautilus/api'
import {
  type Delivered,
  LIVE,
  type NatsConnection,
  partitionOf,
  type Taking,
  TIME,
  takePartition,
} from '@nautilus/nats'
import type { Database, Fence } from '@nautilus/store'
import type { Logger } from 'pino'
import type { Place } from '../site-calls.ts'
import { Holdings } from './holdings.ts'
import { answerFor, askOwner, type Question } from './questions.ts'

/** What a process does for the sites that it has. */
export type Owner = {
  /** Begins to work on the sites of this partition. */
  begin(partition: number): Promise<void>
  /** `kept`: what is known of them can still be written. */
  end(partition: number, kept: boolean): Promise<void>
  answer(place: Place, question: Question): Promise<unknown>
  /** Stores a batch; throws `Missing`. */
  store(delivered: Delivered, lost: boolean): Promise<void>
}

export type ClusterOptions = {
  readonly nc: NatsConnection
  readonly db: Database
  /** Of this process, and of the one that it replaces in the same data folder. */
  readonly id: string
  readonly log: Logger
  /** ms; see Holdings. */
  readonly every?: number | undefined
  readonly deadAfter?: number | undefined
}

type Working = { readonly taking: Taking; readonly deaf: () => void }
type Sent = { readonly from: string; readonly event: LiveEvent }

/** Whoever has this partition does what one process alone should do. */
const DUTIES = 0

export class Cluster {
  readonly #options: ClusterOptions
  readonly #working = new Map<number, Working>()
  /** Of this run. */
  readonly #name = randomUUID()
  #holdings: Holdings | null = null
  #asides = 0
  #onEvent: (event: LiveEvent) => void = () => {}

  constructor(options: ClusterOptions) {
    this.#options = options
    const { nc, log } = options
    nc.subscribe(LIVE, {
      callback: (error, message) => {
        if (error) return log.warn({ err: error }, 'events of other processes are not heard')
        const { from, event } = message.json<Sent>()
        if (from !== this.#name) this.#onEvent(event)
      },
    })
  }

  get nc(): NatsConnection {
    return this.#options.nc
  }

  /** By which lease this process has a site; null where it does not. */
  fenceOf(place: Place): Fence | null {
    return this.#holdings?.fenceOf(partitionOf(place)) ?? null
  }

  get hasDuties(): boolean {
    return this.#holdings?.fenceOf(DUTIES) != null
  }

  get partitions(): readonly number[] {
    return this.#holdings?.partitions ?? []
  }

  /** Messages of the bus that no batch could be made of, since the start. */
  get asides(): number {
    return this.#asides
  }

  ask<T>(place: Place, question: Question): Promise<T> {
    return askOwner<T>(this.#options.nc, place, question)
  }

  /** What other processes tell goes here. */
  hear(listener: (event: LiveEvent) => void): void {
    this.#onEvent = listener
  }

  emit(event: LiveEvent): void {
    const { nc } = this.#options
    // Pages that miss one ask again; nothing waits for it.
    if (!nc.isClosed()) nc.publish(LIVE, JSON.stringify({ from: this.#name, event } satisfies Sent))
  }

  /** From now on this process is a worker: it has its share of the sites. */
  async work(owner: Owner): Promise<void> {
    const { nc, db, id, log, every, deadAfter } = this.#options
    this.#holdings = new Holdings({
      ...{ db, id },
      ...(every === undefined ? {} : { every }),
      ...(deadAfter === undefined ? {} : { deadAfter }),
      onTaken: fence => this.#begin(owner, fence),
      onLost: ({ partition }, kept) => this.#end(owner, partition, kept),
      onTrouble: error =>
        log.error({ err: error }, 'which sites this worker has could not be settled; it is tried again'),
    })
    nc.subscribe(TIME, {
      queue: 'time',
      callback: (error, message) => {
        if (!error) message.respond(String(Date.now() * 1000))
      },
    })
    await this.#holdings.start()
  }

  async #begin(owner: Owner, { partition }: Fence): Promise<void> {
    const { nc, log } = this.#options
    const trouble = (error: unknown) => log.error({ err: error, partition }, 'a batch of the bus is not stored yet')
    const taking = await takePartition({
      ...{ nc, partition },
      store: (delivered, lost) => owner.store(delivered, lost),
      onAside: (subject, why) => {
        this.#asides++
        log.warn({ subject }, `A message of the bus is set aside: ${why}.`)
      },
      onTrouble: trouble,
    })
    const deaf = answerFor({
      ...{ nc, partition },
      owns: place => this.fenceOf(place) !== null,
      work: (place, question) => owner.answer(place, question),
      onTrouble: trouble,
    })
    this.#working.set(partition, { taking, deaf })
    await owner.begin(partition)
  }

  async #end(owner: Owner, partition: number, kept: boolean): Promise<void> {
    const working = this.#working.get(partition)
    this.#working.delete(partition)
    working?.deaf()
    await working?.taking.stop()
    await owner.end(partition, kept)
  }

  /** Its sites go to others. */
  async rest(): Promise<void> {
    await this.#holdings?.stop()
    this.#holdings = null
  }
}
