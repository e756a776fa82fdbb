import { hmi, operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, changesOf, changeText, told, writtenObjects } from '../wording.ts'

/** ASHRAE 135, 19.2.1: 1 and 2 are for life safety, 3 to 7 for the safety of equipment and for minimum times, 8 for hand. */
const LIFE_SAFETY = 2
const BY_HAND = 8

const object = 'analog-output,101/present-value'
const write = (priority: number, value: number | null = 50) =>
  ({
    to: plc,
    protocol: 'bacnet',
    port: 47_808,
    verb: 'write',
    function: { code: 'confirmed:15', name: 'writeProperty' },
    object,
    detail: value === null ? { priority, value: 'null' } : { priority },
    items: [
      { object, access: 'write', type: 'f32', unit: null, last: value === null ? null : [value], min: null, max: null },
    ],
  }) as const

export const rule = defineRule({
  id: 'bacnet-priority-write',
  catalogue: ['L03', 'L04'],
  title: 'A BACnet output was taken over with high priority',
  status: 'stable',
  level: 'high',
  description:
    'The value stands above everything that the programs of the building write, until it is released with the same priority. The first two priorities are for fire and life safety alone.',
  references: ['https://attack.mitre.org/techniques/T0855/'],
  techniques: ['T0855'], // Unauthorized Command Message
  consequences: ['T0831', 'T0827'], // Manipulation of Control, Loss of Control
  falsepositives: ['An operator takes an output by hand', 'A fire panel that drives dampers'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['bacnet', 'bacnet-ethernet'],
  explainedBy: bySafety,

  on: 'operation',
  verbs: ['write', 'force'],
  protocols: ['bacnet', 'bacnet-ethernet'],
  match: (event, { known }) => {
    const { client, server, activity } = event
    const priority = Number(activity.detail?.priority ?? 16)
    if (priority > BY_HAND) return null
    const isHabit = writtenObjects(activity).every(each => known.writer(server, each, client) !== null)
    if (known.taught && isHabit) return null
    // Null gives the output back.
    const isRelease = activity.detail?.value === 'null'
    const level = priority <= LIFE_SAFETY ? 'critical' : isRelease ? 'low' : 'high'
    const changes = changesOf(event, known)
    const kind = priority <= LIFE_SAFETY ? ', which is for life safety' : ''
    const rest = `${changeText(changes)} with priority ${priority}${kind}`
    const phrase = isRelease
      ? { past: 'released an output of', infinitive: 'release an output of', rest }
      : { past: 'took over an output of', infinitive: 'take over an output of', rest }
    return {
      ...told(event, level, phrase),
      changes,
      dedup: `${activity.outcome === 'refused' ? 'refused ' : ''}${priority}`,
    }
  },

  examples: [
    { name: 'with the priority of life safety', events: [operation({ ...write(1), from: stranger })], fires: 1 },
    { name: 'by hand', events: [operation({ ...write(8), from: stranger })], fires: 1 },
    { name: 'it is given back', events: [operation({ ...write(5, null), from: stranger })], fires: 1 },
    { name: 'with the usual priority', events: [operation({ ...write(10), from: hmi })], fires: 0 },
    {
      name: 'by the operator who always does',
      learned: [operation({ ...write(8), from: hmi })],
      events: [operation({ ...write(8), from: hmi, at: 60 })],
      fires: 0,
    },
  ],
})
