// Addresses as numbers that can be compared and hashed: IPv4, IPv6 and MAC, told apart by their kind.
import { mix } from './hash.ts'

export const V4 = 4
export const V6 = 6
export const MAC = 2

/** Four words; those that a kind does not need are 0. */
export type Address = { readonly kind: number; readonly words: readonly number[] }

/** Null where this is no address. A MAC with colons or hyphens; IPv6 in any form of RFC 4291. */
export function addressFrom(text: string): Address | null {
  return v4From(text) ?? macFrom(text) ?? v6From(text)
}

function v4From(text: string): Address | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number)
  if (!parts || parts.some(part => part > 255)) return null
  return { kind: V4, words: [parts.reduce((sum, part) => (sum << 8) | part, 0), 0, 0, 0] }
}

function macFrom(text: string): Address | null {
  if (!/^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i.test(text)) return null
  const hex = text.replaceAll(/[:-]/g, '')
  return { kind: MAC, words: [Number.parseInt(hex.slice(0, 8), 16) | 0, Number.parseInt(hex.slice(8), 16), 0, 0] }
}

function v6From(text: string): Address | null {
  if (!/^[0-9a-f:.]{2,45}$/i.test(text)) return null
  const url = URL.parse(`http://[${text}]/`)
  if (!url) return null
  const [before = '', behind] = url.hostname.slice(1, -1).split('::')
  const groups = (part: string): number[] => (part ? part.split(':').map(group => Number.parseInt(group, 16)) : [])
  const [front, back] = [groups(before), groups(behind ?? '')]
  const all = [...front, ...Array<number>(8 - front.length - back.length).fill(0), ...back]
  const word = (at: number): number => (all[at]! << 16) | all[at + 1]!
  return { kind: V6, words: [word(0), word(2), word(4), word(6)] }
}

export const hashOfAddress = (seed: number, kind: number, words: ArrayLike<number>, at = 0): number =>
  mix(mix(mix(mix(seed ^ kind, words[at]!), words[at + 1]!), words[at + 2]!), words[at + 3]!)
