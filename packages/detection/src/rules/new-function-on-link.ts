import { isSignificant } from '@nautilus/model'
import { operation, otherPlc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { byEngineering } from '../wording.ts'

const usual = operation()
const write = { verb: 'write', function: { code: '6', name: 'write single register' } } as const

export const rule = defineRule({
  id: 'new-function-on-link',
  catalogue: ['B03', 'G02', 'I05', 'H10', 'J07', 'M10'],
  title: 'A known link carries a function that it never carried',
  status: 'stable',
  level: 'medium',
  description:
    'A link of a plant uses a handful of functions and keeps to them. A further one, above all one that changes something, is a new program or somebody at the keyboard.',
  references: ['https://attack.mitre.org/techniques/T0855/'],
  techniques: ['T0855'], // Unauthorized Command Message
  falsepositives: ['A screen of the HMI that is rarely opened', 'An update of the HMI or of its driver'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order', 'unordered'],
  nature: 'deviation',
  needs: [],
  explainedBy: [
    { rule: 'new-link', same: 'pair' },
    { rule: 'write-by-new-client', same: 'pair' },
    { rule: 'engineering-new-station', same: 'pair' },
    { rule: 'method-called', same: 'pair' },
    { rule: 'alarm-acknowledged-by-new-host', same: 'pair' },
    { rule: 'clock-set-by-new-source', same: 'pair' },
    { rule: 'device-identification-read', same: 'pair' },
    ...byEngineering,
  ],

  on: 'operation',
  match: ({ client, server, protocol, verb, activity }, { known }) => {
    const link = { client, server, protocol }
    const { code, name } = activity.function
    const learned = known.link(link)
    if (learned === null || !known.readiness({ link }).ready) return null
    if (known.spoken({ ...link, verb, code }) !== null) return null
    return {
      summary: `${client.label} used ${name} on ${server.label} for the first time.`,
      source: client,
      target: server,
      protocol,
      verb,
      dedup: code,
      baseline: `Of ${learned.count} operations on this link none was ${name}.`,
      confidence: learned.confidence,
      ...(isSignificant(verb) ? { level: 'high' as const } : {}),
    }
  },

  examples: [
    { name: 'the usual function', learned: [usual], events: [operation({ at: 60 })], fires: 0 },
    { name: 'a link that only read writes', learned: [usual], events: [operation({ ...write, at: 60 })], fires: 1 },
    {
      name: 'a write by a link that always wrote',
      learned: [usual, operation(write)],
      events: [operation({ ...write, at: 60 })],
      fires: 0,
    },
    {
      name: 'a new link is for another rule',
      learned: [usual],
      events: [operation({ ...write, from: station, to: otherPlc, at: 60 })],
      fires: 0,
    },
  ],
})
