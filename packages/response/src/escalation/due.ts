// Which pages are to be sent, and when to ask again. A function of the entries alone: after a restart it says the same.
import { type Severity, severities } from '@nautilus/model'
import type { FindPlaybook } from '../decision/playbook.ts'
import type { Duty } from '../duties.ts'
import { type Incident, since as stateSince } from '../incident/incident.ts'
import type { Channel, Policy } from './policy.ts'
import { endOfQuiet } from './quiet.ts'
import { onCall, type Roster } from './roster.ts'
import { type Slot, slotsOf } from './slots.ts'
import { REMIND_AFTER, waitingQuestions } from './unanswered.ts'

const MINUTE = 60e6

/** `id` is the same whenever and however often it is asked for: what was recorded as paged is never given again. */
export type Page = {
  readonly id: string
  readonly slot: string
  readonly duty: Duty
  readonly person: string
  readonly channel: Channel
  /** µs: when it had to go out. */
  readonly at: number
  /** Of a reminder: how many questions of this duty wait for an answer. */
  readonly questions?: number
}

export type Due = {
  readonly pages: readonly Page[]
  /** µs: when there may be more, if nothing happens before; null: never. */
  readonly wake: number | null
  /** Duties that should have been called, and had nobody. */
  readonly gaps: readonly { readonly slot: string; readonly duty: Duty }[]
  /** Everybody was called as often as the policy says, and nothing moves: a person must see to it. */
  readonly exhausted: boolean
}

const nothing: Due = { pages: [], wake: null, gaps: [], exhausted: false }

/** Once it is decided, people act; nobody has to be called for a decision. */
const over: readonly Incident['state'][] = ['decided', 'acting', 'recovered', 'documented', 'closed']

/**
 * `policy`: the one that the incident's escalation names. `now`: µs. `find`: the playbooks, whose questions people are
 * reminded of. A timeout calls further people; it never approves, decides or closes anything.
 */
export function due(
  incident: Incident,
  policy: Policy,
  rosters: readonly Roster[],
  now: number,
  find: FindPlaybook,
): Due {
  const escalation = incident.escalations.at(-1)
  if (!escalation || escalation.stopped !== null || over.includes(incident.state)) return nothing
  const walk: Walk = { incident, policy, rosters, now, number: incident.escalations.length - 1 }
  return joined([chain(walk, escalation.at), ...informs(walk, escalation.at), reminders(walk, find)])
}

type Walk = {
  readonly incident: Incident
  readonly policy: Policy
  readonly rosters: readonly Roster[]
  readonly now: number
  /** Which escalation of the incident it is, from 0. */
  readonly number: number
}

function joined(parts: readonly Due[]): Due {
  const wakes = parts.flatMap(({ wake }) => (wake === null ? [] : [wake]))
  return {
    pages: parts.flatMap(({ pages }) => pages),
    wake: wakes.length === 0 ? null : Math.min(...wakes),
    gaps: parts.flatMap(({ gaps }) => gaps),
    exhausted: parts.some(({ exhausted }) => exhausted),
  }
}

/** Slot after slot: each waits for the one before it as it was really sent, so that an outage calls nobody too early. */
function chain(walk: Walk, started: number): Due {
  const { now } = walk
  const gaps: Due['gaps'][number][] = []
  let at = started
  for (const slot of slotsOf(walk.policy)) {
    const sent = sentAt(walk, slot)
    // What is overdue begins now, unless somebody has acknowledged meanwhile.
    const begins = sent ?? afterQuiet(walk, afterHolds(walk, Math.max(at, Math.min(now, latestHeard(walk)))))
    if (begins > now) return { ...nothing, wake: begins, gaps }
    const calls = callsOf(walk, slot, begins, sent ?? now)
    gaps.push(...calls.gaps)
    const unsent = calls.pages.filter(({ id }) => !isSent(walk, id))
    if (unsent.length > 0 && afterHolds(walk, now) <= now)
      return { ...nothing, pages: unsent, wake: (sent ?? now) + slot.wait, gaps }
    // Nobody to wait for: the next one at once.
    at = calls.pages.length === 0 ? begins : begins + slot.wait
  }
  return { ...nothing, wake: at > now ? at : null, gaps, exhausted: at <= now }
}

/** µs from when to when an acknowledgement keeps everybody else from being called. */
type Hold = { readonly from: number; readonly to: number }

/** By beginning. While the incident moves on, whoever acknowledged is at work. */
function holdsOf({ incident, policy }: Walk): readonly Hold[] {
  const started = incident.escalations.at(-1)?.at ?? 0
  return incident.acknowledgements
    .filter(({ at, duties }) => at >= started && counts(policy, duties))
    .map(({ at }) => ({ from: at, to: Math.max(at, stateSince(incident)) + policy.acknowledgementHolds * MINUTE }))
    .sort((a, b) => a.from - b.from)
}

