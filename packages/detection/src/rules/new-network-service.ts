import { hmi, operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'

const names: Readonly<Record<string, string>> = { dhcp: 'addresses', dns: 'names', ntp: 'the time' }
const answer = (from = plc, at = 0) =>
  operation({
    from: hmi,
    to: from,
    at,
    protocol: 'dhcp',
    port: 67,
    verb: 'discover',
    function: { code: '1', name: 'discover' },
    object: '',
  })

export const rule = defineRule({
  id: 'new-network-service',
  catalogue: ['B21', 'D07'],
  title: 'Somebody new gives out addresses, names or the time',
  status: 'stable',
  level: 'high',
  description:
    'Who answers for DHCP, DNS or NTP decides where others send their traffic and what time they believe. A second one is a mistake or an attack.',
  references: ['https://attack.mitre.org/techniques/T0830/'],
  techniques: ['T0830'], // Adversary-in-the-Middle
  falsepositives: ['A new or second server of the site', 'A router that was reset to how it was delivered'],
  playbook: 'PB-07',
  modifiers: ['order'],
  nature: 'deviation',
  needs: ['dhcp', 'dns', 'ntp'],
  explainedBy: [{ rule: 'new-device', same: 'source' }],

  on: 'operation',
  protocols: ['dhcp', 'dns', 'ntp'],
  match: ({ client, server, protocol, activity }, { known, site }) => {
    if (activity.outcome !== 'ok' || server.kind !== 'device' || client.id === server.id) return null
    if (!known.readiness('site').ready || known.serves(server, protocol) !== null) return null
    if (site.listed(server, protocol === 'ntp' ? 'time server' : `${protocol} server`)) return null
    return {
      summary: `${server.label} gives ${names[protocol]} to ${client.label} (${protocol}).`,
      source: server,
      target: null,
      protocol,
      baseline: 'It was never seen to do so.',
    }
  },

  examples: [
    { name: 'a stranger gives out addresses', learned: [answer()], events: [answer(stranger, 60)], fires: 1 },
    { name: 'the usual server', learned: [answer()], events: [answer(plc, 60)], fires: 0 },
  ],
})
