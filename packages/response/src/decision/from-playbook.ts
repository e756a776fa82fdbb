// What a decision needs of a playbook, from the playbook as people wrote it.
import type { Playbook as Written, Option as WrittenOption } from '../playbook/playbook.ts'
import { MINUTE } from '../reading/duration.ts'
import type { Need, Option, Playbook } from './playbook.ts'

export const decisionPlaybook = ({ id, version, safetyClass, facts, options }: Written): Playbook => ({
  id,
  version: String(version),
  safetyClass,
  facts: facts.map(({ id: fact, question, blocks, safety }) => ({ id: fact, question, blocks, safety })),
  options: options.map(optionOf),
})

function optionOf({ id, title, who, reversible, effect, approval }: WrittenOption): Option {
  const always = approval.needs.map(({ anyOf }): Need => ({ duty: anyOf, count: 1 }))
  const sometimes = approval.extra.flatMap(({ when, needs }) =>
    needs.map(({ anyOf }): Need => ({ duty: anyOf, count: 1, when: { fact: when.fact, is: when.is } })),
  )
  return {
    id,
    title,
    who,
    reversible,
    affectsProcess: effect === 'process',
    approval: { need: [...always, ...sometimes], expires: approval.expires.minutes * MINUTE },
    keepRunning: effect === 'keep-running',
  }
}
