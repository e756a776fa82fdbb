// Network data representation, in the byte order of its sender: C706, 14.2 and 14.3. Everything lies at a multiple of its
// own size, counted from the first byte.
import { UUID, uuidAt } from '../carriers/dcerpc/uuid.ts'
import { utf16 } from '../carriers/unicode.ts'
import { hex, Reader } from '../reader.ts'

const HANDLE = 20
const MAX_TEXT = 512

export class Ndr extends Reader {
  readonly little: boolean

  constructor(bytes: Uint8Array, little: boolean) {
    super(bytes)
    this.little = little
  }

  override u16(): number {
    return this.little ? this.u16le() : super.u16()
  }

  override u32(): number {
    return this.little ? this.u32le() : super.u32()
  }

  align(to: number): void {
    this.skip(-this.at & (to - 1))
  }

  /** A number of four bytes at its place. */
  long(): number {
    this.align(4)
    return this.u32()
  }

  uuid(): string {
    const at = this.at
    this.skip(UUID)
    return this.short ? '' : uuidAt(this.bytes, at, this.little)
  }

  /** A context handle, as the key by which it is found again. */
  handle(): string {
    this.align(4)
    return hex(this.take(HANDLE))
  }

  /** A conformant and varying string of wide characters: 14.3.4.2. */
  text(): string {
    this.align(4)
    this.skip(8)
    return this.wide(this.u32())
  }

  /** The same behind a pointer that may be null. */
  optional(): string {
    return this.long() === 0 ? '' : this.text()
  }

  /** A counted string, RPC_UNICODE_STRING: [MS-DTYP] 2.3.10. */
  counted(): string {
    this.align(4)
    this.skip(4)
    return this.u32() === 0 ? '' : this.text()
  }

  wide(characters: number): string {
    const bytes = this.take(2 * characters).subarray(0, 2 * MAX_TEXT)
    if (this.little) return utf16(bytes)
    const swapped = new Uint8Array(bytes.length)
    for (let at = 0; at + 1 < bytes.length; at += 2) {
      swapped[at] = bytes[at + 1]!
      swapped[at + 1] = bytes[at]!
    }
    return utf16(swapped)
  }
}
