// Facts that answer themselves: what Nautilus saw becomes an answer of the program in the record of the incident.
import type { Playbook } from '../playbook/playbook.ts'
import { seenFacts } from '../playbook/seen.ts'
import type { Act } from './act.ts'
import type { Incident } from './incident.ts'
import { incidentLimits } from './limits.ts'

/** Answers that are new or other than before. What a person said stands, whatever was seen. */
export function answersSeen(incident: Incident, playbook: Playbook): Act[] {
  const { run } = incident
  if (run?.playbook !== playbook.id || run.version !== String(playbook.version)) return []
  return [...seenFacts(incident, playbook)].flatMap(([fact, { value, source, isWhole }]): Act[] => {
    const given = run.answers.find(answer => answer.fact === fact)
    const answer = value.slice(0, incidentLimits.text)
    if (!isWhole || given?.by.kind === 'person' || given?.answer === answer) return []
    return [{ kind: 'fact-answered', fact, answer, note: source }]
  })
}
