// Matches become findings: one for each rule, source, target, verb and what else tells it apart, however often it came.
import { type Finding, type Severity, type SeverityTerm, severities } from '@nautilus/model'
import type { Rule } from '../rule.ts'
import { severityOf } from '../severity/severity.ts'
import type { Site } from '../site.ts'
import { Causes } from './causes.ts'
import { type Draft, type Hit, newDraft, sentence } from './draft.ts'
import { findingIdFrom } from './finding-id.ts'
import type { EngineLimits } from './limits.ts'
import { draftsFrom, Numbers, type SavedFindings } from './saved-findings.ts'

export type FindingsOptions = {
  readonly rules: readonly Rule[]
  readonly site: Site
  readonly limits: EngineLimits
  /** Of findings that were saved before each kept it itself. */
  readonly ordersKnown: boolean
  readonly saved?: SavedFindings | undefined
}

export class Findings {
  readonly #options: FindingsOptions
  readonly #causes: Causes
  readonly #drafts = new Map<string, Draft>()
  /** What others account for, so that its stories too hear of it now and then, not each time. */
  readonly #folded = new Map<string, Draft>()
  readonly #perRule = new Map<string, number>()
  /** By rule, matches whose findings found no room. */
  readonly leftOut: Map<string, number>

  constructor(options: FindingsOptions) {
    this.#options = options
    this.#causes = new Causes(options.rules)
    this.leftOut = options.saved?.leftOut ?? new Map()
    if (options.saved) this.#restore(options.saved)
  }

  #restore({ drafts, kept, folded, causes }: SavedFindings): void {
    const restored = draftsFrom(drafts, this.#options.rules)
    const draftOf = (number: number) => restored[number] ?? null
    for (const draft of kept.flatMap(number => draftOf(number) ?? [])) {
      this.#drafts.set(draft.id, draft)
      this.#count(draft.rule, 1)
    }
    for (const draft of folded.flatMap(number => draftOf(number) ?? [])) this.#folded.set(draft.id, draft)
    this.#causes.restore(causes, draftOf)
  }

  save(): SavedFindings {
    const numbers = new Numbers()
    const kept = [...this.#drafts.values()].map(numbers.of)
    const folded = [...this.#folded.values()].map(numbers.of)
    const causes = this.#causes.save(numbers.of)
    return { kept, folded, causes, leftOut: this.leftOut, drafts: numbers.drafts() }
  }

  /** The finding it belongs to, or what it would be where another accounts for it; null where there is no room. */
  add(hit: Hit): Draft | null {
    const { rule, match, event } = hit
    const id = idOf(rule, hit)
    const known = this.#drafts.get(id)
    if (match.ended !== undefined) return this.#end(known, match.ended)
    if (known) {
      known.add(hit)
      return known
    }
    const cause = this.#causes.causeOf(rule, match, event.at)
    if (cause) return this.#fold(id, hit, cause)
    const draft = newDraft(id, hit)
    draft.add(hit)
    if (!this.#hasRoom(rule)) return this.#leaveOut(rule, match.count ?? 1)
    this.#drafts.set(id, draft)
    this.#count(rule, 1)
    this.#takeEffects(draft)
    this.#causes.file(draft, rule, match)
    this.#causes.wait(draft)
    return draft
  }

  #end(known: Draft | undefined, ended: number): Draft | null {
    if (!known || known.ended !== null) return null
    known.ended = ended
    return known
  }

  #fold(id: string, hit: Hit, cause: Draft): Draft {
    const draft = this.#folded.get(id) ?? newDraft(id, hit)
    draft.add(hit)
    if (this.#folded.size >= this.#options.limits.findings) this.#folded.clear()
    this.#folded.set(id, draft)
    draft.owner = cause
    cause.explain(hit.rule.id, hit.match.count ?? 1)
    this.#causes.file(cause, hit.rule, hit.match)
    return draft
  }

  #takeEffects(draft: Draft): void {
    for (const effect of this.#causes.effectsOf(draft)) {
      if (effect === draft || this.#drafts.get(effect.id) !== effect) continue
      draft.absorb(effect)
      this.#drafts.delete(effect.id)
      this.#count(effect.rule, -1)
      this.#causes.file(draft, effect.rule, effect)
    }
  }

  #hasRoom({ id }: Rule): boolean {
    const { findings, perRule } = this.#options.limits
    return this.#drafts.size < findings && (this.#perRule.get(id) ?? 0) < perRule
  }

  #count({ id }: Rule, by: number): void {
    this.#perRule.set(id, (this.#perRule.get(id) ?? 0) + by)
  }

  #leaveOut({ id }: Rule, count: number): null {
    this.leftOut.set(id, (this.leftOut.get(id) ?? 0) + count)
    return null
  }

  forget(now: number): void {
    this.#causes.forget(now)
  }

  /** The gravest first, then the earliest. */
  list(): Finding[] {
    return [...this.#drafts.values()]
      .map(draft => this.finding(draft))
      .sort((a, b) => rankOf(b.severity) - rankOf(a.severity) || a.first - b.first || (a.id < b.id ? -1 : 1))
  }

  readonly severity = (draft: Draft): Severity => this.#terms(draft).at(-1)!.to

  #terms({ rule: { modifiers }, source, target, verdict, planned, confidence, level }: Draft): readonly SeverityTerm[] {
    const { site } = this.#options
    const ordersKnown = planned ?? this.#options.ordersKnown
    const device = target ?? source
    const process = device && site.processOf(device)
    return severityOf({ level, modifiers, confidence, device, process, verdict, ordersKnown })
  }

  finding(draft: Draft): Finding {
    const { rule, match, source, target, verdict, confidence } = draft
    const terms = this.#terms(draft)
    return {
      id: draft.id,
      rule: rule.id,
      title: rule.title,
      severity: terms.at(-1)!.to,
      terms,
      techniques: rule.techniques,
      consequences: rule.consequences ?? [],
      playbook: rule.playbook,
      confidence,
      first: draft.first,
      last: draft.last,
      count: draft.count,
      ...(draft.ended === null ? {} : { ended: draft.ended }),
      source: source?.id ?? null,
      target: target?.id ?? null,
      assets: [...new Set([target, source].flatMap(who => (who?.asset ? [who.asset.id] : [])))],
      protocol: match.protocol ?? null,
      verb: match.verb ?? null,
      why: sentence(match.summary),
      baseline: match.baseline === undefined ? null : sentence(match.baseline),
      changes: draft.changes(),
      window: verdict,
      evidence: { file: draft.file, frames: draft.frames() },
      explains: draft.explained(),
    }
  }
}

const rankOf = (severity: Severity): number => severities.indexOf(severity)

const idOf = ({ id }: Rule, { match }: Hit): string =>
  findingIdFrom([id, match.source?.id ?? '', match.target?.id ?? '', match.verb ?? '', match.dedup ?? ''])
