import { hmi, operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { isKnownWell, spokenOf, told } from '../wording.ts'

const identify = {
  to: plc,
  verb: 'discover',
  function: { code: '43:14', name: 'read device identification' },
  object: '1/identity/basic',
} as const

export const rule = defineRule({
  id: 'device-identification-read',
  catalogue: ['G17'],
  title: 'Somebody asked a Modbus device what it is, for the first time',
  status: 'stable',
  level: 'low',
  description: 'Maker, model and version tell which weaknesses it has. Masters that know their devices do not ask.',
  references: ['https://attack.mitre.org/techniques/T0888/'],
  techniques: ['T0888'], // Remote System Information Discovery
  falsepositives: ['An asset-management tool', 'A master that was restarted'],
  playbook: 'PB-04',
  modifiers: ['impact'],
  nature: 'deviation',
  needs: ['modbus', 'modbus-rtu'],

  on: 'operation',
  verbs: ['discover'],
  protocols: ['modbus', 'modbus-rtu'],
  match: (event, { known, site }) => {
    if (site.listed(event.client, 'scanner') || !isKnownWell(known, event.server)) return null
    if (known.spoken(spokenOf(event)) !== null) return null
    const match = told(event, 'low', { past: 'read the identification of', infinitive: 'read the identification of' })
    return { ...match, level: 'low', baseline: `${event.client.label} never asked while normal was learned.` }
  },

  examples: [
    {
      name: 'a stranger asks',
      learned: [operation({ from: hmi })],
      events: [operation({ ...identify, from: stranger, at: 60 })],
      fires: 1,
    },
    {
      name: 'the asset tool as always',
      learned: [operation({ ...identify, from: hmi })],
      events: [operation({ ...identify, from: hmi, at: 60 })],
      fires: 0,
    },
  ],
})
