import { operation, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { byDownload, controlBut, told } from '../wording.ts'

const stop = operation({
  from: station,
  to: plc,
  protocol: 's7comm',
  port: 102,
  verb: 'stop',
  function: { code: 'job:29', name: 'PLC stop' },
  object: '',
})

export const rule = defineRule({
  id: 'controller-stop',
  catalogue: ['E05', 'H02', 'G06', 'O01', 'O02', 'O03', 'O04', 'O11'],
  title: 'A controller was told to stop',
  status: 'stable',
  level: 'high',
  description:
    'The program of a controller halts. Outputs go to their safe or last state, and what it controls stands.',
  references: ['https://attack.mitre.org/techniques/T0858/'],
  techniques: ['T0858'], // Change Operating Mode
  consequences: ['T0826', 'T0827'], // Loss of Availability, Loss of Control
  falsepositives: ['A planned stop for maintenance without a work order', 'A test of a spare controller'],
  playbook: 'PB-02',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  explainedBy: byDownload,

  on: 'operation',
  verbs: ['stop'],
  protocols: controlBut('dnp3'),
  match: (event, { site }) => told(event, 'high', { past: 'stopped', infinitive: 'stop' }, site),

  examples: [
    { name: 'a station stops a controller', events: [stop], fires: 1 },
    {
      name: 'a controller refuses to stop',
      events: [
        operation({
          from: station,
          verb: 'stop',
          function: { code: '90:0x41', name: 'UMAS stop PLC' },
          outcome: 'refused',
          refusal: { code: '8180', name: 'UMAS error' },
        }),
      ],
      fires: 1,
    },
    { name: 'the HMI reads', events: [operation()], fires: 0 },
    {
      name: 'a database is shut down',
      events: [operation({ protocol: 'mysql', port: 3306, verb: 'stop', object: '' })],
      fires: 0,
    },
  ],
})
