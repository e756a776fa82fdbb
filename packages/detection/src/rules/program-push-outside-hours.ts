import { operation, plc, station } from '../examples.ts'
import { offHours } from '../off-hours.ts'
import { defineRule } from '../rule.ts'
import { bySafety, control, phrases, told } from '../wording.ts'

const push = operation({
  ...{ from: station, to: plc, protocol: 's7comm', port: 102, verb: 'download', object: 'OB1' },
  function: { code: 'job:1a', name: 'request download' },
})
const night = { inShift: () => false }

export const rule = defineRule({
  id: 'program-push-outside-hours',
  catalogue: ['T03'],
  title: 'A program or firmware was loaded at a time at which nobody works',
  status: 'test',
  level: 'high',
  description:
    'New logic or firmware while no engineer is on duty. Where work orders are known and none covers it, it is critical: nobody planned it, and nobody is there to see what it does.',
  references: ['https://attack.mitre.org/techniques/T0843/'],
  techniques: ['T0843', 'T0839'], // Program Download, Module Firmware
  consequences: ['T0889', 'T0831'], // Modify Program, Manipulation of Control
  falsepositives: ['A repair at night', 'A shift that is not declared'],
  playbook: 'PB-01',
  modifiers: ['impact', 'order', 'unordered', 'safety'],
  nature: 'rule',
  needs: [],
  explainedBy: bySafety,

  on: 'operation',
  verbs: ['download', 'firmware'],
  protocols: control,
  match: (event, context) => {
    const off = offHours(event, context)
    if (off === null) return null
    return { ...told(event, 'high', { ...phrases[event.verb]!, rest: ` ${off.when}` }), baseline: off.baseline }
  },

  examples: [
    { name: 'at night', events: [push], site: night, fires: 1 },
    { name: 'in a shift', events: [push], site: { inShift: () => true }, fires: 0 },
    { name: 'nobody declared shifts', events: [push], fires: 0 },
    { name: 'the HMI writes at night', events: [operation({ verb: 'write' })], site: night, fires: 0 },
  ],
})
