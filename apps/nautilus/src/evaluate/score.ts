// How well the findings of one capture fit what is known of it. Pure.
import { type Finding, severities } from '@nautilus/model'
import type { Case, Truth, Window } from './truth.ts'

/** A finding with all that the score needs to know of it. */
export type Judged = {
  readonly finding: Finding
  readonly catalogue: readonly string[]
  /** Every address of its source and its target. */
  readonly addresses: ReadonlySet<string>
  /** µs of its matches. */
  readonly times: readonly number[]
}

export type Score = {
  readonly capture: string
  readonly attack: readonly string[]
  /** Null in a capture without attack. */
  readonly found: boolean | null
  readonly windows: number
  readonly hit: number
  /** Seconds from the beginning of the attack to the first right finding; null where there was none. */
  readonly delay: number | null
  /** Right and wrong findings above low; a finding that no window covers is wrong, unless the case calls it right. */
  readonly right: number
  readonly wrong: readonly Finding[]
  /** Above low in a quiet capture, and right for the reason given. */
  readonly excused: readonly { readonly finding: Finding; readonly why: string }[]
  readonly hours: number
}

/** A label ends with the attacker's program; what it set off may come a little later. */
const GRACE = { before: 1e6, after: 5e6 }

export function scoreOf(
  truth: Truth,
  of: Case,
  judged: readonly Judged[],
  span: { first: number; last: number },
): Score {
  const windows = of.windows.filter(w => w.to >= span.first && w.from <= span.last)
  const fits = judged.filter(j => isKind(truth, of, j) && isAtEnds(of, j))
  const covered = (j: Judged): boolean =>
    of.attack.length > 0 && (windows.length === 0 || j.times.some(at => windows.some(w => isIn(w, at))))
  const loud = judged.filter(({ finding: { severity } }) => severities.indexOf(severity) > severities.indexOf('low'))
  const outside = loud.filter(j => !covered(j))
  return {
    capture: of.capture,
    attack: of.attack,
    found: of.attack.length > 0 ? fits.some(covered) : null,
    windows: windows.length,
    hit: windows.filter(w => fits.some(j => j.times.some(at => isIn(w, at)))).length,
    delay: delayOf(windows, fits, span.first),
    right: loud.length - outside.length,
    wrong: outside.filter(j => !of.right.has(j.finding.rule)).map(j => j.finding),
    excused: outside.flatMap(({ finding }) => {
      const why = of.right.get(finding.rule)
      return why === undefined ? [] : [{ finding, why }]
    }),
    hours: (span.last - span.first) / 3600e6,
  }
}

const isIn = (window: Window, at: number): boolean => at >= window.from - GRACE.before && at <= window.to + GRACE.after

function isKind({ kinds }: Truth, { attack }: Case, { finding, catalogue }: Judged): boolean {
  if (finding.severity === 'recorded') return false
  return attack.some(kind =>
    kinds.get(kind)!.some(entry => entry === finding.rule || catalogue.some(id => id.startsWith(entry))),
  )
}

const isAtEnds = ({ ends }: Case, { addresses }: Judged): boolean =>
  ends.length === 0 || ends.some(end => addresses.has(end))

function delayOf(windows: readonly Window[], fits: readonly Judged[], first: number): number | null {
  const began = windows.length > 0 ? Math.min(...windows.map(w => w.from)) : first
  const times = fits.flatMap(j => j.times).filter(at => at >= began - GRACE.before)
  return times.length > 0 ? Math.max(0, (Math.min(...times) - began) / 1e6) : null
}

export type Total = {
  readonly attacks: number
  readonly found: number
  readonly windows: number
  readonly hit: number
  readonly right: number
  readonly wrong: number
  /** Hours of captures in which every finding above low can be told right from wrong, and what was wrong in them. */
  readonly hours: number
  readonly wrongInHours: number
  readonly quiet: number
  readonly quietWithWrong: number
}

/** A capture that claims to be longer has a clock that jumps: it says nothing of a rate. */
const MOST_HOURS = 31 * 24

export function totalOf(scores: readonly Score[]): Total {
  const sum = (of: (score: Score) => number): number => scores.reduce((all, score) => all + of(score), 0)
  const quiet = scores.filter(s => s.found === null)
  const timed = scores.filter(s => (s.found === null || s.windows > 0) && s.hours <= MOST_HOURS)
  return {
    attacks: scores.filter(s => s.found !== null).length,
    found: scores.filter(s => s.found === true).length,
    windows: sum(s => s.windows),
    hit: sum(s => s.hit),
    right: sum(s => s.right + s.excused.length),
    wrong: sum(s => s.wrong.length),
    hours: timed.reduce((all, s) => all + s.hours, 0),
    wrongInHours: timed.reduce((all, s) => all + s.wrong.length, 0),
    quiet: quiet.length,
    quietWithWrong: quiet.filter(s => s.wrong.length > 0).length,
  }
}
