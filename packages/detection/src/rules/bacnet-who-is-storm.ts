import { operation, stranger, who } from '../examples.ts'
import { type Mark, remember, sumOf } from '../recent.ts'
import { defineRule } from '../rule.ts'

const everybody = who('10.0.0.255', { kind: 'broadcast' })
const whoIs = (at: number, detail: Record<string, number> | null = null) =>
  operation({
    from: stranger,
    to: everybody,
    at,
    protocol: 'bacnet',
    port: 47808,
    verb: 'discover',
    function: { code: 'unconfirmed:8', name: 'who-Is' },
    object: '',
    detail,
  })
const each = (count: number, step: number, detail: Record<string, number> | null = null) =>
  Array.from({ length: count }, (_, i) => whoIs(i * step, detail))

export const rule = defineRule({
  id: 'bacnet-who-is-storm',
  catalogue: ['C07'],
  title: 'BACnet devices are called again and again',
  status: 'test',
  level: 'medium',
  description:
    'A call to all devices is answered by every one of them. Sent at such a pace it is a search, a wrong set-up or a flood that slow networks behind routers cannot carry.',
  references: ['https://attack.mitre.org/techniques/T0846/', 'https://attack.mitre.org/techniques/T0814/'],
  techniques: ['T0846'], // Remote System Discovery
  consequences: ['T0814'], // Denial of Service
  falsepositives: ['A controller that looks for a device that is gone', 'A discovery tool at commissioning'],
  playbook: 'PB-09',
  modifiers: ['order'],
  nature: 'rule',
  needs: ['bacnet', 'bacnet-ethernet'],
  settings: {
    all: { value: 10, unit: 'calls', says: 'So many to all device numbers.' },
    some: { value: 60, unit: 'calls', says: 'So many of any kind.' },
    span: { value: 60, unit: 's', says: 'Within so long.' },
  },

  on: 'operation',
  protocols: ['bacnet', 'bacnet-ethernet'],
  verbs: ['discover'],
  keyBy: ({ client, activity }) => (activity.function.code === 'unconfirmed:8' ? client.id : null),
  start: (): { readonly marks: readonly Mark[] } => ({ marks: [] }),
  step: ({ marks }, event, { setting }) => {
    const { client, protocol, verb, activity, at } = event
    const span = setting('span') * 1e6
    // A row may sum up minutes: what counts is how many of it lay within the span.
    const length = Math.max(span, activity.last - activity.first)
    const count = Math.max(1, Math.round((activity.count * span) / length))
    const isAll = activity.detail?.low === undefined
    const state = { marks: remember(marks, { at, what: isAll ? 'all' : 'some', count }, span) }
    const toAll = sumOf(state.marks.filter(({ what }) => what === 'all'))
    const sent = sumOf(state.marks)
    if (toAll < setting('all') && sent < setting('some')) return { state }
    const summary = `${client.label} called BACnet devices ${sent} times within ${setting('span')} seconds, ${toAll} times all of them.`
    return { state, match: { summary, source: client, target: null, protocol, verb, count: activity.count } }
  },
  forgetAfter: 600e6,

  examples: [
    { name: 'all devices, ten times', events: each(10, 2), fires: 1 },
    { name: 'all devices, once a minute', events: each(10, 61), fires: 0 },
    { name: 'one device after another at start', events: each(20, 1, { low: 7, high: 7 }), fires: 0 },
  ],
})
