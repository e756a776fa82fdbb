import type { Who } from '../event.ts'
import { operation, plc, station, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, control, phrases, told } from '../wording.ts'

const load = { to: plc, protocol: 's7comm', port: 102, verb: 'download', object: 'OB1' } as const

export const rule = defineRule({
  id: 'two-engineering-stations',
  catalogue: ['E21'],
  title: 'Two stations changed one controller',
  status: 'test',
  level: 'medium',
  description:
    'Within minutes a second station changed what the first had made. One of them may not know of the other.',
  references: ['https://attack.mitre.org/techniques/T0848/'],
  techniques: ['T0848'], // Rogue Master
  consequences: ['T0831'], // Manipulation of Control
  falsepositives: ['Two engineers at commissioning', 'One station with two network adapters'],
  playbook: 'PB-01',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  settings: { span: { value: 1800, unit: 's', says: 'So long after the first station the second one counts.' } },
  explainedBy: bySafety,

  on: 'operation',
  verbs: ['download', 'edit', 'delete', 'firmware', 'stop', 'start', 'mode', 'force'],
  protocols: control,
  keyBy: event => (event.kind === 'operation' && event.accepted ? event.server.id : null),
  start: (): { readonly by: Who | null; readonly at: number } => ({ by: null, at: 0 }),
  step: (state, event, context) => {
    const next = { by: event.client, at: event.at }
    const isSecond = state.by !== null && state.by.id !== event.client.id
    if (!isSecond || event.at - state.at > context.setting('span') * 1e6) return { state: next }
    const phrase = phrases[event.verb] ?? { past: 'changed', infinitive: 'change' }
    const match = told(event, 'medium', { ...phrase, rest: `, which ${state.by!.label} had worked on shortly before` })
    return { state: next, match: { ...match, dedup: state.by!.id } }
  },
  forgetAfter: 3600e6,

  examples: [
    {
      name: 'a second station minutes later',
      events: [operation({ ...load, from: station }), operation({ ...load, from: stranger, at: 300 })],
      fires: 1,
    },
    {
      name: 'the same station again',
      events: [operation({ ...load, from: station }), operation({ ...load, from: station, at: 300 })],
      fires: 0,
    },
    {
      name: 'a second station the next day',
      events: [operation({ ...load, from: station }), operation({ ...load, from: stranger, at: 86_400 })],
      fires: 0,
    },
  ],
})
