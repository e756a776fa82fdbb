import { operation, plc, station, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { byDownload, controlBut, cut, told } from '../wording.ts'

const program = operation({
  from: stranger,
  to: plc,
  protocol: 'enip',
  port: 44818,
  verb: 'mode',
  function: { code: '0x4b:0x0f:0x80', name: 'PCCC change mode' },
  object: 'pccc/1',
  detail: { mode: 'remote program' },
})

export const rule = defineRule({
  id: 'controller-mode-switch',
  catalogue: ['E07', 'I02', 'K14'],
  title: 'The operating mode of a controller was switched over the network',
  status: 'stable',
  level: 'high',
  description:
    'In program, remote or test mode a controller takes changes. The quiet step before a download, and often the only one that is left when the download itself is hidden.',
  references: ['https://attack.mitre.org/techniques/T0858/'],
  techniques: ['T0858'], // Change Operating Mode
  consequences: ['T0843', 'T0826'], // Program Download, Loss of Availability
  falsepositives: ['An engineer goes online for a planned change', 'An NC program is selected by a production system'],
  playbook: 'PB-02',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  explainedBy: [...byDownload, { rule: 'controller-stop', same: 'pair' }],

  on: 'operation',
  verbs: ['mode'],
  // A master of EtherCAT leads its devices through their states at every start.
  protocols: controlBut('ethercat'),
  match: (event, { site }) => {
    const mode = event.activity.detail?.mode
    const rest = mode === undefined ? undefined : ` to ${cut(String(mode))}`
    const phrase = { past: 'switched the mode of', infinitive: 'switch the mode of', ...(rest ? { rest } : {}) }
    return told(event, 'high', phrase, site)
  },

  examples: [
    { name: 'a stranger switches to program mode', events: [program], fires: 1 },
    {
      name: 'a safety controller is told to take a download',
      events: [
        operation({
          from: station,
          protocol: 'tristation',
          port: 1502,
          verb: 'mode',
          function: { code: '80', name: 'go to download mode' },
          object: '',
        }),
      ],
      fires: 1,
    },
    { name: 'the mode is only read', events: [operation({ verb: 'diagnose', detail: { mode: 'RUN' } })], fires: 0 },
  ],
})