const latestHeard = (walk: Walk): number => holdsOf(walk).at(-1)?.from ?? Number.NEGATIVE_INFINITY

/** The first moment from `at` on in which no acknowledgement holds. */
const afterHolds = (walk: Walk, at: number): number =>
  holdsOf(walk).reduce((moment, { from, to }) => (moment >= from && moment < to ? to : moment), at)

/** Somebody whom the policy calls: another's word would silence the page of the one who must know. */
function counts({ steps, everybody }: Policy, held: readonly Duty[]): boolean {
  const called = [
    ...steps.flatMap(({ duties, fallback }) => [...duties, ...(fallback ? [fallback] : [])]),
    ...everybody.duties,
  ]
  return held.some(duty => called.includes(duty))
}

const afterQuiet = ({ incident, policy }: Walk, at: number): number =>
  policy.quiet && isMild(incident.severity, policy.quiet.upTo) ? endOfQuiet(policy.quiet, at) : at

const isMild = (severity: Severity, upTo: Severity): boolean => severities.indexOf(severity) <= severities.indexOf(upTo)

/** When the first page of a slot was recorded; null where none was. */
const sentAt = ({ incident, number }: Walk, { id }: Pick<Slot, 'id'>): number | null =>
  incident.pages.find(({ slot, escalation }) => slot === id && escalation === number)?.at ?? null

const isSent = ({ incident }: Walk, page: string): boolean => incident.pages.some(sent => sent.page === page)

/** Whom a slot calls, as the rosters were when it was sent first: a handover in between does not call twice. */
function callsOf(walk: Walk, slot: Slot, at: number, sent: number): Pick<Due, 'pages' | 'gaps'> {
  const pages: Page[] = []
  const gaps: Due['gaps'][number][] = []
  for (const duty of slot.duties) {
    const people = peopleOf(walk, slot, duty, sent)
    if (people.length === 0) gaps.push({ slot: slot.id, duty })
    for (const person of people)
      for (const channel of slot.channels)
        pages.push({ id: pageId(walk, slot, duty, person, channel), slot: slot.id, duty, person, channel, at })
  }
  return { pages, gaps }
}

function peopleOf({ rosters }: Walk, { who }: Slot, wanted: Duty, at: number): readonly string[] {
  const found = rosters.filter(({ duty }) => duty === wanted).map(roster => onCall(roster, at))
  const people = found.flatMap(({ person, deputy }) => [
    ...(who === 'deputy' ? [] : [person]),
    ...(who === 'on call' ? [] : [deputy]),
  ])
  return [...new Set(people.filter(person => person !== null))]
}

const pageId = ({ incident, number }: Walk, { id }: Slot, duty: Duty, person: string, channel: Channel): string =>
  [incident.id, number, id, duty, person, channel].map(part => encodeURIComponent(part)).join('/')

function informs(walk: Walk, started: number): readonly Due[] {
  return walk.policy.inform.map(({ duty, channels, after }, place) => {
    const slot: Slot = { id: `inform-${place + 1}`, duties: [duty], channels, who: 'on call', wait: 0 }
    const sent = sentAt(walk, slot)
    const begins = sent ?? afterQuiet(walk, started + after * MINUTE)
    if (begins > walk.now) return { ...nothing, wake: begins }
    const { pages, gaps } = callsOf(walk, slot, begins, sent ?? walk.now)
    return { ...nothing, pages: pages.filter(({ id }) => !isSent(walk, id)), gaps }
  })
}

/** Whether somebody acknowledged or not: an acknowledgement is no answer. What was missed while nobody ran is not made up for. */
function reminders(walk: Walk, find: FindPlaybook): Due {
  const { incident, policy, now } = walk
  const waiting = waitingQuestions(incident, find, now)
  if (!waiting) return nothing
  const { since, round, questions } = waiting
  const next = since + (round + 1) * REMIND_AFTER
  const begins = afterQuiet(walk, since + round * REMIND_AFTER)
  if (round === 0 || begins > now) return { ...nothing, wake: round === 0 ? next : begins }
  const parts = [...questions].map(([duty, count]): Due => {
    const id = `unanswered-${round}.${duty}`
    const slot: Slot = { id, duties: [duty], channels: channelsFor(policy, duty), who: 'on call', wait: 0 }
    const { pages, gaps } = callsOf(walk, slot, begins, sentAt(walk, slot) ?? now)
    const unsent = pages.filter(page => !isSent(walk, page.id)).map(page => ({ ...page, questions: count }))
    return { ...nothing, pages: unsent, gaps, wake: next }
  })
  return joined(parts)
}

/** As the policy calls this duty; where it does not, as it calls everybody. */
const channelsFor = ({ steps, everybody }: Policy, duty: Duty): Slot['channels'] =>
  steps.find(({ duties, fallback }) => duties.includes(duty) || fallback === duty)?.channels ?? everybody.channels
