// A finding in the making: what its matches had in common, and what they sum up to.
import type { Change, Finding, WindowVerdict } from '@nautilus/model'
import { severities } from '@nautilus/model'
import type { Event, Who } from '../event.ts'
import type { Level, Match, Rule } from '../rule.ts'
import { compareVerdicts } from '../work/verdict.ts'
import { MAX_CHANGES, MAX_FRAMES, MAX_SENTENCE } from './limits.ts'

/** One match, with all that is needed to make a finding of it. */
export type Hit = {
  readonly rule: Rule
  readonly match: Match
  readonly event: Event
  readonly file: string | null
  /** µs of the last of the events that it stands for. */
  readonly until: number
  readonly verdict: WindowVerdict
  /** Whether any work orders were known then. */
  readonly planned: boolean
}

/** When it began to keep its source from teaching, when it last came (µs), and of which source. */
export type Trial = { readonly from: number; readonly last: number; readonly source: string }

/** All of a draft but its rule, and the finding that accounts for it: plain data. */
export type DraftParts = {
  readonly id: string
  readonly file: string | null
  readonly first: number
  readonly last: number
  readonly count: number
  /** µs since when it is over; null while it goes on. */
  readonly ended: number | null
  readonly source: Who | null
  readonly target: Who | null
  readonly match: Match
  readonly level: Level
  readonly confidence: number
  readonly verdict: WindowVerdict
  readonly planned?: boolean
  readonly told: number
  readonly trial: Trial | null
  readonly explains: Map<string, number>
  readonly earliest: number[]
  readonly newest: number[]
  readonly changes: Map<string, Change>
}

export class Draft {
  readonly id: string
  readonly rule: Rule
  readonly file: string | null
  first: number
  last: number
  count: number
  ended: number | null
  source: Who | null
  target: Who | null
  match: Match
  level: Level
  confidence: number
  verdict: WindowVerdict
  /** Whether work orders were known when one of its matches came; null: it was saved before this was kept. */
  planned: boolean | null
  /** The finding that accounts for it; itself where none does. */
  owner: Draft = this
  /** When it was last told to the stories. */
  told: number
  trial: Trial | null
  /** Further findings that this one accounts for. */
  readonly explains: Map<string, number>
  readonly #earliest: number[]
  readonly #newest: number[]
  readonly #changes: Map<string, Change>

  constructor(rule: Rule, parts: DraftParts) {
    this.rule = rule
    this.id = parts.id
    this.file = parts.file
    this.first = parts.first
    this.last = parts.last
    this.count = parts.count
    // What was saved before there were ends has none.
    this.ended = parts.ended ?? null
    this.source = parts.source
    this.target = parts.target
    this.match = parts.match
    this.level = parts.level
    this.confidence = parts.confidence
    this.verdict = parts.verdict
    this.planned = parts.planned ?? null
    this.told = parts.told
    this.trial = parts.trial
    this.explains = parts.explains
    this.#earliest = parts.earliest
    this.#newest = parts.newest
    this.#changes = parts.changes
  }

  parts(): DraftParts {
    const { id, file, first, last, count, ended, source, target, match, level, confidence, verdict, told, trial } = this
    const planned = this.planned === null ? {} : { planned: this.planned }
    const lists = { explains: this.explains, earliest: this.#earliest, newest: this.#newest, changes: this.#changes }
    return {
      id,
      file,
      first,
      last,
      count,
      ended,
      source,
      target,
      match,
      level,
      confidence,
      verdict,
      ...planned,
      told,
      trial,
      ...lists,
    }
  }

  add({ rule, match, event, file, until, verdict, planned }: Hit): void {
    this.count += match.count ?? 1
    this.ended = null
    this.first = Math.min(this.first, event.at)
    this.last = Math.max(this.last, until)
    this.source = match.source
    this.target = match.target
    const level = match.level ?? rule.level
    if (severities.indexOf(level) > severities.indexOf(this.level)) {
      this.level = level
      this.match = match
    }
    this.confidence = Math.max(this.confidence, confidenceOf(match))
    if (planned) this.planned = true
    // What was partly outside of the approved work is not covered by it.
    if (compareVerdicts(verdict, this.verdict) > 0) this.verdict = verdict
    // Frames are numbered by file, and a finding names one file.
    if (file === this.file) for (const frame of [event.frame, ...(match.frames ?? [])]) this.#keep(frame)
    for (const change of match.changes ?? []) this.#change(change)
  }

  #keep(frame: number): void {
    if (frame <= 0 || this.#earliest.includes(frame) || this.#newest.includes(frame)) return
    if (this.#earliest.length < MAX_FRAMES / 2) this.#earliest.push(frame)
    else {
      this.#newest.push(frame)
      if (this.#newest.length > MAX_FRAMES / 2) this.#newest.shift()
    }
  }

  #change({ object, before, after }: Change): void {
    const known = this.#changes.get(object)
    if (known) this.#changes.set(object, { object, before: known.before, after })
    else if (this.#changes.size < MAX_CHANGES) this.#changes.set(object, { object, before, after })
  }

  frames(): number[] {
    return [...this.#earliest, ...this.#newest].sort((a, b) => a - b)
  }

  changes(): Change[] {
    return [...this.#changes.values()]
  }

  /** Another finding turns out to be an effect of this one. */
  absorb(effect: Draft): void {
    effect.owner = this
    this.explain(effect.rule.id, effect.count)
    for (const [rule, count] of effect.explains) this.explain(rule, count)
  }

  explain(rule: string, count: number): void {
    this.explains.set(rule, (this.explains.get(rule) ?? 0) + count)
  }

  explained(): Finding['explains'] {
    return [...this.explains].map(([rule, count]) => ({ rule, count })).sort((a, b) => (a.rule < b.rule ? -1 : 1))
  }
}

/** Of its first match, which is still to be added. */
export const newDraft = (id: string, { rule, match, event, file, verdict, planned }: Hit): Draft =>
  new Draft(rule, {
    id,
    file,
    first: event.at,
    last: event.at,
    count: 0,
    ended: null,
    source: match.source,
    target: match.target,
    match,
    level: match.level ?? rule.level,
    confidence: confidenceOf(match),
    verdict,
    planned,
    told: Number.NEGATIVE_INFINITY,
    trial: null,
    explains: new Map(),
    earliest: [],
    newest: [],
    changes: new Map(),
  })

const confidenceOf = ({ confidence = 1 }: Match): number => Math.min(1, Math.max(0, confidence))

export const sentence = (text: string): string =>
  text.length > MAX_SENTENCE ? `${text.slice(0, MAX_SENTENCE - 1)}…` : text
