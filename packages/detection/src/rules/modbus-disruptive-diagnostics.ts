import { operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, told } from '../wording.ts'

/** Modbus Application Protocol V1.1b3, 6.8.1: sub-functions that do more than test. */
const disruptive: Readonly<
  Record<string, { readonly past: string; readonly infinitive: string; readonly mild?: true }>
> = {
  '8:1': { past: 'restarted the communication of', infinitive: 'restart the communication of' },
  '8:3': { past: 'changed the delimiter of messages of', infinitive: 'change the delimiter of messages of' },
  '8:4': { past: 'silenced', infinitive: 'silence' },
  '8:10': { past: 'cleared the counters of', infinitive: 'clear the counters of', mild: true },
  '8:20': { past: 'cleared the overrun counter of', infinitive: 'clear the overrun counter of', mild: true },
}

const diagnostics = (code: string, name: string) =>
  operation({ from: stranger, to: plc, verb: 'reset', function: { code, name }, object: '' })

export const rule = defineRule({
  id: 'modbus-disruptive-diagnostics',
  catalogue: ['G03', 'G04'],
  title: 'A Modbus device was silenced or its communication restarted',
  status: 'stable',
  level: 'high',
  description:
    'In listen-only mode a device neither answers nor obeys until somebody restarts it. A restart cuts its masters off and can clear its event log.',
  references: ['https://attack.mitre.org/techniques/T0814/', 'https://attack.mitre.org/techniques/T0816/'],
  techniques: ['T0814', 'T0816'], // Denial of Service, Device Restart/Shutdown
  consequences: ['T0826', 'T0827'], // Loss of Availability, Loss of Control
  falsepositives: ['A test tool at commissioning', 'A driver that clears counters when it begins'],
  playbook: 'PB-02',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['modbus', 'modbus-rtu'],
  explainedBy: bySafety,

  on: 'operation',
  protocols: ['modbus', 'modbus-rtu'],
  match: event => {
    const kind = disruptive[event.activity.function.code]
    return kind ? told(event, kind.mild ? 'low' : 'high', kind) : null
  },

  examples: [
    { name: 'listen only', events: [diagnostics('8:4', 'force listen only mode')], fires: 1 },
    { name: 'a restart', events: [diagnostics('8:1', 'restart communications option')], fires: 1 },
    { name: 'counters are cleared', events: [diagnostics('8:10', 'clear counters')], fires: 1 },
    { name: 'an echo test', events: [diagnostics('8:0', 'return query data')], fires: 0 },
    { name: 'registers are read', events: [operation()], fires: 0 },
  ],
})
