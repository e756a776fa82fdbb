import type { ConnectionEvent, OperationEvent } from '../event.ts'
import { connection, hmi, operation, otherPlc, plc, station, stranger, who } from '../examples.ts'
import type { Known, Link } from '../known.ts'
import { defineRule, type Match } from '../rule.ts'
import { usual as usualPorts } from '../usual-ports.ts'

const usual = operation()
const allHosts = who('ff02::1', { kind: 'multicast' })

export const rule = defineRule({
  id: 'new-link',
  catalogue: ['B01', 'B02'],
  title: 'Two devices that never spoke this protocol with each other do',
  status: 'stable',
  level: 'medium',
  description:
    'In a plant, who talks to whom over what was decided when it was built. A new conversation is a new tool, a change of the plant, or somebody who looks around.',
  references: ['https://attack.mitre.org/techniques/T0869/'],
  techniques: ['T0869'], // Standard Application Layer Protocol
  falsepositives: [
    'A device that was replaced or added',
    'A standby server that takes over',
    'A rare maintenance tool',
  ],
  playbook: 'PB-01',
  modifiers: ['impact', 'order'],
  nature: 'deviation',
  needs: [],
  explainedBy: [
    { rule: 'new-device', same: 'source' },
    { rule: 'new-conduit', same: 'pair' },
    { rule: 'new-protocol-in-segment', same: 'pair' },
  ],

  on: ['operation', 'connection'],
  match: (event, { known }) => {
    const link = linkOf(event)
    if (link === null || !isConversation(link) || known.link(link) !== null || !canTell(known, link)) return null
    if (isSeenFromMiddle(event, link, known)) return null
    return sentence(link, known)
  },

  examples: [
    { name: 'a known pair goes on', learned: [usual], events: [operation({ at: 60 })], fires: 0 },
    {
      name: 'the HMI asks a controller that it never asked',
      learned: [usual, operation({ from: station, to: otherPlc })],
      events: [operation({ to: otherPlc, at: 60 })],
      fires: 1,
    },
    {
      name: 'a stranger opens a connection to a known controller',
      learned: [usual],
      events: [connection({ from: stranger, to: plc, at: 60, protocol: null, port: 22 })],
      fires: 1,
    },
    {
      name: 'a known pair in a new protocol',
      learned: [usual],
      events: [operation({ protocol: 's7comm', port: 102, function: { code: 'job:04', name: 'read var' }, at: 60 })],
      fires: 1,
    },
    {
      name: 'a router tells all hosts that it is there',
      learned: [usual],
      events: [operation({ from: allHosts, to: plc, protocol: 'icmp', port: 0, at: 60 })],
      fires: 0,
    },
    {
      name: 'a shell that was open when the sensor was started anew',
      learned: [usual, connection({ from: hmi, to: plc, protocol: 'ssh', port: 22 })],
      events: [connection({ from: hmi, to: plc, protocol: null, port: 22, at: 60 })],
      fires: 0,
    },
    {
      name: 'an attempt that nobody answered',
      learned: [usual],
      events: [connection({ from: hmi, to: otherPlc, state: 'attempt', at: 60 })],
      fires: 0,
    },
  ],
})

/** Attempts are for the rules about scans. */
function linkOf(event: OperationEvent | ConnectionEvent): Link | null {
  const { client, server } = event
  if (event.kind === 'operation') {
    return event.activity.outcome === 'no-reply' ? null : { client, server, protocol: event.protocol }
  }
  const { state, protocol, transport, port, bytes } = event.connection
  return state === 'attempt' || state === 'refused' || bytes.client + bytes.server === 0
    ? null
    : { client, server, protocol: protocol ?? `${transport}/${port}` }
}

/** What goes to everybody, and who asks for whose address, is no conversation. */
const isConversation = ({ client, server, protocol }: Link): boolean =>
  protocol !== 'arp' && [client, server].every(({ kind }) => kind === 'device' || kind === 'public')

/**
 * A connection that was there when the sensor began says nothing of what it is (SSH, TLS): it is what the two spoke before
 * where that belongs on its port.
 */
function isSeenFromMiddle(event: OperationEvent | ConnectionEvent, link: Link, known: Known): boolean {
  if (event.kind !== 'connection' || event.connection.protocol !== null) return false
  return usualPorts.get(event.connection.port)?.some(protocol => known.link({ ...link, protocol }) !== null) ?? false
}

/** One of the two is known well enough that another conversation of it is news. */
const canTell = (known: Known, { client, server }: Link): boolean =>
  known.readiness({ device: client }).ready || known.readiness({ device: server }).ready

function sentence({ client, server, protocol }: Link, known: Known): Match {
  const pair = known.pair(client, server)
  return {
    summary: `${client.label} spoke ${protocol} with ${server.label} for the first time.`,
    source: client,
    target: server,
    protocol,
    verb: null,
    dedup: protocol,
    baseline: pair
      ? `The two were seen ${pair.count} times before, never in ${protocol}.`
      : `The two were never seen to speak with each other.`,
  }
}
