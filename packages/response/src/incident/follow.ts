// An incident is called after its gravest finding, and handled by that one's playbook: not by the first that came.
import { severities } from '@nautilus/model'
import type { Act, FindingCopy } from './act.ts'
import type { Incident, Run } from './incident.ts'

const rank = ({ severity }: Pick<FindingCopy, 'severity'>): number => severities.indexOf(severity)

/**
 * What follows when a finding comes to the incident as it was before: nothing unless it is graver than all that are there.
 * What a person chose stays; work on a playbook is not thrown away: another one is proposed then. `versionOf`: of the
 * playbook in force; null where there is none such.
 */
export function followActs(
  incident: Incident,
  finding: FindingCopy,
  versionOf: (playbook: string) => string | null,
): Act[] {
  if (incident.findings.some(member => rank(member.finding) >= rank(finding))) return []
  const isTitled = incident.titled?.by.kind !== 'person' && incident.title !== finding.title
  const change = changeOf(incident, finding, versionOf(finding.playbook))
  const said = [
    ...(isTitled ? [`The title follows finding ${finding.id}, which is graver (${finding.severity}).`] : []),
    ...(change ? [change.text] : []),
  ]
  return [
    ...(isTitled ? [{ kind: 'titled', title: finding.title } as const] : []),
    ...(change?.act ? [change.act] : []),
    ...(said.length > 0 ? [{ kind: 'commented', text: said.join(' ') } as const] : []),
  ]
}

type Change = { readonly act: Act | null; readonly text: string }

function changeOf({ run, state }: Incident, { id, playbook }: FindingCopy, version: string | null): Change | null {
  if (version === null || run?.playbook === playbook) return null
  const act: Act = { kind: 'playbook-started', playbook, version }
  const why = `finding ${id}, which is graver`
  if (!run) return { act, text: `Playbook ${playbook} follows ${why}.` }
  if (isFresh(run) && early.includes(state))
    return { act, text: `Playbook ${playbook} takes the place of ${run.playbook}: it follows ${why}.` }
  const text = `Playbook ${playbook} is proposed in the place of ${run.playbook}: it follows ${why}. What was done in ${run.playbook} would begin anew, so a person decides.`
  return { act: null, text }
}

/** Before anybody is asked to decide. */
const early: readonly Incident['state'][] = ['detected', 'confirmed', 'enriched', 'escalated']

/** No person chose it or did anything in it. */
const isFresh = ({ started, steps, outcomes, answers, chosen, approvals, overrides }: Run): boolean =>
  [started, ...steps, ...outcomes, ...answers, ...chosen].every(({ by }) => by.kind === 'system') &&
  approvals.length + overrides.length === 0
