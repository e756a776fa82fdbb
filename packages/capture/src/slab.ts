/**
 * A block of memory with both ways to read it, made once and reused: a fresh view per packet would cost more than the
 * packet. Whatever points into a slab dies when the slab is filled again.
 */
export class Slab {
  readonly bytes: Uint8Array
  readonly view: DataView

  /** Of so many bytes, or over memory that is there already. */
  constructor(memory: number | ArrayBuffer) {
    const buffer = typeof memory === 'number' ? new ArrayBuffer(memory) : memory
    this.bytes = new Uint8Array(buffer)
    this.view = new DataView(buffer)
  }
}

/** Copies `count` bytes between slabs. Short copies by hand: a `subarray` costs more than forty bytes. */
export function copyBytes(from: Uint8Array, start: number, count: number, to: Uint8Array, at: number): void {
  if (count > 48) {
    to.set(from.subarray(start, start + count), at)
    return
  }
  for (let i = 0; i < count; i++) to[at + i] = from[start + i]!
}

/** Bytes up to which copying word by word is cheaper than a view of them. */
const SHORT = 160

/** Copies a frame between slabs. Nothing is allocated, but for a view of the bytes of a long one. */
export function copyFrame(from: Slab, start: number, count: number, to: Slab, at: number): void {
  if (count > SHORT) return copyBytes(from.bytes, start, count, to.bytes, at)
  const words = count & ~3
  for (let i = 0; i < words; i += 4) to.view.setInt32(at + i, from.view.getInt32(start + i))
  for (let i = words; i < count; i++) to.bytes[at + i] = from.bytes[start + i]!
}
