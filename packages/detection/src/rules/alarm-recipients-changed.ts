import { operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, told, writtenObjects } from '../wording.ts'

const act = (code: string, name: string, object: string) =>
  operation({
    from: stranger,
    to: plc,
    protocol: 'bacnet',
    port: 47_808,
    verb: 'configure',
    function: { code, name },
    object,
  })

export const rule = defineRule({
  id: 'alarm-recipients-changed',
  catalogue: ['L11'],
  title: 'Who is told of alarms was changed',
  status: 'stable',
  level: 'high',
  description: 'Alarms go to others from now on, or to nobody. Those who waited for them hear nothing.',
  references: ['https://attack.mitre.org/techniques/T0838/'],
  techniques: ['T0838'], // Modify Alarm Settings
  consequences: ['T0878'], // Alarm Suppression
  falsepositives: ['A management station enters itself when it starts', 'A new operator station'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['bacnet', 'bacnet-ethernet'],
  explainedBy: bySafety,

  on: 'operation',
  verbs: ['configure', 'write'],
  protocols: ['bacnet', 'bacnet-ethernet'],
  match: (event, { known }) => {
    const objects = writtenObjects(event.activity).filter(object => object.startsWith('notification-class'))
    if (objects.length === 0) return null
    const isHabit = objects.every(object => known.writer(event.server, object, event.client) !== null)
    if (known.taught && isHabit) return null
    const phrase = { past: 'changed who is told of alarms of', infinitive: 'change who is told of alarms of' }
    return told(event, 'high', phrase)
  },

  examples: [
    {
      name: 'a recipient is removed',
      events: [act('confirmed:9', 'removeListElement', 'notification-class,1/recipient-list')],
      fires: 1,
    },
    {
      name: 'the list is written',
      events: [{ ...act('confirmed:15', 'writeProperty', 'notification-class,1/recipient-list'), verb: 'write' }],
      fires: 1,
    },
    { name: 'another list', events: [act('confirmed:8', 'addListElement', 'group,3/list-of-group-members')], fires: 0 },
  ],
})
