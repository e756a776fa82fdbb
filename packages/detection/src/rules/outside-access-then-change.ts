import type { FindingEvent, Who } from '../event.ts'
import { finding, outsider, plc, station, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { minutesOf } from '../silence.ts'
import { type Chapter, chapterOf, isControllerChange, quoted, tell } from '../story.ts'

type State = { readonly sessions: readonly Chapter[] }

/** Rules that tell of a session from elsewhere. Where they name one end only, that end was reached. */
const reaching: ReadonlySet<string> = new Set([
  'remote-control-into-plant',
  'remote-access-tool',
  'remote-execution',
  'vpn-session-unusual',
])

const desktop = (at: number) => finding('remote-control-into-plant', { at, source: outsider, target: station })
const load = (at: number, source = station) =>
  finding('program-download', { at, source, target: plc, verb: 'download' })

export const rule = defineRule<'finding', State>({
  id: 'outside-access-then-change',
  catalogue: ['T07'],
  title: 'Who came from elsewhere now changes a controller',
  status: 'stable',
  level: 'critical',
  description:
    'Somebody took the screen or the shell of a machine, and from that machine a controller was then changed within the same working day.',
  references: ['https://attack.mitre.org/techniques/T0822/', 'https://attack.mitre.org/techniques/T0886/'],
  techniques: ['T0822', 'T0886'], // External Remote Services, Remote Services
  consequences: ['T0831', 'T0827'], // Manipulation of Control, Loss of Control
  falsepositives: ['Agreed remote maintenance without a work order'],
  playbook: 'PB-10',
  modifiers: ['order'],
  nature: 'rule',
  needs: [],
  settings: { hours: { value: 8, unit: 'h', says: 'At most so long between the two.' } },

  on: 'finding',
  keyBy: event => (reaching.has(event.finding.rule) || isControllerChange(event) ? 'site' : null),
  start: () => ({ sessions: [] }),
  step: ({ sessions }, event, { setting }) => {
    const span = setting('hours') * 3600e6
    if (reaching.has(event.finding.rule)) return { state: { sessions: tell(sessions, chapterOf(event), span) } }
    const session = sessions.findLast(each => isBehind(each, event) && event.at - each.at <= span)
    if (!session) return { state: { sessions } }
    const { source, target, finding: found, at } = event
    const after = minutesOf(at - session.at)
    const by = session.target && session.source ? ` by ${session.source.label}` : ''
    const summary = `${quoted(session)} at ${(reachedBy(session) ?? source)!.label}${by}, and ${after} later ${quoted(found)} from ${source!.label} on ${target!.label}.`
    const verb = found.verb === null ? {} : { verb: found.verb }
    return { state: { sessions }, match: { summary, source, target, ...verb } }
  },
  forgetAfter: 86_400e6,

  examples: [
    { name: 'a screen from outside, then a download', events: [desktop(0), load(600)], fires: 1 },
    { name: 'who came does it himself', events: [desktop(0), load(600, outsider)], fires: 1 },
    { name: 'another station', events: [desktop(0), load(600, stranger)], fires: 0 },
    { name: 'a download only', events: [load(600)], fires: 0 },
    { name: 'the next day', events: [desktop(0), load(86_400)], fires: 0 },
  ],
})

const reachedBy = ({ source, target }: Chapter): Who | null => target ?? source

/** Done from the machine that was reached, or by the one that reached it. */
const isBehind = (session: Chapter, { source, at }: FindingEvent): boolean =>
  source !== null && at >= session.at && (reachedBy(session)?.id === source.id || session.source?.id === source.id)
