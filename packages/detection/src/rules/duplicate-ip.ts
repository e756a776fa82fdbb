import { operation, plc, stranger, who } from '../examples.ts'
import { defineRule } from '../rule.ts'

/** The last answers for one address, the newest last. */
type State = readonly { readonly mac: string; readonly at: number }[]
const MAX_ANSWERS = 8

/** Addresses that stand for a group of routers: VRRP (RFC 9568 7.3), HSRP, GLBP. */
const isVirtual = (mac: string): boolean => /^00:00:5e:00:0[12]:|^00:00:0c:(07:ac|9f:f)|^00:07:b4:/.test(mac)

const answer = (mac: string, at: number, part: Parameters<typeof operation>[0] = {}) =>
  operation({
    from: stranger,
    to: who('', { mac, id: mac, label: mac }),
    at,
    protocol: 'arp',
    port: 0,
    verb: 'discover',
    function: { code: '1', name: 'request' },
    object: plc.ip,
    detail: { mac },
    ...part,
  })
const [one, two] = ['00:30:de:00:00:01', '00:30:de:00:00:02'] as const

export const rule = defineRule({
  id: 'duplicate-ip',
  catalogue: ['A05', 'A06'],
  title: 'Two devices answer for one IP address in turn',
  status: 'stable',
  level: 'medium',
  description:
    'Two hardware addresses claim one IP address at the same time. Connections break at random, or somebody draws them to himself.',
  references: ['https://attack.mitre.org/techniques/T0830/'],
  techniques: ['T0830'], // Adversary-in-the-Middle
  falsepositives: [
    'A device with two network cards on one segment',
    'A wireless bridge that answers for those behind it',
  ],
  playbook: 'PB-07',
  modifiers: ['impact'],
  nature: 'rule',
  needs: ['arp'],
  settings: {
    seconds: { value: 60, unit: 's', says: 'two answers so near each other are a conflict' },
    changes: { value: 2, unit: 'changes', says: 'so often it goes from one to the other: once is a fail-over' },
  },
  explainedBy: [
    { rule: 'adversary-in-the-middle', same: 'source' },
    { rule: 'arp-spoofing', same: 'source' },
  ],

  on: 'operation',
  protocols: ['arp'],
  keyBy: ({ activity: { outcome, object, detail } }) =>
    outcome === 'ok' && object !== '' && typeof detail?.mac === 'string' && !isVirtual(detail.mac) ? object : null,
  start: (): State => [],
  step: (state, { at, server, activity }, { setting }) => {
    const mac = String(activity.detail!.mac)
    const lately = state.filter(each => each.at >= at - setting('seconds') * 1e6)
    const next = [...lately.slice(1 - MAX_ANSWERS), { mac, at }]
    const changes = next.filter(({ mac }, i) => i > 0 && mac !== next[i - 1]!.mac).length
    if (changes < setting('changes') || server.role === 'router' || server.role === 'firewall') return { state: next }
    const macs = [...new Set(next.map(each => each.mac))].sort()
    const match = {
      summary: `${macs.join(' and ')} answer for ${activity.object} in turn, ${changes} changes within ${setting('seconds')} seconds.`,
      source: server,
      target: null,
      dedup: activity.object,
    }
    return { state: next, match }
  },
  forgetAfter: 600e6,

  examples: [
    { name: 'in turn', events: [answer(one, 0), answer(two, 10), answer(one, 20)], fires: 1 },
    { name: 'a fail-over', events: [answer(one, 0), answer(two, 10), answer(two, 20)], fires: 0 },
    {
      name: 'a virtual router',
      events: [answer(one, 0), answer('00:00:5e:00:01:07', 10), answer(one, 20)],
      fires: 0,
    },
    {
      name: 'a device was replaced overnight',
      events: [answer(one, 0), answer(two, 3600), answer(one, 9000)],
      fires: 0,
    },
  ],
})
