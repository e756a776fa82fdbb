import { operation, plc, station, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, control, told } from '../wording.ts'
import { isHardwareConfiguration } from '../wording-program.ts'

const block = operation({
  from: station,
  to: plc,
  protocol: 's7comm',
  port: 102,
  verb: 'download',
  function: { code: 'job:1a', name: 'request download' },
  object: 'OB1',
  detail: { filesystem: 'passive', loadMemory: 216, codeLength: 42 },
})
const logix = operation({
  from: stranger,
  to: plc,
  protocol: 'enip',
  port: 44818,
  verb: 'download',
  function: { code: '0x50', name: 'write content' },
  object: '0x6a/7',
})
const configuration = operation({
  from: station,
  to: plc,
  protocol: 's7comm',
  port: 102,
  verb: 'download',
  function: { code: 'job:1a', name: 'request download' },
  object: 'SDB2000',
})

export const rule = defineRule({
  id: 'program-download',
  catalogue: ['E01', 'H01', 'I01', 'G07', 'O01', 'O02', 'O10', 'O11'],
  title: 'A program was loaded into a controller',
  status: 'stable',
  level: 'high',
  description:
    'New logic decides from now on what the controller does. It may differ from what the drawings and the operators expect.',
  references: ['https://attack.mitre.org/techniques/T0843/'],
  techniques: ['T0843'], // Program Download
  consequences: ['T0889', 'T0831', 'T0821'], // Modify Program, Manipulation of Control, Modify Controller Tasking
  falsepositives: ['Commissioning or a planned change without a work order', 'A restore from backup after a repair'],
  playbook: 'PB-01',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  explainedBy: [...bySafety, { rule: 'program-push-outside-hours', same: 'pair' }],

  on: 'operation',
  verbs: ['download'],
  protocols: control,
  match: (event, { site }) =>
    isHardwareConfiguration(event)
      ? null
      : told(event, 'high', { past: 'loaded a program into', infinitive: 'load a program into' }, site),

  examples: [
    { name: 'a block is loaded', events: [block], fires: 1 },
    { name: 'a controller with tags gets new logic', events: [logix], fires: 1 },
    { name: 'the hardware configuration is another rule', events: [configuration], fires: 0 },
    { name: 'the HMI reads', events: [operation()], fires: 0 },
  ],
})
