// Do two findings belong together, and why? The strongest reason counts.
import type { FindingCopy } from '../act.ts'
import type { Reason } from '../reason.ts'
import type { GroupingRules } from './rules.ts'
import { furthest, isLater } from './stages.ts'

/** What of a finding the grouping reads. */
export type Groupable = Pick<
  FindingCopy,
  'id' | 'severity' | 'techniques' | 'first' | 'last' | 'source' | 'target' | 'assets'
>

export type Relation = Exclude<Reason, { readonly kind: 'first' | 'by-hand' }>

/** The strongest first. */
const strength: readonly Relation['kind'][] = ['pivot', 'progress', 'same-source', 'same-target', 'shared-asset']

export const compareRelations = (a: Relation, b: Relation): number =>
  strength.indexOf(a.kind) - strength.indexOf(b.kind) ||
  a.gap - b.gap ||
  compare(a.via, b.via) ||
  compare(a.other, b.other)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The earlier first; of equal ones, by id. */
export const compareFindings = (a: Groupable, b: Groupable): number => a.first - b.first || compare(a.id, b.id)

/** Devices of a finding: source, target, and what else it names. Sorted, each once. */
export const devicesOf = ({ source, target, assets }: Groupable): readonly string[] =>
  [...new Set([source, target, ...assets].filter(device => device !== null))].sort()

/** Why `finding` belongs with `other`; null where nothing says so. The same whichever of the two came first. */
export function relate(finding: Groupable, other: Groupable, rules: GroupingRules): Relation | null {
  const [earlier, later] = compareFindings(finding, other) <= 0 ? [finding, other] : [other, finding]
  const gap = Math.max(0, later.first - earlier.last)
  const shared = devicesOf(finding).filter(device => devicesOf(other).includes(device))
  const reasons = shared.flatMap(via => relationsVia(via, earlier, later, gap, rules))
  const best = reasons.sort(compareRelations)[0]
  return best ? { ...best, other: other.id } : null
}

function relationsVia(
  via: string,
  earlier: Groupable,
  later: Groupable,
  gap: number,
  rules: GroupingRules,
): Relation[] {
  const base = { via, other: earlier.id, gap }
  const found: Relation[] = []
  const add = (holds: boolean, span: number, relation: Relation) => {
    if (holds && gap <= span) found.push(relation)
  }
  add(earlier.target === via && later.source === via && earlier.source !== via, rules.pivot, { kind: 'pivot', ...base })
  const [from, to] = [furthest(earlier.techniques), furthest(later.techniques)]
  if (from && to) add(isLater(to, from), rules.progress, { kind: 'progress', from, to, ...base })
  add(earlier.source === via && later.source === via, rules.sameSource, { kind: 'same-source', ...base })
  add(earlier.target === via && later.target === via, rules.sameTarget, { kind: 'same-target', ...base })
  add(true, rules.sharedAsset, { kind: 'shared-asset', ...base })
  return found
}
