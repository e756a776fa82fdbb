import { hmi, operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { controlBut, isKnownWell, linkOf, told } from '../wording.ts'

const acknowledge = {
  to: plc,
  protocol: 'opcua',
  port: 4840,
  verb: 'acknowledge',
  function: { code: '712', name: 'Call' },
  object: 'ns=2;i=3000 i=9111',
} as const

export const rule = defineRule({
  id: 'alarm-acknowledged-by-new-host',
  catalogue: ['F12', 'L12'],
  title: 'Alarms were acknowledged by somebody new',
  status: 'test',
  level: 'high',
  description: 'Operators acknowledge from their panels. From elsewhere it hides an alarm from them.',
  references: ['https://attack.mitre.org/techniques/T0878/'],
  techniques: ['T0878'], // Alarm Suppression
  consequences: ['T0829'], // Loss of View
  falsepositives: ['A new or replaced operator station'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order'],
  nature: 'deviation',
  needs: [],
  explainedBy: [{ rule: 'alarms-acknowledged-in-bulk', same: 'source' }],

  on: 'operation',
  verbs: ['acknowledge'],
  // There it is a bit of the start-up, and no alarm of the process.
  protocols: controlBut('dnp3', 'modbus', 'profinet'),
  match: (event, { known }) => {
    if (!isKnownWell(known, event.server) || known.verb(linkOf(event), 'acknowledge') !== null) return null
    const match = told(event, 'high', { past: 'acknowledged an alarm of', infinitive: 'acknowledge an alarm of' })
    return { ...match, baseline: `${event.client.label} never did so while normal was learned.` }
  },

  examples: [
    {
      name: 'a stranger acknowledges',
      learned: [operation({ ...acknowledge, from: hmi })],
      events: [operation({ ...acknowledge, from: stranger, at: 60 })],
      fires: 1,
    },
    {
      name: 'the HMI as always',
      learned: [operation({ ...acknowledge, from: hmi })],
      events: [operation({ ...acknowledge, from: hmi, at: 60 })],
      fires: 0,
    },
  ],
})
