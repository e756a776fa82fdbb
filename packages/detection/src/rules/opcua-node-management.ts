import { operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, told } from '../wording.ts'

/** OPC 10000-4, 5.8: the node management service set, by the numbers of its requests. */
const services: Readonly<Record<string, { readonly past: string; readonly infinitive: string }>> = {
  '488': { past: 'added nodes to', infinitive: 'add nodes to' },
  '494': { past: 'added references to', infinitive: 'add references to' },
  '500': { past: 'deleted nodes of', infinitive: 'delete nodes of' },
  '506': { past: 'deleted references of', infinitive: 'delete references of' },
}

const manage = (code: string, name: string, object: string) =>
  operation({
    from: stranger,
    to: plc,
    protocol: 'opcua',
    port: 4840,
    verb: 'configure',
    function: { code, name },
    object,
  })

export const rule = defineRule({
  id: 'opcua-node-management',
  catalogue: ['K08'],
  title: 'Nodes of an OPC UA server were added or deleted',
  status: 'stable',
  level: 'high',
  description: 'What clients see of the plant is changed: values vanish, or others stand in their place.',
  references: ['https://attack.mitre.org/techniques/T0889/'],
  techniques: ['T0889'], // Modify Program
  consequences: ['T0832', 'T0829'], // Manipulation of View, Loss of View
  falsepositives: ['A configuration tool', 'A server that lets clients make their own nodes'],
  playbook: 'PB-01',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['opcua'],
  explainedBy: bySafety,

  on: 'operation',
  verbs: ['configure', 'delete'],
  protocols: ['opcua'],
  match: event => {
    const phrase = services[event.activity.function.code]
    return phrase ? told(event, 'high', phrase) : null
  },

  examples: [
    { name: 'a node is added', events: [manage('488', 'AddNodes', 'i=85/1:TheGreatNode')], fires: 1 },
    { name: 'nodes are deleted', events: [manage('500', 'DeleteNodes', 'ns=2;i=7001')], fires: 1 },
    { name: 'a server registers', events: [manage('437', 'RegisterServer', '')], fires: 0 },
  ],
})
