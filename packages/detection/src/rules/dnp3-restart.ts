import { operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, told } from '../wording.ts'

const restart = (code: string, name: string) =>
  operation({
    from: stranger,
    to: plc,
    protocol: 'dnp3',
    port: 20_000,
    verb: 'reset',
    function: { code, name },
    object: '10',
    detail: { master: 3, delay: '5000 ms' },
  })

export const rule = defineRule({
  id: 'dnp3-restart',
  catalogue: ['M03'],
  title: 'A DNP3 outstation was told to restart',
  status: 'stable',
  level: 'high',
  description:
    'It is gone for seconds to minutes, forgets what it had to report, and its outputs may fall to their first state.',
  references: ['https://attack.mitre.org/techniques/T0816/'],
  techniques: ['T0816'], // Device Restart/Shutdown
  consequences: ['T0826', 'T0829'], // Loss of Availability, Loss of View
  falsepositives: ['A control centre restarts a hanging outstation'],
  playbook: 'PB-02',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['dnp3'],
  explainedBy: bySafety,

  on: 'operation',
  verbs: ['reset'],
  protocols: ['dnp3'],
  match: event => {
    const { code } = event.activity.function
    if (code === '13') return told(event, 'high', { past: 'cold-restarted', infinitive: 'cold-restart' })
    return code === '14' ? told(event, 'high', { past: 'warm-restarted', infinitive: 'warm-restart' }) : null
  },

  examples: [
    { name: 'cold', events: [restart('13', 'cold restart')], fires: 1 },
    { name: 'warm', events: [restart('14', 'warm restart')], fires: 1 },
    { name: 'counters are frozen and cleared', events: [restart('9', 'freeze and clear')], fires: 0 },
  ],
})
