import { operation, plc, station, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, control, isKnownWell, linkOf, told } from '../wording.ts'

const clock = {
  to: plc,
  protocol: 'dnp3',
  port: 20_000,
  verb: 'clock',
  function: { code: '2', name: 'write' },
  object: '10/time',
} as const

export const rule = defineRule({
  id: 'clock-set-by-new-source',
  catalogue: ['E29', 'H12', 'N04', 'L17'],
  title: 'The clock of a device was set by somebody new',
  status: 'test',
  level: 'low',
  description: 'Times of events and alarms can no longer be compared, and what is scheduled comes at another time.',
  references: ['https://attack.mitre.org/techniques/T0836/'],
  techniques: ['T0836'], // Modify Parameter
  consequences: ['T0832'], // Manipulation of View
  falsepositives: ['A replaced time server', 'An engineer sets the clock after a repair'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'deviation',
  needs: [],
  explainedBy: bySafety,

  on: 'operation',
  verbs: ['clock'],
  protocols: control,
  match: (event, { known }) => {
    if (!isKnownWell(known, event.server) || known.verb(linkOf(event), 'clock') !== null) return null
    const match = told(event, 'low', { past: 'set the clock of', infinitive: 'set the clock of' })
    return { ...match, baseline: `${event.client.label} never set it while normal was learned.` }
  },

  examples: [
    {
      name: 'a stranger sets the clock',
      learned: [operation({ ...clock, from: station })],
      events: [operation({ ...clock, from: stranger, at: 60 })],
      fires: 1,
    },
    {
      name: 'the master as every day',
      learned: [operation({ ...clock, from: station })],
      events: [operation({ ...clock, from: station, at: 86_400 })],
      fires: 0,
    },
  ],
})
