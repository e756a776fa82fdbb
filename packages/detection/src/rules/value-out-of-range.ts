import type { ItemValues } from '@nautilus/model'
import type { Who } from '../event.ts'
import { operation } from '../examples.ts'
import type { Known, ValueFact } from '../known.ts'
import { defineRule } from '../rule.ts'
import { bySafety } from '../wording.ts'

const holding = (value: number, access: 'read' | 'write' = 'read') =>
  ({
    object: '1/holding-registers/4',
    items: [
      { object: '1/holding-registers/4', access, type: 'u16', unit: null, last: [value], min: [value], max: [value] },
    ],
  }) as const
const write = { verb: 'write', function: { code: '6', name: 'write single register' } } as const
const learned = [400, 410, 420, 405].map((value, at) => operation({ ...holding(value), at }))

export const rule = defineRule({
  id: 'value-out-of-range',
  catalogue: ['F02'],
  title: 'A value lies outside the range that it always had',
  status: 'stable',
  level: 'high',
  description:
    'A process value or setpoint left the range that was learned for it: the process is disturbed, a sensor fails, or somebody sets what nobody ever set.',
  references: ['https://attack.mitre.org/techniques/T0836/'],
  techniques: ['T0836'], // Modify Parameter
  consequences: ['T0831'], // Manipulation of Control
  falsepositives: ['Start-up, shut-down and product changes that were not in the time of learning', 'A broken sensor'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order'],
  nature: 'deviation',
  needs: [],
  explainedBy: [...bySafety, { rule: 'write-by-new-client', same: 'pair' }],
  settings: {
    margin: { value: 0.1, unit: 'of the range', says: 'how far beyond the learned range a value is still usual' },
    support: { value: 3, unit: 'activities', says: 'how often a value must have been seen' },
  },

  on: 'operation',
  match: ({ client, server, protocol, verb, accepted, activity }, { known, setting }) => {
    if (!accepted || !known.readiness({ objects: server }).ready) return null
    return activity.items.flatMap(item => {
      const found = outside(item, server, known, setting('margin'), setting('support'))
      if (found === null) return []
      const { index, value, learned: fact } = found
      const object = index === 0 ? item.object : `${item.object}[${index}]`
      const before = known.newest(server, item.object)?.values[index]
      return {
        summary:
          item.access === 'write'
            ? `${client.label} set ${object} of ${server.label} to ${value}.`
            : `${object} of ${server.label} is ${value}.`,
        source: item.access === 'write' ? client : null,
        target: server,
        protocol,
        verb,
        dedup: object,
        baseline: `It was seen ${fact.count} times, always from ${fact.min} to ${fact.max}.`,
        confidence: fact.confidence,
        changes: [{ object, before: before === undefined ? null : `${before}`, after: `${value}` }],
      }
    })
  },

  examples: [
    { name: 'within its range', learned, events: [operation({ ...holding(415), at: 60 })], fires: 0 },
    { name: 'a little beyond', learned, events: [operation({ ...holding(421), at: 60 })], fires: 0 },
    { name: 'far beyond', learned, events: [operation({ ...holding(900), at: 60 })], fires: 1 },
    {
      name: 'somebody sets it far beyond',
      learned,
      events: [operation({ ...write, ...holding(0, 'write'), at: 60 })],
      fires: 1,
    },
    {
      name: 'seen once before',
      learned: learned.slice(0, 1),
      events: [operation({ ...holding(900), at: 60 })],
      fires: 0,
    },
  ],
})

type Outside = { readonly index: number; readonly value: number; readonly learned: ValueFact }

/** The first number of the item that lies outside. */
function outside(item: ItemValues, server: Who, known: Known, margin: number, support: number): Outside | null {
  if (item.last === null || typeof item.last === 'string') return null
  for (let index = 0; index < item.last.length; index++) {
    const learned = known.value(server, item.object, index)
    if (learned === null || learned.count < support) continue
    const room = margin * (learned.max - learned.min)
    const numbers = [item.last[index]!, item.min?.[index] ?? item.last[index]!, item.max?.[index] ?? item.last[index]!]
    const value = numbers.find(number => number < learned.min - room || number > learned.max + room)
    if (value !== undefined) return { index, value, learned }
  }
  return null
}
