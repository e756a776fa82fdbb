import { hmi, operation, plc } from '../examples.ts'
import { defineRule } from '../rule.ts'

const read = (indications: string) =>
  operation({
    from: hmi,
    to: plc,
    protocol: 'dnp3',
    port: 20_000,
    function: { code: '1', name: 'read' },
    object: '4/class/0',
    detail: { master: 3, indications },
  })

export const rule = defineRule({
  id: 'dnp3-device-trouble',
  catalogue: ['M09', 'M08'],
  title: 'A DNP3 outstation says that it is in trouble',
  status: 'stable',
  level: 'medium',
  description:
    'It reports a fault of its hardware, a corrupt configuration or lost events. Values may be wrong, and changes to it may have caused this.',
  references: ['https://attack.mitre.org/techniques/T0814/'],
  techniques: ['T0814'], // Denial of Service
  consequences: ['T0829', 'T0832'], // Loss of View, Manipulation of View
  falsepositives: ['A module is missing or in test', 'More events than the centre fetches'],
  playbook: 'PB-02',
  modifiers: ['impact'],
  nature: 'rule',
  needs: ['dnp3'],

  on: 'operation',
  protocols: ['dnp3'],
  match: ({ server, protocol, verb, activity: { detail } }) => {
    // IEEE 1815, 4.5: IIN1.6, IIN2.5 and IIN2.3.
    const said = String(detail?.indications ?? '')
    const trouble = ['device trouble', 'configuration corrupt', 'event buffer overflow'].filter(each =>
      said.includes(each),
    )
    if (trouble.length === 0) return null
    return {
      summary: `Outstation ${server.label} reports ${trouble.join(' and ')}.`,
      source: null,
      target: server,
      protocol,
      verb,
      dedup: trouble.join(),
      level: trouble.some(each => each !== 'event buffer overflow') ? 'medium' : 'low',
    }
  },

  examples: [
    { name: 'a fault', events: [read('device trouble')], fires: 1 },
    { name: 'its configuration is corrupt', events: [read('need time, configuration corrupt')], fires: 1 },
    { name: 'it needs the time', events: [read('need time, class 1 events')], fires: 0 },
  ],
})
