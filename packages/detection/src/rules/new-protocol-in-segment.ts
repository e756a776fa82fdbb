import { connection, hmi, operation, otherPlc, plc, station, stranger } from '../examples.ts'
import { exchangeOf } from '../exchange.ts'
import { defineRule } from '../rule.ts'
import { control } from '../wording.ts'

const usual = [operation(), operation({ from: station, to: otherPlc })]
const ssh = { protocol: 'ssh', port: 22 } as const

export const rule = defineRule({
  id: 'new-protocol-in-segment',
  catalogue: ['B02', 'B04'],
  title: 'A protocol that was never spoken in this part of the network',
  status: 'test',
  level: 'medium',
  description:
    'None of the devices of this zone, or of this network where no zones are declared, ever spoke it. Cells of a plant speak few protocols: another one is a new kind of device, or a tool that somebody brought.',
  references: ['https://attack.mitre.org/techniques/T0869/'],
  techniques: ['T0869'], // Standard Application Layer Protocol
  falsepositives: ['A new kind of device', 'A service that was switched on by an update'],
  playbook: 'PB-01',
  modifiers: ['impact', 'order'],
  nature: 'deviation',
  needs: ['connection'],
  explainedBy: [
    { rule: 'new-conduit', same: 'pair' },
    { rule: 'zone-crossing', same: 'pair' },
    { rule: 'new-device', same: 'source' },
  ],

  on: ['operation', 'connection'],
  match: (event, { known }) => {
    const exchange = exchangeOf(event)
    if (exchange === null) return null
    const { client, server, protocol } = exchange
    // A port without a name may be one of many that a program takes by chance.
    if (event.kind === 'connection' && event.connection.protocol === null) return null
    const place = known.segment(server)
    if (!place?.fact || known.segmentSpeaks(server, protocol) !== null) return null
    if (!known.readiness({ segment: server }).ready) return null
    return {
      summary: `${client.label} spoke ${protocol} with ${server.label}: the first time that anybody in ${place.name} did.`,
      source: client,
      target: server,
      protocol,
      verb: null,
      dedup: `${place.name}|${protocol}`,
      baseline: `In ${place.name}, seen ${place.fact.count} times, ${protocol} was never spoken.`,
      ...(control.includes(protocol) ? { level: 'high' as const } : {}),
    }
  },

  examples: [
    {
      name: 'a shell in a cell that knows none',
      learned: usual,
      events: [connection({ from: station, to: plc, ...ssh, at: 60 })],
      fires: 1,
    },
    {
      name: 'others in the cell speak it',
      learned: [...usual, connection({ from: station, to: otherPlc, ...ssh })],
      events: [connection({ from: hmi, to: plc, ...ssh, at: 60 })],
      fires: 0,
    },
    {
      name: 'nobody answered',
      learned: usual,
      events: [connection({ from: stranger, to: plc, ...ssh, state: 'attempt', at: 60 })],
      fires: 0,
    },
    {
      name: 'a port that nobody knows',
      learned: usual,
      events: [connection({ from: hmi, to: plc, protocol: null, port: 49_152, at: 60 })],
      fires: 0,
    },
  ],
})
