import { operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, told } from '../wording.ts'

const tell = (state: string, minutes?: number) =>
  operation({
    from: stranger,
    to: plc,
    protocol: 'bacnet',
    port: 47_808,
    verb: 'configure',
    function: { code: 'confirmed:17', name: 'deviceCommunicationControl' },
    object: '',
    detail: minutes === undefined ? { state } : { state, minutes },
  })

export const rule = defineRule({
  id: 'bacnet-communication-disabled',
  catalogue: ['L02'],
  title: 'A BACnet device was told to be silent',
  status: 'stable',
  level: 'high',
  description:
    'It sends no values and no alarms and answers nobody, until the time is over or somebody enables it again.',
  references: ['https://attack.mitre.org/techniques/T0814/'],
  techniques: ['T0814', 'T0804'], // Denial of Service, Block Reporting Message
  consequences: ['T0829', 'T0878'], // Loss of View, Alarm Suppression
  falsepositives: ['A technician silences a device while he looks for a fault'],
  playbook: 'PB-09',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['bacnet', 'bacnet-ethernet'],
  explainedBy: bySafety,

  on: 'operation',
  verbs: ['configure'],
  protocols: ['bacnet', 'bacnet-ethernet'],
  match: event => {
    const { function: fn, detail } = event.activity
    if (fn.code !== 'confirmed:17' || !String(detail?.state ?? '').startsWith('disable')) return null
    const minutes = detail?.minutes
    const rest = minutes === undefined ? ', until it is enabled again' : ` for ${minutes} minutes`
    return told(event, 'high', { past: 'silenced', infinitive: 'silence', rest })
  },

  examples: [
    { name: 'for an hour', events: [tell('disable', 60)], fires: 1 },
    { name: 'for ever', events: [tell('disable')], fires: 1 },
    { name: 'enabled again', events: [tell('enable')], fires: 0 },
  ],
})
