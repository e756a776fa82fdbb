// Classic pcap. Source: draft-ietf-opsawg-pcap, sections 4 and 5; the 24-byte record header of modified pcap as found.

import { linkTypeOf } from './link-types.ts'
import { type Damage, type Format, MAX_RECORD, type RecordSink, withoutTrailer } from './records.ts'
import type { Slab } from './slab.ts'

const PCAP_HEADER = 24

const MICRO = 0xa1b2c3d4
const NANO = 0xa1b23c4d
const MODIFIED = 0xa1b2cd34

export const isPcap = (view: DataView): boolean =>
  [true, false].some(little => [MICRO, NANO, MODIFIED].includes(view.getUint32(0, little)))

export class PcapFormat implements Format {
  readonly name = 'pcap'
  damage: Damage | null = null
  skipping = 0
  readonly #slab: Slab
  readonly #sink: RecordSink
  #little = true
  #nano = false
  #recordHeader = 16
  #link = -1
  #trailer = 0
  #started = false

  constructor(slab: Slab, sink: RecordSink) {
    this.#slab = slab
    this.#sink = sink
  }

  run(start: number, end: number): number {
    if (this.#started) return this.#records(start, end)
    if (end - start < PCAP_HEADER) return start
    this.#header(start)
    return this.#records(start + PCAP_HEADER, end)
  }

  #header(start: number): void {
    const { view } = this.#slab
    const magic = view.getUint32(start, true)
    this.#little = magic === MICRO || magic === NANO || magic === MODIFIED
    const kind = view.getUint32(start, this.#little)
    this.#nano = kind === NANO
    this.#recordHeader = kind === MODIFIED ? 24 : 16
    const field = view.getUint32(start + 20, this.#little)
    // The upper bits may tell the length of a frame check sequence, in 16-bit words.
    this.#trailer = (field & 0x0400_0000) !== 0 ? (field >>> 28) * 2 : 0
    this.#started = true
    const number = field & 0x0000_ffff
    this.#link = linkTypeOf(number)
    if (this.#link < 0) this.#sink.unsupported(number)
  }

  #records(from: number, end: number): number {
    const { view } = this.#slab
    const little = this.#little
    const header = this.#recordHeader
    let start = from
    while (end - start >= header) {
      const captured = view.getUint32(start + 8, little)
      if (captured > MAX_RECORD) {
        this.damage = { at: start, why: `a record of ${captured} bytes, more than any frame (${MAX_RECORD})` }
        return start
      }
      if (end - start - header < captured) break
      const fraction = view.getUint32(start + 4, little)
      const at = view.getUint32(start, little) * 1e6 + (this.#nano ? Math.floor(fraction / 1000) : fraction)
      const original = view.getUint32(start + 12, little)
      const kept = this.#trailer > 0 ? withoutTrailer(captured, original, this.#trailer) : captured
      this.#sink.record(this.#slab, start + header, kept, original, at, this.#link)
      start += header + captured
    }
    return start
  }

  cut(start: number, end: number): string | null {
    if (start === end) return null
    if (!this.#started) return `the file header is cut: ${end - start} of ${PCAP_HEADER} bytes`
    const left = end - start
    if (left < this.#recordHeader) return `the last record header is cut: ${left} of ${this.#recordHeader} bytes`
    const captured = this.#slab.view.getUint32(start + 8, this.#little)
    return `the last packet is cut: ${left - this.#recordHeader} of ${captured} bytes`
  }
}
