// How far an option is from being decided, as the incident stands at a moment.
import { type Duty, decides, duties } from '../duties.ts'
import type { Approval, Incident, Override, Run } from '../incident/incident.ts'
import { needsOf, unanswered } from './facts.ts'
import { missing } from './matching.ts'
import { optionsOf, playbookOf, safetyClassOf } from './options.ts'
import type { Fact, FindPlaybook, Need, Option } from './playbook.ts'

/** µs for which an approval or an override holds where the playbook says nothing. */
export const APPROVAL_HOLDS = 30 * 60e6
/** µs for which it holds at most, whatever the playbook says. */
export const MAX_APPROVAL_HOLDS = 24 * 3600e6

export type OptionReadiness = {
  readonly option: Option
  /** Blocking facts without an answer. */
  readonly unanswered: readonly Fact[]
  /** The override that covers them and was confirmed by another person; null where there is none. */
  readonly override: Override | null
  /** Those that still hold. */
  readonly approvals: readonly Approval[]
  readonly missing: readonly Need[]
  /** Facts are answered or overridden: it may be approved. */
  readonly open: boolean
  /** It may be decided. */
  readonly ready: boolean
}

type Known = Pick<Incident, 'run' | 'playbooks'>

/** Null where no playbook runs, or the option is none of its options. `at`: µs. */
export function readinessOf(incident: Known, id: string, at: number, find: FindPlaybook): OptionReadiness | null {
  const playbook = playbookOf(incident, find)
  const option = playbook && optionsOf(playbook).find(each => each.id === id)
  if (!playbook || !option || !incident.run) return null
  const facts = unanswered(playbook, incident.run)
  const override = facts.length === 0 ? null : overrideOf(incident.run, option, facts, at)
  const approvals = incident.run.approvals.filter(approval => approval.option === id && holds(option, approval.at, at))
  const lacking = missingOf(needsOf(option, incident.run), option, approvals, safetyClassOf(incident, find) === 'S2')
  const open = facts.length === 0 || override !== null
  return { option, unanswered: facts, override, approvals, missing: lacking, open, ready: open && lacking.length === 0 }
}

const holds = ({ approval: { expires } }: Option, since: number, at: number): boolean =>
  at >= since && at - since <= Math.min(expires ?? APPROVAL_HOLDS, MAX_APPROVAL_HOLDS)

const overrideOf = ({ overrides }: Run, option: Option, facts: readonly Fact[], at: number): Override | null =>
  overrides.find(
    override =>
      override.option === option.id &&
      override.confirmed !== null &&
      override.confirmed.person !== override.person &&
      holds(option, override.confirmed.at, at) &&
      facts.every(({ id }) => override.facts.includes(id)),
  ) ?? null

const deciders: Need = { duty: duties.filter(duty => decides.has(duty)), count: 1 }
const safetyEngineer: Need = { duty: 'process-safety-engineer', count: 1 }

/** What touches the process needs one who answers for it, a safety system its engineer: among those asked for, or beside them. */
function missingOf(
  needs: readonly Need[],
  { affectsProcess }: Option,
  approvals: readonly Approval[],
  safety: boolean,
): readonly Need[] {
  const also = [...(affectsProcess ? [deciders] : []), ...(safety ? [safetyEngineer] : [])]
  return [...missing(needs, approvals), ...also.flatMap(need => missing([need], approvals))]
}

/** Does an approval of somebody with these duties help this option? */
export const mayApprove = ({ approval, affectsProcess }: Option, held: readonly Duty[], safety: boolean): boolean =>
  [...approval.need, ...(affectsProcess ? [deciders] : []), ...(safety ? [safetyEngineer] : [])].some(({ duty }) =>
    held.some(each => (typeof duty === 'string' ? duty === each : duty.includes(each))),
  )
