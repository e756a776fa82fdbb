import { operation, stranger, who } from '../examples.ts'
import { defineRule } from '../rule.ts'

const everybody = who('10.0.0.255', { kind: 'broadcast' })
const list = (part: Parameters<typeof operation>[0] = {}) =>
  operation({
    from: stranger,
    to: everybody,
    protocol: 'enip',
    port: 44818,
    verb: 'discover',
    function: { code: 'list-identity', name: 'list identity' },
    object: '',
    outcome: 'no-reply',
    ...part,
  })

export const rule = defineRule({
  id: 'enip-list-broadcast',
  catalogue: ['C08'],
  title: 'All EtherNet/IP devices were asked who they are',
  status: 'stable',
  level: 'medium',
  description:
    'One packet to all lists every EtherNet/IP device of the network with maker, model and serial number. Engineering tools do so, and so does who looks for targets.',
  references: ['https://attack.mitre.org/techniques/T0846/'],
  techniques: ['T0846'], // Remote System Discovery
  falsepositives: ['An engineering tool that browses the network'],
  playbook: 'PB-05',
  modifiers: ['order'],
  nature: 'rule',
  needs: ['enip'],

  on: 'operation',
  protocols: ['enip'],
  match: ({ client, server, protocol, verb, activity }, { known, site }) => {
    const { code, name } = activity.function
    if (!code.startsWith('list-') || (server.kind !== 'broadcast' && server.kind !== 'multicast')) return null
    if (site.listed(client, 'engineering') || site.listed(client, 'scanner')) return null
    if (known.taught && known.spoken({ client, server, protocol, verb, code }) !== null) return null
    return {
      summary: `${client.label} asked all EtherNet/IP devices at once (${name}).`,
      source: client,
      target: null,
      count: activity.count,
      // Where nothing was learned it may be the habit of an engineering station.
      level: known.taught ? 'medium' : 'low',
    }
  },

  examples: [
    { name: 'a stranger asks all', events: [list()], fires: 1 },
    { name: 'who always did', learned: [list()], events: [list({ at: 60 })], fires: 0 },
    {
      name: 'one device is asked',
      events: [operation({ protocol: 'enip', function: { code: 'list-identity', name: 'list identity' } })],
      fires: 0,
    },
  ],
})
