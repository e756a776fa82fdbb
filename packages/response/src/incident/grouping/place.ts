// Where a finding goes that comes while incidents are open.
import type { Reason } from '../reason.ts'
import { incidentIdOf, opens } from './group.ts'
import { compareRelations, type Groupable, type Relation, relate } from './relate.ts'
import type { GroupingRules } from './rules.ts'

/** An open incident that shares a device with the finding. `id` decides between equals, so that order never does. */
export type Candidate = { readonly id: string; readonly opened: number; readonly findings: readonly Groupable[] }

/**
 * `join`: with `also`, further incidents that the finding ties to this one: they are one incident, and whoever asks merges
 * them if nobody has worked on them, or proposes it. `open`: a new one with this id. `loose`: too mild to open one.
 */
export type Placement =
  | {
      readonly kind: 'join'
      readonly incident: string
      readonly reason: Reason
      readonly also: readonly { readonly incident: string; readonly reason: Reason }[]
    }
  | { readonly kind: 'open'; readonly incident: string }
  | { readonly kind: 'loose' }

export function place(finding: Groupable, candidates: readonly Candidate[], rules: GroupingRules): Placement {
  if (finding.severity === 'recorded') return { kind: 'loose' }
  const mayBridge = opens(finding, rules)
  const ties = candidates.flatMap(candidate => {
    const reason = bestTie(finding, candidate, rules)
    return reason ? [{ incident: candidate.id, opened: candidate.opened, reason }] : []
  })
  // What bridges several joins the oldest, which the others are merged into; what cannot bridge joins the closest.
  const [best, ...others] = ties.sort(
    (a, b) =>
      (mayBridge ? 0 : compareRelations(a.reason, b.reason)) ||
      a.opened - b.opened ||
      (a.incident < b.incident ? -1 : 1),
  )
  if (best) {
    const also = mayBridge ? others.map(({ incident, reason }) => ({ incident, reason })) : []
    return { kind: 'join', incident: best.incident, reason: best.reason, also }
  }
  return mayBridge ? { kind: 'open', incident: incidentIdOf(finding.id) } : { kind: 'loose' }
}

/** Only findings that could open an incident hold others: mild ones would chain a whole plant together. */
const bestTie = (finding: Groupable, { findings }: Candidate, rules: GroupingRules): Relation | undefined =>
  findings
    .filter(other => other.id !== finding.id && opens(other, rules))
    .flatMap(other => relate(finding, other, rules) ?? [])
    .sort(compareRelations)[0]
