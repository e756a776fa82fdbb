// From a sensor's thread to the platform. The thread waits while the platform is behind: memory does not grow.
import type { MessagePort } from 'node:worker_threads'
import { encodeBatch } from '@nautilus/bus'
import type { Batch, SensorHealth } from '@nautilus/model'
import type { CapturedFrame } from '../pcap.ts'
import type { KeptFrames } from './kept-frames.ts'

export type ToPlatform =
  | { readonly kind: 'batch'; readonly body: Uint8Array; readonly taught: boolean; readonly health: SensorHealth }
  | { readonly kind: 'progress'; readonly read: number; readonly total: number }
  | { readonly kind: 'frames'; readonly id: number; readonly frames: readonly CapturedFrame[] }
  /** How a sensor stands, where it has no batch to say it with. */
  | { readonly kind: 'health'; readonly health: SensorHealth }
  /** For the log. */
  | { readonly kind: 'word'; readonly sentence: string }
  | { readonly kind: 'end'; readonly problem: string | null; readonly health: SensorHealth }

/** Asks a live sensor for frames by their numbers. */
export type WantFrames = { readonly kind: 'want-frames'; readonly id: number; readonly numbers: readonly number[] }

/** Asks for its frames to be on the disk; `rest`: the sensor ends now. Answered with no frames. */
export type Settle = { readonly kind: 'settle' | 'rest'; readonly id: number }

/** Asks a live sensor to tell what it has, and to end. */
export type StopListening = { readonly kind: 'stop' }

/** Batches that may be under way at once. */
export const CREDIT = 32

export class Channel {
  readonly #port: MessagePort
  /** One number: batches that may still be sent. Taken here, given back by the platform. */
  readonly #left: Int32Array

  constructor(port: MessagePort, credit: SharedArrayBuffer) {
    this.#port = port
    this.#left = new Int32Array(credit)
  }

  send(batch: Batch, taught: boolean, health: SensorHealth): void {
    let left = Atomics.load(this.#left, 0)
    while (left <= 0) {
      Atomics.wait(this.#left, 0, left)
      left = Atomics.load(this.#left, 0)
    }
    Atomics.sub(this.#left, 0, 1)
    this.#port.postMessage({
      kind: 'batch',
      body: encodeBatch({ ...batch, health }),
      taught,
      health,
    } satisfies ToPlatform)
  }

  /** Answers whoever asks for frames. */
  lend(kept: KeptFrames): void {
    this.#port.on('message', (message: WantFrames | Settle | { readonly kind?: undefined }) => {
      if (message.kind === 'want-frames')
        this.tell({ kind: 'frames', id: message.id, frames: kept.find(message.numbers) })
      if (message.kind !== 'settle' && message.kind !== 'rest') return
      const { id } = message
      void (message.kind === 'rest' ? kept.end() : kept.settle()).then(() =>
        this.tell({ kind: 'frames', id, frames: [] }),
      )
    })
  }

  tell(message: ToPlatform): void {
    this.#port.postMessage(message)
  }
}
