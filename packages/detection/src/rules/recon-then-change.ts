import type { Verb } from '@nautilus/model'
import type { FindingEvent, Who } from '../event.ts'
import { finding, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { changing } from '../wording.ts'

type State = { readonly at: number; readonly title: string }
const DAY = 86_400e6

/** Rules that tell of looking around. */
const looking: ReadonlySet<string> = new Set([
  'port-scan',
  'address-sweep',
  'controller-sweep',
  'slow-scan',
  'arp-sweep',
  'modbus-unit-sweep',
  'function-probing',
  'register-walk',
  'discovery-by-new-client',
])

const told = (rule: string, at: number, verb: Verb | null, target: Who | null): FindingEvent =>
  finding(rule, { at, verb, source: stranger, target })

export const rule = defineRule<'finding', State>({
  id: 'recon-then-change',
  catalogue: ['T01'],
  title: 'Who looked around now changes something',
  status: 'stable',
  level: 'critical',
  description: 'One source first searched for devices, functions or registers and within a day changed a controller.',
  references: ['https://attack.mitre.org/techniques/T0855/'],
  techniques: ['T0846', 'T0855'], // Remote System Discovery, Unauthorized Command Message
  falsepositives: ['An engineering tool that searches for devices before it works on one'],
  playbook: 'PB-12',
  modifiers: ['order'],
  nature: 'rule',
  needs: [],

  on: 'finding',
  keyBy: ({ source, finding: { rule, verb } }) =>
    source && (looking.has(rule) || (verb !== null && changing.includes(verb))) ? source.id : null,
  start: () => ({ at: Number.NEGATIVE_INFINITY, title: '' }),
  step: (state, { at, source, target, finding }) => {
    if (looking.has(finding.rule)) return { state: { at, title: finding.title } }
    if (at - state.at > DAY || target === null) return { state }
    const minutes = Math.max(1, Math.round((at - state.at) / 60e6))
    const match = {
      summary: `${source!.label} first looked around (“${state.title}”) and ${minutes} minutes later worked on ${target.label} (“${finding.title}”).`,
      source,
      target,
      ...(finding.verb === null ? {} : { verb: finding.verb }),
    }
    return { state, match }
  },
  forgetAfter: DAY,

  examples: [
    {
      name: 'a scan, then a write',
      events: [told('port-scan', 0, null, plc), told('object-first-write', 600, 'write', plc)],
      fires: 1,
    },
    { name: 'a write only', events: [told('object-first-write', 600, 'write', plc)], fires: 0 },
    {
      name: 'two days later',
      events: [told('port-scan', 0, null, plc), told('controller-stop', 2 * 86_400, 'stop', plc)],
      fires: 0,
    },
  ],
})
