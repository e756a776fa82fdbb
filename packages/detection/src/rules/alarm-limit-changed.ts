import type { OperationEvent } from '../event.ts'
import { hmi, operation, plc } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, changesOf, changeText, control, told, writtenObjects } from '../wording.ts'

/** BACnet properties (ASHRAE 135, 12), the last part of tags and nodes, and dead bands of DNP3 and IEC 61850. */
const limits: readonly RegExp[] = [
  /(^|[/.$_=;-])(high|low|hi|lo|hihi|lolo|hh|ll|upper|lower|alarm|event)[-_]?(high|low|hi|lo)?[-_]?(limit|lim|alarm|alm)\b/i,
  /dead-?band|\$db$|limit-enable|event-enable|alarm-values?\b|time-delay/i,
  // Words that begin in the middle of a name do so with a capital letter.
  /(High|Low|Hi|Lo|Upper|Lower)(High|Low)?(Limit|Alarm)/,
]
const isLimit = (object: string): boolean => limits.some(limit => limit.test(object))

/** IEC 60870-5-101, 7.3.5: a parameter of measured values says itself which it is. */
const isParameter = ({ protocol, activity: { function: fn } }: OperationEvent): boolean =>
  protocol === 'iec104' && ['110', '111', '112', '113'].includes(fn.code)

const high = operation({
  from: hmi,
  to: plc,
  protocol: 'bacnet',
  port: 47_808,
  verb: 'write',
  function: { code: 'confirmed:15', name: 'writeProperty' },
  object: 'analog-input,2/high-limit',
  items: [
    {
      object: 'analog-input,2/high-limit',
      access: 'write',
      type: 'f32',
      unit: null,
      last: [120],
      min: [120],
      max: [120],
    },
  ],
})
const tag = (object: string) => operation({ from: hmi, to: plc, protocol: 'enip', port: 44818, verb: 'write', object })

export const rule = defineRule({
  id: 'alarm-limit-changed',
  catalogue: ['F11', 'N05'],
  title: 'An alarm limit or dead band was changed',
  status: 'test',
  level: 'high',
  description: 'From now on the alarm comes later, earlier or never. Operators do not see that it was changed.',
  references: ['https://attack.mitre.org/techniques/T0838/'],
  techniques: ['T0838'], // Modify Alarm Settings
  consequences: ['T0878', 'T0829'], // Alarm Suppression, Loss of View
  falsepositives: ['A process engineer tunes alarms', 'A recipe brings its own limits'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  explainedBy: [
    ...bySafety,
    { rule: 'write-by-new-client', same: 'pair' },
    { rule: 'object-first-write', same: 'pair' },
  ],

  on: 'operation',
  verbs: ['write', 'configure'],
  protocols: control,
  match: (event, { known }) => {
    const { server, client, activity } = event
    const objects = writtenObjects(activity).filter(object => isParameter(event) || isLimit(object))
    if (objects.length === 0) return null
    const isHabit = objects.every(object => known.writer(server, object, client) !== null)
    if (known.taught && isHabit) return null
    const changes = changesOf(event, known)
    const kind = activity.detail?.parameter
    const rest = `${changeText(changes) || ` (${objects[0]!.slice(0, 80)})`}${kind === undefined ? '' : `, ${kind}`}`
    const phrase = { past: 'changed an alarm limit of', infinitive: 'change an alarm limit of', rest }
    return { ...told(event, 'high', phrase), changes }
  },

  examples: [
    { name: 'the high limit of an input', events: [high], fires: 1 },
    { name: 'a tag by its name', events: [tag('Tank1.Level_HiLimit'), tag('Boiler.P_HH_Alarm')], fires: 2 },
    {
      name: 'a parameter of a measured value',
      events: [
        operation({
          from: hmi,
          protocol: 'iec104',
          port: 2404,
          verb: 'configure',
          function: { code: '112', name: 'P_ME_NC_1' },
          object: '1/7',
          detail: { parameter: 'high limit' },
        }),
      ],
      fires: 1,
    },
    { name: 'other tags', events: [tag('Line.Speed_SP'), tag('Unlimited'), tag('HighBay.Door')], fires: 0 },
  ],
})
