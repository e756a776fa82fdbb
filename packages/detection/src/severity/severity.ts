// How grave a finding is: the rule's level, moved step by step, each step with its reason.
import { type Severity, type SeverityTerm, severities, type WindowVerdict } from '@nautilus/model'
import type { Who } from '../event.ts'
import type { Level, Modifier } from '../rule.ts'
import type { Process } from '../site.ts'

export type Circumstances = {
  readonly level: Level
  readonly modifiers: readonly Modifier[]
  /** 0 to 1. */
  readonly confidence: number
  /** What would suffer: the target, or the source where there is no target. */
  readonly device: Who | null
  /** Of the device; null where nobody declared one. */
  readonly process: Process | null
  readonly verdict: WindowVerdict
  /** Are work orders known at all? Without any, nothing says that work was not planned. */
  readonly ordersKnown: boolean
}

/** Below it a finding is more likely wrong than right. */
export const UNSURE = 0.5

const LOWEST = severities.indexOf('low')
const HIGHEST = severities.length - 1

class Terms {
  readonly list: SeverityTerm[] = []
  #at: number

  constructor(level: Level) {
    this.#at = severities.indexOf(level)
    this.#push('rule', 0, 'the level of this rule for an ordinary device')
  }

  step(term: string, step: number, why: string): void {
    const before = this.#at
    this.#at = Math.min(HIGHEST, Math.max(LOWEST, before + step))
    this.#push(term, this.#at - before, why)
  }

  set(term: string, to: Severity, why: string): void {
    const before = this.#at
    this.#at = severities.indexOf(to)
    this.#push(term, this.#at - before, why)
  }

  #push(term: string, step: number, why: string): void {
    this.list.push({ term, step, to: severities[this.#at]!, why })
  }
}

/** The terms in the order applied; the last one says what the severity is. Never below low, unless recorded. */
export function severityOf(given: Circumstances): readonly SeverityTerm[] {
  const terms = new Terms(given.level)
  if (given.modifiers.includes('impact')) impact(terms, given)
  if (given.confidence < UNSURE)
    terms.step('certainty', -1, `seen with a confidence of ${Math.round(100 * given.confidence)} %`)
  window(terms, given)
  return terms.list
}

function impact(terms: Terms, { device, process }: Circumstances): void {
  if (!device) return
  const { label, asset } = device
  const grade = asset?.criticality?.grade ?? null
  const why = reasonsOf(asset?.criticality?.reasons ?? [], process)
  const protects = (process?.safetyClass ?? null) !== null
  const step = grade === 'critical' || protects ? 1 : grade === 'low' ? -1 : 0
  const rated = grade === null ? `nobody said how much depends on ${label}` : `${label} is of ${grade} criticality`
  terms.step('impact', step, rated + why)
  if (step > 0 && !protects && process?.redundant) terms.step('redundancy', -1, `${process.name} has a redundant twin`)
}

function reasonsOf(reasons: readonly string[], process: Process | null): string {
  const cost = process?.downtimeCostPerHour
  const money = cost ? `, ${cost} ${process.currency ?? ''}`.trimEnd().concat(' an hour when it stands') : ''
  const safety = process?.safetyClass ? `, ${process.safetyClass}` : ''
  const all = [...reasons, ...(process ? [`process ${process.name}${safety}${money}`] : [])]
  return all.length > 0 ? `: ${all.join('; ')}` : ''
}

function window(terms: Terms, { modifiers, verdict, ordersKnown, device }: Circumstances): void {
  const { kind, order } = verdict
  const minds = modifiers.includes('order') || modifiers.includes('unordered')
  const safety = modifiers.includes('safety') && device?.safety === true
  if (minds && kind === 'impostor') terms.step('window', 1, `${misfit(verdict)} work order ${order}, which is open now`)
  if (minds && kind === 'overrun') terms.step('window', 0, `work order ${order} fits, but its time was over`)
  if (modifiers.includes('unordered') && kind === 'none') {
    if (ordersKnown) terms.step('unordered', 1, 'no work order covers it')
    else terms.step('unordered', 0, 'no work orders are known, so nothing says whether it was planned')
  }
  if (safety) terms.set('safety', 'critical', `${device.label} belongs to a safety system, whatever was planned`)
  else if (modifiers.includes('order') && kind === 'covered')
    terms.set('window', 'recorded', `work order ${order} covers the device, what was done, by whom and when`)
}

function misfit({ dimensions }: WindowVerdict): string {
  const wrong = (['asset', 'verb', 'source', 'tool'] as const).filter(name => dimensions[name] === false)
  const words = { asset: 'the device', verb: 'what was done', source: 'the source', tool: 'the tool' }
  return `${wrong.map(name => words[name]).join(' and ')} ${wrong.length > 1 ? 'do' : 'does'} not fit`
}
