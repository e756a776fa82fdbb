import { operation, outsider, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { spokenOf, told } from '../wording.ts'

const register = {
  to: plc,
  protocol: 'bacnet',
  port: 47_808,
  verb: 'connect',
  function: { code: 'bvlc:05', name: 'register foreign device' },
  object: '',
  detail: { seconds: 60 },
} as const

export const rule = defineRule({
  id: 'bacnet-foreign-device',
  catalogue: ['L14'],
  title: 'Somebody from another network registered for BACnet broadcasts',
  status: 'stable',
  level: 'high',
  description:
    'From now on it hears and sends broadcasts as if it sat in the building, and can find and command every device.',
  references: ['https://attack.mitre.org/techniques/T0822/'],
  techniques: ['T0822'], // External Remote Services
  consequences: ['T0846', 'T0855'], // Remote System Discovery, Unauthorized Command Message
  falsepositives: ['A management station in another network, for which this is made', 'A technician with a tool'],
  playbook: 'PB-10',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['bacnet'],

  on: 'operation',
  verbs: ['connect'],
  protocols: ['bacnet'],
  match: (event, { known }) => {
    if (event.activity.function.code !== 'bvlc:05') return null
    if (known.taught && known.spoken(spokenOf(event)) !== null) return null
    const seconds = event.activity.detail?.seconds
    const rest = seconds === undefined ? '' : ` for ${seconds} seconds`
    const level = event.client.kind === 'public' ? 'critical' : 'high'
    return told(event, level, {
      past: 'registered as a foreign device at',
      infinitive: 'register as a foreign device at',
      rest,
    })
  },

  examples: [
    { name: 'a stranger', events: [operation({ ...register, from: stranger })], fires: 1 },
    { name: 'from the internet', events: [operation({ ...register, from: outsider })], fires: 1 },
    {
      name: 'the management station, as always',
      learned: [operation({ ...register, from: stranger })],
      events: [operation({ ...register, from: stranger, at: 60 })],
      fires: 0,
    },
  ],
})
