import { hmi, operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { spokenOf, told } from '../wording.ts'

const define = {
  to: plc,
  protocol: 'mms',
  port: 102,
  verb: 'subscribe',
  function: { code: 'confirmed:11', name: 'define named variable list' },
  object: 'IED1LD0/LLN0$DS9',
} as const

const phrases: Readonly<Record<string, { readonly past: string; readonly infinitive: string }>> = {
  'confirmed:11': { past: 'defined a data set in', infinitive: 'define a data set in' },
  'confirmed:13': { past: 'deleted a data set of', infinitive: 'delete a data set of' },
}

export const rule = defineRule({
  id: 'mms-list-changed',
  catalogue: ['N12', 'N20'],
  title: 'A data set of a relay or control centre was made or deleted by somebody new',
  status: 'test',
  level: 'medium',
  description:
    'Reports and transfers rest on data sets. Without them values no longer come; a new one is a way to harvest them.',
  references: ['https://attack.mitre.org/techniques/T0836/'],
  techniques: ['T0836'], // Modify Parameter
  consequences: ['T0829', 'T0802'], // Loss of View, Automated Collection
  falsepositives: ['A client that makes its data sets anew when it connects'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order'],
  nature: 'deviation',
  needs: ['mms'],
  explainedBy: [{ rule: 'new-link', same: 'pair' }],

  on: 'operation',
  verbs: ['subscribe', 'delete'],
  protocols: ['mms'],
  match: (event, { known }) => {
    const phrase = phrases[event.activity.function.code]
    if (!phrase || !known.taught || known.spoken(spokenOf(event)) !== null) return null
    const match = told(event, 'medium', phrase)
    return { ...match, baseline: `${event.client.label} never did so while normal was learned.` }
  },

  examples: [
    {
      name: 'a stranger defines one',
      learned: [operation({ ...define, from: hmi })],
      events: [operation({ ...define, from: stranger, at: 60 })],
      fires: 1,
    },
    {
      name: 'the centre as always',
      learned: [operation({ ...define, from: hmi })],
      events: [operation({ ...define, from: hmi, at: 60 })],
      fires: 0,
    },
  ],
})
