/**
 * A cursor over bytes. Reading past the end sets `short` and yields zero, so that a parser tests once, after its last
 * field. `take` and `rest` return views that die with the packet: whoever keeps the bytes copies them.
 */
export class Reader {
  readonly bytes: Uint8Array
  readonly #view: DataView
  at = 0
  short = false

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get left(): number {
    return this.bytes.length - this.at
  }

  /** Advances by `count` and returns where the bytes start, or -1 when they are not there. */
  #advance(count: number): number {
    if (count < 0 || count > this.left) {
      this.short = true
      this.at = this.bytes.length
      return -1
    }
    const start = this.at
    this.at += count
    return start
  }

  u8(): number {
    const start = this.#advance(1)
    return start < 0 ? 0 : this.#view.getUint8(start)
  }

  u16(): number {
    const start = this.#advance(2)
    return start < 0 ? 0 : this.#view.getUint16(start)
  }

  u16le(): number {
    const start = this.#advance(2)
    return start < 0 ? 0 : this.#view.getUint16(start, true)
  }

  u24(): number {
    const high = this.u8()
    return (high << 16) | this.u16()
  }

  u32(): number {
    const start = this.#advance(4)
    return start < 0 ? 0 : this.#view.getUint32(start)
  }

  u32le(): number {
    const start = this.#advance(4)
    return start < 0 ? 0 : this.#view.getUint32(start, true)
  }

  skip(count: number): void {
    this.#advance(count)
  }

  /** A view of the next `count` bytes; empty and `short` when there are fewer. */
  take(count: number): Uint8Array {
    const start = this.#advance(count)
    return start < 0 ? this.bytes.subarray(0, 0) : this.bytes.subarray(start, start + count)
  }

  rest(): Uint8Array {
    return this.take(this.left)
  }
}

/** Printable ASCII of the bytes, other bytes as a dot, trailing NULs and blanks cut; at most `limit` characters. */
export function printable(bytes: Uint8Array, limit = 256): string {
  let text = ''
  for (let i = 0; i < bytes.length && i < limit; i++) {
    const byte = bytes[i]!
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : byte === 0 ? '\0' : '.'
  }
  return text.replace(/[\0 ]+$/, '').replaceAll('\0', '.')
}

/** Lower-case hex of the bytes, at most `limit` bytes of them. */
export function hex(bytes: Uint8Array, limit = 64): string {
  let text = ''
  for (let i = 0; i < bytes.length && i < limit; i++) text += bytes[i]!.toString(16).padStart(2, '0')
  return bytes.length > limit ? `${text}…` : text
}

/** `0x` and at least `digits` lower-case hex digits. */
export const hexNumber = (value: number, digits = 2): string => `0x${value.toString(16).padStart(digits, '0')}`
