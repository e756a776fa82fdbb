import type { FindingEvent } from '../event.ts'
import { finding, hmi, otherPlc, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { minutesOf } from '../silence.ts'
import { type Chapter, chapterOf, quoted } from '../story.ts'

type State = { readonly silenced: Chapter | null }

const silencing: ReadonlySet<string> = new Set([
  'alarm-limit-changed',
  'alarm-acknowledged-by-new-host',
  'alarms-acknowledged-in-bulk',
  'alarm-recipients-changed',
  'reports-silent',
  'dnp3-reports-disabled',
  'protection-setting-changed',
])
/** What tells that a value is not what it should be. */
const setting: ReadonlySet<string> = new Set(['value-out-of-range', 'object-first-write'])

const silence = (at: number, target = plc) =>
  finding('alarm-limit-changed', { at, target, source: stranger, verb: 'write' })
const write = (at: number) => finding('value-out-of-range', { at, target: plc, source: hmi })

export const rule = defineRule<'finding', State>({
  id: 'alarm-silenced-then-change',
  catalogue: ['T06'],
  title: 'Alarms were silenced, then a value was changed',
  status: 'experimental',
  level: 'critical',
  description:
    'First alarms of a device were acknowledged in bulk, moved or cut off, then something of it was changed: nobody will be warned of what follows.',
  references: ['https://attack.mitre.org/techniques/T0878/', 'https://attack.mitre.org/techniques/T0836/'],
  techniques: ['T0878', 'T0836'], // Alarm Suppression, Modify Parameter
  consequences: ['T0829', 'T0879'], // Loss of View, Damage to Property
  falsepositives: ['Commissioning: limits and set points are adjusted together'],
  playbook: 'PB-12',
  modifiers: ['order'],
  nature: 'rule',
  needs: [],
  settings: { span: { value: 3600, unit: 's', says: 'At most so long after the alarms.' } },

  on: 'finding',
  keyBy: event =>
    event.target && (silencing.has(event.finding.rule) || setting.has(event.finding.rule) || isWrite(event))
      ? event.target.id
      : null,
  start: () => ({ silenced: null }),
  step: (state, event, context) => {
    const { at, source, target, finding: found } = event
    if (silencing.has(found.rule)) return { state: { silenced: chapterOf(event) } }
    const { silenced } = state
    if (!silenced || at < silenced.at || at > silenced.at + context.setting('span') * 1e6) return { state }
    const after = minutesOf(at - silenced.at)
    const summary = `${quoted(silenced)} on ${target!.label}, and ${after} later ${quoted(found)}.`
    return { state, match: { summary, source: source ?? silenced.source, target } }
  },
  forgetAfter: 86_400e6,

  examples: [
    { name: 'a limit is moved, then the value', events: [silence(0), write(300)], fires: 1 },
    { name: 'the value first', events: [write(0), silence(300)], fires: 0 },
    { name: 'alarms of another device', events: [silence(0, otherPlc), write(300)], fires: 0 },
    { name: 'alarms only', events: [silence(0), silence(300)], fires: 0 },
  ],
})

const isWrite = ({ finding: { verb } }: FindingEvent): boolean => verb === 'write' || verb === 'force'
