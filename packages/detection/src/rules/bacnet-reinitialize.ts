import { operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, cut, lower, told } from '../wording.ts'

const reset = (state: string) =>
  operation({
    from: stranger,
    to: plc,
    protocol: 'bacnet',
    port: 47_808,
    verb: 'reset',
    function: { code: 'confirmed:20', name: 'reinitializeDevice' },
    object: '',
    detail: { state },
  })

export const rule = defineRule({
  id: 'bacnet-reinitialize',
  catalogue: ['L01', 'L21', 'E08'],
  title: 'A BACnet device was told to restart, or to take a backup or restore',
  status: 'stable',
  level: 'high',
  description:
    'A cold start loses what was set by hand. Backup and restore hand out or replace the whole configuration. Many devices ask for no password.',
  references: ['https://attack.mitre.org/techniques/T0816/'],
  techniques: ['T0816'], // Device Restart/Shutdown
  consequences: ['T0826', 'T0843'], // Loss of Availability, Program Download
  falsepositives: ['A building management station restarts a controller after a change', 'A scheduled backup'],
  playbook: 'PB-02',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['bacnet', 'bacnet-ethernet'],
  explainedBy: [
    ...bySafety,
    { rule: 'many-controllers-changed', same: 'source' },
    { rule: 'engineering-login-failed', same: 'pair' },
  ],

  on: 'operation',
  verbs: ['reset'],
  protocols: ['bacnet', 'bacnet-ethernet'],
  match: event => {
    const state = String(event.activity.detail?.state ?? '')
    const isEnd = /^(end|abort)/.test(state)
    const rest = state === '' ? '' : ` (${cut(state)})`
    const phrase = { past: 'reinitialised', infinitive: 'reinitialise', rest }
    return told(event, isEnd ? lower('high') : 'high', phrase)
  },

  examples: [
    { name: 'a cold start', events: [reset('coldstart')], fires: 1 },
    { name: 'a restore', events: [reset('startrestore')], fires: 1 },
    { name: 'a property is read', events: [operation({ protocol: 'bacnet' })], fires: 0 },
  ],
})
