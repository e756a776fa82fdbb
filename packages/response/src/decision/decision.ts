import type { ActOf } from '../incident/act.ts'
import type { Decision, Incident, Stamp } from '../incident/incident.ts'
import type { FindPlaybook } from './playbook.ts'
import { readinessOf } from './readiness.ts'

/** The decision as it is kept: the option, the facts as they were answered, and who approved it. */
export function decisionOf(
  incident: Pick<Incident, 'run' | 'playbooks'>,
  stamp: Stamp,
  { option = '', reason }: ActOf<'state-changed'>,
  find: FindPlaybook,
): Decision {
  const readiness = readinessOf(incident, option, stamp.at, find)
  return {
    ...stamp,
    playbook: incident.run?.playbook ?? '',
    version: incident.run?.version ?? '',
    option,
    reason,
    answers: [...(incident.run?.answers ?? [])],
    approvals: readiness?.approvals ?? [],
    override: readiness?.override ?? null,
  }
}
