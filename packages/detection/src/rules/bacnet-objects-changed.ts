import { operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, cut, told } from '../wording.ts'

const act = (verb: 'configure' | 'delete', code: string, name: string, object: string) =>
  operation({ from: stranger, to: plc, protocol: 'bacnet', port: 47_808, verb, function: { code, name }, object })

/** Recipients of alarms are another rule. */
const services: Readonly<Record<string, { readonly past: string; readonly infinitive: string; readonly mild?: true }>> =
  {
    'confirmed:10': { past: 'created an object in', infinitive: 'create an object in' },
    'confirmed:11': { past: 'deleted an object of', infinitive: 'delete an object of' },
    'confirmed:8': { past: 'added to a list of', infinitive: 'add to a list of', mild: true },
    'confirmed:9': { past: 'removed from a list of', infinitive: 'remove from a list of', mild: true },
    'unconfirmed:14': { past: 'gave another identity to', infinitive: 'give another identity to' },
  }

export const rule = defineRule({
  id: 'bacnet-objects-changed',
  catalogue: ['L05', 'L06'],
  title: 'Objects of a BACnet device were created, deleted or changed',
  status: 'stable',
  level: 'high',
  description: 'Points, schedules, trends and groups appear or vanish. What depends on them no longer works.',
  references: ['https://attack.mitre.org/techniques/T0836/'],
  techniques: ['T0836'], // Modify Parameter
  consequences: ['T0829', 'T0826'], // Loss of View, Loss of Availability
  falsepositives: ['A configuration tool', 'A management station makes trend logs'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['bacnet', 'bacnet-ethernet'],
  explainedBy: bySafety,

  on: 'operation',
  verbs: ['configure', 'delete'],
  protocols: ['bacnet', 'bacnet-ethernet'],
  match: event => {
    const { function: fn, object } = event.activity
    const phrase = services[fn.code]
    if (!phrase || object.startsWith('notification-class')) return null
    const rest = object === '' ? '' : ` (${cut(object)})`
    return { ...told(event, phrase.mild ? 'medium' : 'high', { ...phrase, rest }) }
  },

  examples: [
    {
      name: 'an object is created',
      events: [act('configure', 'confirmed:10', 'createObject', 'analog-value,7')],
      fires: 1,
    },
    { name: 'one is deleted', events: [act('delete', 'confirmed:11', 'deleteObject', 'group,6')], fires: 1 },
    {
      name: 'a recipient of alarms is another rule',
      events: [act('configure', 'confirmed:8', 'addListElement', 'notification-class,1/recipient-list')],
      fires: 0,
    },
  ],
})
