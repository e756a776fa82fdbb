// Frames of a capture by their numbers.
import type { RecordSink } from '@nautilus/capture'
import type { CapturedFrame } from './pcap.ts'

/** Copies the frames of these numbers, or all of them, as long as there is room. Frames are numbered from 1. */
export class FrameCollector implements RecordSink {
  readonly frames = new Map<number, CapturedFrame>()
  /** Of all copies together. */
  bytes = 0
  readonly #wanted: ReadonlySet<number> | null
  readonly #room: number
  #number = 0

  /** `wanted`: null for all. `room`: bytes. */
  constructor(wanted: ReadonlySet<number> | null, room: number) {
    this.#wanted = wanted
    this.#room = room
  }

  record: RecordSink['record'] = (slab, start, captured, original, at, link) => {
    const number = ++this.#number
    if ((this.#wanted && !this.#wanted.has(number)) || link < 0) return
    if (this.bytes + captured > this.#room) return
    this.bytes += captured
    this.frames.set(number, { number, at, link, original, bytes: slab.bytes.slice(start, start + captured) })
  }

  unsupported(): void {}
}
