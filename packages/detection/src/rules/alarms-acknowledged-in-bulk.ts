import type { OperationEvent } from '../event.ts'
import { hmi, operation, plc } from '../examples.ts'
import { type Mark, remember, sumOf } from '../recent.ts'
import { defineRule } from '../rule.ts'

/** Protocols in which acknowledging an alarm is a message of its own. */
const protocols = ['bacnet', 'bacnet-ethernet', 'opcua', 's7comm', 's7comm-plus', 'mms', 'fox', 'bsap', 'tristation']

const acknowledge = (at: number, count = 1) =>
  operation({
    from: hmi,
    to: plc,
    protocol: 'bacnet',
    port: 47_808,
    verb: 'acknowledge',
    function: { code: 'confirmed:0', name: 'acknowledgeAlarm' },
    object: `analog-input,${at}`,
    count,
    at,
  })

const clientOf = ({ client, accepted }: OperationEvent): string | null => (accepted ? client.id : null)

export const rule = defineRule({
  id: 'alarms-acknowledged-in-bulk',
  catalogue: ['F12'],
  title: 'Many alarms were acknowledged at once',
  status: 'test',
  level: 'high',
  description:
    'Nobody can have read them all. What is acknowledged no longer flashes, and the next shift does not see it.',
  references: ['https://attack.mitre.org/techniques/T0878/'],
  techniques: ['T0878'], // Alarm Suppression
  consequences: ['T0829', 'T0832'], // Loss of View, Manipulation of View
  falsepositives: ['An operator clears the list after a fault that raised hundreds', 'Acknowledge all at shift change'],
  playbook: 'PB-12',
  modifiers: ['impact'],
  nature: 'rule',
  needs: protocols,
  settings: {
    alarms: { value: 30, unit: 'alarms', says: 'So many are a bulk.' },
    span: { value: 60, unit: 's', says: 'Within so long.' },
  },

  on: 'operation',
  verbs: ['acknowledge'],
  protocols,
  keyBy: clientOf,
  start: (): { readonly marks: readonly Mark[] } => ({ marks: [] }),
  step: ({ marks }, { client, server, protocol, verb, at, activity }, context) => {
    const span = context.setting('span') * 1e6
    const state = { marks: remember(marks, { at, what: server.id, count: activity.count }, span) }
    const count = sumOf(state.marks)
    if (count < context.setting('alarms')) return { state }
    const summary = `${client.label} acknowledged ${count} alarms within ${Math.round(span / 1e6)} seconds, the last of ${server.label}.`
    return { state, match: { summary, source: client, target: server, protocol, verb } }
  },
  forgetAfter: 600e6,

  examples: [
    { name: 'thirty in half a minute', events: Array.from({ length: 30 }, (_, i) => acknowledge(i)), fires: 1 },
    { name: 'one after the other', events: Array.from({ length: 30 }, (_, i) => acknowledge(i * 30)), fires: 0 },
  ],
})
