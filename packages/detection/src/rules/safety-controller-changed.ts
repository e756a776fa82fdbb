import { hmi, operation, plc, safetyPlc, station, who } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { changing, control, phrases, told } from '../wording.ts'

const load = operation({
  from: station,
  to: safetyPlc,
  protocol: 's7comm',
  port: 102,
  verb: 'download',
  function: { code: 'job:1a', name: 'request download' },
  object: 'OB35',
})
const halt = operation({
  from: station,
  to: who('10.0.0.44'),
  protocol: 'tristation',
  port: 1502,
  verb: 'stop',
  function: { code: '21', name: 'halt program' },
  object: '',
})

export const rule = defineRule({
  id: 'safety-controller-changed',
  catalogue: ['E23', 'O11', 'O15'],
  title: 'A safety controller was changed or written',
  status: 'stable',
  level: 'critical',
  description:
    'It stands between a fault and an accident, and nobody writes to it in normal operation. Until it is checked, its protection cannot be relied on.',
  references: ['https://attack.mitre.org/techniques/T0880/', 'https://attack.mitre.org/campaigns/C0030/'],
  techniques: ['T0855', 'T0843', 'T0858'], // Unauthorized Command Message, Program Download, Change Operating Mode
  consequences: ['T0880', 'T0837'], // Loss of Safety, Loss of Protection
  falsepositives: [
    'A proof test or a planned change of the safety logic',
    'A control system writes permitted, non-safety values such as a reset request',
  ],
  playbook: 'PB-08',
  modifiers: ['safety'],
  nature: 'rule',
  needs: [],

  on: 'operation',
  verbs: changing,
  protocols: control,
  match: (event, { known, site }) => {
    const { server, client, protocol, verb, activity } = event
    // TriStation is spoken by safety controllers alone; CIP says it of its safety objects.
    if (!server.safety && protocol !== 'tristation' && activity.detail?.safety !== 1) return null
    const isHabit = verb === 'write' && known.taught && known.verb({ client, server, protocol }, verb) !== null
    if (isHabit) return null
    return told(event, 'critical', phrases[verb] ?? { past: 'changed', infinitive: 'change' }, site)
  },

  examples: [
    { name: 'a program is loaded', events: [load], fires: 1 },
    { name: 'the program of a Tricon is halted, whatever is known of it', events: [halt], fires: 1 },
    {
      name: 'the HMI writes a value',
      events: [operation({ from: hmi, to: safetyPlc, verb: 'write' })],
      fires: 1,
    },
    {
      name: 'the control system writes what it always wrote',
      learned: [operation({ from: hmi, to: safetyPlc, verb: 'write' })],
      events: [operation({ from: hmi, to: safetyPlc, verb: 'write', at: 60 })],
      fires: 0,
    },
    { name: 'its values are read', events: [operation({ to: safetyPlc })], fires: 0 },
    { name: 'an ordinary controller', events: [operation({ to: plc, verb: 'write' })], fires: 0 },
  ],
})
