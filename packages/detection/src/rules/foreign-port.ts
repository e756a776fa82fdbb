import { connection, plc, stranger } from '../examples.ts'
import { controlPorts } from '../probing.ts'
import { defineRule } from '../rule.ts'
import { usual } from '../usual-ports.ts'

/** Of EtherNet/IP, and where people put a second SSH. */
const ALSO_SSH = 2222
/** What tunnels and shells are made of. On a port of something else they hide. */
const hiding: ReadonlySet<string> = new Set(['ssh', 'telnet', 'rdp', 'vnc', 'ftp', 'smb', 'teamviewer', 'openvpn'])

const talk = (protocol: string, port: number) =>
  connection({ from: stranger, to: plc, protocol, port, bytes: { client: 2000, server: 3000 } })

export const rule = defineRule({
  id: 'foreign-port',
  catalogue: ['P10', 'R01'],
  title: 'A service speaks on the port of another',
  status: 'stable',
  level: 'medium',
  description:
    'What is spoken on a well-known port is not what belongs there. Shells and tunnels are put there to pass firewalls and to be overlooked.',
  references: ['https://attack.mitre.org/techniques/T0885/'],
  techniques: ['T0885'], // Commonly Used Port
  falsepositives: ['A service that was moved on purpose', 'A web page of a controller on an odd port'],
  playbook: 'PB-10',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['connection'],

  on: 'connection',
  match: ({ client, server, connection: { protocol, port, state, bytes } }) => {
    if (protocol === null || state !== 'open' || bytes.client + bytes.server === 0) return null
    const expected = usual.get(port)
    const hides = hiding.has(protocol) && port !== ALSO_SSH && (expected !== undefined || controlPorts.has(port))
    const isOdd = expected !== undefined && (controlPorts.has(port) || hides)
    if ((!isOdd && !hides) || expected?.includes(protocol)) return null
    return {
      summary: `${client.label} speaks ${protocol} with ${server.label} on port ${port}${expected ? `, where ${expected[0]} belongs` : ', a port of controllers'}.`,
      source: client,
      target: server,
      protocol,
      dedup: `${port}`,
      ...(hides ? { level: 'high' as const } : {}),
    }
  },

  examples: [
    { name: 'SSH on the port of SMB', events: [talk('ssh', 445)], fires: 1 },
    { name: 'HTTP on the port of Modbus', events: [talk('http', 502)], fires: 1 },
    { name: 'SSH on its own', events: [talk('ssh', 22)], fires: 0 },
    { name: 'Modbus on a port of nobody', events: [talk('modbus', 5020)], fires: 0 },
  ],
})
