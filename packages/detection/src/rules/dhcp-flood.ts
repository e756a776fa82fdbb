import { hmi, operation, who } from '../examples.ts'
import { defineRule } from '../rule.ts'

const everybody = who('255.255.255.255', { kind: 'broadcast' })
const discover = (count: number) =>
  operation({
    from: hmi,
    to: everybody,
    protocol: 'dhcp',
    port: 67,
    verb: 'discover',
    function: { code: '1', name: 'discover' },
    object: '',
    outcome: 'unseen',
    count,
  })

export const rule = defineRule({
  id: 'dhcp-flood',
  catalogue: [],
  title: 'Addresses are asked for in masses',
  status: 'stable',
  level: 'medium',
  description:
    'So many requests for addresses empty the pool of the DHCP server. Devices that start get none, or one from whoever answers instead.',
  references: ['https://attack.mitre.org/techniques/T0814/'],
  techniques: ['T0814'], // Denial of Service
  falsepositives: ['A whole line that is switched on at once', 'A faulty network card'],
  playbook: 'PB-09',
  modifiers: [],
  nature: 'rule',
  needs: ['dhcp'],
  settings: {
    requests: { value: 300, unit: 'requests', says: 'so many in one interval of the sensor, from one sender' },
  },

  on: 'operation',
  protocols: ['dhcp'],
  match: ({ client, activity: { count, function: called } }, { setting }) =>
    count < setting('requests')
      ? null
      : {
          summary: `${client.label || 'Devices without an address'} sent ${count} DHCP ${called.name} messages within one interval.`,
          source: client,
          target: null,
          count,
        },

  examples: [
    { name: 'ten thousand', events: [discover(10_000)], fires: 1 },
    { name: 'a device that starts', events: [discover(4)], fires: 0 },
  ],
})
