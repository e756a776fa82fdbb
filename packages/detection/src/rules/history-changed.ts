import { operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { told } from '../wording.ts'

const update = operation({
  from: stranger,
  to: plc,
  protocol: 'opcua',
  port: 4840,
  verb: 'edit',
  function: { code: '700', name: 'HistoryUpdate' },
  object: 'ns=2;s=Line1.Value1',
  detail: { details: 'data', perform: 'replace' },
})

export const rule = defineRule({
  id: 'history-changed',
  catalogue: ['K09'],
  title: 'Recorded values or events were changed or deleted',
  status: 'stable',
  level: 'high',
  description: 'Who changes the record hides what happened, from the shift and from those who investigate.',
  references: ['https://attack.mitre.org/techniques/T0809/', 'https://attack.mitre.org/techniques/T0872/'],
  techniques: ['T0809', 'T0872'], // Data Destruction, Indicator Removal on Host
  falsepositives: ['A historian fills a gap', 'A laboratory corrects values by hand'],
  playbook: 'PB-11',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['opcua', 'mms'],

  on: 'operation',
  verbs: ['edit', 'delete', 'write'],
  protocols: ['opcua', 'mms'],
  match: event => {
    const { name } = event.activity.function
    if (!/^HistoryUpdate$|journal$/.test(name)) return null
    return told(event, 'high', { past: 'changed the record of', infinitive: 'change the record of' })
  },

  examples: [
    { name: 'values are replaced', events: [update], fires: 1 },
    {
      name: 'a journal is emptied',
      events: [
        operation({
          from: stranger,
          protocol: 'mms',
          port: 102,
          verb: 'delete',
          function: { code: 'confirmed:67', name: 'initialize journal' },
          object: 'J',
        }),
      ],
      fires: 1,
    },
    { name: 'a value is written', events: [operation({ protocol: 'opcua', verb: 'write' })], fires: 0 },
  ],
})
