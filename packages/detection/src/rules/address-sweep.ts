import type { ConnectionEvent, OperationEvent } from '../event.ts'
import { connection, hmi, operation, stranger, who } from '../examples.ts'
import { isOne, listed, namesOf, newLately, note } from '../lately.ts'
import { isProbe } from '../probing.ts'
import { defineRule } from '../rule.ts'

const SILENT = 'no '
const ANSWERED = 'yes '

const probe = (host: number, at: number, part: Parameters<typeof connection>[0] = {}) =>
  connection({
    from: stranger,
    to: who(`10.0.0.${host}`),
    at,
    port: 445,
    protocol: null,
    state: 'attempt',
    packets: { client: 1, server: 0 },
    bytes: { client: 0, server: 0 },
    ...part,
  })
const ping = (host: number, at: number, outcome: 'ok' | 'no-reply') =>
  operation({
    from: hmi,
    to: who(`10.0.0.${host}`),
    at,
    protocol: 'icmp',
    port: 0,
    verb: 'discover',
    function: { code: '8', name: 'echo' },
    object: '',
    outcome,
  })
const hosts = Array.from({ length: 20 }, (_, i) => i + 100)

export const rule = defineRule({
  id: 'address-sweep',
  catalogue: ['C02'],
  title: 'Somebody tried many addresses',
  status: 'stable',
  level: 'medium',
  description:
    'One source called many addresses within a short time, and most of them did not answer or were told nothing: it looks for devices.',
  references: ['https://attack.mitre.org/techniques/T0846/'],
  techniques: ['T0846'], // Remote System Discovery
  falsepositives: ['A network management system that starts', 'An approved inventory scan'],
  playbook: 'PB-05',
  modifiers: ['order'],
  nature: 'rule',
  needs: [],
  settings: {
    addresses: { value: 12, unit: 'addresses', says: 'so many different ones that said nothing' },
    seconds: { value: 120, unit: 's', says: 'within so long' },
    share: { value: 0.5, unit: 'of all addresses called', says: 'at least so many of them said nothing' },
    tries: { value: 5, unit: 'calls', says: 'an address that is called more often is not searched for' },
  },
  explainedBy: [{ rule: 'controller-sweep', same: 'source' }],

  on: ['connection', 'operation'],
  protocols: ['icmp'],
  keyBy: event => (isOne(event.server) && silenceOf(event) !== null ? event.client.id : null),
  start: () => newLately(),
  step: (state, event, { site, setting }) => {
    const { client, server, at } = event
    const span = setting('seconds') * 1e6
    const count = event.kind === 'connection' ? event.connection.count : 1
    note(state, `${silenceOf(event) ? SILENT : ANSWERED}${server.ip || server.id}`, at, span, count)
    const names = namesOf(state, at, span, setting('tries'))
    const silent = names.filter(name => name.startsWith(SILENT)).map(name => name.slice(SILENT.length))
    const all = new Set([...silent, ...names.filter(n => n.startsWith(ANSWERED)).map(n => n.slice(ANSWERED.length))])
    if (!silenceOf(event) || silent.length < setting('addresses') || silent.length < setting('share') * all.size)
      return { state }
    const over = event.kind === 'connection' ? `${event.connection.transport} port ${event.connection.port}` : 'ping'
    const match = {
      summary: `${client.label} called ${silent.length} addresses within ${setting('seconds')} seconds to which it said nothing or which did not answer (${listed(silent, 3)}; last over ${over}).`,
      source: client,
      target: null,
      ...(site.listed(client, 'scanner') ? { level: 'low' as const } : {}),
    }
    return { state, match }
  },
  forgetAfter: 600e6,

  examples: [
    { name: 'twenty addresses in twenty seconds', events: hosts.map((host, at) => probe(host, at)), fires: 9 },
    { name: 'pings without answer', events: hosts.map((host, at) => ping(host, at, 'no-reply')), fires: 9 },
    { name: 'a management system whose pings are answered', events: hosts.map((h, at) => ping(h, at, 'ok')), fires: 0 },
    { name: 'twenty addresses in a day', events: hosts.map((host, i) => probe(host, i * 3600)), fires: 0 },
    {
      name: 'a directed broadcast',
      events: hosts.map((_, at) => ({ ...probe(255, at), server: who('10.0.0.255', { kind: 'broadcast' }) })),
      fires: 0,
    },
  ],
})

/** Did the other say nothing? Null where it is no call. */
function silenceOf(event: ConnectionEvent | OperationEvent): boolean | null {
  if (event.kind === 'connection') return event.connection.count === 0 ? null : isProbe(event.connection)
  const { function: called, outcome } = event.activity
  return called.code === '8' || called.code === '6:128' ? outcome === 'no-reply' : null
}
