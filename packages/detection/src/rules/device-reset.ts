import { operation, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, controlBut, told } from '../wording.ts'
import { clearsCounters, clearsMemory } from '../wording-program.ts'

const identity = operation({
  from: station,
  to: plc,
  protocol: 'enip',
  port: 44818,
  verb: 'reset',
  function: { code: '0x05', name: 'reset' },
  object: 'identity/1',
  detail: { type: 'power cycle' },
})

/** CIP Vol. 1, 5A-2.4.1 names the types of an identity reset; other makers use the word factory. */
const toFactory = /factory|out.of.box|default|origin/i

export const rule = defineRule({
  id: 'device-reset',
  catalogue: ['E08', 'I04', 'O01', 'O02', 'O05'],
  title: 'A device was reset over the network',
  status: 'stable',
  level: 'high',
  description:
    'The device restarts and is gone meanwhile. A reset to factory settings also takes its address, its name and its program.',
  references: ['https://attack.mitre.org/techniques/T0816/'],
  techniques: ['T0816'], // Device Restart/Shutdown
  consequences: ['T0826', 'T0809'], // Loss of Availability, Data Destruction
  falsepositives: ['Maintenance restarts a hanging module', 'A firmware update restarts the device itself'],
  playbook: 'PB-02',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  explainedBy: [...bySafety, { rule: 'firmware-transfer', same: 'pair' }],

  on: 'operation',
  verbs: ['reset'],
  // These have resets of their own meaning, and a rule each.
  protocols: controlBut('bacnet', 'bacnet-ethernet', 'dnp3', 'iec104', 'modbus', 'modbus-rtu', 'profinet'),
  match: (event, { site }) => {
    if (clearsMemory(event) || clearsCounters(event)) return null
    const kind = event.activity.detail?.type ?? event.activity.detail?.reset ?? ''
    const isFactory = toFactory.test(`${kind} ${event.activity.function.name}`)
    const phrase = isFactory
      ? { past: 'reset to factory settings', infinitive: 'reset to factory settings' }
      : { past: 'reset', infinitive: 'reset' }
    return told(event, isFactory ? 'critical' : 'high', phrase, site)
  },

  examples: [
    { name: 'a module is restarted', events: [identity], fires: 1 },
    {
      name: 'to factory settings',
      events: [{ ...identity, activity: { ...identity.activity, detail: { type: 'out of box' } } }],
      fires: 1,
    },
    {
      name: 'counters are cleared',
      events: [
        operation({
          protocol: 'tristation',
          port: 1502,
          verb: 'reset',
          function: { code: '32', name: 'clear module alarms' },
          object: '',
        }),
      ],
      fires: 0,
    },
    { name: 'the HMI reads', events: [operation()], fires: 0 },
  ],
})
