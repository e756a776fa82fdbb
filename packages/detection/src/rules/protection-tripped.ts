import type { OperationEvent } from '../event.ts'
import { operation, otherPlc, plc } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { cut } from '../wording.ts'

/** IEC 60870-5-101, 7.3.1.17 to 19 and 7.3.1.30 to 32: events and output circuits of protection equipment. */
const protection: ReadonlySet<string> = new Set(['17', '18', '19', '38', '39', '40'])

/** What in a message says that a limit of the plant itself was reached; null where nothing does. */
function stateOf({ protocol, activity: { function: fn, detail, items } }: OperationEvent): string | null {
  if (protocol === 'iec104') {
    const isSet = items.some(item => Array.isArray(item.last) && item.last[0] === 1)
    return protection.has(fn.code) && isSet ? `${fn.name}, protection operated` : null
  }
  if (protocol === 'bacnet' || protocol === 'bacnet-ethernet') {
    const to = String(detail?.to ?? '')
    return to === 'life-safety-alarm' || detail?.eventType === 8 ? to || 'life safety' : null
  }
  return null
}

const trip = operation({
  from: plc,
  to: otherPlc,
  protocol: 'iec104',
  port: 2404,
  verb: 'alarm',
  function: { code: '39', name: 'M_EP_TE_1' },
  object: '1/1039',
  detail: { cause: 'spontaneous' },
  items: [
    { object: '1/1039', access: 'read', type: 'bit', unit: null, last: [1, 1, 0, 0, 0, 0], min: null, max: null },
  ],
})
const fire = operation({
  from: plc,
  to: otherPlc,
  protocol: 'bacnet',
  port: 47_808,
  verb: 'alarm',
  function: { code: 'unconfirmed:3', name: 'unconfirmedEventNotification' },
  object: 'life-safety-point,1',
  detail: { from: 'normal', to: 'life-safety-alarm', eventType: 8 },
})

export const rule = defineRule({
  id: 'protection-tripped',
  catalogue: ['F10'],
  title: 'A protection of the plant operated',
  status: 'experimental',
  level: 'high',
  description:
    'A protective relay or a life-safety point says that a critical state was reached. Whatever caused it, people must know, and what was commanded shortly before must be looked at. Critical states over several values are rules that a site adds itself.',
  references: ['https://attack.mitre.org/techniques/T0831/'],
  techniques: [],
  consequences: ['T0831', 'T0837'], // Manipulation of Control, Loss of Protection
  falsepositives: ['A real fault in the grid or the building', 'A test of the protection'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['iec104', 'bacnet', 'bacnet-ethernet'],

  on: 'operation',
  verbs: ['alarm'],
  protocols: ['iec104', 'bacnet', 'bacnet-ethernet'],
  match: event => {
    const state = stateOf(event)
    if (state === null) return null
    const { client, server, protocol, verb, activity } = event
    // Who tells unasked is the server of the telling, but where both are equals.
    const teller = protocol === 'iec104' ? server : client
    return {
      summary: `${teller.label} reports ${cut(state)} for ${cut(activity.object)}.`,
      source: null,
      target: teller,
      protocol,
      verb,
      dedup: activity.object,
    }
  },

  examples: [
    { name: 'a protective relay operated', events: [trip], fires: 1 },
    { name: 'a life-safety alarm', events: [fire], fires: 1 },
    {
      name: 'it went back',
      events: [
        {
          ...trip,
          activity: { ...trip.activity, items: [{ ...trip.activity.items[0]!, last: [0, 0, 0, 0, 0, 0] }] },
        },
      ],
      fires: 0,
    },
    {
      name: 'it is too warm',
      events: [{ ...fire, activity: { ...fire.activity, detail: { from: 'normal', to: 'high-limit', eventType: 5 } } }],
      fires: 0,
    },
  ],
})
