import { operation, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { byDownload, controlBut, told } from '../wording.ts'
import { isHardwareConfiguration } from '../wording-program.ts'

const edit = operation({
  from: station,
  to: plc,
  protocol: 'enip',
  port: 44818,
  verb: 'edit',
  function: { code: '0x51', name: 'change content' },
  object: 'program/9248/0x6a/22820',
})
const insert = operation({
  from: station,
  to: plc,
  protocol: 's7comm',
  port: 102,
  verb: 'edit',
  function: { code: 'job:28', name: 'PI service' },
  object: 'DB1',
  detail: { service: '_INSE', meaning: 'activate block' },
})

export const rule = defineRule({
  id: 'online-edit',
  catalogue: ['E02', 'H03'],
  title: 'A program was changed while it runs',
  status: 'stable',
  level: 'high',
  description:
    'Single rungs, routines or blocks were changed or activated in a running controller, without a whole download and without a stop that anybody would notice.',
  references: ['https://attack.mitre.org/techniques/T0889/'],
  techniques: ['T0889'], // Modify Program
  consequences: ['T0831'], // Manipulation of Control
  falsepositives: ['An engineer tunes the logic at commissioning', 'A planned online change without a work order'],
  playbook: 'PB-01',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  explainedBy: byDownload,

  on: 'operation',
  verbs: ['edit'],
  protocols: controlBut('opcua'),
  match: (event, { site }) =>
    isHardwareConfiguration(event)
      ? null
      : told(
          event,
          'high',
          { past: 'changed the running program of', infinitive: 'change the running program of' },
          site,
        ),

  examples: [
    { name: 'a routine is changed online', events: [edit], fires: 1 },
    { name: 'a block is activated', events: [insert], fires: 1 },
    { name: 'the HMI writes a value', events: [operation({ verb: 'write' })], fires: 0 },
  ],
})
