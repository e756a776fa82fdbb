// Is everybody there whom a policy calls, before it must? Said as long as there is time to do something about it.
import { type Duty, decides } from '../duties.ts'
import { dutyName } from '../duty-sentences.ts'
import { type Sentence, sentence } from '../sentence.ts'
import type { Policy } from './policy.ts'
import { nextChange, onCall, type Roster, rosterFaults } from './roster.ts'

const DAY = 24 * 3600e6

/** Days looked ahead at most. */
export const MAX_DAYS = 366

/** `from`: µs, the first moment of the gap. */
export type NotReady = {
  readonly code: 'roster.missing' | 'roster.wrong' | 'roster.nobody' | 'roster.no-deputy' | 'policy.no-decider'
  readonly duty: Duty | null
  readonly from: number
  readonly sentence: Sentence
}

/** Empty: ready for so many days from `now` (µs). Each kind of gap is told once for each duty, where it begins. */
export function notReady(policy: Policy, rosters: readonly Roster[], now: number, days: number): readonly NotReady[] {
  const until = now + Math.min(days, MAX_DAYS) * DAY
  const called = dutiesOf(policy)
  const wrong = rosters.flatMap(roster => rosterFaults(roster).map(fault => wrongRoster(roster, fault, now)))
  const good = rosters.filter(roster => rosterFaults(roster).length === 0)
  const gaps = called.flatMap(duty =>
    gapsOf(
      duty,
      good.filter(roster => roster.duty === duty),
      now,
      until,
    ),
  )
  return [...wrong, ...gaps, ...withoutDecider(called, good, now, until)]
}

/** In the order of calling. */
function dutiesOf({ steps, everybody, inform }: Policy): readonly Duty[] {
  const ofSteps = steps.flatMap(({ duties, fallback }) => [...duties, ...(fallback ? [fallback] : [])])
  return [...new Set([...ofSteps, ...everybody.duties, ...inform.map(({ duty }) => duty)])]
}

const wrongRoster = ({ duty }: Roster, fault: string, from: number): NotReady => ({
  code: 'roster.wrong',
  duty,
  from,
  sentence: sentence('ready.wrong', { fault }),
})

function gapsOf(duty: Duty, rosters: readonly Roster[], now: number, until: number): NotReady[] {
  const name = dutyName(duty)
  const gap = (code: NotReady['code'], key: string, from: number): NotReady => ({
    code,
    duty,
    from,
    sentence: sentence(key, { duty: name }),
  })
  if (rosters.length === 0) return [gap('roster.missing', 'ready.missing', now)]
  const nobody = firstMoment(rosters, now, until, at => rosters.every(roster => onCall(roster, at).person === null))
  const alone = firstMoment(rosters, now, until, at => rosters.every(roster => onCall(roster, at).deputy === null))
  return [
    ...(nobody === null ? [] : [gap('roster.nobody', 'ready.nobody', nobody)]),
    ...(alone === null ? [] : [gap('roster.no-deputy', 'ready.no-deputy', alone)]),
  ]
}

/** Some moment at which none of those whom the policy calls may decide: then nobody can leave the waiting. */
function withoutDecider(called: readonly Duty[], rosters: readonly Roster[], now: number, until: number): NotReady[] {
  const deciding = rosters.filter(({ duty }) => decides.has(duty) && called.includes(duty))
  const from = firstMoment(deciding, now, until, at => deciding.every(roster => onCall(roster, at).person === null))
  return from === null ? [] : [{ code: 'policy.no-decider', duty: null, from, sentence: sentence('ready.no-decider') }]
}

/** The first moment at which something holds, where it can only change with the rosters. */
function firstMoment(
  rosters: readonly Roster[],
  now: number,
  until: number,
  holds: (at: number) => boolean,
): number | null {
  for (let at = now; at < until; at = Math.min(until, ...rosters.map(roster => nextChange(roster, at))))
    if (holds(at)) return at
  return null
}
