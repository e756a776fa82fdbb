// pcapng. Source: draft-ietf-opsawg-pcapng, section 4 (blocks) and 4.2 (interface options).
import { linkTypeOf } from './link-types.ts'
import { type Damage, type Format, MAX_RECORD, type RecordSink, withoutTrailer } from './records.ts'
import type { Slab } from './slab.ts'

const SECTION = 0x0a0d0d0a
const INTERFACE = 1
const PACKET_OBSOLETE = 2
const SIMPLE_PACKET = 3
const ENHANCED_PACKET = 6
const BYTE_ORDER = 0x1a2b3c4d
const OPTION_RESOLUTION = 9
const OPTION_FCS = 13
const OPTION_OFFSET = 14
/** A section with more interfaces than this is damage, not a capture. */
const MAX_INTERFACES = 65_536
/** Packet blocks hold a frame, padding and options; larger blocks of other kinds are passed over. */
const MAX_BLOCK = MAX_RECORD + 65_536

/**
 * Its clock as exact arithmetic on the two halves of a 64-bit count, which does not fit a double: microseconds are
 * `high * whole + (high * rest + low * scale) / per + offset`.
 */
type Interface = {
  readonly link: number
  readonly snap: number
  fcs: number
  whole: number
  rest: number
  scale: number
  per: number
  offset: number
}

export const isPcapng = (view: DataView): boolean => view.getUint32(0) === SECTION

export class PcapngFormat implements Format {
  readonly name = 'pcapng'
  damage: Damage | null = null
  skipping = 0
  readonly #slab: Slab
  readonly #sink: RecordSink
  #little = true
  #interfaces: Interface[] = []

  constructor(slab: Slab, sink: RecordSink) {
    this.#slab = slab
    this.#sink = sink
  }

  run(from: number, end: number): number {
    let start = from
    while (end - start >= 12 && this.skipping === 0) {
      const used = this.#next(start, end)
      if (used === 0) break
      start += used
    }
    return start
  }

  /** Reads the block at `start`; bytes used, 0 when it is not all there or damaged. */
  #next(start: number, end: number): number {
    const { view } = this.#slab
    const type = view.getUint32(start, this.#little)
    if (type === SECTION && !this.#byteOrder(start)) return 0
    const length = view.getUint32(start + 4, this.#little)
    if (length < 12 || length % 4 !== 0) return this.#broken(start, `a block of ${length} bytes`)
    if (length > MAX_BLOCK) {
      if (isKnown(type)) return this.#broken(start, `a block of ${length} bytes, more than a packet takes`)
      this.skipping = length
      return 0
    }
    if (end - start < length) return 0
    const fault = this.#block(type, start, length)
    return fault ? this.#broken(start, fault) : length
  }

  #broken(start: number, why: string): 0 {
    this.damage = { at: start, why }
    return 0
  }

  #byteOrder(start: number): boolean {
    const mark = this.#slab.view.getUint32(start + 8, true)
    this.#little = mark === BYTE_ORDER
    if (this.#little || this.#slab.view.getUint32(start + 8) === BYTE_ORDER) return true
    this.#broken(start, 'a section header without a byte-order mark')
    return false
  }

  #block(type: number, start: number, length: number): string | null {
    if (this.#slab.view.getUint32(start + length - 4, this.#little) !== length)
      return 'a block whose two lengths differ'
    if (type === ENHANCED_PACKET || type === PACKET_OBSOLETE) return this.#packet(type, start, length)
    if (type === SIMPLE_PACKET) return this.#simple(start, length)
    if (type === INTERFACE) return this.#interface(start, length)
    if (type === SECTION) return this.#section(length)
    return null
  }

  #section(length: number): string | null {
    if (length < 28) return 'a section header that is too short'
    this.#interfaces = []
    return null
  }

