import type { Verb } from '@nautilus/model'
import { finding, plc, safetyPlc, station, stranger } from '../examples.ts'
import { isController } from '../remote.ts'
import { defineRule } from '../rule.ts'
import { type Chapter, chapterOf, quoted } from '../story.ts'
import { changing } from '../wording.ts'

type State = { readonly safety: Chapter | null; readonly process: Chapter | null }
const DAY = 86_400e6

/** A scan touches everything, and is told as a scan. */
const touching: ReadonlySet<Verb | null> = new Set<Verb | null>([...changing, 'upload', 'authenticate', 'file'])
const talking = 'safety-controller-new-talker'

const on = (target: typeof plc, at: number, source = stranger) =>
  finding('program-download', { at, source, target, verb: 'download' })

export const rule = defineRule<'finding', State>({
  id: 'process-and-safety-touched',
  catalogue: ['T09'],
  title: 'One machine worked on a controller and on its safety system',
  status: 'stable',
  level: 'critical',
  description:
    'The process and what protects it from itself were touched from one machine within a day. Whoever wants damage needs both.',
  references: ['https://attack.mitre.org/techniques/T0880/', 'https://attack.mitre.org/campaigns/C0030/'],
  techniques: ['T0855', 'T0843'], // Unauthorized Command Message, Program Download
  consequences: ['T0880', 'T0879'], // Loss of Safety, Damage to Property
  falsepositives: ['Commissioning with one engineering station for both'],
  playbook: 'PB-08',
  modifiers: ['order'],
  nature: 'rule',
  needs: [],

  on: 'finding',
  keyBy: ({ source, target, finding: { rule, verb } }) =>
    source && target && isController(target) && (touching.has(verb) || (target.safety && rule === talking))
      ? source.id
      : null,
  start: () => ({ safety: null, process: null }),
  step: (before, event) => {
    const { at, source, target } = event
    const chapter = chapterOf(event)
    const state: State = target!.safety ? { ...before, safety: chapter } : { ...before, process: chapter }
    const { safety, process } = state
    if (!safety || !process || at - Math.min(safety.at, process.at) > DAY) return { state }
    const summary = `${source!.label} worked on ${process.target!.label} (${quoted(process)}) and within a day on the safety system ${safety.target!.label} (${quoted(safety)}).`
    return { state, match: { summary, source, target: safety.target } }
  },
  forgetAfter: DAY,

  examples: [
    { name: 'a controller, then the safety controller', events: [on(plc, 0), on(safetyPlc, 3600)], fires: 1 },
    { name: 'the safety controller only', events: [on(safetyPlc, 0), on(safetyPlc, 60)], fires: 0 },
    { name: 'two machines', events: [on(plc, 0, station), on(safetyPlc, 60)], fires: 0 },
    { name: 'three days apart', events: [on(plc, 0), on(safetyPlc, 3 * 86_400)], fires: 0 },
  ],
})
