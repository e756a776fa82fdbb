import { hmi, operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { cut, told } from '../wording.ts'

const subscribe = (object: string) =>
  ({
    to: plc,
    protocol: 'mqtt',
    port: 1883,
    verb: 'subscribe',
    function: { code: '8', name: 'subscribe' },
    object,
  }) as const

/** MQTT 5.0, 4.7.1: `#` stands for every topic, `+` for one level; Sparkplug's whole name space is as wide. */
const isEverything = (object: string): boolean =>
  object.split(', ').some(topic => topic === '#' || topic === '+/#' || topic === '$SYS/#' || topic === 'spBv1.0/#')

export const rule = defineRule({
  id: 'mqtt-wildcard-subscription',
  catalogue: ['O08'],
  title: 'Somebody subscribed to everything that a broker distributes',
  status: 'stable',
  level: 'medium',
  description: 'Programs know what they need. Who takes everything looks around, or collects.',
  references: ['https://attack.mitre.org/techniques/T0802/'],
  techniques: ['T0802'], // Automated Collection
  consequences: ['T0882'], // Theft of Operational Information
  falsepositives: ['A historian or bridge that takes everything by design', 'A developer with a test client'],
  playbook: 'PB-04',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['mqtt'],

  on: 'operation',
  verbs: ['subscribe'],
  protocols: ['mqtt'],
  match: (event, { known }) => {
    const { client, server, activity } = event
    if (activity.function.code !== '8' || !isEverything(activity.object)) return null
    const isUsual =
      known.taught && known.spoken({ client, server, protocol: 'mqtt', verb: 'subscribe', code: '8' }) !== null
    if (isUsual) return null
    const rest = ` (${cut(activity.object)})`
    return told(event, 'medium', {
      past: 'subscribed to everything of',
      infinitive: 'subscribe to everything of',
      rest,
    })
  },

  examples: [
    { name: 'all topics', events: [operation({ ...subscribe('#'), from: stranger })], fires: 1 },
    { name: 'one branch', events: [operation({ ...subscribe('plant/line1/#'), from: hmi })], fires: 0 },
    {
      name: 'the historian as always',
      learned: [operation({ ...subscribe('#'), from: hmi })],
      events: [operation({ ...subscribe('#'), from: hmi, at: 60 })],
      fires: 0,
    },
  ],
})
