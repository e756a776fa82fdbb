// Where in a reply the bytes lie that must be equal, and where the values.
//
// A plan, in 16-bit words: its own size in bytes; how many stretches must be equal, start and end of each; how many hold
// values, and of each: number of the item, kind, start, end, and where its extremes lie, counted from the reply.
import type { ValueType } from '@nautilus/model'
import type { Stretch } from '@nautilus/protocols'
import type { Entry } from './entry.ts'

/**
 * Kinds of values: 16-bit words and bits have their extremes in the template, other numbers in the state of their item.
 * Text and raw bytes have none; the template holds the last.
 */
export const OTHER = 0
export const SIXTEEN = 1
export const BITS = 2
export const RAW = 3
/** Bytes of the description of one stretch of values. */
export const SPAN_BYTES = 10

const kinds: Partial<Record<ValueType, number>> = { u16: SIXTEEN, bit: BITS, text: RAW, raw: RAW }
const kindOf = (type: ValueType): number => kinds[type] ?? OTHER

/** The plan of a reply of `length` bytes, and how many bytes of extremes follow the reply in its template. */
export function planOf(entry: Entry, length: number, open: readonly Stretch[]): { plan: Uint8Array; extremes: number } {
  let extremes = 0
  const spans: { from: number; to: number; words: number[] }[] = []
  for (const [k, { item, span }] of entry.states.entries()) {
    // What a notice writes is part of what it is: another value is another row.
    if (item.in !== 'reply' || item.access !== 'read' || span === 0) continue
    const kind = kindOf(item.type)
    const [from, to] = [item.at, item.at + span]
    spans.push({ from, to, words: [k, kind, from, to, length + extremes] })
    if (kind === SIXTEEN || kind === BITS) extremes += 2 * span
  }
  const fixed = between([...spans, ...open.map(({ at, length: size }) => ({ from: at, to: at + size }))], length)
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
