import { hmi, operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, isKnownWell, linkOf, told, writtenObjects } from '../wording.ts'

const call = (object: string) =>
  ({
    to: plc,
    protocol: 'opcua',
    port: 4840,
    verb: 'call',
    function: { code: '712', name: 'Call' },
    object,
    items: [{ object: `${object} in[0]`, access: 'write', type: 'i32le', unit: null, last: [1], min: [1], max: [1] }],
  }) as const

export const rule = defineRule({
  id: 'method-called',
  catalogue: ['K06'],
  title: 'A method was called for the first time, or by somebody new',
  status: 'test',
  level: 'high',
  description:
    'Methods start pumps, load recipes or restart servers. Which are called, and by whom, does not change by itself.',
  references: ['https://attack.mitre.org/techniques/T0871/'],
  techniques: ['T0871'], // Execution through API
  consequences: ['T0831'], // Manipulation of Control
  falsepositives: ['A rarely used function of the HMI', 'A new client'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'deviation',
  needs: [],
  explainedBy: bySafety,

  on: 'operation',
  verbs: ['call'],
  protocols: ['opcua', 'ads', 'fox', 'proconos', 'knxnet-ip', 'mms'],
  match: (event, { known }) => {
    if (!isKnownWell(known, event.server)) return null
    const isNewCaller = known.verb(linkOf(event), 'call') === null
    const objects = writtenObjects(event.activity)
    const isNewMethod =
      objects.length > 0 && objects.every(object => known.object(event.server, object, 'write') === null)
    if (!isNewCaller && !isNewMethod) return null
    const match = told(event, 'high', { past: 'called a method of', infinitive: 'call a method of' })
    const baseline = isNewCaller
      ? `${event.client.label} never called one while normal was learned.`
      : 'Nobody called this one while normal was learned.'
    return { ...match, baseline }
  },

  examples: [
    {
      name: 'a stranger calls',
      learned: [operation({ ...call('ns=2;s=Pump ns=2;s=Start'), from: hmi })],
      events: [operation({ ...call('ns=2;s=Pump ns=2;s=Start'), from: stranger, at: 60 })],
      fires: 1,
    },
    {
      name: 'another method',
      learned: [operation({ ...call('ns=2;s=Pump ns=2;s=Start'), from: hmi })],
      events: [operation({ ...call('ns=2;s=Pump ns=2;s=Dump'), from: hmi, at: 60 })],
      fires: 1,
    },
    {
      name: 'as always',
      learned: [operation({ ...call('ns=2;s=Pump ns=2;s=Start'), from: hmi })],
      events: [operation({ ...call('ns=2;s=Pump ns=2;s=Start'), from: hmi, at: 60 })],
      fires: 0,
    },
  ],
})
