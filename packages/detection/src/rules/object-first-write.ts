import { hmi, operation, plc } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { areObjectsKnown, bySafety, changesOf, changeText, control, linkOf, told, writtenObjects } from '../wording.ts'

const write = (object: string) =>
  ({
    from: hmi,
    to: plc,
    protocol: 'opcua',
    port: 4840,
    verb: 'write',
    function: { code: '673', name: 'Write' },
    object,
    items: [{ object, access: 'write', type: 'f64le', unit: null, last: [42], min: [42], max: [42] }],
  }) as const

export const rule = defineRule({
  id: 'object-first-write',
  catalogue: ['F01', 'K05', 'G19', 'J09'],
  title: 'A value was written that nobody had ever written',
  status: 'stable',
  level: 'high',
  description:
    'The writer is a usual one, but this register, tag or node was only read, or not touched at all, so far.',
  references: ['https://attack.mitre.org/techniques/T0836/'],
  techniques: ['T0836'], // Modify Parameter
  consequences: ['T0831'], // Manipulation of Control
  falsepositives: ['A rarely used set point or recipe', 'A new function of the HMI'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'deviation',
  needs: [],
  explainedBy: [
    ...bySafety,
    { rule: 'write-by-new-client', same: 'pair' },
    { rule: 'io-forced', same: 'pair' },
    { rule: 'program-download', same: 'pair' },
  ],

  on: 'operation',
  verbs: ['write'],
  protocols: control,
  match: (event, { known }) => {
    const { server } = event
    if (!areObjectsKnown(known, server) || known.verb(linkOf(event), 'write') === null) return null
    const fresh = writtenObjects(event.activity).filter(object => known.object(server, object, 'write') === null)
    if (fresh.length === 0) return null
    const changes = changesOf(event, known).filter(({ object }) => fresh.includes(object))
    const rest = changeText(changes)
    const match = told(event, 'high', {
      past: 'wrote for the first time to a value of',
      infinitive: 'write for the first time to a value of',
      ...(rest === '' ? {} : { rest }),
    })
    return { ...match, changes, baseline: 'Nobody wrote it while normal was learned.' }
  },

  examples: [
    {
      name: 'a new node',
      learned: [operation(write('ns=2;s=Line1.Set'))],
      events: [operation({ ...write('ns=2;s=Line1.Limit'), at: 60 })],
      fires: 1,
    },
    {
      name: 'the node as always',
      learned: [operation(write('ns=2;s=Line1.Set'))],
      events: [operation({ ...write('ns=2;s=Line1.Set'), at: 60 })],
      fires: 0,
    },
  ],
})
