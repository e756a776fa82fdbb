import { connection, hmi, outsider, plc } from '../examples.ts'
import { isController, isPlant } from '../remote.ts'
import { defineRule } from '../rule.ts'
import { control } from '../wording.ts'

export const rule = defineRule({
  id: 'public-peer',
  catalogue: ['B07', 'B08', 'B09'],
  title: 'A device of the plant and the internet speak with each other',
  status: 'stable',
  level: 'medium',
  description:
    'A controller or station that can be reached from the internet, or reaches out to it, is one mistake away from everybody. A control protocol there is open to all.',
  references: ['https://attack.mitre.org/techniques/T0883/'],
  techniques: ['T0883', 'T0869'], // Internet Accessible Device, Standard Application Layer Protocol
  falsepositives: ['A site that uses public addresses inside', 'Updates or time from a public server, as agreed'],
  playbook: 'PB-10',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['connection'],

  on: 'connection',
  match: ({ client, server, connection: { protocol, state, port, transport, bytes } }, { site }) => {
    const inbound = client.kind === 'public'
    if (inbound === (server.kind === 'public') || state !== 'open') return null
    if (bytes.client + bytes.server === 0) return null
    const [inner, outer] = inbound ? [server, client] : [client, server]
    const isControl = protocol !== null && control.includes(protocol)
    if (inner.kind !== 'device' || site.allowedOutside(outer.ip) || (!isControl && !isPlant(inner))) return null
    const what = protocol ?? `${transport} port ${port}`
    const summary = inbound
      ? `${client.label}, a public address, reached ${server.label} over ${what}.`
      : `${client.label} spoke ${what} with ${server.label}, a public address.`
    if (inbound) return { summary, source: client, target: server, protocol: what, dedup: what, level: 'critical' }
    if (isControl) return { summary, source: client, target: server, protocol: what, dedup: what, level: 'high' }
    // A station that browses is one finding, however many pages it loads.
    return { summary, source: client, target: null, level: isController(inner) ? 'high' : 'low' }
  },

  examples: [
    { name: 'Modbus from outside', events: [connection({ from: outsider, to: plc })], fires: 1 },
    {
      name: 'the HMI calls out',
      events: [connection({ from: hmi, to: outsider, protocol: 'tls', port: 443 })],
      fires: 1,
    },
    {
      name: 'an allowed one',
      events: [connection({ from: hmi, to: outsider, protocol: 'tls', port: 443 })],
      site: { allowedOutside: () => true },
      fires: 0,
    },
    { name: 'from outside, unanswered', events: [connection({ from: outsider, to: plc, state: 'attempt' })], fires: 0 },
    { name: 'inside', events: [connection()], fires: 0 },
  ],
})
