import { operation, plc, station } from '../examples.ts'
import { offHours } from '../off-hours.ts'
import { defineRule } from '../rule.ts'
import { byEngineering, engineering, opensEngineering, phrases, programmable, told } from '../wording.ts'

const HOUR = 3600
const stop = (at: number) =>
  operation({
    ...{ from: station, to: plc, at, protocol: 's7comm', port: 102, verb: 'stop', object: '' },
    function: { code: 'job:29', name: 'PLC stop' },
  })
/** From 8 to 10 on each workday of three weeks. */
const learned = Array.from({ length: 42 }, (_, i) => i)
  .filter(i => Math.floor(i / 2) % 7 < 5)
  .map(i => stop(Math.floor(i / 2) * 24 * HOUR + (i % 2) * HOUR))
const DAY = 24 * HOUR

export const rule = defineRule({
  id: 'engineering-outside-hours',
  catalogue: ['B17'],
  title: 'Somebody works on a controller at a time at which nobody does',
  status: 'test',
  level: 'medium',
  description:
    'Programming tools are used while engineers are there. At night or on a free day it is an emergency that people know of, or somebody who wants to be alone.',
  references: ['https://attack.mitre.org/techniques/T0859/'],
  techniques: ['T0859'], // Valid Accounts
  consequences: ['T0843'], // Program Download
  falsepositives: ['A repair at night', 'A shift that is not declared', 'A backup that reads programs by itself'],
  playbook: 'PB-01',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: [],
  explainedBy: [{ rule: 'program-push-outside-hours', same: 'pair' }, ...byEngineering],

  on: 'operation',
  verbs: [...engineering, 'connect', 'authenticate'],
  protocols: programmable,
  match: (event, context) => {
    const opens = opensEngineering(event)
    if (!opens && !engineering.includes(event.verb)) return null
    const off = offHours(event, context)
    if (off === null) return null
    const session = { past: 'opened an engineering session with', infinitive: 'open an engineering session with' }
    const phrase = (opens ? undefined : phrases[event.verb]) ?? session
    return { ...told(event, 'medium', { ...phrase, rest: ` ${off.when}` }), baseline: off.baseline }
  },

  examples: [
    { name: 'outside of the shifts', events: [stop(0)], site: { inShift: () => false }, fires: 1 },
    { name: 'in a shift', events: [stop(0)], site: { inShift: () => true }, fires: 0 },
    { name: 'no shifts are declared and nothing was learned', events: [stop(0)], fires: 0 },
    { name: 'at three in the night', learned, events: [stop(21 * DAY + 19 * HOUR)], fires: 1 },
    { name: 'at nine in the morning', learned, events: [stop(21 * DAY + HOUR)], fires: 0 },
    { name: 'after two days of learning', learned: learned.slice(0, 4), events: [stop(2 * DAY + 19 * HOUR)], fires: 0 },
    {
      name: 'the HMI reads at night',
      learned,
      events: [operation({ at: 21 * DAY + 19 * HOUR })],
      site: { inShift: () => false },
      fires: 0,
    },
  ],
})
