// The threads in which sites are worked on. A site stays on one thread: its batches are taken in order.
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Fence } from '@nautilus/store'
import { currentParent } from '@nautilus/trace'
import type { Call, Failure, FromThread, Place, ThreadData, Told, ToThread } from './site-calls.ts'

export type SitePoolOptions = ThreadData & {
  readonly onTold: (told: Told) => void
  /** A live batch came again with other contents. */
  readonly onStrange?: (place: Place, sensor: string, detail: string) => void
  /** Something that an operator should know. */
  readonly onWarning?: (message: string) => void
  /** A thread ended by itself: what was under way fails, and a new thread takes over. */
  readonly onTrouble: (error: unknown) => void
  /** At least 1. */
  readonly threads?: number
}

/** MB for what is new in a thread. Batches die young, and in less room they would be copied first. */
const YOUNG = 96
const SCRIPT = new URL('./site-thread.ts', import.meta.url)
/** One core is for the sensors, the API and the stores. */
const spare = (): number => availableParallelism()

/** ms before a thread that ended is started again: with a store that is gone the next one ends at once. */
const PAUSE = 500
const ENDED: Failure = { message: 'the thread of this site ended', expected: null }

type Waiting = { readonly done: (value: unknown) => void; readonly fail: (error: Error) => void }
type Thread = { readonly worker: Worker; readonly waiting: Map<number, Waiting>; hasEnded: boolean }

/** A batch could not be taken. `expected`: the number that is missing before it; null when it may be tried again. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken'
  readonly expected: number | null

  constructor({ message, expected }: Failure) {
    super(message)
    this.expected = expected
  }
}

export class SitePool {
  readonly #options: SitePoolOptions
  readonly #threads: Thread[] = []
  /** Sites that were called, by name. */
  readonly #places = new Map<string, { readonly place: Place; readonly fence: Fence | null }>()
  /** Threads that ended and are started again soon, by their index. */
  readonly #again = new Map<number, NodeJS.Timeout>()
  #next = 0
  #stopped = false

  constructor(options: SitePoolOptions) {
    this.#options = options
    for (let index = 0; index < (options.threads ?? spare()); index++) this.#threads.push(this.#start(index))
  }

  /** Calls that are under way. */
  get queued(): number {
    return this.#threads.reduce((sum, { waiting }) => sum + waiting.size, 0)
  }

  /** Resolves when it is done and stored, with what was asked for. */
  call<T = void>(place: Place, call: Call, fence: Fence | null = null): Promise<T> {
    this.#places.set(keyOf(place), { place, fence })
    const { worker, waiting, hasEnded } = this.#threads[indexOf(place, this.#threads.length)]!
    if (hasEnded || this.#stopped) return Promise.reject(new NotTaken(ENDED))
    const id = ++this.#next
    return new Promise<T>((done, fail) => {
      waiting.set(id, { done: value => done(value as T), fail })
      worker.postMessage({ ...place, id, call, fence, parent: currentParent() } satisfies ToThread)
    })
  }

  #start(index: number): Thread {
    const {
      databaseUrl,
      telemetryUrl,
      snapshotEvery,
      traces = null,
      onTold,
      onStrange,
      onWarning,
      onTrouble,
    } = this.#options
    const workerData = { databaseUrl, telemetryUrl, snapshotEvery, traces } satisfies ThreadData
    const worker = new Worker(SCRIPT, { workerData, resourceLimits: { maxYoungGenerationSizeMb: YOUNG } })
    const thread: Thread = { worker, waiting: new Map(), hasEnded: false }
    const { waiting } = thread
    worker.on('message', (message: FromThread) => {
      if (message.kind === 'told') onTold(message.told)
      else if (message.kind === 'strange')
        onStrange?.({ tenant: message.tenant, site: message.site }, message.sensor, message.detail)
      else if (message.kind === 'trouble') onWarning?.(message.message)
      else if (message.kind === 'done') settle(waiting, message.id, message.failure, message.value)
    })
    worker.on('error', onTrouble)
    worker.on('exit', () => {
      thread.hasEnded = true
      for (const id of [...waiting.keys()]) settle(waiting, id, ENDED)
      if (!this.#stopped)
        this.#again.set(
          index,
          setTimeout(() => this.#restart(index), PAUSE),
        )
    })
    return thread
  }

  #restart(index: number): void {
    this.#again.delete(index)
    this.#threads[index] = this.#start(index)
  }

  /** These sites go to another worker: what is known of them is written, and they are forgotten here. */
  async letGo(isOne: (place: Place) => boolean): Promise<void> {
    await this.#rest(isOne)
    for (const [key, { place }] of this.#places) if (isOne(place)) this.#places.delete(key)
  }

  async #rest(isOne: (place: Place) => boolean): Promise<void> {
    const own = [...this.#places.values()].filter(({ place }) => isOne(place))
    await Promise.all(own.map(({ place, fence }) => this.call(place, { kind: 'rest' }, fence).catch(() => {})))
  }

  /** What sites know is written, unless that takes too long: then it is read back at the next start. */
  async stop(): Promise<void> {
    const rests = this.#rest(() => true)
    const deadline = Promise.withResolvers<void>()
    const timer = setTimeout(deadline.resolve, REST)
    await Promise.race([rests, deadline.promise])
    clearTimeout(timer)
    this.#stopped = true
    for (const again of this.#again.values()) clearTimeout(again)
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()))
  }
}

/** ms. Whoever stops services kills them after 90 s. */
const REST = 30_000

const keyOf = ({ tenant, site }: Place): string => `${tenant}/${site}`

function settle(waiting: Map<number, Waiting>, id: number, failure: Failure | null, value?: unknown): void {
  const one = waiting.get(id)
  waiting.delete(id)
  if (failure) one?.fail(new NotTaken(failure))
  else one?.done(value)
}

/** FNV-1a: the same site is always on the same thread. */
function indexOf(place: Place, threads: number): number {
  let hash = 0x811c9dc5
  for (const char of keyOf(place)) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193)
  return (hash >>> 0) % threads
}
