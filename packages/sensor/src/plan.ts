// Where in a reply the bytes lie that must be equal, and where the values.
//
// A plan, in 16-bit words: its own size in bytes; how many stretches must be equal, start and end of each; how many hold
// values, and of each: number of the item, kind, start, end, and where its extremes lie, counted from the reply.
import type { ValueType } from '@nautilus/model'
import type { Repeat } from '@nautilus/protocols'
import type { Entry } from './entry.ts'

/** Kinds of values: 16-bit words and bits have their extremes in the template, others in the state of their item. */
export const OTHER = 0
export const SIXTEEN = 1
export const BITS = 2
/** Bytes of the description of one stretch of values. */
export const SPAN_BYTES = 10

const kindOf = (type: ValueType): number => (type === 'u16' ? SIXTEEN : type === 'bit' ? BITS : OTHER)

/** The plan of a reply of `length` bytes, and how many bytes of extremes follow the reply in its template. */
export function planOf(entry: Entry, length: number, v: Repeat['volatile']): { plan: Uint8Array; extremes: number } {
  let extremes = 0
  const spans: { from: number; to: number; words: number[] }[] = []
  for (const [k, { item, numeric, span }] of entry.states.entries()) {
    if (item.in !== 'reply' || !numeric || span === 0) continue
    const kind = kindOf(item.type)
    const [from, to] = [item.at, item.at + span]
    spans.push({ from, to, words: [k, kind, from, to, length + extremes] })
    if (kind !== OTHER) extremes += 2 * span
  }
  const fixed = between([...spans, { from: v.at, to: v.at + v.length }], length)
  const body = [fixed.length / 2, ...fixed, spans.length, ...spans.flatMap(s => s.words)]
  const words = [2 * (body.length + 1), ...body]
  const plan = new Uint8Array(2 * words.length)
  const view = new DataView(plan.buffer)
  for (const [i, word] of words.entries()) view.setUint16(2 * i, word)
  return { plan, extremes }
}

/** What lies between stretches of a message, as pairs of start and end. */
function between(open: readonly { from: number; to: number }[], length: number): number[] {
  const pairs: number[] = []
  let at = 0
  for (const { from, to } of [...open].sort((a, b) => a.from - b.from)) {
    if (from > at) pairs.push(at, Math.min(from, length))
    at = Math.max(at, to)
  }
  if (at < length) pairs.push(at, length)
  return pairs
}
