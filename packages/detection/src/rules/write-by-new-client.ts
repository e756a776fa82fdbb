import { hmi, operation, plc, station, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, changesOf, changeText, control, isKnownWell, linkOf, told } from '../wording.ts'

const write = {
  to: plc,
  verb: 'write',
  function: { code: '5', name: 'write single coil' },
  object: '1/coils/4',
  items: [{ object: '1/coils/4', access: 'write', type: 'switch', unit: null, last: [1], min: [1], max: [1] }],
} as const
const command = {
  to: plc,
  protocol: 'iec104',
  port: 2404,
  verb: 'write',
  function: { code: '45', name: 'C_SC_NA_1' },
  object: '3/4500',
  items: [{ object: '3/4500', access: 'write', type: 'bit', unit: null, last: [1], min: [1], max: [1] }],
} as const

export const rule = defineRule({
  id: 'write-by-new-client',
  catalogue: ['G01', 'H06', 'I03', 'I06', 'M01', 'N02', 'N13', 'O02', 'O03', 'O09', 'F05'],
  title: 'A client wrote to a controller that it had never written to',
  status: 'stable',
  level: 'high',
  description:
    'Who writes to a controller is known after some weeks and does not change. A new writer is a new station, or an intruder; one that only read until now is no less strange.',
  references: ['https://attack.mitre.org/techniques/T0855/'],
  techniques: ['T0855', 'T0836'], // Unauthorized Command Message, Modify Parameter
  consequences: ['T0831'], // Manipulation of Control
  falsepositives: ['A standby HMI takes over', 'A replaced or new HMI or control centre'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'deviation',
  needs: [],
  explainedBy: [...bySafety, { rule: 'io-forced', same: 'pair' }, { rule: 'program-download', same: 'pair' }],

  on: 'operation',
  verbs: ['write'],
  protocols: [...control, 'mqtt'],
  match: (event, { known }) => {
    const { client, server, protocol } = event
    if (!isKnownWell(known, server) || known.verb(linkOf(event), 'write') !== null) return null
    const changes = changesOf(event, known)
    const rest = changeText(changes)
    const match = told(event, 'high', {
      past: 'wrote to',
      infinitive: 'write to',
      ...(rest === '' ? {} : { rest }),
    })
    const spoke = known.link(linkOf(event))
      ? `${client.label} only read over ${protocol} while normal was learned.`
      : known.pair(client, server)
        ? `${client.label} never used ${protocol} with it while normal was learned.`
        : `${client.label} never talked to it while normal was learned.`
    return { ...match, changes, baseline: spoke }
  },

  examples: [
    {
      name: 'a reader begins to write',
      learned: [operation({ ...write, from: hmi }), operation({ from: station })],
      events: [operation({ ...write, from: station, at: 60 })],
      fires: 1,
    },
    {
      name: 'a stranger sends a command',
      learned: [operation({ ...command, from: hmi })],
      events: [operation({ ...command, from: stranger, at: 60 })],
      fires: 1,
    },
    {
      name: 'the HMI as always',
      learned: [operation({ ...write, from: hmi })],
      events: [operation({ ...write, from: hmi, at: 60 })],
      fires: 0,
    },
    { name: 'nothing was learned', events: [operation({ ...write, from: stranger })], fires: 0 },
  ],
})
