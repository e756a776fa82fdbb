import { operation, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, cut, told } from '../wording.ts'

const reset = operation({
  from: station,
  to: plc,
  protocol: 'profinet',
  port: 0,
  verb: 'reset',
  function: { code: '4', name: 'Set' },
  object: 'reset to factory',
  detail: { reset: 'all stored data' },
})

export const rule = defineRule({
  id: 'profinet-factory-reset',
  catalogue: ['J03', 'E08'],
  title: 'A PROFINET device was reset to factory settings',
  status: 'stable',
  level: 'critical',
  description:
    'It loses name, address and settings, its controller loses it, and somebody has to go there. No password is asked.',
  references: ['https://attack.mitre.org/techniques/T0809/'],
  techniques: ['T0809', 'T0816'], // Data Destruction, Device Restart/Shutdown
  consequences: ['T0826', 'T0827'], // Loss of Availability, Loss of Control
  falsepositives: ['A device is prepared before it is built in'],
  playbook: 'PB-02',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['profinet'],
  explainedBy: bySafety,

  on: 'operation',
  verbs: ['reset'],
  protocols: ['profinet'],
  match: event => {
    const what = event.activity.detail?.reset
    const rest = what === undefined ? '' : ` (${cut(String(what))})`
    return told(event, 'critical', { past: 'reset to factory settings', infinitive: 'reset to factory settings', rest })
  },

  examples: [
    { name: 'all stored data', events: [reset], fires: 1 },
    {
      name: 'it refuses while it works',
      events: [
        {
          ...reset,
          activity: {
            ...reset.activity,
            outcome: 'refused',
            refusal: { code: '6', name: 'in operation, set not possible' },
          },
        },
      ],
      fires: 1,
    },
    { name: 'it is asked for its name', events: [operation({ protocol: 'profinet', verb: 'discover' })], fires: 0 },
  ],
})
