import { hmi, operation, plc } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { control } from '../wording.ts'

const question = operation({
  verb: 'discover',
  function: { code: '43', name: 'read device identification' },
  object: '255/identity/basic',
})

export const rule = defineRule({
  id: 'devices-questioned',
  catalogue: [],
  title: 'A host asks devices what they are; nobody said yet whether that is usual',
  status: 'stable',
  level: 'low',
  description:
    'Engineering tools and inventories ask for identity, diagnostics and lists of what is inside. So does whoever looks for a target. Before normal is known, one line for each who asks.',
  references: ['https://attack.mitre.org/techniques/T0888/'],
  techniques: ['T0888'], // Remote System Information Discovery
  falsepositives: ['Engineering stations, HMIs that start, asset inventories'],
  playbook: 'PB-04',
  modifiers: [],
  nature: 'rule',
  needs: [],

  on: 'operation',
  verbs: ['discover', 'diagnose'],
  protocols: control,
  match: ({ client, server, protocol, activity }, { known }) =>
    known.taught || (client.kind !== 'device' && client.kind !== 'public')
      ? null
      : {
          summary: `${client.label} asked ${server.label} what it is or holds (${activity.function.name}).`,
          source: client,
          target: server,
          verb: null,
          dedup: protocol,
        },

  examples: [
    { name: 'somebody asks for identity, nothing is learned', events: [question], fires: 1 },
    { name: 'the HMI reads values', events: [operation({ from: hmi, to: plc })], fires: 0 },
    { name: 'what is usual is known', learned: [question], events: [question], fires: 0 },
  ],
})