  #interface(start: number, length: number): string | null {
    if (length < 20) return 'an interface block that is too short'
    if (this.#interfaces.length >= MAX_INTERFACES) return `more than ${MAX_INTERFACES} interfaces`
    const { view } = this.#slab
    const number = view.getUint16(start + 8, this.#little)
    const link = linkTypeOf(number)
    const snap = view.getUint32(start + 12, this.#little)
    const made: Interface = { link, snap, fcs: 0, whole: 2 ** 32, rest: 0, scale: 1, per: 1, offset: 0 }
    this.#options(start + 16, start + length - 4, made)
    this.#interfaces.push(made)
    if (link < 0) this.#sink.unsupported(number)
    return null
  }

  #options(from: number, end: number, made: Interface): void {
    const { view } = this.#slab
    let at = from
    while (end - at >= 4) {
      const code = view.getUint16(at, this.#little)
      const size = view.getUint16(at + 2, this.#little)
      if (code === 0 || at + 4 + size > end) return
      if (code === OPTION_RESOLUTION && size >= 1) resolution(view.getUint8(at + 4), made)
      if (code === OPTION_FCS && size >= 1) made.fcs = bytesOfFcs(view.getUint8(at + 4))
      if (code === OPTION_OFFSET && size >= 8) made.offset = Number(view.getBigInt64(at + 4, this.#little)) * 1e6
      at += 4 + size + ((4 - (size & 3)) & 3)
    }
  }

  #packet(type: number, start: number, length: number): string | null {
    if (length < 32) return 'a packet block that is too short'
    const { view } = this.#slab
    const little = this.#little
    const number = type === ENHANCED_PACKET ? view.getUint32(start + 8, little) : view.getUint16(start + 8, little)
    const source = this.#interfaces[number]
    if (!source) return `a packet of interface ${number}, which no block describes`
    const captured = view.getUint32(start + 20, little)
    if (captured > length - 32) return `a packet of ${captured} bytes in a block of ${length}`
    if (captured > MAX_RECORD) return `a packet of ${captured} bytes, more than any frame (${MAX_RECORD})`
    const at = stamp(view.getUint32(start + 12, little), view.getUint32(start + 16, little), source)
    const original = view.getUint32(start + 24, little)
    const kept = source.fcs > 0 ? withoutTrailer(captured, original, source.fcs) : captured
    this.#sink.record(this.#slab, start + 28, kept, original, at, source.link)
    return null
  }

  /** Carries no time: 0 says so. */
  #simple(start: number, length: number): string | null {
    const source = this.#interfaces[0]
    if (!source || length < 16) return 'a simple packet block without an interface'
    const original = this.#slab.view.getUint32(start + 8, this.#little)
    const limit = source.snap > 0 ? Math.min(source.snap, original) : original
    const captured = Math.min(limit, length - 16)
    if (captured > MAX_RECORD) return `a packet of ${captured} bytes, more than any frame (${MAX_RECORD})`
    const kept = withoutTrailer(captured, original, source.fcs)
    this.#sink.record(this.#slab, start + 12, kept, original, 0, source.link)
    return null
  }

  cut(start: number, end: number): string | null {
    if (this.skipping > 0) return `the last block is cut: ${this.skipping} bytes missing`
    const left = end - start
    if (left === 0) return null
    if (left < 12) return `the last block is cut: ${left} of 12 header bytes`
    return `the last block is cut: ${left} of ${this.#slab.view.getUint32(start + 4, this.#little)} bytes`
  }
}

const isKnown = (type: number): boolean => type === SECTION || type === INTERFACE || isPacket(type)
const isPacket = (type: number): boolean =>
  type === ENHANCED_PACKET || type === PACKET_OBSOLETE || type === SIMPLE_PACKET

/** Section 4.2, if_fcslen: the text of the draft says bits, its example and what tools write are bytes. */
const bytesOfFcs = (value: number): number => (value > 8 ? value >> 3 : value)

/** Section 4.2, if_tsresol: a power of ten, or of two when the highest bit is set. */
function resolution(value: number, made: Interface): void {
  const power = value & 0x7f
  if ((value & 0x80) !== 0) {
    made.scale = 1e6
    made.per = 2 ** power
  } else {
    made.scale = 10 ** Math.max(0, 6 - power)
    made.per = 10 ** Math.max(0, power - 6)
  }
  const micros = 2 ** 32 * made.scale
  made.whole = Math.floor(micros / made.per)
  made.rest = micros % made.per
}

/** Microseconds of a 64-bit count. */
const stamp = (high: number, low: number, { whole, rest, scale, per, offset }: Interface): number =>
  high * whole + Math.floor((high * rest + low * scale) / per) + offset
