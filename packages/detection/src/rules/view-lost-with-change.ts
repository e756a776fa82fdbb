import type { FindingEvent, Who } from '../event.ts'
import { finding, otherPlc, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { minutesOf } from '../silence.ts'
import { type Chapter, chapterOf, isControllerChange, quoted, tell } from '../story.ts'

type State = { readonly changes: readonly Chapter[]; readonly losses: readonly Chapter[] }

const blinding: ReadonlySet<string> = new Set([
  'device-silent',
  'device-unresponsive',
  'polling-stopped',
  'reports-silent',
])

const lost = (at: number, target: Who | null = plc) => finding('polling-stopped', { at, target })
const load = (at: number, target = plc) =>
  finding('program-download', { at, target, source: station, verb: 'download' })

export const rule = defineRule<'finding', State>({
  id: 'view-lost-with-change',
  catalogue: ['T05'],
  title: 'People lost sight of a line on which a controller was changed',
  status: 'experimental',
  level: 'critical',
  description:
    'Values no longer come from a device or its zone, and about then a controller there was changed. Attacks on plants hide what they do in this way.',
  references: ['https://attack.mitre.org/techniques/T0829/'],
  techniques: ['T0829'], // Loss of View
  consequences: ['T0827', 'T0831'], // Loss of Control, Manipulation of Control
  falsepositives: ['A controller that stays off after planned work'],
  playbook: 'PB-02',
  modifiers: ['order'],
  nature: 'rule',
  needs: [],
  settings: { span: { value: 3600, unit: 's', says: 'At most so long between the two.' } },

  on: 'finding',
  keyBy: event => (blinding.has(event.finding.rule) || isControllerChange(event) ? 'site' : null),
  start: () => ({ changes: [], losses: [] }),
  step: ({ changes, losses }, event, { setting }) => {
    const span = setting('span') * 1e6
    const chapter = chapterOf(event)
    const isLoss = blinding.has(event.finding.rule)
    const state = isLoss
      ? { changes, losses: tell(losses, chapter, span) }
      : { changes: tell(changes, chapter, span), losses }
    const other = (isLoss ? changes : losses).findLast(
      each => Math.abs(chapter.at - each.at) <= span && isSameLine(each, event),
    )
    if (!other) return { state }
    const [change, loss] = isLoss ? [other, chapter] : [chapter, other]
    const apart = minutesOf(Math.abs(change.at - loss.at))
    const summary = `${quoted(change)} on ${change.target!.label}, and within ${apart} ${quoted(loss)}${loss.target ? ` for ${loss.target.label}` : ' for several devices'}.`
    return { state, match: { summary, source: change.source, target: change.target } }
  },
  forgetAfter: 86_400e6,

  examples: [
    { name: 'a download, and the view is lost', events: [load(0), lost(600)], fires: 1 },
    { name: 'the view is lost first', events: [lost(0), load(600)], fires: 1 },
    { name: 'several devices are lost at once', events: [load(0), lost(600, null)], fires: 1 },
    { name: 'another controller', events: [load(0, otherPlc), lost(600)], fires: 0 },
    {
      name: 'another one of the same zone',
      events: [load(0, { ...otherPlc, zone: 'filling' }), lost(600, { ...plc, zone: 'filling' })],
      fires: 1,
    },
    { name: 'only lost', events: [lost(0), lost(600)], fires: 0 },
  ],
})

/** One device, or one zone. What several lost at once has no one place. */
const isSameLine = ({ target: one }: Chapter, { target: other }: FindingEvent): boolean =>
  one === null || other === null || one.id === other.id || (one.zone !== null && one.zone === other.zone)
