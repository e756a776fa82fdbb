// Who must still approve an option. Every need is met by another person, and approvals run out.
import type { Duty } from '../duties.ts'
import { MINUTE } from '../reading/duration.ts'
import { holds, type KnownFact } from './facts.ts'
import type { Need, Option } from './playbook.ts'
import type { Approval, Run } from './run.ts'

export type ApprovalState = {
  readonly isApproved: boolean
  /** Needs that nobody meets yet. */
  readonly missing: readonly Need[]
  /** Approvals that count now. */
  readonly counting: readonly Approval[]
  /** Approvals that ran out: they must be given anew, and never count by themselves. */
  readonly expired: readonly Approval[]
  /** Duties whose approval would bring it forward. */
  readonly mayApprove: readonly Duty[]
}

export function approvalOf(option: Option, run: Run, facts: readonly KnownFact[], at: number): ApprovalState {
  const { approval, id } = option
  const span = approval.expires.minutes * MINUTE
  const given = run.approvals.get(id) ?? []
  const counts = (one: Approval) => one.at <= at && at - one.at < span
  const counting = given.filter(counts)
  const missing = unmet(needsOf(option, facts), counting)
  return {
    isApproved: run.chosen.has(id) && missing.length === 0,
    missing,
    counting,
    expired: given.filter(one => at - one.at >= span),
    mayApprove: [...new Set(missing.flatMap(({ anyOf }) => anyOf))],
  }
}

/** All needs, those that the facts bring along too; the same need counts once. */
export function needsOf({ approval: { needs, extra } }: Option, facts: readonly KnownFact[]): readonly Need[] {
  const more = extra.filter(({ when }) => holds(when, facts)).flatMap(own => own.needs)
  const all = new Map<string, Need>()
  for (const need of [...needs, ...more]) all.set([...need.anyOf].sort().join(' '), need)
  return [...all.values()]
}

/** Needs that are left when each person meets one of them, as many as can be (a matching by augmenting paths). */
function unmet(needs: readonly Need[], approvals: readonly Approval[]): Need[] {
  const people = [...new Set(approvals.map(({ by }) => by))].sort()
  const dutiesOf = new Map(people.map(person => [person, approvals.filter(({ by }) => by === person)]))
  const needOf = new Map<string, number>()
  const meets = (person: string, { anyOf }: Need) => dutiesOf.get(person)!.some(({ duty }) => anyOf.includes(duty))
  const place = (at: number, tried: Set<string>): boolean =>
    people.some(person => {
      if (tried.has(person) || !meets(person, needs[at]!)) return false
      tried.add(person)
      const taken = needOf.get(person)
      if (taken !== undefined && !place(taken, tried)) return false
      needOf.set(person, at)
      return true
    })
  return needs.filter((_, at) => !place(at, new Set()))
}
