import type { Activity } from '@nautilus/model'
import { expect } from 'vitest'
import { disagreements, type Total } from './disagreements.ts'
import { type Counts, differences, type Facts, type Histogram } from './facts.ts'
import type { Exchange } from './recorder.ts'
import { answered, countsOfExchanges, countsOfRows, extremesOfExchanges, extremesOfRows } from './rows.ts'

export const tally = ({ requests, replies, errors }: Counts): string => `${requests}/${replies}/${errors}`
const none: Counts = { requests: 0, replies: 0, errors: 0 }

const known = (capture: string, protocol: string) =>
  disagreements.find(row => row.capture === capture && row.protocol === protocol)

/** The histograms are the same but for what is written down. */
export function expectSameFunctions(
  capture: string,
  protocol: string,
  ours: ReadonlyMap<string, Counts> | undefined,
  theirs: Histogram,
): void {
  const found: Record<string, readonly [string, string]> = {}
  for (const key of new Set([...(ours?.keys() ?? []), ...theirs.functions.keys()])) {
    const [we, they] = [tally(ours?.get(key) ?? none), tally(theirs.functions.get(key) ?? none)]
    if (we !== they) found[key] = [we, they]
  }
  expect(found, 'functions as requests/replies/errors: ours, theirs').toEqual(known(capture, protocol)?.functions ?? {})
}

/** Both sides state the same facts equally often, but for what is written down. */
export function expectSameFacts(capture: string, protocol: string, ours: Facts, theirs: Facts): void {
  const found = differences(ours, theirs)
  const excess = (more: 'ours' | 'theirs', less: 'ours' | 'theirs'): number =>
    found.reduce((sum, fact) => sum + Math.max(0, fact[more] - fact[less]), 0)
  const shown = found
    .slice(0, 12)
    .map(({ fact, ours: we, theirs: they, frame }) => `\n${we}:${they} near frame ${frame}: ${fact.slice(0, 200)}`)
  expect([excess('ours', 'theirs'), excess('theirs', 'ours')], `facts only ours, only theirs${shown.join('')}`).toEqual(
    known(capture, protocol)?.facts ?? [0, 0],
  )
}

/** The rows that the product shows say what the single operations said. */
export function expectSameRows(
  capture: string,
  protocol: string,
  rows: Activity[],
  exchanges: readonly Exchange[],
): void {
  const mine = rows.filter(row => row.protocol === protocol)
  const single = exchanges.filter(exchange => exchange.protocol === protocol)
  expect(answered(countsOfRows(mine))).toEqual(answered(countsOfExchanges(single)))
  const [shown, said] = [extremesOfRows(mine), extremesOfExchanges(single)]
  const cells = new Set([...Object.keys(shown), ...Object.keys(said)])
  const wrong = [...cells].filter(cell => shown[cell]?.join() !== said[cell]?.join())
  expect(
    wrong.length,
    `cells whose extremes in rows are not those of the operations: ${wrong.slice(0, 5).join(', ')}`,
  ).toBe(known(capture, protocol)?.cells ?? 0)
}

/** Counts that were taken when the captures were collected. */
export function expectAsCollected(capture: string, ours: Record<string, number>, theirs: Record<string, number>): void {
  const found: Record<string, readonly [number, number]> = {}
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const [we, they] = [ours[key] ?? 0, theirs[key] ?? 0]
    if (we !== they) found[key] = [we, they]
  }
  const written = disagreements.filter(row => row.capture === capture).map(row => row.collected ?? {})
  expect(found, 'counts: ours, as collected').toEqual(Object.assign({}, ...written))
}

/** Sums over captures what was compared. */
export class Tallying {
  #total: Total = { captures: 0, messages: 0, facts: 0, values: 0, withoutRequest: 0 }

  add({ messages, total, values, withoutRequest }: Facts): void {
    if (messages === 0) return
    this.#total = {
      captures: this.#total.captures + 1,
      messages: this.#total.messages + messages,
      facts: this.#total.facts + total,
      values: this.#total.values + values,
      withoutRequest: this.#total.withoutRequest + withoutRequest,
    }
  }

  get total(): Total {
    return this.#total
  }
}
