import { operation, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, cut, told } from '../wording.ts'

const name = operation({
  from: station,
  to: plc,
  protocol: 'profinet',
  port: 0,
  verb: 'configure',
  function: { code: '4', name: 'Set' },
  object: 'name of station',
  detail: { 'name of station': 'pump-station-8', kept: 'permanently' },
})

export const rule = defineRule({
  id: 'station-name-set',
  catalogue: ['J01', 'J10'],
  title: 'The name of a PROFINET station was set',
  status: 'stable',
  level: 'high',
  description:
    'A controller finds its devices by name. Under another name a device is lost, and under its name another one is taken for it.',
  references: ['https://attack.mitre.org/techniques/T0849/'],
  techniques: ['T0849'], // Masquerading
  consequences: ['T0826'], // Loss of Availability
  falsepositives: ['A replaced device gets its name', 'Commissioning'],
  playbook: 'PB-07',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['profinet', 'profinet-cm'],
  explainedBy: bySafety,

  on: 'operation',
  verbs: ['configure'],
  protocols: ['profinet', 'profinet-cm'],
  match: event => {
    const { object, detail } = event.activity
    const record = detail?.record
    if (typeof record === 'string' && /^I&M[1-4]/.test(record))
      return told(event, 'medium', {
        past: 'wrote the identification of',
        infinitive: 'write the identification of',
        rest: ` (${record})`,
      })
    if (!object.includes('name of station')) return null
    const given = detail?.['name of station']
    const rest = given === undefined ? '' : given === '' ? ' to nothing' : ` to ${cut(String(given))}`
    const phrase = { past: 'set the station name of', infinitive: 'set the station name of', rest }
    return told(event, detail?.kept === 'until restart' ? 'medium' : 'high', phrase)
  },

  examples: [
    { name: 'a new name', events: [name], fires: 1 },
    {
      name: 'the identification',
      events: [
        operation({
          from: station,
          protocol: 'profinet-cm',
          port: 34_964,
          verb: 'configure',
          function: { code: '3', name: 'write' },
          object: 'slot 0/subslot 0x0001/index 0xaff1',
          detail: { record: 'I&M1', function: 'pump 7' },
        }),
      ],
      fires: 1,
    },
    { name: 'an address', events: [{ ...name, activity: { ...name.activity, object: 'IP parameter' } }], fires: 0 },
  ],
})
