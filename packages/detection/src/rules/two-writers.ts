import type { Who } from '../event.ts'
import { hmi, operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, changesOf, changeText, control, told } from '../wording.ts'

type State = { readonly by: Who | null; readonly at: number }

const write = (from: Who, at: number) =>
  operation({
    from,
    to: plc,
    verb: 'write',
    function: { code: '6', name: 'write single register' },
    object: '1/holding-registers/8',
    items: [
      { object: '1/holding-registers/8', access: 'write', type: 'u16', unit: null, last: [7], min: [7], max: [7] },
    ],
    at,
  })

export const rule = defineRule({
  id: 'two-writers',
  catalogue: ['F17'],
  title: 'Two clients write the same value',
  status: 'stable',
  level: 'high',
  description: 'One of them undoes what the other sets. Operators see a value that does not stay where they put it.',
  references: ['https://attack.mitre.org/techniques/T0848/'],
  techniques: ['T0848', 'T0855'], // Rogue Master, Unauthorized Command Message
  consequences: ['T0831'], // Manipulation of Control
  falsepositives: ['Two operators at two panels', 'Redundant servers that both write'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  settings: { span: { value: 300, unit: 's', says: 'So long after one writer the other one counts.' } },
  explainedBy: [
    ...bySafety,
    { rule: 'write-by-new-client', same: 'pair' },
    { rule: 'new-writer', same: 'pair' },
    { rule: 'io-forced', same: 'pair' },
  ],

  on: 'operation',
  verbs: ['write'],
  protocols: control,
  // What a message writes first stands for what it writes.
  keyBy: ({ accepted, server, activity: { items } }) => {
    const object = items.find(item => item.access === 'write')?.object
    return accepted && object ? `${server.id}|${object}` : null
  },
  start: (): State => ({ by: null, at: 0 }),
  step: ({ by, at }, event, { known, setting }) => {
    const { client, server } = event
    const state = { by: client, at: event.at }
    if (!by || by.id === client.id || event.at - at > setting('span') * 1e6) return { state }
    const changes = changesOf(event, known)
    const object = changes[0]?.object ?? ''
    const areUsual = [by, client].every(writer => known.writer(server, object, writer) !== null)
    if (known.taught && areUsual) return { state }
    const rest = `${changeText(changes)}, which ${by.label} had written shortly before`
    // Before normal is known, redundant panels look the same.
    const match = told(event, known.taught ? 'high' : 'low', { past: 'wrote to', infinitive: 'write to', rest })
    return { state, match: { ...match, changes, dedup: by.id } }
  },
  forgetAfter: 1800e6,

  examples: [
    { name: 'a stranger writes over the HMI', events: [write(hmi, 0), write(stranger, 30)], fires: 1 },
    { name: 'the HMI writes twice', events: [write(hmi, 0), write(hmi, 30)], fires: 0 },
    { name: 'another writer an hour later', events: [write(hmi, 0), write(stranger, 3600)], fires: 0 },
    {
      name: 'both panels write it as always',
      learned: [write(hmi, 0), write(stranger, 600), write(hmi, 1200), write(stranger, 1800)],
      events: [write(hmi, 7200), write(stranger, 7230)],
      fires: 0,
    },
  ],
})
