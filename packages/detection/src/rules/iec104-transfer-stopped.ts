import { hmi, operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { spokenOf, told } from '../wording.ts'

const stop = {
  to: plc,
  protocol: 'iec104',
  port: 2404,
  verb: 'connect',
  function: { code: 'stopdt', name: 'stop data transfer' },
  object: '',
} as const

export const rule = defineRule({
  id: 'iec104-transfer-stopped',
  catalogue: ['N01'],
  title: 'The data transfer of a remote station was stopped',
  status: 'stable',
  level: 'high',
  description: 'The connection stays, but no value and no command passes any more. The centre sees an old picture.',
  references: ['https://attack.mitre.org/techniques/T0804/'],
  techniques: ['T0804'], // Block Reporting Message
  consequences: ['T0829', 'T0827'], // Loss of View, Loss of Control
  falsepositives: ['A redundant pair changes the connection that it uses'],
  playbook: 'PB-11',
  modifiers: ['impact'],
  nature: 'rule',
  needs: ['iec104'],

  on: 'operation',
  verbs: ['connect'],
  protocols: ['iec104'],
  match: (event, { known }) => {
    if (event.activity.function.code !== 'stopdt') return null
    if (known.taught && known.spoken(spokenOf(event)) !== null) return null
    const phrase = { past: 'stopped the data transfer of', infinitive: 'stop the data transfer of' }
    return told(event, known.taught ? 'high' : 'medium', phrase)
  },

  examples: [
    { name: 'a stranger', events: [operation({ ...stop, from: stranger })], fires: 1 },
    {
      name: 'a pair that changes as always',
      learned: [operation({ ...stop, from: hmi })],
      events: [operation({ ...stop, from: hmi, at: 60 })],
      fires: 0,
    },
    {
      name: 'it is started',
      events: [operation({ ...stop, function: { code: 'startdt', name: 'start data transfer' } })],
      fires: 0,
    },
  ],
})
