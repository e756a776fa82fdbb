import { operation, otherPlc, plc, safetyPlc, stranger } from '../examples.ts'
import { differentIn, type Mark, remember } from '../recent.ts'
import { defineRule } from '../rule.ts'
import { control } from '../wording.ts'
import { clearsCounters, clearsMemory } from '../wording-program.ts'

const wipe = (to: typeof plc, at: number) =>
  operation({
    from: stranger,
    to,
    at,
    protocol: 's7comm',
    port: 102,
    verb: 'delete',
    function: { code: 'pi:_DELE', name: 'delete block' },
    object: 'OB1',
  })

export const rule = defineRule({
  id: 'many-devices-wiped',
  catalogue: ['Q13'],
  title: 'One machine wiped many devices in a short time',
  status: 'test',
  level: 'critical',
  description:
    'Programs were deleted or memories cleared on device after device. It is how wipers end an attack: nothing starts any more.',
  references: ['https://attack.mitre.org/techniques/T0809/'],
  techniques: ['T0809'], // Data Destruction
  consequences: ['T0826', 'T0828'], // Loss of Availability, Loss of Productivity and Revenue
  falsepositives: ['A line that is taken out of service'],
  playbook: 'PB-06',
  modifiers: ['order', 'safety'],
  nature: 'rule',
  needs: [],
  settings: {
    devices: { value: 3, unit: 'devices', says: 'So many different ones.' },
    span: { value: 600, unit: 's', says: 'Within so long.' },
  },

  on: 'operation',
  verbs: ['delete', 'reset'],
  protocols: control,
  keyBy: event => {
    const wipes = (event.verb === 'delete' || clearsMemory(event)) && !clearsCounters(event)
    return wipes && event.accepted ? event.client.id : null
  },
  start: (): { readonly marks: readonly Mark[] } => ({ marks: [] }),
  step: ({ marks }, { client, server, verb, protocol, at }, { setting }) => {
    const span = setting('span') * 1e6
    const others = marks.filter(({ what }) => what !== server.id)
    const state = { marks: remember(others, { at, what: server.id, count: 1 }, span) }
    const count = differentIn(state.marks)
    if (count < setting('devices')) return { state }
    const summary = `${client.label} deleted programs or cleared memories of ${count} devices within ${Math.round(span / 60e6)} minutes, ${server.label} last.`
    return { state, match: { summary, source: client, target: null, protocol, verb } }
  },
  forgetAfter: 3600e6,

  examples: [
    { name: 'three controllers', events: [wipe(plc, 0), wipe(otherPlc, 30), wipe(safetyPlc, 60)], fires: 1 },
    { name: 'one controller, block by block', events: [0, 1, 2, 3].map(at => wipe(plc, at)), fires: 0 },
  ],
})
