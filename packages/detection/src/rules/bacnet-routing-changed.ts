import { operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { told } from '../wording.ts'

const phrases: Readonly<Record<string, { readonly past: string; readonly infinitive: string }>> = {
  'bvlc:01': { past: 'wrote the broadcast table of', infinitive: 'write the broadcast table of' },
  'bvlc:08': { past: 'removed a foreign device from', infinitive: 'remove a foreign device from' },
  'network:06': { past: 'wrote the routing table of', infinitive: 'write the routing table of' },
  'network:11': { past: 'set the master key of', infinitive: 'set the master key of' },
}

const act = (code: string, name: string) =>
  operation({
    from: stranger,
    to: plc,
    protocol: 'bacnet',
    port: 47_808,
    verb: 'configure',
    function: { code, name },
    object: '',
  })

export const rule = defineRule({
  id: 'bacnet-routing-changed',
  catalogue: ['L15', 'L16'],
  title: 'The ways of BACnet through the network were changed',
  status: 'stable',
  level: 'high',
  description:
    'These tables decide which networks hear each other. Who writes them can cut a building off or listen to it.',
  references: ['https://attack.mitre.org/techniques/T0830/'],
  techniques: ['T0830'], // Adversary-in-the-Middle
  consequences: ['T0826', 'T0829'], // Loss of Availability, Loss of View
  falsepositives: ['A network of the building is extended'],
  playbook: 'PB-07',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['bacnet', 'bacnet-ethernet'],

  on: 'operation',
  verbs: ['configure'],
  protocols: ['bacnet', 'bacnet-ethernet'],
  match: event => {
    const phrase = phrases[event.activity.function.code]
    return phrase ? told(event, 'high', phrase) : null
  },

  examples: [
    { name: 'a broadcast table', events: [act('bvlc:01', 'write broadcast distribution table')], fires: 1 },
    { name: 'a routing table', events: [act('network:06', 'initialize routing table')], fires: 1 },
    { name: 'an object is created', events: [act('confirmed:10', 'createObject')], fires: 0 },
  ],
})
