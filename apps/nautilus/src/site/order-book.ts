import type { OrderBook, Window, WorkOrder } from '@nautilus/detection'
import type { OrderEntry, Span } from './read-orders.ts'
import { windowsOf } from './recurrence.ts'

const DAY = 24 * 3600e6

/** Work orders with their recurrences as plain windows: those around the time that is asked for, by whole days. */
export function orderBookOf(entries: readonly OrderEntry[]): OrderBook {
  let known: { readonly from: number; readonly to: number; readonly orders: readonly WorkOrder[] } | null = null
  return (from, to) => {
    if (known && from >= known.from + 2 * DAY && to < known.to - DAY) return known.orders
    const span = { from: (Math.floor(from / DAY) - 3) * DAY, to: (Math.floor(to / DAY) + 3) * DAY }
    known = { ...span, orders: entries.map(entry => orderOf(entry, span)) }
    return known.orders
  }
}

const orderOf = ({ spans, ...order }: OrderEntry, { from, to }: Window): WorkOrder => ({
  ...order,
  windows: spans.flatMap(span => plain(span, from, to)),
})

const plain = (span: Span, from: number, to: number): Window[] =>
  'rule' in span ? windowsOf(span, from, to) : span.to > from && span.from < to ? [span] : []
