import type { Verb } from '@nautilus/model'
import type { FindingEvent, Who } from '../event.ts'
import { finding, outsider, plc, station, stranger, who } from '../examples.ts'
import { isController, isPlant, remoteControl } from '../remote.ts'
import { defineRule } from '../rule.ts'
import { changing, control } from '../wording.ts'

/** How a machine was reached: from where on, and when the last step was made (µs). */
type Path = { readonly hops: readonly Who[]; readonly at: number }
type State = { readonly paths: ReadonlyMap<string, Path> }
/** Machines whose path is remembered, and steps of one path. */
const MAX_PATHS = 512
const MAX_HOPS = 8
const DAY = 86_400e6

/** What gives a foothold: a screen, a shell, files, or a call that starts something. */
const foothold: ReadonlySet<string | null> = new Set([...remoteControl, 'smb', 'dcerpc', 'tftp', 'ftp'])
const stepping: ReadonlySet<string> = new Set([
  'new-link',
  'zone-crossing',
  'remote-control-into-plant',
  'remote-execution',
  'public-peer',
])
const controlling: ReadonlySet<string | null> = new Set(control)
const intoController: ReadonlySet<Verb | null> = new Set<Verb | null>([...changing, 'upload'])

const office = who('10.9.0.5', { level: 4 })
const jump = who('10.8.0.5', { level: 3 })
const step = (source: Who, target: Who, protocol: string, at: number): FindingEvent => {
  const told = finding('new-link', { at, source, target })
  return { ...told, finding: { ...told.finding, protocol } }
}

export const rule = defineRule<'finding', State>({
  id: 'path-to-control',
  catalogue: ['T08'],
  title: 'A new path leads from outside of the plant to a controller',
  status: 'experimental',
  level: 'high',
  description:
    'Step by step, each seen for the first time: a machine that is no part of the plant reached another, and from there a controller was reached. Intruders go this way from the office to the process.',
  references: ['https://attack.mitre.org/techniques/T0886/'],
  techniques: ['T0886'], // Remote Services
  consequences: ['T0831', 'T0827'], // Manipulation of Control, Loss of Control
  falsepositives: ['A new jump host, or a new way of administration'],
  playbook: 'PB-05',
  modifiers: ['order'],
  nature: 'rule',
  needs: [],
  explainedBy: [{ rule: 'outside-access-then-change', same: 'target' }],

  on: 'finding',
  keyBy: event => (isStep(event) || isArrival(event) ? 'site' : null),
  start: () => ({ paths: new Map() }),
  step: ({ paths }, event) => {
    const source = event.source!
    const target = event.target!
    const path = paths.get(source.id)
    const known = path && event.at - path.at <= DAY && event.at >= path.at ? path.hops : null
    if (isArrival(event)) {
      // One step is no path: it is told as a new link, or as who crossed a zone.
      if (!known || known.some(({ id }) => id === target.id)) return { state: { paths } }
      const names = [...known, source, target].map(({ label }) => label).join(' → ')
      const summary = `${names}: each step was new within a day, and the last one reached a controller.`
      return { state: { paths }, match: { summary, source: known[0]!, target } }
    }
    if (!known && !isOutside(source)) return { state: { paths } }
    const hops = [...(known ?? []), source]
    if (hops.length > MAX_HOPS || hops.some(({ id }) => id === target.id)) return { state: { paths } }
    const young = [...paths].filter(([id, { at }]) => id !== target.id && event.at - at <= DAY)
    return { state: { paths: new Map([...young.slice(-(MAX_PATHS - 1)), [target.id, { hops, at: event.at }]]) } }
  },
  forgetAfter: DAY,

  examples: [
    {
      name: 'office, jump host, engineering station, controller',
      events: [
        step(office, jump, 'rdp', 0),
        step(jump, station, 'rdp', 600),
        finding('program-download', { at: 1200, source: station, target: plc, verb: 'download' }),
      ],
      fires: 1,
    },
    {
      name: 'from the internet over the engineering station',
      events: [step(outsider, station, 'rdp', 0), step(station, plc, 's7comm', 60)],
      fires: 1,
    },
    {
      name: 'the last step was first',
      events: [step(station, plc, 's7comm', 0), step(office, station, 'rdp', 60)],
      fires: 0,
    },
    { name: 'one step', events: [step(office, plc, 's7comm', 0)], fires: 0 },
    {
      name: 'inside of the plant',
      events: [step(stranger, station, 'rdp', 0), step(station, plc, 's7comm', 60)],
      fires: 0,
    },
  ],
})

/** The internet, or declared or known to stand above the plant. */
const isOutside = (who: Who): boolean => who.kind === 'public' || (!isPlant(who) && who.level !== null && who.level > 3)

const isStep = ({ source, target, finding: { rule, protocol } }: FindingEvent): boolean =>
  source !== null && target !== null && stepping.has(rule) && foothold.has(protocol) && !isController(target)

const isArrival = ({ source, target, finding: { rule, protocol, verb } }: FindingEvent): boolean =>
  source !== null &&
  target !== null &&
  isController(target) &&
  (intoController.has(verb) || (stepping.has(rule) && (controlling.has(protocol) || foothold.has(protocol))))
