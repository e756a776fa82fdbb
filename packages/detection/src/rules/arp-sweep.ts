import { hmi, operation, stranger, who } from '../examples.ts'
import { drop, type Lately, listed, namesOf, newLately, note } from '../lately.ts'
import { defineRule } from '../rule.ts'

const everybody = who('', { kind: 'broadcast', mac: 'ff:ff:ff:ff:ff:ff', id: 'ff:ff:ff:ff:ff:ff' })
const ask = (host: number, at: number, part: Parameters<typeof operation>[0] = {}) =>
  operation({
    from: stranger,
    to: everybody,
    at,
    protocol: 'arp',
    port: 0,
    verb: 'discover',
    function: { code: '1', name: 'request' },
    object: `10.0.0.${host}`,
    outcome: 'no-reply',
    ...part,
  })
const hosts = Array.from({ length: 40 }, (_, i) => i + 1)

export const rule = defineRule({
  id: 'arp-sweep',
  catalogue: ['C01'],
  title: 'Somebody asks for every address of the segment',
  status: 'stable',
  level: 'medium',
  description:
    'One device asked for many neighbouring addresses, one after the other, and most do not exist: it looks for what is on the segment.',
  references: ['https://attack.mitre.org/techniques/T0846/'],
  techniques: ['T0846'], // Remote System Discovery
  falsepositives: ['An engineering tool that searches for devices', 'A router behind which somebody scans'],
  playbook: 'PB-05',
  modifiers: ['order'],
  nature: 'rule',
  needs: ['arp'],
  settings: {
    addresses: { value: 25, unit: 'addresses', says: 'so many different ones that nobody answered for' },
    seconds: { value: 360, unit: 's', says: 'within so long' },
    neighbours: { value: 0.6, unit: 'of the addresses', says: 'so many have a neighbour that was asked for too' },
    tries: { value: 4, unit: 'questions', says: 'an address that is asked for more often is waited for' },
  },
  explainedBy: [
    { rule: 'address-sweep', same: 'source' },
    { rule: 'controller-sweep', same: 'source' },
  ],

  on: 'operation',
  protocols: ['arp'],
  keyBy: ({ client, activity }) => (activity.function.code === '1' ? client.id : null),
  start: (): { silent: Lately; answering: Lately } => ({ silent: newLately(), answering: newLately() }),
  step: (state, { client, at, activity }, { site, setting }) => {
    const span = setting('seconds') * 1e6
    if (activity.outcome !== 'no-reply') {
      note(state.answering, activity.object, at, span)
      drop(state.silent, activity.object)
      return { state }
    }
    note(state.silent, activity.object, at, span, activity.count)
    const asked = namesOf(state.silent, at, span, setting('tries'))
    if (asked.length < setting('addresses') || asked.length < state.answering.things.size) return { state }
    if (withNeighbour(asked) < setting('neighbours') * asked.length) return { state }
    const isRouter = client.role === 'router' || client.role === 'firewall'
    const match = {
      summary: `${client.label} asked for ${asked.length} addresses within ${setting('seconds') / 60} minutes that nobody has (${listed(asked, 3)}).`,
      source: client,
      target: null,
      ...(isRouter || site.listed(client, 'scanner') ? { level: 'low' as const } : {}),
    }
    return { state, match }
  },
  forgetAfter: 1800e6,

  examples: [
    { name: 'forty in a row', events: hosts.map((host, at) => ask(host, at)), fires: 16 },
    { name: 'they exist', events: hosts.map((host, at) => ask(host, at, { outcome: 'ok' })), fires: 0 },
    {
      name: 'a server waits for one that is switched off',
      events: hosts.map(at => ask(9, at, { from: hmi })),
      fires: 0,
    },
    { name: 'devices here and there', events: hosts.map((host, at) => ask(host * 5, at, { from: hmi })), fires: 0 },
  ],
})

/** How many of these addresses stand next to another of them. */
function withNeighbour(addresses: readonly string[]): number {
  const numbers = new Set(addresses.map(numberOf))
  return [...numbers].filter(number => numbers.has(number - 1) || numbers.has(number + 1)).length
}

const numberOf = (ip: string): number => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
