import { operation, otherPlc, plc, safetyPlc, station } from '../examples.ts'
import { differentIn, type Mark, remember } from '../recent.ts'
import { defineRule } from '../rule.ts'
import { control, phrases } from '../wording.ts'

const load = { from: station, protocol: 's7comm', port: 102, verb: 'download', object: 'OB1' } as const

export const rule = defineRule({
  id: 'many-controllers-changed',
  catalogue: ['E26'],
  title: 'One station changed many controllers in a short time',
  status: 'stable',
  level: 'critical',
  description:
    'Programs, firmware or stops went to several controllers one after the other. People change one, look, and then the next.',
  references: ['https://attack.mitre.org/techniques/T0843/'],
  techniques: ['T0843', 'T0858'], // Program Download, Change Operating Mode
  consequences: ['T0826', 'T0827', 'T0831'], // Loss of Availability, of Control, Manipulation of Control
  falsepositives: ['A prepared change of a whole line in a shutdown', 'A central update of firmware'],
  playbook: 'PB-01',
  modifiers: ['order', 'safety'],
  nature: 'rule',
  needs: [],
  settings: {
    controllers: { value: 3, unit: 'controllers', says: 'So many different ones make it a series.' },
    span: { value: 600, unit: 's', says: 'Within so long.' },
  },
  explainedBy: [{ rule: 'many-devices-wiped', same: 'source' }],

  on: 'operation',
  verbs: ['download', 'firmware', 'stop', 'delete', 'reset', 'edit'],
  protocols: control,
  keyBy: event => (event.kind === 'operation' ? `${event.client.id}|${event.verb}` : null),
  start: (): { readonly marks: readonly Mark[] } => ({ marks: [] }),
  step: ({ marks }, event, context) => {
    const { client, server, verb, protocol, at, activity } = event
    const span = context.setting('span') * 1e6
    // One mark a controller: a long load to one must not push the others out.
    const others = marks.filter(({ what }) => what !== server.id)
    const state = { marks: remember(others, { at, what: server.id, count: 1 }, span) }
    const count = differentIn(state.marks)
    if (count < context.setting('controllers')) return { state }
    const isRefused = activity.outcome === 'refused'
    const what = isRefused ? `tried to ${phrases[verb]?.infinitive ?? 'change'}` : (phrases[verb]?.past ?? 'changed')
    const summary = `${client.label} ${what} ${count} controllers within ${Math.round(span / 60e6)} minutes, ${server.label} last.`
    return {
      state,
      match: { summary, source: client, target: null, protocol, verb, level: isRefused ? 'high' : 'critical' },
    }
  },
  forgetAfter: 3600e6,

  examples: [
    {
      name: 'three controllers in two minutes',
      events: [
        operation({ ...load, to: plc }),
        operation({ ...load, to: otherPlc, at: 60 }),
        operation({ ...load, to: safetyPlc, at: 120 }),
      ],
      fires: 1,
    },
    {
      name: 'many blocks to one controller',
      events: [0, 1, 2, 3, 4].map(at => operation({ ...load, to: plc, at })),
      fires: 0,
    },
  ],
})
