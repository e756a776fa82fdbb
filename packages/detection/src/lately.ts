// What one source did to different things in the last minutes: the memory of rules about scans and sweeps.
import type { Who } from './event.ts'

/** Different things that are remembered; further ones are counted only. */
export const MAX_THINGS = 1024

type Thing = { first: number; last: number; times: number }

/** Things by name. Changed in place: it is the state of one source. */
export class Lately {
  readonly #things = new Map<string, Thing>()
  #swept = Number.NEGATIVE_INFINITY

  /** Forgets what was last touched more than `span` µs ago, then notes this. */
  note(name: string, at: number, span: number, times = 1): void {
    const known = this.#things.get(name)
    if (known && known.last >= at - span) {
      known.last = Math.max(known.last, at)
      known.times += times
      return
    }
    if (known) this.#things.delete(name)
    if (this.#things.size >= MAX_THINGS || at - this.#swept > span / 4) this.#sweep(at, span)
    if (this.#things.size < MAX_THINGS) this.#things.set(name, { first: at, last: at, times })
  }

  has(name: string, at: number, span: number): boolean {
    const known = this.#things.get(name)
    return known !== undefined && known.last >= at - span
  }

  drop(name: string): void {
    this.#things.delete(name)
  }

  #sweep(at: number, span: number): void {
    this.#swept = at
    for (const [name, { last }] of this.#things) if (last < at - span) this.#things.delete(name)
  }

  /** Names touched within `span` µs before `at`, at most so often each: what is tried again and again is no search. */
  names(at: number, span: number, mostTimes = Number.POSITIVE_INFINITY): readonly string[] {
    return [...this.#things].flatMap(([name, { last, times }]) =>
      last >= at - span && times <= mostTimes ? [name] : [],
    )
  }

  get size(): number {
    return this.#things.size
  }
}

/** One device that can answer for itself. */
export const isOne = (who: Who): boolean => who.kind === 'device' || who.kind === 'public'

/** `22, 23, 80 and 12 more`; numbers in their order. */
export function listed(names: readonly string[], most = 5): string {
  const sorted = [...names].sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1))
  const shown = sorted.slice(0, most).join(', ')
  return sorted.length > most ? `${shown} and ${sorted.length - most} more` : shown
}
