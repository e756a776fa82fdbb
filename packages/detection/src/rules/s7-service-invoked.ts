import { operation, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { byDownload, cut, told } from '../wording.ts'

const copy = operation({
  from: station,
  to: plc,
  protocol: 's7comm',
  port: 102,
  verb: 'configure',
  function: { code: 'job:28', name: 'PI service' },
  object: '_MODU',
  detail: { service: '_MODU', meaning: 'copy RAM to ROM' },
})

export const rule = defineRule({
  id: 's7-service-invoked',
  catalogue: ['H03'],
  title: 'A program service of an S7 controller was invoked',
  status: 'stable',
  level: 'medium',
  description:
    'Such services compress memory or make changes last over a loss of power. They are the end of a change, or of an attack.',
  references: ['https://attack.mitre.org/techniques/T0889/'],
  techniques: ['T0889'], // Modify Program
  falsepositives: ['An engineer ends a planned change', 'Maintenance makes room in the memory'],
  playbook: 'PB-01',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['s7comm'],
  explainedBy: [...byDownload, { rule: 'online-edit', same: 'pair' }],

  on: 'operation',
  // Starts, edits and deletes by the same service are rules of their own.
  verbs: ['configure', 'other'],
  protocols: ['s7comm'],
  match: (event, { site }) => {
    const { function: fn, detail, object } = event.activity
    if (fn.code !== 'job:28') return null
    const what = cut(String(detail?.meaning ?? object))
    const phrase = {
      past: 'invoked a program service of',
      infinitive: 'invoke a program service of',
      rest: ` (${what})`,
    }
    return told(event, 'medium', phrase, site)
  },

  examples: [
    { name: 'RAM is copied to ROM', events: [copy], fires: 1 },
    { name: 'a restart is another rule', events: [{ ...copy, verb: 'start' }], fires: 0 },
    { name: 'values are read', events: [operation({ protocol: 's7comm' })], fires: 0 },
  ],
})
