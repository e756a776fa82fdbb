import { operation, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { byDownload, controlBut, told } from '../wording.ts'

const start = operation({
  from: station,
  to: plc,
  protocol: 's7comm',
  port: 102,
  verb: 'start',
  function: { code: 'job:28', name: 'PI service' },
  object: 'P_PROGRAM',
  detail: { service: 'P_PROGRAM', meaning: 'warm restart' },
})

export const rule = defineRule({
  id: 'controller-start',
  catalogue: ['E06', 'H03', 'G06', 'O01', 'O02', 'O11'],
  title: 'A controller was started or restarted',
  status: 'stable',
  level: 'medium',
  description:
    'The program begins again. After a cold restart counters, recipes and set points begin with their first values, and outputs may move at once.',
  references: ['https://attack.mitre.org/techniques/T0816/', 'https://attack.mitre.org/techniques/T0858/'],
  techniques: ['T0858', 'T0816'], // Change Operating Mode, Device Restart/Shutdown
  consequences: ['T0831'], // Manipulation of Control
  falsepositives: ['A restart after planned maintenance', 'An operator acknowledges a stop from the HMI'],
  playbook: 'PB-02',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  explainedBy: [...byDownload, { rule: 'controller-stop', same: 'pair' }, { rule: 'memory-cleared', same: 'pair' }],

  on: 'operation',
  verbs: ['start'],
  protocols: controlBut('dnp3'),
  match: (event, { site }) => {
    const kind = event.activity.detail?.meaning
    const rest = typeof kind === 'string' ? ` (${kind})` : ''
    return told(event, 'medium', { past: 'started', infinitive: 'start', rest }, site)
  },

  examples: [
    { name: 'a station restarts a controller', events: [start], fires: 1 },
    {
      name: 'a controller of another maker',
      events: [
        operation({
          from: station,
          protocol: 'melsec',
          port: 5007,
          verb: 'start',
          function: { code: '0x1001', name: 'remote run' },
          object: '',
        }),
      ],
      fires: 1,
    },
    { name: 'the HMI reads', events: [operation()], fires: 0 },
  ],
})
