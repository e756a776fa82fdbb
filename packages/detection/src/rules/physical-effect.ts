import type { FindingEvent } from '../event.ts'
import { finding, otherPlc, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { type Chapter, chapterOf, quoted } from '../story.ts'

/** The last intervention, and the deviations that had been told before it. */
type State = { readonly cause: Chapter | null; readonly known: readonly string[] }
/** Deviations of one device that are remembered. */
const MAX_KNOWN = 256
/** µs that a row of values may have begun before the intervention in its middle. */
const ROW = 60e6

const intervening: ReadonlySet<string> = new Set([
  'controller-stop',
  'controller-mode-changed',
  'controller-mode-switch',
  'device-reset',
  'memory-cleared',
  'logic-deleted',
  'io-forced',
  'program-download',
  'online-edit',
  'profinet-factory-reset',
  'io-provider-stopped',
])
const moving: ReadonlySet<string> = new Set(['value-out-of-range', 'protection-tripped'])

const stop = (at: number, target = plc) => finding('controller-stop', { at, target, source: station, verb: 'stop' })
const moved = (at: number, target = plc, id = 'level') => finding('value-out-of-range', { at, target, id })

export const rule = defineRule<'finding', State>({
  id: 'physical-effect',
  catalogue: ['T04'],
  title: 'After an intervention in a controller the process went out of its bounds',
  status: 'experimental',
  level: 'critical',
  description:
    'A controller was stopped, switched or changed, and within minutes its values left the range in which they had always been, or a protection tripped. The intervention had a physical effect.',
  references: ['https://attack.mitre.org/techniques/T0831/'],
  techniques: ['T0831'], // Manipulation of Control
  consequences: ['T0827', 'T0879'], // Loss of Control, Damage to Property
  falsepositives: ['A planned shutdown that was not taught as normal'],
  playbook: 'PB-02',
  modifiers: ['order'],
  nature: 'rule',
  needs: [],
  settings: { span: { value: 600, unit: 's', says: 'Within so long after the intervention.' } },

  on: 'finding',
  keyBy: ({ target, finding: { rule } }) => (target && (intervening.has(rule) || moving.has(rule)) ? target.id : null),
  start: () => ({ cause: null, known: [] }),
  step: (state, event, { setting }) => {
    const { at, target, finding: found } = event
    if (intervening.has(found.rule)) return { state: { ...state, cause: chapterOf(event) } }
    const { cause, known } = state
    const isNew = !known.includes(found.id)
    const next = isNew && !isAround(event, cause) ? { cause, known: [...known, found.id].slice(-MAX_KNOWN) } : state
    if (!cause || !isNew || at < cause.at || at > cause.at + setting('span') * 1e6) return { state: next }
    const seconds = Math.round((at - cause.at) / 1e6)
    const match = {
      summary: `${seconds} seconds after ${quoted(cause)} on ${target!.label}${cause.source ? ` by ${cause.source.label}` : ''}: ${quoted(found)}.`,
      source: cause.source,
      target,
    }
    return { state: next, match }
  },
  forgetAfter: 86_400e6,

  examples: [
    { name: 'a stop, and the level leaves its range', events: [stop(0), moved(60)], fires: 1 },
    { name: 'it was out of range before', events: [moved(-120), stop(0), moved(60)], fires: 0 },
    { name: 'a value of another controller', events: [stop(0), moved(60, otherPlc)], fires: 0 },
    { name: 'an hour later', events: [stop(0), moved(3600)], fires: 0 },
  ],
})

/** A row that spans the intervention says nothing of which came first; the next one does. */
const isAround = ({ at }: FindingEvent, cause: Chapter | null): boolean => cause !== null && at > cause.at - ROW
