import { hmi, operation, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, changesOf, changeText, control, isKnownWell, linkOf, told, writtenObjects } from '../wording.ts'

const write = (object: string) =>
  ({
    to: plc,
    protocol: 'enip',
    port: 44818,
    verb: 'write',
    function: { code: '0x4d', name: 'write tag' },
    object,
    items: [{ object, access: 'write', type: 'f32le', unit: null, last: [40], min: [40], max: [40] }],
  }) as const

export const rule = defineRule({
  id: 'value-new-writer',
  catalogue: ['F05', 'I03', 'H06'],
  title: 'A value was written by somebody who does not usually write it',
  status: 'stable',
  level: 'high',
  description: 'The value has its writers, and this client has its values. The two do not belong together.',
  references: ['https://attack.mitre.org/techniques/T0855/'],
  techniques: ['T0855'], // Unauthorized Command Message
  consequences: ['T0831'], // Manipulation of Control
  falsepositives: ['An operator uses another panel for once', 'A function moved to another station'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'deviation',
  needs: [],
  explainedBy: [...bySafety, { rule: 'write-by-new-client', same: 'pair' }, { rule: 'io-forced', same: 'pair' }],

  on: 'operation',
  verbs: ['write'],
  protocols: control,
  match: (event, { known }) => {
    const { client, server } = event
    if (!isKnownWell(known, server) || known.verb(linkOf(event), 'write') === null) return null
    const foreign = writtenObjects(event.activity).filter(
      object => known.object(server, object, 'write') !== null && known.writer(server, object, client) === null,
    )
    if (foreign.length === 0) return null
    const changes = changesOf(event, known).filter(({ object }) => foreign.includes(object))
    const rest = changeText(changes)
    const match = told(event, 'high', {
      past: 'wrote a value of another in',
      infinitive: 'write a value of another in',
      ...(rest === '' ? {} : { rest }),
    })
    return { ...match, changes, baseline: `It was written before, but never by ${client.label}.` }
  },

  examples: [
    {
      name: 'the station writes a tag of the HMI',
      learned: [operation({ ...write('Level_SP'), from: hmi }), operation({ ...write('Tuning_P'), from: station })],
      events: [operation({ ...write('Level_SP'), from: station, at: 60 })],
      fires: 1,
    },
    {
      name: 'each writes its own',
      learned: [operation({ ...write('Level_SP'), from: hmi }), operation({ ...write('Tuning_P'), from: station })],
      events: [operation({ ...write('Level_SP'), from: hmi, at: 60 })],
      fires: 0,
    },
  ],
})
