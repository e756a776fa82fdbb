// The newest frames of a live sensor, so that a finding can have its packets. What is older gives way.
import { copyFrame, type RecordSink, Slab } from '@nautilus/capture'
import type { CapturedFrame } from '../pcap.ts'

/** Bytes of frames, and how many of them at most. */
const BYTES = 32 * 1024 * 1024
const FRAMES = 1 << 17

/** Passes every record on, and keeps a copy. Nothing is allocated for a frame. */
export class FrameRing implements RecordSink {
  readonly #sink: RecordSink
  readonly #slab: Slab
  /** By number modulo the size. `#begins`: bytes ever written before it. */
  readonly #begins: Float64Array
  readonly #ats: Float64Array
  readonly #lengths: Uint32Array
  readonly #originals: Uint32Array
  readonly #links: Int32Array
  #number = 0
  #written = 0

  constructor(sink: RecordSink, { bytes = BYTES, frames = FRAMES } = {}) {
    this.#sink = sink
    this.#slab = new Slab(bytes)
    this.#begins = new Float64Array(frames)
    this.#ats = new Float64Array(frames)
    this.#lengths = new Uint32Array(frames)
    this.#originals = new Uint32Array(frames)
    this.#links = new Int32Array(frames)
  }

  record: RecordSink['record'] = (slab, start, captured, original, at, link) => {
    const slot = ++this.#number % this.#begins.length
    const size = this.#slab.bytes.length
    const length = captured <= size ? captured : 0
    // A frame is whole: what is left at the end stays empty.
    const left = size - (this.#written % size)
    if (left < length) this.#written += left
    copyFrame(slab, start, length, this.#slab, this.#written % size)
    this.#begins[slot] = this.#written
    this.#lengths[slot] = length
    this.#ats[slot] = at
    this.#originals[slot] = original
    this.#links[slot] = link
    this.#written += length
    this.#sink.record(slab, start, captured, original, at, link)
  }

  unsupported: RecordSink['unsupported'] = linkType => this.#sink.unsupported(linkType)

  /** Those of these numbers that are still there, in their order. Frames are numbered from 1. */
  find(numbers: readonly number[]): CapturedFrame[] {
    return numbers.flatMap(number => this.#frame(number) ?? [])
  }

  #frame(number: number): CapturedFrame | null {
    if (number < 1 || number > this.#number || number <= this.#number - this.#begins.length) return null
    const slot = number % this.#begins.length
    const begin = this.#begins[slot]!
    const length = this.#lengths[slot]!
    const link = this.#links[slot]!
    const { bytes: kept } = this.#slab
    if (this.#written - begin > kept.length || length === 0 || link < 0) return null
    const from = begin % kept.length
    const bytes = kept.slice(from, from + length)
    return { number, at: this.#ats[slot]!, link, original: this.#originals[slot]!, bytes }
  }
}
