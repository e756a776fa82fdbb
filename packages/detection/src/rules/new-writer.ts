import type { Values } from '@nautilus/model'
import { operation, plc, station } from '../examples.ts'
import { defineRule, type Match } from '../rule.ts'
import { bySafety } from '../wording.ts'

const item = { object: '1/holding-registers/4', access: 'write', type: 'u16', unit: null, min: [7], max: [7] } as const
const write = {
  verb: 'write',
  function: { code: '6', name: 'write single register' },
  object: item.object,
  items: [{ ...item, last: [7] }],
} as const

export const rule = defineRule({
  id: 'new-writer',
  catalogue: ['F05'],
  title: 'An object is written by somebody who never wrote it',
  status: 'stable',
  level: 'high',
  description:
    'Each setpoint has its writers: the HMI, perhaps a recipe server. Another one overrides what the operator set.',
  references: ['https://attack.mitre.org/techniques/T0855/'],
  techniques: ['T0855'], // Unauthorized Command Message
  consequences: ['T0831'], // Manipulation of Control
  falsepositives: ['A second operator station', 'An engineer who sets a value by hand'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'deviation',
  needs: [],
  explainedBy: [...bySafety, { rule: 'write-by-new-client', same: 'pair' }, { rule: 'io-forced', same: 'pair' }],

  on: 'operation',
  verbs: ['write', 'force'],
  match: ({ client, server, protocol, verb, accepted, activity }, { known }) => {
    if (!accepted || !known.readiness({ objects: server }).ready) return null
    const matches: Match[] = []
    for (const { object, access, last } of activity.items) {
      if (access !== 'write') continue
      const written = known.object(server, object, 'write')
      if (written === null || known.writer(server, object, client) !== null) continue
      const before = known.newest(server, object)
      matches.push({
        summary: `${client.label} wrote ${object} of ${server.label}, which others write.`,
        source: client,
        target: server,
        protocol,
        verb,
        baseline: `${object} was written ${written.count} times by others, never by ${client.label}.`,
        confidence: written.confidence,
        changes: [{ object, before: textOf(before?.values ?? null), after: textOf(last) }],
      })
    }
    return matches
  },

  examples: [
    { name: 'its usual writer', learned: [operation(write)], events: [operation({ ...write, at: 60 })], fires: 0 },
    {
      name: 'another station writes it',
      learned: [operation(write), operation({ from: station })],
      events: [operation({ ...write, from: station, to: plc, at: 60 })],
      fires: 1,
    },
    {
      name: 'it was refused',
      learned: [operation(write)],
      events: [operation({ ...write, from: station, outcome: 'refused', at: 60 })],
      fires: 0,
    },
    {
      name: 'an object that nobody wrote is for another rule',
      learned: [operation()],
      events: [operation({ ...write, from: station, at: 60 })],
      fires: 0,
    },
  ],
})

const textOf = (values: Values | null): string | null =>
  values === null ? null : typeof values === 'string' ? values : values.join(', ')
