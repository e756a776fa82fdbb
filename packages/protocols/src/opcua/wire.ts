// Built-in types in their binary encoding: OPC 10000-6, clause 5.2.2.

import { Reader } from '../reader.ts'
import { textOf } from './text.ts'

const MAX_DEPTH = 16
/** Flags of the encoding byte of an ExpandedNodeId (5.2.2.10). */
const URI = 0x80
const INDEX = 0x40

/** A stretch of the message. */
export type Stretch = { readonly at: number; readonly length: number }
/** 5.2.2.15; `start` and `end` are of the body, empty where there is none. */
export type Extension = { readonly type: string; readonly start: number; readonly end: number }
export type Signature = { readonly algorithm: string; readonly length: number }

/** Reads built-in types. Lengths and depths are those of the bytes that are there, whatever the peer says. */
export class Wire extends Reader {
  #depth = 0

  /** Of an array: -1, absent, counts as none. Each element takes a byte at least. */
  count(): number {
    const count = this.u32le() | 0
    if (count <= 0) return 0
    if (count <= this.left) return count
    this.skip(count)
    return 0
  }

  /** Calls back once an element, and stops where the bytes end. */
  each(element: (index: number) => void): number {
    const count = this.count()
    for (let i = 0; i < count && !this.short; i++) element(i)
    return count
  }

  /** The bytes of a string or ByteString. */
  stretch(): Stretch {
    const length = this.u32le() | 0
    const at = this.at
    if (length <= 0) return { at, length: 0 }
    this.skip(length)
    return this.short ? { at, length: 0 } : { at, length }
  }

  byteString(): Uint8Array {
    const { at, length } = this.stretch()
    return this.bytes.subarray(at, at + length)
  }

  string(): string {
    const { at, length } = this.stretch()
    return textOf(this.bytes, at, length)
  }

  strings(limit = 16): string[] {
    const found: string[] = []
    this.each(() => {
      const text = this.string()
      if (found.length < limit) found.push(text)
    })
    return found
  }

  f64(): number {
    const bytes = this.take(8)
    return this.short ? 0 : new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true)
  }

  nodeId(): string {
    return this.#node(this.u8())
  }

  expandedNodeId(): string {
    const encoding = this.u8()
    const node = this.#node(encoding & 0x3f)
    const uri = encoding & URI ? this.string() : ''
    const index = encoding & INDEX ? this.u32le() : 0
    return `${index > 0 ? `svr=${index};` : ''}${uri ? `nsu=${uri};` : ''}${node}`
  }

  /** 5.2.2.9; the text form is that of 5.3.1.10. */
  #node(encoding: number): string {
    switch (encoding) {
      case 0:
        return `i=${this.u8()}`
      case 1:
        return `${spaceOf(this.u8())}i=${this.u16le()}`
      case 2:
        return `${spaceOf(this.u16le())}i=${this.u32le()}`
      case 3:
        return `${spaceOf(this.u16le())}s=${this.string()}`
      case 4:
        return `${spaceOf(this.u16le())}g=${this.guid()}`
      case 5:
        return `${spaceOf(this.u16le())}b=${base64(this.byteString())}`
      default:
        this.short = true
        return ''
    }
  }

  guid(): string {
    const [a, b, c] = [this.u32le(), this.u16le(), this.u16le()]
    const tail = digits(this.take(8))
    return `${part(a, 8)}-${part(b, 4)}-${part(c, 4)}-${tail.slice(0, 4)}-${tail.slice(4)}`
  }

  qualifiedName(): string {
    const space = this.u16le()
    const name = this.string()
    return space === 0 ? name : `${space}:${name}`
  }

  localizedText(): Stretch {
    const mask = this.u8()
    if (mask & 1) this.stretch()
    return mask & 2 ? this.stretch() : { at: this.at, length: 0 }
  }

  text({ at, length }: Stretch): string {
    return textOf(this.bytes, at, length)
  }

  extension(): Extension {
    const type = this.nodeId()
    const encoding = this.u8()
    if (encoding === 0) return { type, start: this.at, end: this.at }
    const { at, length } = this.stretch()
    return { type, start: at, end: at + (encoding === 1 ? length : 0) }
  }

  /** 5.2.2.12. Deeper than anything sensible is not read. */
  diagnostic(): void {
    let mask = 0x40
    for (let depth = 0; mask & 0x40; depth++) {
      if (depth > MAX_DEPTH) this.short = true
      mask = this.u8()
      if (this.short) return
      for (let bit = 1; bit <= 8; bit <<= 1) if (mask & bit) this.skip(4)
      if (mask & 0x10) this.stretch()
      if (mask & 0x20) this.skip(4)
    }
  }

  diagnostics(): void {
    this.each(() => this.diagnostic())
  }

  signature(): Signature {
    return { algorithm: this.string(), length: this.stretch().length }
  }

  /** Runs `inside` unless it is nested too deep. */
  nested(inside: () => void): void {
    if (this.#depth >= MAX_DEPTH) {
      this.short = true
      return
    }
    this.#depth++
    inside()
    this.#depth--
  }
}

const spaceOf = (index: number): string => (index === 0 ? '' : `ns=${index};`)
const part = (value: number, width: number): string => value.toString(16).padStart(width, '0')

function digits(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += part(byte, 2)
  return text
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const LONGEST_OPAQUE = 96

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length && i < LONGEST_OPAQUE; i += 3) {
    const [a, b, c] = [bytes[i]!, bytes[i + 1] ?? 0, bytes[i + 2] ?? 0]
    const bits = (a << 16) | (b << 8) | c
    text += ALPHABET[bits >> 18]! + ALPHABET[(bits >> 12) & 63]!
    text += i + 1 < bytes.length ? ALPHABET[(bits >> 6) & 63]! : '='
    text += i + 2 < bytes.length ? ALPHABET[bits & 63]! : '='
  }
  return text
}
