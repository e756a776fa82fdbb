/** What `join` accepts: a byte, or bytes. */
export type Part = number | Uint8Array | readonly number[]

/** The parts one after another. */
export function join(...parts: readonly Part[]): Uint8Array {
  let length = 0
  for (const part of parts) length += typeof part === 'number' ? 1 : part.length
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    if (typeof part === 'number') bytes[at++] = part
    else {
      bytes.set(part, at)
      at += part.length
    }
  }
  return bytes
}

export const u16 = (value: number): number[] => [(value >>> 8) & 0xff, value & 0xff]
export const u16le = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff]
export const u24 = (value: number): number[] => [(value >>> 16) & 0xff, ...u16(value)]
export const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value)]
export const u32le = (value: number): number[] => [...u16le(value), ...u16le(value >>> 16)]

/** ASCII, filled up with `fill` or cut to `width` when a width is given. */
export function text(value: string, width = value.length, fill = 0x20): Uint8Array {
  const bytes = new Uint8Array(width).fill(fill)
  for (let i = 0; i < value.length && i < width; i++) bytes[i] = value.charCodeAt(i) & 0x7f
  return bytes
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

export const readU16 = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!

const scratch = new DataView(new ArrayBuffer(4))

/** The IEEE 754 single as an unsigned 32-bit number. */
export function floatBits(value: number): number {
  scratch.setFloat32(0, value)
  return scratch.getUint32(0)
}

export function floatOf(bits: number): number {
  scratch.setUint32(0, bits)
  return scratch.getFloat32(0)
}
