import { claim, hmi } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { control, cut } from '../wording.ts'

const credential = (value: string, source: string) => claim(hmi, { attribute: 'credential', value, source })

/** `opcua ActivateSession`: the protocol, then the message. */
const protocolOf = (source: string): string => source.split(' ')[0]!

export const rule = defineRule({
  id: 'control-password-in-clear',
  catalogue: ['P05'],
  title: 'A password of a control protocol went over the network in clear',
  status: 'stable',
  level: 'medium',
  description: 'Whoever hears it once can log in and command. Only that it was sent is kept here, not the password.',
  references: ['https://attack.mitre.org/techniques/T0859/', 'https://attack.mitre.org/techniques/T0842/'],
  techniques: [],
  consequences: ['T0842', 'T0859'], // Network Sniffing, Valid Accounts
  falsepositives: ['The protocol knows nothing better, and the network is closed'],
  playbook: 'PB-10',
  modifiers: ['impact'],
  nature: 'rule',
  needs: ['claim credential'],

  on: 'claim',
  match: ({ who, sighting: { attribute, value, source } }) => {
    const protocol = protocolOf(source)
    if (attribute !== 'credential' || !(control.includes(protocol) || protocol === 'mqtt')) return null
    const summary = `${who.label} sent a secret over ${protocol} that everybody in the path can read: ${cut(value)}.`
    return { summary, source: who, target: null, protocol, dedup: value }
  },

  examples: [
    {
      name: 'an OPC UA login without encryption',
      events: [credential('OPC UA password of operator in clear', 'opcua ActivateSession')],
      fires: 1,
    },
    {
      name: 'a BACnet device password',
      events: [credential('BACnet device password in clear', 'bacnet reinitializeDevice')],
      fires: 1,
    },
    { name: 'a web page, which is another rule', events: [credential('http basic admin', 'http GET')], fires: 0 },
  ],
})
