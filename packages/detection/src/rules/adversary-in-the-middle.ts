import type { Who } from '../event.ts'
import { hmi, operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'

type Lie = { readonly host: Who; readonly ip: string; count: number; at: number }
type State = Map<string, Lie>
const MAX_LIES = 256

const reply = (to: Who, object: string, at: number, count = 5) =>
  operation({
    from: to,
    to: stranger,
    at,
    protocol: 'arp',
    port: 0,
    verb: 'discover',
    function: { code: '2:unasked', name: 'unasked reply' },
    object,
    detail: { mac: stranger.mac },
    count,
  })

export const rule = defineRule({
  id: 'adversary-in-the-middle',
  catalogue: ['D02'],
  title: 'Somebody put himself between two devices',
  status: 'stable',
  level: 'critical',
  description:
    'Two devices are told, unasked and repeatedly, that each other’s address is at a third one. Everything they say to each other passes it: it can read, change and drop it.',
  references: ['https://attack.mitre.org/techniques/T0830/'],
  techniques: ['T0830'], // Adversary-in-the-Middle
  consequences: ['T0831', 'T0832'], // Manipulation of Control, of View
  falsepositives: ['A test of security that was announced'],
  playbook: 'PB-07',
  modifiers: ['order'],
  nature: 'rule',
  needs: ['arp'],
  settings: {
    replies: { value: 3, unit: 'replies', says: 'so often each side is told' },
    seconds: { value: 600, unit: 's', says: 'within so long' },
  },

  on: 'operation',
  protocols: ['arp'],
  keyBy: ({ client, server, activity }) =>
    activity.function.code === '2:unasked' && client.kind === 'device' ? server.id : null,
  start: (): State => new Map(),
  step: (state, { at, client, server, activity }, { setting }) => {
    const { object: ip, count } = activity
    const key = `${client.id}|${ip}`
    const known = state.get(key)
    if (!known && state.size >= MAX_LIES) return { state }
    const since = at - setting('seconds') * 1e6
    const lie = { host: client, ip, count: count + (known && known.at >= since ? known.count : 0), at }
    state.set(key, lie)
    const other = [...state.values()].find(
      each => each.at >= since && each.host.id !== client.id && each.ip !== ip && each.count >= setting('replies'),
    )
    // Who answers for others to everybody, as a router may, tells the same to both.
    const crosswise = other && !state.has(`${client.id}|${other.ip}`) && !state.has(`${other.host.id}|${ip}`)
    if (!other || !crosswise || lie.count < setting('replies')) return { state }
    const [one, two] = [client, other.host].sort((a, b) => (a.id < b.id ? -1 : 1)) as [Who, Who]
    const match = {
      summary: `${server.label} told ${one.label} and ${two.label}, unasked and repeatedly, that ${[ip, other.ip].sort().join(' and ')} are at its own address: it stands between them.`,
      source: server,
      target: one,
      dedup: two.id,
      count,
    }
    return { state, match }
  },
  forgetAfter: 1800e6,

  examples: [
    { name: 'both sides are told', events: [reply(plc, hmi.ip, 0), reply(hmi, plc.ip, 1)], fires: 1 },
    {
      name: 'a router answers both for the same',
      events: [reply(plc, '10.9.0.1', 0), reply(hmi, '10.9.0.1', 1)],
      fires: 0,
    },
    { name: 'once each', events: [reply(plc, hmi.ip, 0, 1), reply(hmi, plc.ip, 1, 1)], fires: 0 },
  ],
})
