// How long an incident took, from its entries. Made for exercises; real incidents are measured the same way, and apart.
import type { Incident } from '../incident/incident.ts'
import type { State } from '../incident/states.ts'

/** µs; null where it has not happened. From the opening, but for `detect`: from the first finding to the opening. */
export type Measures = {
  readonly detect: number | null
  /** Until the first page was recorded. */
  readonly page: number | null
  readonly acknowledge: number | null
  readonly confirm: number | null
  readonly escalate: number | null
  /** Until an engineering decision was asked for, and how long it was waited for in all. */
  readonly ask: number | null
  readonly waiting: number
  readonly decide: number | null
  readonly recover: number | null
  readonly document: number | null
  readonly close: number | null
}

export const measureNames = [
  'detect',
  'page',
  'acknowledge',
  'confirm',
  'escalate',
  'ask',
  'waiting',
  'decide',
  'recover',
  'document',
  'close',
] as const satisfies readonly (keyof Measures)[]

/** `now`: µs, for an incident that is waiting still. */
export function measuresOf(incident: Incident, now: number): Measures {
  const { opened, history, findings, pages, acknowledgements } = incident
  const until = (at: number | undefined): number | null => (at === undefined ? null : Math.max(0, at - opened))
  const reached = (state: State): number | null => until(history.find(({ to }) => to === state)?.at)
  return {
    detect: findings[0] ? Math.max(0, opened - findings[0].finding.first) : null,
    page: until(pages[0]?.at),
    acknowledge: until(acknowledgements[0]?.at),
    confirm: reached('confirmed'),
    escalate: reached('escalated'),
    ask: reached('awaiting engineering decision'),
    waiting: waitingOf(incident, now),
    decide: reached('decided'),
    recover: reached('recovered'),
    document: reached('documented'),
    close: reached('closed'),
  }
}

function waitingOf({ history }: Incident, now: number): number {
  return history.reduce((sum, { to, at }, place) => {
    if (to !== 'awaiting engineering decision') return sum
    return sum + Math.max(0, (history[place + 1]?.at ?? now) - at)
  }, 0)
}

/** Of one measure over many incidents. Quantiles by the nearest rank. */
export type Spread = { readonly count: number; readonly median: number; readonly p90: number; readonly most: number }

/** Of exercises alone, or of real incidents alone: never both. Null where no incident has the measure. */
export function spreadOf(
  incidents: readonly Incident[],
  exercises: boolean,
  now: number,
): Readonly<Record<keyof Measures, Spread | null>> {
  const all = incidents.filter(({ exercise }) => exercise === exercises).map(incident => measuresOf(incident, now))
  const spread = (name: keyof Measures): Spread | null => {
    const sorted = all.flatMap(measures => measures[name] ?? []).sort((a, b) => a - b)
    if (sorted.length === 0) return null
    const quantile = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!
    return { count: sorted.length, median: quantile(0.5), p90: quantile(0.9), most: sorted.at(-1)! }
  }
  return Object.fromEntries(measureNames.map(name => [name, spread(name)])) as Record<keyof Measures, Spread | null>
}
