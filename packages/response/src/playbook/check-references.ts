// Ids are unique, and whatever is named exists.
import type { Faults } from '../reading/faults.ts'
import { withdrawnTechniques } from './frameworks.ts'
import type { Condition, Outcome, Playbook } from './playbook.ts'

export function checkReferences(playbook: Playbook, faults: Faults): void {
  const { facts, decisions, options, phases, notify, techniques } = playbook
  const steps = phases.flatMap(phase => phase.steps)
  unique('decision', decisions, faults)
  unique('option', options, faults)
  unique('step', steps, faults)
  const known = new Set(facts.map(({ id }) => id))
  for (const decision of decisions) {
    unique(`outcome of ${decision.id}`, decision.outcomes, faults)
    const missing = decision.inputs.filter(input => !known.has(input))
    if (missing.length > 0)
      faults.of(decision, `Decision ${decision.id} needs ${missing.join(', ')}, which are no facts of this playbook.`)
    for (const outcome of decision.outcomes) checkNext(playbook, outcome, faults)
  }
  const conditions: Condition[] = [
    ...notify.flatMap(({ if: condition }) => condition ?? []),
    ...options.flatMap(({ approval }) => approval.extra.map(({ when }) => when)),
  ]
  for (const condition of conditions)
    if (!known.has(condition.fact)) faults.of(condition, `There is no fact ${condition.fact} in this playbook.`)
  const withdrawn = techniques.filter(technique => withdrawnTechniques.has(technique))
  if (withdrawn.length > 0) faults.of(playbook, `${withdrawn.join(', ')} was withdrawn from ATT&CK for ICS.`)
}

export function unique(what: string, all: readonly { readonly id: string }[], faults: Faults): void {
  const seen = new Set<string>()
  for (const one of all) {
    if (seen.has(one.id)) faults.of(one, `There are two of ${what} \`${one.id}\`; give one another id.`)
    seen.add(one.id)
  }
}

const OTHER = /^[A-Z][A-Z0-9]{0,7}-\d{2,4}$/

function checkNext({ decisions, options }: Playbook, outcome: Outcome, faults: Faults): void {
  const known = new Set(['close', ...decisions.map(({ id }) => id), ...options.map(({ id }) => `option:${id}`)])
  for (const next of outcome.next)
    if (!known.has(next) && !OTHER.test(next))
      faults.of(
        outcome,
        `\`next\` is \`${next}\`; it must be a decision, \`option:…\`, another playbook, or \`close\`.`,
      )
}
