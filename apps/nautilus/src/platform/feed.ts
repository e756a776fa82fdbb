// Runs a sensor's thread and hands its batches to the worker of its site, at the pace of that worker.
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { SensorHealth } from '@nautilus/model'
import type { CapturedFrame } from '../pcap.ts'
import { CREDIT, type Settle, type StopListening, type ToPlatform, type WantFrames } from './channel.ts'
import { liveFile } from './live-file.ts'
import type { PackedBatch, Place, Sites } from './site-calls.ts'

export type Stream = { readonly tenant: string; readonly site: string; readonly sensor: string; readonly epoch: string }

export type FeedOptions = {
  readonly sites: Sites
  readonly stream: Stream
  /** The capture that frames are numbered in; null for live traffic. */
  readonly file: string | null
  readonly onHealth: (health: SensorHealth) => void
  readonly onProgress?: (read: number, total: number) => void
  /** A sensor has something for the log. */
  readonly onWord?: (sentence: string) => void
  /** Its thread answers when it is asked to end, and then ends. */
  readonly endsWhenAsked?: boolean
  /** A batch could not be stored, or the thread failed. */
  readonly onTrouble: (error: unknown) => void
}

/** Storing is tried again after so long, ms, doubled each time up to the second figure. */
const RETRY = [200, 10_000] as const

/** ms */
const LAST_WORDS = 1000
/** ms that a live sensor has to end what it writes; what it does not end is read more slowly. */
const REST = 3000
/** ms until a sensor must have answered. */
const PATIENCE = 5000
/** ms for a sensor that listens to tell what it has. */
const FAREWELL = 3000
/** ms that a stop waits for what is under way. What is not acknowledged by then is read or sent again. */
const GIVE_UP = 15_000

type Packed = { readonly batch: PackedBatch; readonly health: SensorHealth }

export class Feed {
  readonly #thread: Worker
  readonly #left: Int32Array
  readonly #options: FeedOptions
  readonly #queue: Packed[] = []
  readonly #asking = new Map<number, (frames: readonly CapturedFrame[]) => void>()
  #asked = 0
  readonly #stopping = new AbortController()
  #seq = 0
  #late = false
  #hasEnded = false
  #chain: Promise<void> = Promise.resolve()
  readonly #ended = Promise.withResolvers<void>()
  /** Resolves with what was wrong with the source, or null, when everything is stored. */
  readonly done: Promise<string | null>

