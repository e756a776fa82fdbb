import { hmi, operation, stranger } from '../examples.ts'
import { namesOf, newLately, note } from '../lately.ts'
import { defineRule } from '../rule.ts'

const read = (address: number, at: number, part: Parameters<typeof operation>[0] = {}) =>
  operation({ from: stranger, at, object: `1/holding-registers/${address}`, ...part })
const addresses = Array.from({ length: 80 }, (_, i) => i)
const START = /^(\d+\/[a-z-]+)\/(\d+)/

export const rule = defineRule({
  id: 'register-walk',
  catalogue: ['C11'],
  title: 'Somebody walks through the registers of a controller',
  status: 'stable',
  level: 'high',
  description:
    'One address after the other was read, once each, or was refused: somebody draws the map of the registers, as one does before a write that should hit.',
  references: ['https://attack.mitre.org/techniques/T0861/'],
  techniques: ['T0861'], // Point & Tag Identification
  falsepositives: ['A tool of commissioning that reads everything once'],
  playbook: 'PB-05',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['modbus'],
  settings: {
    addresses: { value: 50, unit: 'addresses', says: 'so many different first addresses' },
    seconds: { value: 600, unit: 's', says: 'within so long' },
    tries: { value: 3, unit: 'reads', says: 'an address that is read more often is polled' },
    next: { value: 0.6, unit: 'of the addresses', says: 'so many have their neighbour at an equal distance' },
  },

  on: 'operation',
  protocols: ['modbus'],
  verbs: ['read'],
  keyBy: ({ client, server, activity: { object } }) => {
    const table = START.exec(object)?.[1]
    return table === undefined ? null : `${client.id}|${server.id}|${table}`
  },
  start: () => newLately(),
  step: (state, { client, server, at, activity }, { setting }) => {
    const span = setting('seconds') * 1e6
    const [, table, address] = START.exec(activity.object)!
    note(state, address!, at, span, activity.count)
    if (state.things.size < setting('addresses')) return { state }
    const read = namesOf(state, at, span, setting('tries')).map(Number)
    if (read.length < setting('addresses') || regular(read) < setting('next')) return { state }
    const summary = `${client.label} read ${read.length} addresses of ${table} of ${server.label} one after the other, from ${Math.min(...read)} to ${Math.max(...read)}.`
    return {
      state,
      match: { summary, source: client, target: server, protocol: 'modbus', count: activity.count, dedup: table! },
    }
  },
  forgetAfter: 3600e6,

  examples: [
    { name: 'one after the other', events: addresses.map(i => read(i, i)), fires: 31 },
    { name: 'a poll of twenty blocks', events: addresses.map(i => read((i % 20) * 100, i, { from: hmi })), fires: 0 },
  ],
})

/** The share of steps, in the order of the addresses, that are the commonest step. */
function regular(addresses: readonly number[]): number {
  const sorted = [...addresses].sort((a, b) => a - b)
  const steps = new Map<number, number>()
  for (let i = 1; i < sorted.length; i++) {
    const step = sorted[i]! - sorted[i - 1]!
    steps.set(step, (steps.get(step) ?? 0) + 1)
  }
  return Math.max(0, ...steps.values()) / Math.max(1, sorted.length - 1)
}
