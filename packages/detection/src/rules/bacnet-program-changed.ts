import { operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, changesOf, changeText, told, writtenObjects } from '../wording.ts'

/** ASHRAE 135, 12.22: a write of program-change loads, runs, halts, restarts or unloads. */
const program = /^program,\d+\/|,\s*program,\d+\//

const change = operation({
  from: stranger,
  to: plc,
  protocol: 'bacnet',
  port: 47_808,
  verb: 'write',
  function: { code: 'confirmed:15', name: 'writeProperty' },
  object: 'program,1/program-change',
  items: [
    { object: 'program,1/program-change', access: 'write', type: 'u8', unit: null, last: [1], min: [1], max: [1] },
  ],
})

export const rule = defineRule({
  id: 'bacnet-program-changed',
  catalogue: ['L09', 'E01', 'E05'],
  title: 'A program of a BACnet controller was loaded, started or halted',
  status: 'stable',
  level: 'high',
  description:
    'The program of a building controller is an object, and a write to it is enough to load, halt or unload it.',
  references: ['https://attack.mitre.org/techniques/T0843/'],
  techniques: ['T0843', 'T0858'], // Program Download, Change Operating Mode
  consequences: ['T0831', 'T0826'], // Manipulation of Control, Loss of Availability
  falsepositives: ['A configuration tool restarts a program after a change'],
  playbook: 'PB-01',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['bacnet', 'bacnet-ethernet'],
  explainedBy: bySafety,

  on: 'operation',
  verbs: ['write', 'force', 'configure', 'start', 'stop', 'download'],
  protocols: ['bacnet', 'bacnet-ethernet'],
  match: (event, { known }) => {
    if (!writtenObjects(event.activity).some(object => program.test(object))) return null
    const changes = changesOf(event, known)
    const rest = changeText(changes)
    const phrase = { past: 'changed a program of', infinitive: 'change a program of', ...(rest === '' ? {} : { rest }) }
    return { ...told(event, 'high', phrase), changes }
  },

  examples: [
    { name: 'a program is loaded', events: [change], fires: 1 },
    {
      name: 'another object',
      events: [operation({ protocol: 'bacnet', verb: 'write', object: 'analog-value,1/present-value' })],
      fires: 0,
    },
  ],
})
