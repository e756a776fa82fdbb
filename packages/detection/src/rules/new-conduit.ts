import { connection, hmi, operation, otherPlc, plc, station, who } from '../examples.ts'
import { type Exchange, exchangeOf } from '../exchange.ts'
import { defineRule, type Match } from '../rule.ts'

const remote = who('10.0.9.5', { label: 'PC (10.0.9.5)' })
const server = who('10.0.5.5', { label: 'Server (10.0.5.5)' })
const usual = [operation(), connection({ from: remote, to: server, protocol: 'smb', port: 445 })]

export const rule = defineRule({
  id: 'new-conduit',
  catalogue: ['B05', 'B01'],
  title: 'Two parts of the network speak with each other for the first time',
  status: 'test',
  level: 'medium',
  description:
    'Zones, or networks where no zones are declared, whose devices never spoke with each other, or never over this protocol, do now. Segments of a plant are kept apart on purpose: a new way between them was opened, or found.',
  references: ['https://attack.mitre.org/techniques/T0886/'],
  techniques: ['T0886'], // Remote Services
  falsepositives: [
    'A new connection between plants that was planned',
    'A device that got an address of another network',
  ],
  playbook: 'PB-05',
  modifiers: ['impact', 'order'],
  nature: 'deviation',
  needs: ['connection'],
  explainedBy: [
    { rule: 'zone-crossing', same: 'pair' },
    { rule: 'new-device', same: 'source' },
  ],

  on: ['operation', 'connection'],
  match: (event, { known }) => {
    const exchange = exchangeOf(event)
    if (exchange === null) return null
    const { client, server } = exchange
    const [from, to] = [known.segment(client), known.segment(server)]
    if (!from?.fact || !to?.fact || from.name === to.name || known.conduit(exchange) !== null) return null
    // Both must be known: what one of them does with a network that was hardly seen says little.
    if (!known.readiness({ segment: client }).ready || !known.readiness({ segment: server }).ready) return null
    return sentence(exchange, from.name, to.name)
  },

  examples: [
    {
      name: 'a computer of another network asks a controller',
      learned: usual,
      events: [connection({ from: remote, to: plc, at: 60 })],
      fires: 1,
    },
    {
      name: 'another device takes the known way',
      learned: [...usual, connection({ from: remote, to: plc })],
      events: [connection({ from: who('10.0.9.6'), to: otherPlc, at: 60 })],
      fires: 0,
    },
    {
      name: 'over another protocol',
      learned: [...usual, connection({ from: remote, to: plc })],
      events: [connection({ from: remote, to: plc, protocol: 'ssh', port: 22, at: 60 })],
      fires: 1,
    },
    { name: 'inside of one', learned: usual, events: [operation({ from: station, to: otherPlc, at: 60 })], fires: 0 },
    {
      name: 'nobody answered',
      learned: usual,
      events: [connection({ from: remote, to: hmi, state: 'attempt', at: 60 })],
      fires: 0,
    },
    {
      name: 'a network that was never seen is for the rule on new devices',
      learned: usual,
      events: [connection({ from: who('10.7.7.7'), to: plc, at: 60 })],
      fires: 0,
    },
  ],
})

const sentence = ({ client, server, protocol }: Exchange, from: string, to: string): Match => ({
  summary: `${client.label} in ${from} spoke ${protocol} with ${server.label} in ${to}; nobody did before.`,
  source: client,
  target: server,
  protocol,
  verb: null,
  dedup: `${from}|${to}|${protocol}`,
  baseline: `From ${from} to ${to}, ${protocol} was never seen.`,
})
