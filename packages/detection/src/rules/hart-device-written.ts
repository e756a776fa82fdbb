import { hmi, operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, spokenOf, told } from '../wording.ts'

const range = {
  to: plc,
  protocol: 'hart-ip',
  port: 5094,
  verb: 'configure',
  function: { code: '35', name: 'write primary variable range values' },
  object: '',
} as const

export const rule = defineRule({
  id: 'hart-device-written',
  catalogue: ['O06'],
  title: 'A field device was changed through a HART gateway',
  status: 'test',
  level: 'medium',
  description:
    'Range, damping or unit of a transmitter decide what the control system believes. Changed, every value is wrong.',
  references: ['https://attack.mitre.org/techniques/T0836/'],
  techniques: ['T0836'], // Modify Parameter
  consequences: ['T0832', 'T0831'], // Manipulation of View, Manipulation of Control
  falsepositives: ['An asset-management system calibrates a device', 'Maintenance'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['hart-ip'],
  explainedBy: [
    ...bySafety,
    { rule: 'write-by-new-client', same: 'pair' },
    { rule: 'network-settings-changed', same: 'pair' },
  ],

  on: 'operation',
  verbs: ['write', 'configure'],
  protocols: ['hart-ip'],
  match: (event, { known }) => {
    if (known.taught && known.spoken(spokenOf(event)) !== null) return null
    const rest = ` (${event.activity.function.name})`
    return told(event, 'medium', {
      past: 'changed a field device behind',
      infinitive: 'change a field device behind',
      rest,
    })
  },

  examples: [
    { name: 'another range', events: [operation({ ...range, from: stranger })], fires: 1 },
    {
      name: 'the asset management as always',
      learned: [operation({ ...range, from: hmi })],
      events: [operation({ ...range, from: hmi, at: 60 })],
      fires: 0,
    },
    { name: 'a variable is read', events: [operation({ protocol: 'hart-ip' })], fires: 0 },
  ],
})
