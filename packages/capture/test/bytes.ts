// Small words for writing binary formats by hand.
import { Slab } from '../src/slab.ts'

export type Part = number[] | Uint8Array

export function bytes(...parts: Part[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export const u16 = (value: number): number[] => [(value >>> 8) & 255, value & 255]
export const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value & 0xffff)]
export const hex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
export const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
/** `count` bytes that differ from their neighbours. */
export const counting = (count: number, from = 0): Uint8Array =>
  Uint8Array.from({ length: count }, (_, i) => from + i * 7)

/** A slab that holds these bytes at `at`, with junk before and behind. */
export function slabWith(content: Uint8Array, at = 0, behind = 64): Slab {
  const slab = new Slab(at + content.length + behind)
  slab.bytes.fill(0xee)
  slab.bytes.set(content, at)
  return slab
}
