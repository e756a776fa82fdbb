import { operation, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, control, told } from '../wording.ts'
import { isHardwareConfiguration } from '../wording-program.ts'

const system = operation({
  from: station,
  to: plc,
  protocol: 's7comm',
  port: 102,
  verb: 'download',
  function: { code: 'job:1a', name: 'request download' },
  object: 'SDB1000',
})
const module = operation({
  from: station,
  to: plc,
  protocol: 'enip',
  port: 44818,
  verb: 'configure',
  function: { code: '0x08', name: 'create' },
  object: 'io-module/7110',
})

export const rule = defineRule({
  id: 'hardware-configuration-download',
  catalogue: ['E12'],
  title: 'The hardware configuration of a controller was changed',
  status: 'stable',
  level: 'high',
  description:
    'It decides which modules and stations a controller serves, how often its program runs, and how it is reached.',
  references: ['https://attack.mitre.org/techniques/T0821/'],
  techniques: ['T0821'], // Modify Controller Tasking
  consequences: ['T0826', 'T0831'], // Loss of Availability, Manipulation of Control
  falsepositives: ['A module was replaced or added by maintenance', 'Commissioning'],
  playbook: 'PB-01',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  explainedBy: [...bySafety, { rule: 'program-download', same: 'pair' }],

  on: 'operation',
  verbs: ['download', 'configure', 'edit'],
  protocols: control,
  match: (event, { site }) => {
    if (!isHardwareConfiguration(event)) return null
    const phrase = {
      past: 'changed the hardware configuration of',
      infinitive: 'change the hardware configuration of',
    }
    // What is loaded is activated by an edit: one cause.
    return { ...told(event, 'high', phrase, site), verb: event.verb === 'edit' ? 'download' : event.verb }
  },

  examples: [
    { name: 'system data is loaded', events: [system], fires: 1 },
    { name: 'a module is added to a chassis', events: [module], fires: 1 },
    {
      name: 'a program block is loaded',
      events: [{ ...system, activity: { ...system.activity, object: 'OB1' } }],
      fires: 0,
    },
    { name: 'the HMI reads', events: [operation()], fires: 0 },
  ],
})
