import { hmi, operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, changesOf, changeText, spokenOf, told } from '../wording.ts'

const command = {
  to: plc,
  protocol: 'dnp3',
  port: 20_000,
  verb: 'write',
  function: { code: '6', name: 'direct operate without response' },
  object: '4/binary-output/1',
  items: [{ object: '4/binary-output/1', access: 'write', type: 'u8', unit: null, last: [3], min: [3], max: [3] }],
} as const

export const rule = defineRule({
  id: 'dnp3-unconfirmed-command',
  catalogue: ['M02'],
  title: 'A DNP3 output was commanded without waiting for an answer',
  status: 'stable',
  level: 'high',
  description:
    'Neither selected first nor answered: the fastest way to switch, and the one by which nobody learns whether it was done.',
  references: ['https://attack.mitre.org/techniques/T0855/'],
  techniques: ['T0855'], // Unauthorized Command Message
  consequences: ['T0831', 'T0827'], // Manipulation of Control, Loss of Control
  falsepositives: ['A master that works like this by design'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['dnp3'],
  explainedBy: [
    ...bySafety,
    { rule: 'write-by-new-client', same: 'pair' },
    { rule: 'broadcast-write', same: 'pair' },
    { rule: 'command-sweep', same: 'pair' },
  ],

  on: 'operation',
  verbs: ['write'],
  protocols: ['dnp3'],
  match: (event, { known }) => {
    if (event.activity.function.code !== '6') return null
    if (known.taught && known.spoken(spokenOf(event)) !== null) return null
    const changes = changesOf(event, known)
    const rest = `${changeText(changes)} without asking for an answer`
    return { ...told(event, 'high', { past: 'commanded', infinitive: 'command', rest }), changes }
  },

  examples: [
    { name: 'a stranger', events: [operation({ ...command, from: stranger })], fires: 1 },
    {
      name: 'the master that always does',
      learned: [operation({ ...command, from: hmi })],
      events: [operation({ ...command, from: hmi, at: 60 })],
      fires: 0,
    },
    {
      name: 'with an answer',
      events: [operation({ ...command, function: { code: '5', name: 'direct operate' } })],
      fires: 0,
    },
  ],
})
