import { operation, plc, who } from '../examples.ts'
import { exchangeOf } from '../exchange.ts'
import { defineRule } from '../rule.ts'
import { changing, control, told } from '../wording.ts'

const historian = who('10.0.9.5', { label: 'Historian (10.0.9.5)' })
const reads = operation({ from: historian, to: plc })
const writes = { verb: 'write', function: { code: '6', name: 'write single register' } } as const

export const rule = defineRule({
  id: 'command-across-segments',
  catalogue: ['B03', 'B05'],
  title: 'Commands cross between two parts of the network that only exchanged values',
  status: 'test',
  level: 'high',
  description:
    'The way between the two is known, and values were read over it. Never before did anything come over it that changes a device: a way that was built for reading is used to control.',
  references: ['https://attack.mitre.org/techniques/T0855/', 'https://attack.mitre.org/techniques/T0886/'],
  techniques: ['T0855', 'T0886'], // Unauthorized Command Message, Remote Services
  consequences: ['T0831'], // Manipulation of Control
  falsepositives: ['A new function of a control room that was planned'],
  playbook: 'PB-05',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'deviation',
  needs: [],
  explainedBy: [
    { rule: 'safety-controller-changed', same: 'pair' },
    { rule: 'zone-crossing', same: 'pair' },
  ],

  on: 'operation',
  verbs: changing,
  protocols: control,
  match: (event, { known }) => {
    const exchange = exchangeOf(event)
    if (exchange === null) return null
    const { client, server, verb, protocol } = event
    const [from, to] = [known.segment(client), known.segment(server)]
    if (!from || !to || from.name === to.name) return null
    const way = known.conduit(exchange)
    if (way === null || known.conduit(exchange, verb) !== null) return null
    if (!known.readiness({ segment: client }).ready) return null
    const phrase = {
      past: `did what changes a device (${verb}) to`,
      infinitive: `do what changes a device (${verb}) to`,
    }
    return {
      ...told(event, 'high', phrase),
      baseline: `From ${from.name} to ${to.name}, ${protocol} was seen ${way.count} times, never to ${verb}.`,
      confidence: Math.max(0.5, way.confidence),
    }
  },

  examples: [
    {
      name: 'who only read writes',
      learned: [reads],
      events: [operation({ ...writes, from: historian, to: plc, at: 60 })],
      fires: 1,
    },
    {
      name: 'it goes on reading',
      learned: [reads],
      events: [operation({ from: historian, to: plc, at: 60 })],
      fires: 0,
    },
    {
      name: 'writing was usual',
      learned: [reads, operation({ ...writes, from: historian, to: plc })],
      events: [operation({ ...writes, from: historian, to: plc, at: 60 })],
      fires: 0,
    },
    { name: 'inside of one', learned: [operation()], events: [operation({ ...writes, at: 60 })], fires: 0 },
  ],
})
