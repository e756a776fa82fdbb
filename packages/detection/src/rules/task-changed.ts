import { operation, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { byDownload, told } from '../wording.ts'

const period = operation({
  from: station,
  to: plc,
  protocol: 'enip',
  port: 44818,
  verb: 'edit',
  function: { code: '0x04', name: 'set attribute list' },
  object: 'task/1/2',
})

/** Tasks of Logix, cyclic organisation blocks of S7, the scan time of a Tricon. */
const isTask = (object: string, name: string): boolean =>
  /(^|[ ,])task\/\d/.test(object) || /^OB3[0-8]\b/.test(object) || name === 'set scan time'

export const rule = defineRule({
  id: 'task-changed',
  catalogue: ['E16'],
  title: 'The cycle of a control program was changed',
  status: 'test',
  level: 'high',
  description: 'Tasks decide how often logic runs. A slower or missing task controls late or not at all.',
  references: ['https://attack.mitre.org/techniques/T0821/'],
  techniques: ['T0821'], // Modify Controller Tasking
  consequences: ['T0831'], // Manipulation of Control
  falsepositives: ['Tuning at commissioning', 'A planned change'],
  playbook: 'PB-01',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  explainedBy: [...byDownload, { rule: 'logic-deleted', same: 'pair' }, { rule: 'online-edit', same: 'pair' }],

  on: 'operation',
  verbs: ['edit', 'delete', 'configure', 'write'],
  protocols: ['enip', 's7comm', 's7comm-plus', 'tristation', 'codesys'],
  match: (event, { site }) => {
    const { object, function: fn } = event.activity
    if (!isTask(object, fn.name)) return null
    return told(event, 'high', { past: 'changed a task of', infinitive: 'change a task of' }, site)
  },

  examples: [
    { name: 'the period of a task', events: [period], fires: 1 },
    {
      name: 'the scan time',
      events: [
        operation({
          from: station,
          protocol: 'tristation',
          port: 1502,
          verb: 'configure',
          function: { code: '9', name: 'set scan time' },
          object: '',
        }),
      ],
      fires: 1,
    },
    { name: 'a tag is written', events: [operation({ protocol: 'enip', verb: 'write', object: 'Speed' })], fires: 0 },
  ],
})