  constructor(script: URL, job: object, options: FeedOptions) {
    this.#options = options
    const credit = new SharedArrayBuffer(4)
    this.#left = new Int32Array(credit)
    this.#left[0] = CREDIT
    this.#thread = new Worker(script, { workerData: { ...job, credit } })
    this.done = new Promise(resolve => {
      this.#thread.on('message', (message: ToPlatform) => this.#hear(message, resolve))
      this.#thread.on('error', error => {
        options.onTrouble(error)
        resolve(error instanceof Error ? error.message : String(error))
      })
      // Its last messages may come after this.
      this.#thread.on('exit', () => {
        this.#hasEnded = true
        this.#ended.resolve()
        setTimeout(() => void this.#chain.then(() => resolve(null)), LAST_WORDS)
      })
    })
  }

  #hear(message: ToPlatform, resolve: (problem: string | null) => void): void {
    const { onHealth, onProgress, onWord } = this.#options
    switch (message.kind) {
      case 'batch':
        return this.#enqueue(message)
      case 'frames':
        return this.#lent(message.id, message.frames)
      case 'progress':
        return onProgress?.(message.read, message.total)
      case 'health':
        return onHealth(message.health)
      case 'word':
        return onWord?.(message.sentence)
      case 'end':
        this.#ended.resolve()
        this.#chain = this.#chain.then(() => resolve(message.problem))
    }
  }

  /** It has no end of its own. */
  get isLive(): boolean {
    return this.#options.file === null
  }

  /** It was stopped before its source ended. */
  get isStopped(): boolean {
    return this.#stopping.signal.aborted
  }

  isOf(tenant: string, site: string): boolean {
    const { stream } = this.#options
    return stream.tenant === tenant && stream.site === site
  }

  /** Its site is one of these. */
  isIn(isOne: (place: Place) => boolean): boolean {
    return isOne(this.#options.stream)
  }

  /** How findings name what this feed reads. */
  get file(): string {
    const { file, stream } = this.#options
    return file ?? liveFile(stream)
  }

  /** Those of these frames that a live sensor still has in memory. */
  async frames(numbers: readonly number[]): Promise<readonly CapturedFrame[]> {
    return this.isStopped ? [] : this.#ask(id => ({ kind: 'want-frames', id, numbers }))
  }

  /** What a live sensor keeps is on its disk. */
  async settle(): Promise<void> {
    if (!this.isStopped) await this.#ask(id => ({ kind: 'settle', id }))
  }

  #ask(message: (id: number) => WantFrames | Settle, patience = PATIENCE): Promise<readonly CapturedFrame[]> {
    if (this.#hasEnded) return Promise.resolve([])
    const id = ++this.#asked
    return new Promise(resolve => {
      const late = setTimeout(() => this.#lent(id, []), patience)
      this.#asking.set(id, frames => {
        clearTimeout(late)
        resolve(frames)
      })
      this.#thread.postMessage(message(id))
    })
  }

  #lent(id: number, frames: readonly CapturedFrame[]): void {
    this.#asking.get(id)?.(frames)
    this.#asking.delete(id)
  }

  /** For sensors that a person can speak to: the demonstration plant. */
  post(message: object): void {
    this.#thread.postMessage(message)
  }

  /** Sends everything that waits, in order, and what failed again: the site takes a stream without gaps or not at all. */
  async #drain(): Promise<void> {
    let wait: number = RETRY[0]
    while (this.#queue.length > 0 && !this.#late) {
      const group = this.#queue.splice(0)
      const results = await Promise.allSettled(group.map(batch => this.#store(batch)))
      const failed = group.filter((_, index) => results[index]!.status === 'rejected')
      if (failed.length === 0) {
        wait = RETRY[0]
        continue
      }
      this.#queue.unshift(...failed)
      this.#options.onTrouble(results.find(result => result.status === 'rejected')?.reason)
      // A store that is gone does not come back while everything stops.
      if (this.isStopped) return
      await pause(wait, undefined, { signal: this.#stopping.signal }).catch(() => {})
      wait = Math.min(2 * wait, RETRY[1])
    }
  }

  async #store({ batch, health }: Packed): Promise<void> {
    const { sites, stream, onHealth } = this.#options
    await sites.call(stream, { kind: 'take', batch })
    onHealth(health)
    Atomics.add(this.#left, 0, 1)
    Atomics.notify(this.#left, 0)
  }

  #enqueue({ body, taught, health }: Extract<ToPlatform, { kind: 'batch' }>): void {
    const { stream, file } = this.#options
    const { sensor, epoch } = stream
    this.#queue.push({ batch: { sensor, epoch, seq: ++this.#seq, file, taught, body }, health })
    this.#chain = this.#chain.then(() => this.#drain())
  }

  /** A sensor that listens tells what it has before it ends. */
  async #farewell(within: number): Promise<void> {
    this.#thread.postMessage({ kind: 'stop' } satisfies StopListening)
    const inTime = new AbortController()
    await Promise.race([this.#ended.promise, pause(within, undefined, inTime).catch(() => {})])
    inTime.abort()
  }

  /** What is under way is stored, unless the store is gone; nothing new is read. Ends within `within` ms. */
  async stop(within = GIVE_UP): Promise<void> {
    this.#stopping.abort()
    if (this.#options.endsWhenAsked) await this.#farewell(Math.min(within, FAREWELL))
    if (this.isLive) await this.#ask(id => ({ kind: 'rest', id }), REST)
    await this.#thread.terminate()
    const inTime = new AbortController()
    const deadline = pause(within, undefined, inTime).catch(() => {})
    await Promise.race([this.#chain, deadline])
    inTime.abort()
    this.#late = true
  }
}
