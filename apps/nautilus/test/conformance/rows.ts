// Do the rows that the product shows, made with the repeat path and rolled up, say what the single operations said?
import type { Activity, Operation } from '@nautilus/model'
import { type Meaning, valuesOf } from '@nautilus/protocols'
import type { Exchange } from './recorder.ts'

/** Operations by protocol, function, object and outcome. */
type Counts = Record<string, number>

const operationsOf = ({ operation, more = [] }: Meaning): readonly Operation[] =>
  operation ? [operation, ...more] : more

const add = (counts: Counts, key: string, by: number): void => {
  counts[key] = (counts[key] ?? 0) + by
}

export function countsOfRows(rows: readonly Activity[]): Counts {
  const counts: Counts = {}
  for (const { protocol, function: ref, object, outcome, count } of rows) {
    add(counts, `${protocol} ${ref.code} ${object} ${outcome}`, count)
  }
  return counts
}

/** Requests without reply are left out: whether they count as unanswered or as unseen is no matter of decoding. */
export function countsOfExchanges(exchanges: readonly Exchange[]): Counts {
  const counts: Counts = {}
  for (const { protocol, meaning } of exchanges) {
    for (const { function: ref, object, outcome } of operationsOf(meaning)) {
      add(counts, `${protocol} ${ref.code} ${object} ${outcome}`, 1)
    }
  }
  return counts
}

export const answered = (counts: Counts): Counts =>
  Object.fromEntries(Object.entries(counts).filter(([key]) => !/ (no-reply|unseen)$/.test(key)))

/** The smallest and the largest value of every numeric cell. */
type Extremes = Record<string, [number, number]>

function widen(extremes: Extremes, key: string, low: number, high: number): void {
  const known = extremes[key]
  extremes[key] = known ? [Math.min(known[0], low), Math.max(known[1], high)] : [low, high]
}

export function extremesOfRows(rows: readonly Activity[]): Extremes {
  const extremes: Extremes = {}
  for (const { protocol, function: ref, items } of rows) {
    for (const { object, access, min, max } of items) {
      min?.forEach((low, index) => {
        widen(extremes, `${protocol} ${ref.code} ${access} ${object} #${index}`, low, max![index]!)
      })
    }
  }
  return extremes
}

export function extremesOfExchanges(exchanges: readonly Exchange[]): Extremes {
  const extremes: Extremes = {}
  for (const exchange of exchanges) {
    for (const operation of operationsOf(exchange.meaning)) widenBy(extremes, exchange, operation)
  }
  return extremes
}

function widenBy(extremes: Extremes, { protocol, request, reply }: Exchange, operation: Operation): void {
  for (const item of operation.items) {
    const told = item.in === 'request' ? request : item.in === 'reply' ? reply : null
    const values = told ? valuesOf(item, told.body) : null
    if (!Array.isArray(values)) continue
    for (const [index, value] of values.entries()) {
      widen(extremes, `${protocol} ${operation.function.code} ${item.access} ${item.object} #${index}`, value, value)
    }
  }
}
