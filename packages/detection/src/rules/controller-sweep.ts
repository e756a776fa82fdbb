import { connection, hmi, stranger, who } from '../examples.ts'
import { isOne, listed, namesOf, newLately, note } from '../lately.ts'
import { controlPorts, isProbe } from '../probing.ts'
import { defineRule } from '../rule.ts'

const call = (host: number, at: number, part: Parameters<typeof connection>[0] = {}) =>
  connection({
    from: stranger,
    to: who(`10.0.0.${host}`),
    at,
    port: 102,
    protocol: null,
    state: 'attempt',
    bytes: { client: 0, server: 0 },
    ...part,
  })
const hosts = [1, 2, 3, 4, 5, 6]

export const rule = defineRule({
  id: 'controller-sweep',
  catalogue: ['C04'],
  title: 'Somebody looks for controllers',
  status: 'stable',
  level: 'high',
  description:
    'One source called the port of a control protocol at many addresses and said nothing there. Only who looks for controllers does that.',
  references: ['https://attack.mitre.org/techniques/T0846/'],
  techniques: ['T0846'], // Remote System Discovery
  falsepositives: ['A SCADA server that calls devices which are switched off', 'An approved inventory scan'],
  playbook: 'PB-05',
  modifiers: ['order'],
  nature: 'rule',
  needs: [],
  settings: {
    addresses: { value: 5, unit: 'addresses', says: 'so many different ones on one port' },
    seconds: { value: 120, unit: 's', says: 'within so long' },
    tries: { value: 3, unit: 'connections', says: 'an address that is called more often is waited for' },
  },

  on: 'connection',
  keyBy: ({ client, server, connection }) =>
    isOne(server) && controlPorts.has(connection.port) && isProbe(connection)
      ? `${client.id}|${connection.port}`
      : null,
  start: () => newLately(),
  step: (state, { client, server, at, connection: { port, count } }, { site, setting }) => {
    const span = setting('seconds') * 1e6
    note(state, server.ip || server.id, at, span, count)
    const called = namesOf(state, at, span, setting('tries'))
    if (called.length < setting('addresses')) return { state }
    const match = {
      summary: `${client.label} called port ${port} of ${called.length} addresses within ${setting('seconds')} seconds and said nothing (${listed(called, 3)}).`,
      source: client,
      target: null,
      ...(site.listed(client, 'scanner') ? { level: 'low' as const } : {}),
    }
    return { state, match }
  },
  forgetAfter: 600e6,

  examples: [
    { name: 'six addresses, port 102', events: hosts.map((host, at) => call(host, at)), fires: 2 },
    {
      name: 'a SCADA server that starts',
      events: hosts.map((h, at) => call(h, at, { from: hmi, state: 'open', bytes: { client: 22, server: 22 } })),
      fires: 0,
    },
    { name: 'another port', events: hosts.map((host, at) => call(host, at, { port: 80 })), fires: 0 },
  ],
})
