import type { ItemValues } from '@nautilus/model'
import type { Who } from '../event.ts'
import { hmi, operation, plc } from '../examples.ts'
import type { Known, ValueFact } from '../known.ts'
import { defineRule } from '../rule.ts'
import { bySafety, control, cut, told } from '../wording.ts'

/** Positions of one item that are compared. */
const MAX_POSITIONS = 32

type Outlier = { readonly object: string; readonly value: number; readonly fact: ValueFact }
type Bounds = { readonly samples: number; readonly margin: number }

/** The first value of an item beyond what was learned; a margin for those that are only measured. */
function outlierOf(known: Known, server: Who, item: ItemValues, { samples, margin }: Bounds): Outlier | null {
  const { object, access, min, max } = item
  if (min === null || max === null) return null
  for (let index = 0; index < Math.min(min.length, MAX_POSITIONS); index++) {
    const fact = known.value(server, object, index)
    // A value that never changed has no range: that it moves at all is not for this rule.
    if (fact === null || fact.count < samples || fact.distinct < 3) continue
    const slack = access === 'write' ? 0 : (fact.max - fact.min) * margin
    if (min[index]! < fact.min - slack) return { object, value: min[index]!, fact }
    if (max[index]! > fact.max + slack) return { object, value: max[index]!, fact }
  }
  return null
}

const shown = (value: number): string => String(Number(value.toPrecision(6)))

const setPoint = (value: number, at = 0) =>
  operation({
    from: hmi,
    to: plc,
    verb: 'write',
    function: { code: '6', name: 'write single register' },
    object: '1/holding-registers/8',
    items: [
      {
        object: '1/holding-registers/8',
        access: 'write',
        type: 'u16',
        unit: null,
        last: [value],
        min: [value],
        max: [value],
      },
    ],
    at,
  })

export const rule = defineRule({
  id: 'value-out-of-range',
  catalogue: ['F02', 'F20'],
  title: 'A value left the range that was learned for it',
  status: 'test',
  level: 'high',
  description:
    'A set point or a measurement is lower or higher than ever before. The process may be driven out of its bounds.',
  references: ['https://attack.mitre.org/techniques/T0836/'],
  techniques: ['T0836'], // Modify Parameter
  consequences: ['T0831', 'T0879'], // Manipulation of Control, Damage to Property
  falsepositives: ['A new product or season', 'A failed sensor', 'A test of alarms'],
  playbook: 'PB-12',
  modifiers: ['impact', 'safety'],
  nature: 'deviation',
  needs: [],
  settings: {
    samples: { value: 20, unit: 'values', says: 'So many must have been seen before a range means something.' },
    margin: {
      value: 0.5,
      unit: 'of the range',
      says: 'How far beyond a measured value may go; a written one may not.',
    },
  },
  explainedBy: [...bySafety, { rule: 'write-by-new-client', same: 'pair' }],

  on: 'operation',
  verbs: ['read', 'report', 'write'],
  protocols: control,
  match: (event, { known, setting }) => {
    if (!known.taught || !event.accepted || event.activity.items.length === 0) return null
    const bounds = { samples: setting('samples'), margin: setting('margin') }
    for (const item of event.activity.items) {
      const outlier = outlierOf(known, event.server, item, bounds)
      if (!outlier) continue
      const { object, value, fact } = outlier
      const range = `${shown(fact.min)} to ${shown(fact.max)}`
      const changes = [{ object, before: range, after: shown(value) }]
      const baseline = `It was between ${range} in ${fact.count} values.`
      const dedup = `${object} ${item.access}`
      if (item.access === 'write') {
        const rest = ` (${cut(object)}: ${shown(value)}, usual ${range})`
        const phrase = { past: 'wrote an unusual value to', infinitive: 'write an unusual value to', rest }
        return { ...told(event, 'high', phrase), changes, baseline, dedup }
      }
      const summary = `${event.server.label} tells ${shown(value)} for ${cut(object)}; usual is ${range}.`
      const { protocol, verb } = event
      return { summary, source: null, target: event.server, protocol, verb, level: 'medium', changes, baseline, dedup }
    }
    return null
  },

  examples: [
    {
      name: 'a set point far too high',
      learned: Array.from({ length: 60 }, (_, i) => setPoint(40 + (i % 5), i * 60)),
      events: [setPoint(900, 7200)],
      fires: 1,
    },
    {
      name: 'a set point as usual',
      learned: Array.from({ length: 60 }, (_, i) => setPoint(40 + (i % 5), i * 60)),
      events: [setPoint(42, 7200)],
      fires: 0,
    },
  ],
})
