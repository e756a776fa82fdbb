// A clock that tests wind on: it asks what is due, records it as the outbox does, and sleeps until the next time.
import {
  type Act,
  type Actor,
  due,
  type Entry,
  fold,
  type Page,
  type Policy,
  type Roster,
  system,
} from '../../src/index.ts'
import { find } from '../plant.ts'

export type Heard = { readonly at: number; readonly by: Actor; readonly act: Act }

export type Night = {
  readonly entries: readonly Entry[]
  /** With when each was sent, µs. */
  readonly pages: readonly (Page & { readonly sent: number })[]
  readonly exhausted: boolean
}

/**
 * `heard`: what people do, by time. `down`: spans in which the program does not run. `crash`: after how many recorded pages
 * of one round the program dies and starts anew, which must change nothing.
 */
export function walk(
  begin: readonly Entry[],
  policy: Policy,
  rosters: readonly Roster[],
  until: number,
  {
    heard = [],
    down = [],
    crash = Number.POSITIVE_INFINITY,
  }: { heard?: readonly Heard[]; down?: readonly (readonly [number, number])[]; crash?: number } = {},
): Night {
  const entries = [...begin]
  const pages: (Page & { sent: number })[] = []
  const waiting = [...heard]
  const up = (at: number): number => down.reduce((time, [from, to]) => (time >= from && time < to ? to : time), at)
  let exhausted = false
  for (let now = entries.at(-1)!.at, rounds = 0; now <= until && rounds < 10_000; rounds++) {
    const said = due(fold(entries, find)!, policy, rosters, now, find)
    exhausted = said.exhausted
    for (const page of said.pages.slice(0, crash)) {
      pages.push({ ...page, sent: now })
      const { id, slot, duty, person, channel } = page
      entries.push({ at: now, by: system, act: { kind: 'paged', page: id, slot, duty, person, channel } })
    }
    if (said.pages.length > crash) continue
    const next = waiting[0]
    const wake = said.wake === null ? Number.POSITIVE_INFINITY : up(said.wake)
    if (next && next.at <= wake) {
      entries.push(waiting.shift()!)
      now = up(next.at)
    } else if (wake === Number.POSITIVE_INFINITY) break
    else now = wake
  }
  return { entries, pages, exhausted }
}
