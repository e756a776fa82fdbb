// The ring of a live sensor, as its capture thread sees it: a sink that passes every record on, and hands a copy to a
// thread that writes.
import { Worker } from 'node:worker_threads'
import type { RecordSink } from '@nautilus/capture'
import { HandOver, newShared, type Shared } from './hand-over.ts'
import type { RingStatus } from './status.ts'
import type { RingOptions } from './writer.ts'

export type WriterData = { readonly options: RingOptions; readonly shared: Shared }

export type ToWriter =
  | { readonly kind: 'block'; readonly buffer: number; readonly used: number }
  /** Answered when everything before it is on the disk. */
  | { readonly kind: 'settle'; readonly id: number }
  | { readonly kind: 'end'; readonly id: number }

export type FromWriter =
  | { readonly kind: 'status'; readonly status: RingStatus; readonly news: string | null }
  | { readonly kind: 'settled'; readonly id: number }

export type EvidenceRingOptions = RingOptions & {
  /** Something that an operator should know; each once. */
  readonly onTrouble: (message: string) => void
}

/** ms that a frame waits in a buffer that does not fill. */
const FLUSH_EVERY = 5000
/** ms until a writer that does not answer is given up. Whoever is in a hurry waits less. */
const PATIENCE = 30_000

export class EvidenceRing implements RecordSink {
  readonly #sink: RecordSink
  readonly #hand: HandOver
  readonly #writer: Worker
  readonly #waiting = new Map<number, () => void>()
  readonly #pace: NodeJS.Timeout
  #status: RingStatus | null = null
  #number = 0
  #asked = 0
  #hasFailed = false

  constructor(sink: RecordSink, { onTrouble, ...options }: EvidenceRingOptions) {
    const shared = newShared()
    this.#sink = sink
    const data: WriterData = { options, shared }
    this.#writer = new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData: data })
    this.#hand = new HandOver(shared, (buffer, used) => this.#post({ kind: 'block', buffer, used }))
    this.#writer.on('message', (message: FromWriter) => {
      if (message.kind === 'settled') return this.#settled(message.id)
      this.#status = message.status
      if (message.news) onTrouble(message.news)
    })
    this.#writer.on('error', error => {
      this.#hasFailed = true
      onTrouble(`Packets are not kept any more: ${error instanceof Error ? error.message : String(error)}.`)
      for (const id of this.#waiting.keys()) this.#settled(id)
    })
    this.#pace = setInterval(() => this.#hand.flush(), FLUSH_EVERY)
    this.#pace.unref()
  }

  record: RecordSink['record'] = (slab, start, captured, original, at, link) => {
    const number = ++this.#number
    // What cannot be decoded has no link type of its own in a file.
    if (link >= 0) this.#hand.add(number, slab, start, captured, original, at, link)
    this.#sink.record(slab, start, captured, original, at, link)
  }

  unsupported: RecordSink['unsupported'] = linkType => this.#sink.unsupported(linkType)

  /** Null until the writer has begun. */
  get status(): RingStatus | null {
    return this.#status && { ...this.#status, dropped: this.#status.dropped + this.#hand.dropped }
  }

  /** Everything that was captured until now is on the disk, or will not be. */
  settle(): Promise<void> {
    return this.#ask('settle')
  }

  /** Ends the segment. Nothing more is kept then. */
  async end(): Promise<void> {
    clearInterval(this.#pace)
    await this.#ask('end')
    await this.#writer.terminate()
  }

  #ask(kind: 'settle' | 'end'): Promise<void> {
    if (this.#hasFailed) return Promise.resolve()
    this.#hand.flush()
    const id = ++this.#asked
    return new Promise(resolve => {
      const late = setTimeout(() => this.#settled(id), PATIENCE)
      this.#waiting.set(id, () => {
        clearTimeout(late)
        resolve()
      })
      this.#post({ kind, id })
    })
  }

  #settled(id: number): void {
    this.#waiting.get(id)?.()
    this.#waiting.delete(id)
  }

  #post(message: ToWriter): void {
    this.#writer.postMessage(message)
  }
}
