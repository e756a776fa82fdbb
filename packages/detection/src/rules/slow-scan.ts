import { connection, hmi, stranger, who } from '../examples.ts'
import { drop, isOne, type Lately, listed, namesOf, newLately, note } from '../lately.ts'
import { isProbe } from '../probing.ts'
import { defineRule } from '../rule.ts'

const DAY = 86_400e6

const call = (host: number, hour: number, part: Parameters<typeof connection>[0] = {}) =>
  connection({
    from: stranger,
    to: who(`10.0.${host}.9`),
    at: hour * 3600,
    port: 80,
    protocol: null,
    state: 'attempt',
    bytes: { client: 0, server: 0 },
    ...part,
  })
const tries = Array.from({ length: 16 }, (_, i) => i)

export const rule = defineRule({
  id: 'slow-scan',
  catalogue: ['C05'],
  title: 'Somebody looks around slowly',
  status: 'test',
  level: 'medium',
  description:
    'Over a day one source called many addresses once or twice that never answered: a scan that is slow so as not to be seen.',
  references: ['https://attack.mitre.org/techniques/T0846/'],
  techniques: ['T0846'], // Remote System Discovery
  falsepositives: ['A server whose list of devices is out of date', 'A peer-to-peer program'],
  playbook: 'PB-05',
  modifiers: ['order'],
  nature: 'rule',
  needs: [],
  settings: {
    addresses: { value: 12, unit: 'addresses', says: 'so many different ones within a day' },
    tries: { value: 2, unit: 'connections', says: 'an address that is called more often is waited for' },
  },
  explainedBy: [
    { rule: 'address-sweep', same: 'source' },
    { rule: 'controller-sweep', same: 'source' },
  ],

  on: 'connection',
  keyBy: ({ client, server, connection: { state, count } }) => {
    if (!isOne(server) || count === 0) return null
    return state === 'attempt' || state === 'refused' || state === 'open' ? client.id : null
  },
  start: (): { silent: Lately; answering: Lately } => ({ silent: newLately(), answering: newLately() }),
  step: (state, { client, server, at, connection }, { setting }) => {
    const name = server.ip || server.id
    if (connection.state === 'open') {
      note(state.answering, name, at, DAY)
      drop(state.silent, name)
      return { state }
    }
    if (!isProbe(connection)) return { state }
    note(state.silent, name, at, DAY, connection.count)
    const called = namesOf(state.silent, at, DAY, setting('tries'))
    if (called.length < setting('addresses') || called.length < state.answering.things.size) return { state }
    const match = {
      summary: `${client.label} called ${called.length} addresses within a day that never answered (${listed(called, 3)}).`,
      source: client,
      target: null,
      ...(client.kind === 'public' ? { level: 'high' as const } : {}),
    }
    return { state, match }
  },
  forgetAfter: DAY,

  examples: [
    { name: 'one an hour', events: tries.map(i => call(i, i)), fires: 5 },
    {
      name: 'a device that is called all day',
      events: tries.map(i => call(1, i)),
      fires: 0,
    },
    {
      name: 'most of them answer',
      events: tries.map(i => call(i, i, { from: hmi, state: i % 4 ? 'open' : 'attempt' })),
      fires: 0,
    },
  ],
})
