import { connection, hmi, otherPlc, plc } from '../examples.ts'
import { isController } from '../remote.ts'
import { defineRule } from '../rule.ts'

/** Where controllers speak TLS by right (IANA): web, OPC UA, Modbus security, CIP security, IEC 60870-5-104, DNP3, MQTT. */
const registered: ReadonlySet<number> = new Set([
  443, 802, 2221, 3782, 4840, 4843, 5671, 8443, 8883, 19_998, 19_999, 20_000, 44_818,
])
const opaque: ReadonlySet<string> = new Set(['tls', 'ssh'])

const talk = (port: number, part: Parameters<typeof connection>[0] = {}) =>
  connection({ from: plc, to: otherPlc, protocol: 'tls', port, bytes: { client: 74_000, server: 1200 }, ...part })

export const rule = defineRule({
  id: 'controllers-in-secret',
  catalogue: ['P10'],
  title: 'Two controllers speak with each other under encryption, on a port of nobody',
  status: 'test',
  level: 'medium',
  description:
    'Controllers exchange values in the clear or over the registered ports of their protocols. An encrypted session between two of them on any other port is made by a program that does not belong there: so tools are passed on, and commands given, from one taken device to the next.',
  references: ['https://attack.mitre.org/techniques/T0885/', 'https://attack.mitre.org/techniques/T0867/'],
  techniques: ['T0885', 'T0867'], // Commonly Used Port, Lateral Tool Transfer
  falsepositives: ['A service of the maker between its own devices', 'A computer that only looks like a controller'],
  playbook: 'PB-10',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['connection'],
  explainedBy: [{ rule: 'foreign-port', same: 'pair' }],

  on: 'connection',
  match: ({ client, server, connection: { protocol, port, state, bytes } }, { known }) => {
    if (protocol === null || !opaque.has(protocol) || registered.has(port) || (protocol === 'ssh' && port === 22))
      return null
    if (state !== 'open' || bytes.client === 0 || bytes.server === 0) return null
    if (client.id === server.id || !isController(client) || !isController(server)) return null
    if (known.taught && known.link({ client, server, protocol }) !== null) return null
    return {
      summary: `${client.label} and ${server.label}, both controllers, hold an encrypted session (${protocol}) on port ${port}.`,
      source: client,
      target: server,
      protocol,
      dedup: `${port}`,
    }
  },

  examples: [
    { name: 'TLS on a port of nobody', events: [talk(4444)], fires: 1 },
    { name: 'OPC UA between them', events: [talk(4840)], fires: 0 },
    { name: 'an HMI', events: [talk(4444, { from: hmi })], fires: 0 },
    { name: 'nobody answered', events: [talk(4444, { bytes: { client: 80, server: 0 } })], fires: 0 },
    { name: 'as always', learned: [talk(4444)], events: [talk(4444, { at: 60 })], fires: 0 },
  ],
})
