import { type Severity, severities, type Verb } from '@nautilus/model'
import type { FindingEvent, Who } from '../event.ts'
import { finding, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { changing } from '../wording.ts'

type Look = { readonly at: number; readonly title: string }
type Change = Look & { readonly verb: Verb | null; readonly target: Who; readonly severity: Severity }
/**
 * The newest look, and the change to tell of. Both are kept: quiet reads and connections are told a minute after the write
 * that came behind them.
 */
type State = { readonly look: Look | null; readonly change: Change | null }
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
  start: () => ({ look: null, change: null }),
  step: (before, { at, source, target, finding: { rule, title, verb, severity } }) => {
    const state = looking.has(rule)
      ? { ...before, look: newer(before.look, { at, title }) }
      : { ...before, change: target ? toTell(before, { at, title, verb, target, severity }) : before.change }
    const { look, change } = state
    if (!look || !change || change.at < look.at || change.at - look.at > DAY) return { state }
    const summary = `${source!.label} first looked around (“${look.title}”) and ${laterOf(change.at - look.at)} worked on ${change.target.label} (“${change.title}”).`
    const match = { summary, source, target: change.target, ...(change.verb === null ? {} : { verb: change.verb }) }
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
      name: 'a scan that is told after the write that it came before',
      events: [told('controller-stop', 5, 'stop', plc), told('register-walk', 1, null, plc)],
      fires: 1,
    },
    {
      name: 'a write, then a scan',
      events: [told('controller-stop', 0, 'stop', plc), told('register-walk', 60, null, plc)],
      fires: 0,
    },
    {
      name: 'two days later',
      events: [told('port-scan', 0, null, plc), told('controller-stop', 2 * 86_400, 'stop', plc)],
      fires: 0,
    },
  ],
})

/** Of changes of one day behind the look the gravest, of equally grave ones the newest. */
function toTell({ look, change: known }: State, told: Change): Change {
  if (!known || told.at - known.at > DAY || (look && known.at < look.at)) return told
  return severities.indexOf(known.severity) > severities.indexOf(told.severity) ? known : newer(known, told)
}

/** The later of two; of one time the one that is told last. */
function newer<T extends Look>(known: T | null, told: T): T {
  return known && known.at > told.at ? known : told
}

function laterOf(span: number): string {
  const minutes = Math.round(span / 60e6)
  return minutes < 1 ? 'at once' : `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} later`
}
