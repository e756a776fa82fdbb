// What stories share: findings that came shortly before others.
import type { Verb } from '@nautilus/model'
import type { FindingEvent, Who } from './event.ts'
import { changing } from './wording.ts'

/** Findings that one story remembers; the oldest give way. */
export const MAX_CHAPTERS = 512

/** An earlier part of a story: when (µs), by whom, to whom, and how it was called. */
export type Chapter = {
  readonly at: number
  readonly rule: string
  readonly title: string
  readonly source: Who | null
  readonly target: Who | null
}

export const chapterOf = ({ at, source, target, finding: { rule, title } }: FindingEvent): Chapter => ({
  at,
  rule,
  title,
  source,
  target,
})

/** The chapters of the last `span` µs, with this one. One that was told before moves to the end. */
export function tell(chapters: readonly Chapter[], chapter: Chapter, span: number): readonly Chapter[] {
  const isSame = (other: Chapter): boolean =>
    other.rule === chapter.rule && other.source?.id === chapter.source?.id && other.target?.id === chapter.target?.id
  const others = chapters.filter(other => other.at > chapter.at - span && !isSame(other))
  return [...others.slice(-(MAX_CHAPTERS - 1)), chapter]
}

/** Rules that tell of a verb on a device without being about a change of it. */
const noChange: ReadonlySet<string> = new Set(['value-out-of-range', 'two-writers', 'toggle-storm', 'refusal-burst'])

const changesLogic: ReadonlySet<Verb | null> = new Set(changing.filter(verb => verb !== 'write' && verb !== 'call'))

/** Does it tell that somebody changed a controller: its program, its mode, its settings? */
export const isControllerChange = ({ finding: { verb, rule }, target }: FindingEvent): boolean =>
  target !== null && changesLogic.has(verb) && !noChange.has(rule)

/** `“A device no longer answers”` */
export const quoted = ({ title }: { readonly title: string }): string => `“${title}”`
