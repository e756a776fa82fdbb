import type { ItemValues } from '@nautilus/model'
import type { Who } from '../event.ts'
import { operation } from '../examples.ts'
import type { Known, ValueFact } from '../known.ts'
import { defineRule, type Level } from '../rule.ts'
import { bySafety } from '../wording.ts'

const holding = (value: number, access: 'read' | 'write' = 'read') =>
  ({
    object: '1/holding-registers/4',
    items: [
      { object: '1/holding-registers/4', access, type: 'u16', unit: null, last: [value], min: [value], max: [value] },
    ],
  }) as const
const write = { verb: 'write', function: { code: '6', name: 'write single register' } } as const
const learned = [400, 420, 410, 405, 415, 418].map((value, at) => operation({ ...holding(value), at }))

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
    margin: {
      value: 0.1,
      unit: 'of the range or of the value, whichever is more',
      says: 'how far beyond the learned range a value is still usual',
    },
    support: { value: 3, unit: 'activities', says: 'how often a value must have been seen' },
    words: {
      value: 12,
      unit: 'activities',
      says: 'the same for words written together, which may be one long value: its low word looks like noise',
    },
    settled: {
      value: 0.5,
      unit: 'of all observations',
      says: 'how many of them a range must have held for; counters and drifts never settle',
    },
    firm: {
      value: 0.1,
      unit: 'of all observations',
      says: 'the same for what lies beyond by as much as all it ever was',
    },
  },

  on: 'operation',
  match: ({ client, server, protocol, verb, accepted, activity }, { known, setting }) => {
    if (!accepted || !known.readiness({ objects: server }).ready) return null
    return activity.items.flatMap(item => {
      const found = outside(item, server, known, setting)
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
        // What is measured varies by itself, and what never moved may move for once; what is set, somebody sets.
        level: gradeOf(item.access, value, fact),
        changes: [{ object, before: before === undefined ? null : `${before}`, after: `${value}` }],
      }
    })
  },

  examples: [
    { name: 'within its range', learned, events: [operation({ ...holding(415), at: 60 })], fires: 0 },
    {
      name: 'a counter goes on',
      learned: [1, 2, 3, 4, 5, 6, 7, 8].map((value, at) => operation({ ...holding(value), at })),
      events: [operation({ ...holding(20), at: 60 })],
      fires: 0,
    },
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

/** Beyond the range by as much as all that it ever was. */
const isFar = (value: number, { min, max }: ValueFact): boolean => {
  const size = Math.max(Math.abs(min), Math.abs(max))
  return size > 0 && Math.max(min - value, value - max) >= size
}

const gradeOf = (access: 'read' | 'write', value: number, fact: ValueFact): Level =>
  access === 'write' ? 'high' : fact.distinct > 1 || isFar(value, fact) ? 'medium' : 'low'

type Outside = { readonly index: number; readonly value: number; readonly learned: ValueFact }

const isPart = ({ access, type, last }: ItemValues): boolean =>
  access === 'write' && /^[iu]16/.test(type) && (last?.length ?? 0) > 1

/** The first number of the item that lies outside of a range that had settled. */
function outside(item: ItemValues, server: Who, known: Known, setting: (name: string) => number): Outside | null {
  if (item.last === null || typeof item.last === 'string') return null
  for (let index = 0; index < item.last.length; index++) {
    const learned = known.value(server, item.object, index)
    if (learned === null || learned.count < setting(isPart(item) ? 'words' : 'support')) continue
    const { min, max, settled } = learned
    const room = setting('margin') * Math.max(max - min, Math.abs(min), Math.abs(max))
    const isOutside = (number: number): boolean =>
      (settled >= setting('settled') && (number < min - room || number > max + room)) ||
      (settled >= setting('firm') && isFar(number, learned))
    const last = item.last[index]!
    const value = [last, item.min?.[index] ?? last, item.max?.[index] ?? last].find(isOutside)
    if (value !== undefined) return { index, value, learned }
  }
  return null
}
