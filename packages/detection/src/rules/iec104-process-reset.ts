import { operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, cut, told } from '../wording.ts'

const reset = (kind: string) =>
  operation({
    from: stranger,
    to: plc,
    protocol: 'iec104',
    port: 2404,
    verb: 'reset',
    function: { code: '105', name: 'C_RP_NA_1' },
    object: '1',
    detail: { reset: kind },
  })

export const rule = defineRule({
  id: 'iec104-process-reset',
  catalogue: ['N03'],
  title: 'A remote station was told to reset',
  status: 'stable',
  level: 'high',
  description: 'It starts anew, is gone meanwhile, and forgets the events that it had not yet sent.',
  references: ['https://attack.mitre.org/techniques/T0816/'],
  techniques: ['T0816'], // Device Restart/Shutdown
  consequences: ['T0826', 'T0829'], // Loss of Availability, Loss of View
  falsepositives: ['A centre restarts a hanging station'],
  playbook: 'PB-02',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['iec104'],
  explainedBy: bySafety,

  on: 'operation',
  verbs: ['reset'],
  protocols: ['iec104'],
  match: event => {
    const { function: fn, detail } = event.activity
    if (fn.code !== '105') return null
    const kind = String(detail?.reset ?? '')
    const rest = kind === '' ? '' : ` (${cut(kind)})`
    return told(event, kind.includes('buffer') ? 'medium' : 'high', { past: 'reset', infinitive: 'reset', rest })
  },

  examples: [
    { name: 'the process', events: [reset('process')], fires: 1 },
    { name: 'its memory of events', events: [reset('time tagged information in the event buffer')], fires: 1 },
    {
      name: 'counters are frozen',
      events: [operation({ protocol: 'iec104', verb: 'reset', function: { code: '101', name: 'C_CI_NA_1' } })],
      fires: 0,
    },
  ],
})
