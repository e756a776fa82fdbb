import { connection, hmi, plc, stranger } from '../examples.ts'
import { isOne, listed, namesOf, newLately, note } from '../lately.ts'
import { isProbe } from '../probing.ts'
import { defineRule } from '../rule.ts'

const probe = (port: number, at: number, part: Parameters<typeof connection>[0] = {}) =>
  connection({
    from: stranger,
    to: plc,
    at,
    port,
    protocol: null,
    state: 'refused',
    packets: { client: 1, server: 1 },
    bytes: { client: 0, server: 0 },
    ...part,
  })
const ports = [21, 22, 23, 80, 102, 135, 443, 445, 502, 3389]

export const rule = defineRule({
  id: 'port-scan',
  catalogue: ['C03'],
  title: 'Somebody tried many ports of one device',
  status: 'stable',
  level: 'medium',
  description:
    'One source opened connections to many ports of a device and said nothing on them: it looks for services. Old controllers may fail under it.',
  references: ['https://attack.mitre.org/techniques/T0846/'],
  techniques: ['T0846'], // Remote System Discovery
  falsepositives: ['A vulnerability scanner that was approved', 'An asset inventory tool'],
  playbook: 'PB-05',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  explainedBy: [
    { rule: 'controller-sweep', same: 'source' },
    { rule: 'address-sweep', same: 'source' },
  ],
  settings: {
    ports: { value: 8, unit: 'ports', says: 'so many different ones without a word' },
    seconds: { value: 120, unit: 's', says: 'within so long' },
    tries: { value: 5, unit: 'connections', says: 'a port that is tried more often is not searched for' },
  },

  on: 'connection',
  keyBy: ({ client, server, connection }) =>
    isOne(server) && isProbe(connection) ? `${client.id}|${server.id}` : null,
  start: () => newLately(),
  step: (state, { client, server, at, connection: { transport, port, count } }, { site, setting }) => {
    const span = setting('seconds') * 1e6
    note(state, `${port}`, at, span, count)
    const tried = namesOf(state, at, span, setting('tries'))
    // A flood that was merged names no port.
    const merged = port === 0 ? count : 0
    if (tried.length < setting('ports') && merged < setting('ports')) return { state }
    const many = Math.max(tried.length, merged)
    const match = {
      summary: `${client.label} tried ${many} ports of ${server.label} within ${setting('seconds')} seconds and said nothing (${transport} ${listed(tried)}).`,
      source: client,
      target: server,
      count,
      ...(site.listed(client, 'scanner') ? { level: 'low' as const } : {}),
    }
    return { state, match }
  },
  forgetAfter: 600e6,

  examples: [
    { name: 'ten ports in ten seconds', events: ports.map((port, at) => probe(port, at)), fires: 3 },
    { name: 'ten ports in five hours', events: ports.map((port, i) => probe(port, i * 1800)), fires: 0 },
    {
      name: 'services that are used',
      events: ports.map((port, at) => probe(port, at, { state: 'open', bytes: { client: 40, server: 80 } })),
      fires: 0,
    },
    {
      name: 'one service that is switched off',
      events: Array.from({ length: 30 }, (_, at) => probe(502, at, { from: hmi })),
      fires: 0,
    },
  ],
})
