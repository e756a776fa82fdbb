// Frames on their way from the capture thread to the writer: a fixed number of shared buffers, filled in turn. Whoever
// captures never waits: with all of them full, frames are dropped from the ring and counted, and the sensing goes on.
import { copyFrame, type Slab } from '@nautilus/capture'
import type { PlacedFrame } from './frames.ts'

/** Before each frame: time, number, captured and original length, link type. */
export const HANDED_HEAD = 28
/** Bytes of one buffer, which becomes one block. */
export const BUFFER = 1_048_576
/** Buffers of one sensor: a disk may stand still for as long as it takes to fill them. */
export const BUFFERS = 16
const LATEST = 2 ** 51

export type Shared = {
  readonly buffers: readonly SharedArrayBuffer[]
  /** For each buffer whether it is under way: 1 from the capture thread, 0 from the writer. */
  readonly busy: SharedArrayBuffer
}

export const newShared = (count = BUFFERS, size = BUFFER): Shared => ({
  buffers: Array.from({ length: count }, () => new SharedArrayBuffer(size)),
  busy: new SharedArrayBuffer(4 * count),
})

export const slabOf = (buffer: SharedArrayBuffer): Slab => ({
  bytes: new Uint8Array(buffer),
  view: new DataView(buffer),
})

/** The side of the capture thread. Nothing is allocated for a frame, but for a view of the bytes of a long one. */
export class HandOver {
  readonly #slabs: readonly Slab[]
  readonly #busy: Int32Array
  readonly #post: (buffer: number, used: number) => void
  #buffer = 0
  #used = 0
  /** Frames for which there was no buffer. */
  dropped = 0

  /** `post`: tells the writer that so many bytes of this buffer are for it. */
  constructor({ buffers, busy }: Shared, post: (buffer: number, used: number) => void) {
    this.#slabs = buffers.map(slabOf)
    this.#busy = new Int32Array(busy)
    this.#post = post
  }

  add(number: number, slab: Slab, start: number, captured: number, original: number, at: number, link: number): void {
    const to = this.#slabs[this.#buffer]!
    if (this.#used + HANDED_HEAD + captured > to.bytes.length) {
      this.flush()
      if (HANDED_HEAD + captured > to.bytes.length) {
        this.dropped++
        return
      }
    }
    if (this.#used === 0 && Atomics.load(this.#busy, this.#buffer) !== 0) {
      this.dropped++
      return
    }
    // Another one, where what was there had to go.
    const into = this.#slabs[this.#buffer]!
    const { view } = into
    const used = this.#used
    view.setFloat64(used, at > 0 ? Math.min(Math.floor(at), LATEST) : 0, true)
    view.setFloat64(used + 8, number, true)
    view.setUint32(used + 16, captured, true)
    view.setUint32(used + 20, original, true)
    view.setInt32(used + 24, link, true)
    copyFrame(slab, start, captured, into, used + HANDED_HEAD)
    this.#used = used + HANDED_HEAD + captured
  }

  /** Hands over what there is, and goes on with the next buffer. */
  flush(): void {
    if (this.#used === 0) return
    Atomics.store(this.#busy, this.#buffer, 1)
    this.#post(this.#buffer, this.#used)
    this.#buffer = (this.#buffer + 1) % this.#slabs.length
    this.#used = 0
  }
}

/** The frame whose head is there. */
export function readHanded(view: DataView, at: number, frame: PlacedFrame): void {
  frame.at = view.getFloat64(at, true)
  frame.number = view.getFloat64(at + 8, true)
  frame.captured = view.getUint32(at + 16, true)
  frame.original = view.getUint32(at + 20, true)
  frame.link = view.getInt32(at + 24, true)
  frame.start = at + HANDED_HEAD
}
