import { operation, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, control, told } from '../wording.ts'
import { clearsMemory } from '../wording-program.ts'

const clear = operation({
  from: station,
  to: plc,
  protocol: 's7comm',
  port: 102,
  verb: 'reset',
  function: { code: 'userdata:1.c', name: 'memory reset' },
  object: '',
})

export const rule = defineRule({
  id: 'memory-cleared',
  catalogue: ['E15', 'O01', 'O02'],
  title: 'The memory of a controller was cleared',
  status: 'stable',
  level: 'critical',
  description: 'Program, data or everything retained is gone. Without a verified backup the controller stays dead.',
  references: ['https://attack.mitre.org/techniques/T0809/'],
  techniques: ['T0809'], // Data Destruction
  consequences: ['T0826', 'T0827', 'T0880'], // Loss of Availability, of Control, of Safety
  falsepositives: ['A controller is prepared for a new program in the workshop'],
  playbook: 'PB-01',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  explainedBy: bySafety,

  on: 'operation',
  verbs: ['reset', 'delete', 'configure', 'download', 'other', 'file'],
  protocols: control,
  match: (event, { site }) =>
    clearsMemory(event)
      ? told(event, 'critical', { past: 'cleared the memory of', infinitive: 'clear the memory of' }, site)
      : null,

  examples: [
    { name: 'a memory reset', events: [clear], fires: 1 },
    {
      name: 'the program area of a controller is cleared',
      events: [
        operation({
          from: station,
          protocol: 'omron-fins',
          port: 9600,
          verb: 'delete',
          function: { code: '0x0308', name: 'program area clear' },
          object: '',
        }),
      ],
      fires: 1,
    },
    {
      name: 'counters are cleared',
      events: [
        operation({ verb: 'reset', function: { code: '8:10', name: 'clear counters and diagnostic register' } }),
      ],
      fires: 0,
    },
  ],
})
