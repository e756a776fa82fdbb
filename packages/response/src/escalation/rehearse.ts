// What a policy would do in a night in which nobody answers: the walk that calls people, over an incident that is not there.
import type { Severity } from '@nautilus/model'
import type { Duty } from '../duties.ts'
import { system } from '../incident/actor.ts'
import { fold } from '../incident/fold.ts'
import type { Incident } from '../incident/incident.ts'
import { due, type Page } from './due.ts'
import type { Policy } from './policy.ts'
import type { Roster } from './roster.ts'

/** Nobody reads more of it; a policy of the largest size is cut here. */
export const MAX_REHEARSED = 500

/** Calls that go out at one moment (µs), and duties that had to be called and have nobody. */
export type Rehearsed = {
  readonly at: number
  readonly pages: readonly Page[]
  readonly gaps: readonly { readonly slot: string; readonly duty: Duty }[]
}

export type Rehearsal = {
  readonly calls: readonly Rehearsed[]
  /** µs: when everybody was called as often as the policy says, and still nobody answered; null: it never ends so. */
  readonly exhausted: number | null
  /** There is more of it. */
  readonly cut: boolean
}

type What = { readonly severity: Severity /** µs: when the escalation begins. */; readonly at: number }

/** Nobody acknowledges, and every page goes out when it is due. */
export function rehearse(policy: Policy, rosters: readonly Roster[], { severity, at }: What): Rehearsal {
  let incident: Incident = { ...escalated(policy, at), severity }
  const calls: Rehearsed[] = []
  const told = new Set<string>()
  let silent: number | null = null
  let now: number | null = at
  for (let looks = 0; now !== null; looks++) {
    if (looks >= MAX_REHEARSED || incident.pages.length >= MAX_REHEARSED) return { calls, exhausted: silent, cut: true }
    const { pages, wake, gaps, exhausted } = due(incident, policy, rosters, now, noPlaybook)
    const fresh = gaps.filter(({ slot, duty }) => !told.has(`${slot} ${duty}`))
    for (const { slot, duty } of fresh) told.add(`${slot} ${duty}`)
    if (pages.length > 0 || fresh.length > 0) calls.push({ at: now, pages, gaps: fresh })
    if (exhausted) silent ??= now
    incident = withPages(incident, pages, now)
    // What was sent may be followed at once by what need not wait for it.
    now = pages.length > 0 ? now : wake
  }
  return { calls, exhausted: silent, cut: false }
}

const noPlaybook = () => null

/** An incident whose escalation has just begun, by the same fold as a real one. */
function escalated({ id }: Policy, at: number): Incident {
  const acts = [
    { kind: 'opened', incident: 'rehearsal', site: 'rehearsal', exercise: true },
    { kind: 'escalation-started', policy: id, reason: 'Rehearsal.' },
  ] as const
  const entries = acts.map(act => ({ at, by: system, act }))
  return fold(entries, noPlaybook)!
}

const withPages = (incident: Incident, pages: readonly Page[], at: number): Incident => ({
  ...incident,
  pages: [
    ...incident.pages,
    ...pages.map(({ id: page, slot, duty, person, channel }) => ({
      ...{ at, by: system, page, slot, duty, person, channel },
      ...{ escalation: 0, outcome: 'sent' as const },
    })),
  ],
})
