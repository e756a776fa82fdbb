// What one source did to different things in the last minutes: the memory of rules about scans and sweeps.
import type { Who } from './event.ts'

/** Different things that are remembered; further ones are counted only. */
export const MAX_THINGS = 1024

type Thing = { first: number; last: number; times: number }

/** Things by name. Plain data, changed in place: it is the state of one source, and states are kept across restarts. */
export type Lately = { readonly things: Map<string, Thing>; swept: number }

export const newLately = (): Lately => ({ things: new Map(), swept: Number.NEGATIVE_INFINITY })

/** Forgets what was last touched more than `span` µs ago, then notes this. */
export function note(lately: Lately, name: string, at: number, span: number, times = 1): void {
  const { things } = lately
  const known = things.get(name)
  if (known && known.last >= at - span) {
    known.last = Math.max(known.last, at)
    known.times += times
    return
  }
  if (known) things.delete(name)
  if (things.size >= MAX_THINGS || at - lately.swept > span / 4) sweep(lately, at, span)
  if (things.size < MAX_THINGS) things.set(name, { first: at, last: at, times })
}

export function has({ things }: Lately, name: string, at: number, span: number): boolean {
  const known = things.get(name)
  return known !== undefined && known.last >= at - span
}

export function drop({ things }: Lately, name: string): void {
  things.delete(name)
}

function sweep(lately: Lately, at: number, span: number): void {
  lately.swept = at
  for (const [name, { last }] of lately.things) if (last < at - span) lately.things.delete(name)
}

/** Names touched within `span` µs before `at`, at most so often each: what is tried again and again is no search. */
export const namesOf = (
  { things }: Lately,
  at: number,
  span: number,
  mostTimes = Number.POSITIVE_INFINITY,
): readonly string[] =>
  [...things].flatMap(([name, { last, times }]) => (last >= at - span && times <= mostTimes ? [name] : []))

/** One device that can answer for itself. */
export const isOne = (who: Who): boolean => who.kind === 'device' || who.kind === 'public'

/** `22, 23, 80 and 12 more`; numbers in their order. */
export function listed(names: readonly string[], most = 5): string {
  const sorted = [...names].sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1))
  const shown = sorted.slice(0, most).join(', ')
  return sorted.length > most ? `${shown} and ${sorted.length - most} more` : shown
}
