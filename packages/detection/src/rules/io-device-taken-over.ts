import type { OperationEvent, Who } from '../event.ts'
import { hmi, operation, otherPlc, plc, stranger, who } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, cut } from '../wording.ts'

type State = { readonly owner: Who | null }

/** Opens cyclic I/O: a class 0 or 1 connection of CIP to assemblies, or an application relation of type IO. */
function opensIo({ protocol, activity: { function: fn, object, detail, outcome } }: OperationEvent): boolean {
  if (outcome === 'refused') return false
  if (protocol === 'enip') {
    const opens = fn.code === '0x54' || fn.code === '0x5b'
    return opens && (detail?.class === 1 || detail?.class === 0) && !object.includes('message-router')
  }
  return fn.code === '0' && String(detail?.type ?? '').startsWith('IO')
}

const device = who('10.0.0.50', { label: 'I/O rack (10.0.0.50)', role: 'I/O device', level: 0 })
const connect = (from: Who, at = 0) =>
  operation({
    from,
    to: device,
    protocol: 'profinet-cm',
    port: 34_964,
    verb: 'connect',
    function: { code: '0', name: 'connect' },
    object: 'application relation',
    detail: { AR: '7c74224e-166c-4a58-bf6b-6c25a75870f0', type: 'IO', session: 1 },
    at,
  })
const open = (from: Who, at = 0) =>
  operation({
    from,
    to: device,
    protocol: 'enip',
    port: 44_818,
    verb: 'connect',
    function: { code: '0x54', name: 'forward open' },
    object: 'assembly/1/point 101/point 102',
    detail: { connection: 9, originator: 'Rockwell Software 0x3d2b31e0', class: 1 },
    at,
  })

export const rule = defineRule({
  id: 'io-device-taken-over',
  catalogue: ['I07', 'J05'],
  title: 'Another controller claims an I/O device',
  status: 'test',
  level: 'high',
  description:
    'Inputs and outputs belong to one controller. A second one that opens cyclic data either takes the outputs over or throws the owner out.',
  references: ['https://attack.mitre.org/techniques/T0848/'],
  techniques: ['T0848'], // Rogue Master
  consequences: ['T0831', 'T0827'], // Manipulation of Control, Loss of Control
  falsepositives: ['A controller was replaced', 'The partner of a redundant pair takes over', 'Shared devices'],
  playbook: 'PB-02',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['profinet-cm', 'enip'],
  explainedBy: bySafety,

  on: 'operation',
  verbs: ['connect'],
  protocols: ['profinet-cm', 'enip'],
  keyBy: event => (opensIo(event) ? `${event.protocol}|${event.server.id}|${event.activity.object}` : null),
  start: (): State => ({ owner: null }),
  step: ({ owner }, event, { known }) => {
    const { client, server, protocol, verb, activity } = event
    const state = { owner: client }
    if (!owner || owner.id === client.id) return { state }
    if (known.taught && known.link({ client, server, protocol }) !== null) return { state }
    const summary = `${client.label} opened cyclic data of ${server.label} (${cut(activity.object)}), which belonged to ${owner.label}.`
    const level = protocol === 'profinet-cm' ? 'critical' : 'high'
    const changes = [{ object: 'owner', before: owner.label, after: client.label }]
    return { state, match: { summary, source: client, target: server, protocol, verb, level, changes } }
  },
  forgetAfter: 90 * 86_400e6,

  examples: [
    { name: 'a second controller connects', events: [connect(plc), connect(stranger, 60)], fires: 1 },
    { name: 'a second scanner opens', events: [open(plc), open(otherPlc, 60)], fires: 1 },
    { name: 'the owner connects again', events: [connect(plc), connect(plc, 60)], fires: 0 },
    {
      name: 'an HMI opens a connection for messages',
      events: [
        open(plc),
        { ...open(hmi, 60), activity: { ...open(hmi, 60).activity, object: 'message-router/1', detail: { class: 3 } } },
      ],
      fires: 0,
    },
  ],
})
