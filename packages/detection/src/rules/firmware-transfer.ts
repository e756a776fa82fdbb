import { operation, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, control, told } from '../wording.ts'

const flash = operation({
  from: station,
  to: plc,
  protocol: 'enip',
  port: 44818,
  verb: 'firmware',
  function: { code: '0x4d', name: 'update firmware block' },
  object: 'nonvolatile-storage/1',
})

/** A route through a chassis or backplane before the object: `1/3 nonvolatile-storage/1`. */
const toModule = /^(\d+\/\d+)\s/

export const rule = defineRule({
  id: 'firmware-transfer',
  catalogue: ['E09', 'E11', 'I14'],
  title: 'Firmware was sent to a device',
  status: 'stable',
  level: 'high',
  description:
    'Below the program everything is the firmware: who changes it can hide from every later look at the device, or leave it dead.',
  references: ['https://attack.mitre.org/techniques/T0857/', 'https://attack.mitre.org/techniques/T0839/'],
  techniques: ['T0857', 'T0839'], // System Firmware, Module Firmware
  consequences: ['T0826', 'T0827'], // Loss of Availability, Loss of Control
  falsepositives: ['A planned update without a work order'],
  playbook: 'PB-03',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  explainedBy: [...bySafety, { rule: 'program-push-outside-hours', same: 'pair' }],

  on: 'operation',
  verbs: ['firmware'],
  protocols: control,
  match: (event, { site }) => {
    const slot = toModule.exec(event.activity.object)?.[1]
    const phrase = slot
      ? { past: `sent firmware for the module at ${slot} to`, infinitive: `send firmware for the module at ${slot} to` }
      : { past: 'sent firmware to', infinitive: 'send firmware to' }
    return told(event, 'high', phrase, site)
  },

  examples: [
    { name: 'a block of an image', events: [flash], fires: 1 },
    {
      name: 'for a module in the chassis',
      events: [{ ...flash, activity: { ...flash.activity, object: '1/3 nonvolatile-storage/1' } }],
      fires: 1,
    },
    {
      name: 'through a register protocol',
      events: [
        operation({
          from: station,
          verb: 'firmware',
          function: { code: '125', name: 'firmware replacement' },
          object: '',
          outcome: 'refused',
          refusal: { code: '1', name: 'illegal function' },
        }),
      ],
      fires: 1,
    },
    { name: 'the firmware version is read', events: [operation({ verb: 'discover' })], fires: 0 },
  ],
})
