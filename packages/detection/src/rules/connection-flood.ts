import { connection, hmi, plc, stranger } from '../examples.ts'
import { isOne } from '../lately.ts'
import { defineRule } from '../rule.ts'

type State = { from: number; opened: number; silent: number }

const burst = (count: number, part: Parameters<typeof connection>[0] = {}) =>
  connection({
    from: stranger,
    to: plc,
    count,
    state: 'attempt',
    packets: { client: count, server: 0 },
    bytes: { client: 0, server: 0 },
    ...part,
  })

export const rule = defineRule({
  id: 'connection-flood',
  catalogue: ['B15', 'D05'],
  title: 'A device is flooded with connections',
  status: 'stable',
  level: 'high',
  description:
    'So many connections are opened that a controller has no room left for those that it needs. Half-open ones, of which only the first packet comes, cost the sender nothing.',
  references: ['https://attack.mitre.org/techniques/T0814/'],
  techniques: ['T0814'], // Denial of Service
  consequences: ['T0826', 'T0827'], // Loss of Availability, Loss of Control
  falsepositives: ['A program that reconnects without a pause', 'A load test'],
  playbook: 'PB-09',
  modifiers: ['impact', 'safety'],
  nature: 'rule',
  needs: ['connection'],
  settings: {
    connections: { value: 3000, unit: 'connections', says: 'so many within a minute, whatever is said on them' },
    silent: { value: 300, unit: 'connections', says: 'so many within a minute without a word' },
  },
  explainedBy: [{ rule: 'port-scan', same: 'pair' }],

  on: 'connection',
  keyBy: ({ client, server, connection: { transport, count, port } }) =>
    transport === 'tcp' && count > 0 && port > 0 && isOne(server) ? `${client.id}|${server.id}|${port}` : null,
  start: (): State => ({ from: Number.NEGATIVE_INFINITY, opened: 0, silent: 0 }),
  step: (state, { client, server, at, connection: { port, count, bytes, protocol } }, { setting }) => {
    const isSilent = bytes.client === 0 && bytes.server === 0
    const young = at - state.from <= 60e6
    const next = {
      from: young ? state.from : at,
      opened: (young ? state.opened : 0) + count,
      silent: (young ? state.silent : 0) + (isSilent ? count : 0),
    }
    const isSynFlood = next.silent >= setting('silent')
    if (!isSynFlood && next.opened < setting('connections')) return { state: next }
    const match = {
      summary: `${client.label || 'Unknown senders'} opened ${next.opened} connections to port ${port} of ${server.label} within a minute, ${next.silent} of them without a word.`,
      source: client.kind === 'nobody' ? null : client,
      target: server,
      ...(protocol === null ? {} : { protocol }),
      dedup: `${port}`,
      count,
    }
    return { state: next, match }
  },
  forgetAfter: 300e6,

  examples: [
    { name: 'a thousand without a word', events: [burst(1000)], fires: 1 },
    { name: 'twenty without a word', events: [burst(20)], fires: 0 },
    {
      name: 'a busy client',
      events: [burst(600, { from: hmi, state: 'open', bytes: { client: 6000, server: 9000 } })],
      fires: 0,
    },
  ],
})
