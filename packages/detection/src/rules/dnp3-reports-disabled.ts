import { hmi, operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, spokenOf, told } from '../wording.ts'

const disable = {
  to: plc,
  protocol: 'dnp3',
  port: 20_000,
  verb: 'acknowledge',
  function: { code: '21', name: 'disable unsolicited responses' },
  object: '10/class/1, 10/class/2, 10/class/3',
} as const

export const rule = defineRule({
  id: 'dnp3-reports-disabled',
  catalogue: ['M04'],
  title: 'A DNP3 outstation was told not to report by itself',
  status: 'stable',
  level: 'high',
  description:
    'Events reach the centre only when it asks. Masters do this for a moment when they start; who does it otherwise wants quiet.',
  references: ['https://attack.mitre.org/techniques/T0804/'],
  techniques: ['T0804'], // Block Reporting Message
  consequences: ['T0829', 'T0878'], // Loss of View, Alarm Suppression
  falsepositives: ['A master starts, and enables reports a moment later'],
  playbook: 'PB-11',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['dnp3'],
  explainedBy: bySafety,

  on: 'operation',
  verbs: ['acknowledge'],
  protocols: ['dnp3'],
  match: (event, { known }) => {
    if (event.activity.function.code !== '21') return null
    if (known.taught && known.spoken(spokenOf(event)) !== null) return null
    const phrase = { past: 'switched off the reports of', infinitive: 'switch off the reports of' }
    // Without a baseline it may be a start like any other.
    return told(event, known.taught ? 'high' : 'medium', phrase)
  },

  examples: [
    { name: 'nothing is known', events: [operation({ ...disable, from: stranger })], fires: 1 },
    {
      name: 'a stranger',
      learned: [operation({ ...disable, from: hmi })],
      events: [operation({ ...disable, from: stranger, at: 60 })],
      fires: 1,
    },
    {
      name: 'the master starts as always',
      learned: [operation({ ...disable, from: hmi })],
      events: [operation({ ...disable, from: hmi, at: 60 })],
      fires: 0,
    },
    {
      name: 'a restart is acknowledged',
      events: [operation({ ...disable, function: { code: '2', name: 'write' }, object: '10/indication/7' })],
      fires: 0,
    },
  ],
})
