import { isPcap, PcapFormat } from './pcap.ts'
import { isPcapng, PcapngFormat } from './pcapng.ts'
import type { Damage, Format, RecordSink } from './records.ts'
import { copyBytes, Slab } from './slab.ts'

/** Room for reads of 1 MiB on top of the largest block that may be left over from the one before. */
const SLAB = 1_048_576 + 524_288
export const READ_SIZE = 1_048_576
/** Both formats are known by their first four bytes. */
const MAGIC = 4

/**
 * Turns the bytes of a capture file, in whatever pieces they come, into records. The caller fills `slab` between
 * `fill` and `limit`, says how much with `advance`, and `end`s it.
 */
export class CaptureReader {
  readonly slab: Slab
  /** First free byte of the slab. */
  fill = 0
  /** Bytes of the file taken in so far. */
  bytes = 0
  damage: Damage | null = null
  readonly #sink: RecordSink
  #format: Format | null = null
  /** Position in the file of the first byte of the slab. */
  #base = 0
  /** Position in the file of the block that is being passed over. */
  #passing = 0

  /** @param slab of an earlier reader, which is done */
  constructor(sink: RecordSink, slab: Slab = new Slab(SLAB)) {
    this.#sink = sink
    this.slab = slab
  }

  get format(): string | null {
    return this.#format?.name ?? null
  }

  get limit(): number {
    return Math.min(this.slab.bytes.length, this.fill + READ_SIZE)
  }

  /** Takes in `count` bytes written at `fill`. False when nothing more can be read from this file. */
  advance(count: number): boolean {
    this.fill += count
    this.bytes += count
    if (this.damage) return false
    const format = this.#format ?? this.#detect()
    if (!format) return this.damage === null
    let start = this.#pass(format, 0)
    while (start < this.fill && !format.damage) {
      const next = format.run(start, this.fill)
      if (format.skipping > 0) this.#passing = this.#base + next
      const passed = this.#pass(format, next)
      if (passed === start) break
      start = passed
    }
    if (format.damage) this.damage = { at: this.#base + format.damage.at, why: format.damage.why }
    this.#keep(start)
    return this.damage === null
  }

  /** Bytes that the format wants passed over. */
  #pass(format: Format, start: number): number {
    const here = Math.min(format.skipping, this.fill - start)
    format.skipping -= here
    return start + here
  }

  /** Moves what is not yet whole to the front of the slab. */
  #keep(start: number): void {
    const left = this.fill - start
    if (start > 0 && left > 0) this.slab.bytes.copyWithin(0, start, this.fill)
    this.#base += start
    this.fill = left
  }

  #detect(): Format | null {
    if (this.fill < MAGIC) return null
    if (isPcap(this.slab.view)) this.#format = new PcapFormat(this.slab, this.#sink)
    else if (isPcapng(this.slab.view)) this.#format = new PcapngFormat(this.slab, this.#sink)
    else this.damage = { at: 0, why: 'not a capture file' }
    return this.#format
  }

  /** Copies a piece in, in as many steps as it takes. False when nothing more can be read. */
  push(piece: Uint8Array): boolean {
    let at = 0
    while (at < piece.length) {
      const count = Math.min(piece.length - at, this.limit - this.fill)
      copyBytes(piece, at, count, this.slab.bytes, this.fill)
      at += count
      if (!this.advance(count)) return false
    }
    return true
  }

  /** The file is over. Says what was cut off, if anything. */
  end(): void {
    if (this.damage) return
    if (!this.#format) {
      const why = this.bytes === 0 ? 'the file is empty' : 'not a capture file'
      this.damage = { at: 0, why }
      return
    }
    const cut = this.#format.cut(0, this.fill)
    if (cut) this.damage = { at: this.#format.skipping > 0 ? this.#passing : this.#base, why: cut }
  }
}
