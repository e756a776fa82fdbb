import { operation, stranger, who } from '../examples.ts'
import { defineRule } from '../rule.ts'

/** What one sender told one host of one address, lately. */
type Lie = { first: number; last: number; count: number }
type State = Map<string, Lie>
/** Told hosts and addresses of one sender that are remembered. */
const MAX_LIES = 256

const told = who('10.0.0.2', { label: 'PLC (10.0.0.2)' })
const reply = (object: string, at: number, part: Parameters<typeof operation>[0] = {}) =>
  operation({
    from: told,
    to: stranger,
    at,
    protocol: 'arp',
    port: 0,
    verb: 'discover',
    function: { code: '2:unasked', name: 'unasked reply' },
    object,
    detail: { mac: stranger.mac },
    count: 5,
    ...part,
  })

export const rule = defineRule({
  id: 'arp-spoofing',
  catalogue: ['D01'],
  title: 'A device is told again and again, unasked, where an address is',
  status: 'stable',
  level: 'high',
  description:
    'Answers that nobody asked for, sent to one host about one address over and over, keep a false entry in its ARP table: what it sends there goes to somebody else.',
  references: ['https://attack.mitre.org/techniques/T0830/'],
  techniques: ['T0830'], // Adversary-in-the-Middle
  consequences: ['T0831', 'T0832'], // Manipulation of Control, of View
  falsepositives: [
    'A mirror that shows the answers but not the questions',
    'Access control that isolates devices by ARP',
  ],
  playbook: 'PB-07',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['arp'],
  settings: {
    // A host refreshes an entry every 15 seconds at the most (RFC 4861, and what systems do with ARP).
    replies: { value: 10, unit: 'replies', says: 'so many to one host about one address' },
    seconds: { value: 120, unit: 's', says: 'within so long' },
  },
  explainedBy: [{ rule: 'adversary-in-the-middle', same: 'source' }],

  on: 'operation',
  protocols: ['arp'],
  keyBy: ({ client, server, activity }) =>
    activity.function.code === '2:unasked' && client.kind === 'device' ? server.id : null,
  start: (): State => new Map(),
  step: (state, { client, server, activity }, { setting }) => {
    const { first, last, count, object } = activity
    const key = `${client.id}|${object}`
    const known = state.get(key)
    const goesOn = known !== undefined && last - known.first <= setting('seconds') * 1e6
    if (!known && state.size >= MAX_LIES) return { state }
    const lie = goesOn ? { first: known.first, last, count: known.count + count } : { first, last, count }
    state.set(key, lie)
    if (lie.count < setting('replies')) return { state }
    const match = {
      summary: `${server.label} told ${client.label} ${lie.count} times unasked that ${object} is at ${activity.detail?.mac ?? server.mac}.`,
      source: server,
      target: client,
      dedup: object,
      count,
    }
    return { state, match }
  },
  forgetAfter: 600e6,

  examples: [
    { name: 'every second for ten seconds', events: [reply('10.0.0.7', 0), reply('10.0.0.7', 5)], fires: 1 },
    { name: 'a fail-over tells it twice', events: [reply('10.0.0.7', 0, { count: 2 })], fires: 0 },
    {
      name: 'an entry is refreshed, the questions are not in the mirror',
      events: [0, 30, 60, 90].map(at => reply('10.0.0.7', at, { count: 1 })),
      fires: 0,
    },
  ],
})
