import type { OperationEvent } from '../event.ts'
import { operation, plc, stranger, who } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { changing, controlBut, linkOf, phrases, told } from '../wording.ts'

/** Modbus over Serial Line V1.02, 2.1: nobody answers unit 0. What answers is a device that ignores the unit. */
const isToAllUnits = ({ protocol, verb, activity: { object, outcome } }: OperationEvent): boolean =>
  protocol.startsWith('modbus') &&
  verb === 'write' &&
  object.startsWith('0/') &&
  outcome !== 'ok' &&
  outcome !== 'refused'

const isToAll = (event: OperationEvent): boolean =>
  event.activity.detail?.broadcast === 1 ||
  event.server.kind === 'broadcast' ||
  event.server.kind === 'multicast' ||
  isToAllUnits(event)

const units = operation({
  from: stranger,
  to: plc,
  verb: 'write',
  function: { code: '5', name: 'write single coil' },
  object: '0/coils/4',
  outcome: 'no-reply',
})
const stations = operation({
  from: stranger,
  to: plc,
  protocol: 'dnp3',
  port: 20_000,
  verb: 'write',
  function: { code: '6', name: 'direct operate without response' },
  object: '65535/binary-output/1',
  detail: { master: 3, broadcast: 1, step: 'direct operate without response' },
})
const group = operation({
  from: stranger,
  to: who('10.0.0.255', { kind: 'broadcast', label: 'all of 10.0.0.0/24' }),
  protocol: 'bacnet',
  port: 47_808,
  verb: 'write',
  function: { code: 'unconfirmed:10', name: 'writeGroup' },
  object: '',
  detail: { group: 23, priority: 8 },
})

export const rule = defineRule({
  id: 'broadcast-write',
  catalogue: ['G14'],
  title: 'A command went to all devices at once',
  status: 'stable',
  level: 'high',
  description: 'Every device that hears it obeys, and none answers. One message changes a whole line or substation.',
  references: ['https://attack.mitre.org/techniques/T0855/'],
  techniques: ['T0855'], // Unauthorized Command Message
  consequences: ['T0827', 'T0831'], // Loss of Control, Manipulation of Control
  falsepositives: [
    'Plants that set points for all units at once by design',
    'Modbus devices that expect unit 0 and whose answers this sensor does not see',
  ],
  playbook: 'PB-12',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],

  on: 'operation',
  verbs: changing.filter(verb => verb !== 'clock'),
  // DCP, EtherCAT and cyclic data go to groups by design.
  protocols: controlBut('profinet', 'ethercat', 'knxnet-ip', 'goose', 'sampled-values', 'enip-io'),
  match: (event, { known }) => {
    if (!isToAll(event)) return null
    if (known.taught && known.verb(linkOf(event), event.verb) !== null) return null
    const { verb, activity } = event
    const what = phrases[verb]?.past ?? 'changed'
    const rest = `, addressed to all devices behind it${activity.object === '' ? '' : ` (${activity.object.slice(0, 80)})`}`
    const match = told(event, 'high', { past: what, infinitive: what, rest })
    // A missing half of the traffic looks the same.
    return { ...match, confidence: activity.outcome === 'unseen' ? 0.6 : 0.9 }
  },

  examples: [
    { name: 'all units behind a gateway', events: [units], fires: 1 },
    { name: 'all stations of a line', events: [stations], fires: 1 },
    { name: 'all devices of a building', events: [group], fires: 1 },
    {
      name: 'a device that calls itself unit 0 answers',
      events: [{ ...units, activity: { ...units.activity, outcome: 'ok' } }],
      fires: 0,
    },
    { name: 'one unit', events: [operation({ verb: 'write', object: '1/coils/4' })], fires: 0 },
  ],
})
