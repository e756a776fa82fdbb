import type { ClaimEvent, Who } from '../event.ts'
import { claim, otherPlc, plc } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { cut } from '../wording.ts'

type State = { readonly by: Who | null; readonly at: number }

/** What must be there once in a network: names of PROFINET stations, numbers of BACnet devices. */
function uniqueOf({ sighting: { attribute, value, source } }: ClaimEvent): string | null {
  if (attribute === 'name' && source.startsWith('profinet') && value !== '') return `PROFINET station ${value}`
  return attribute === 'session' && value.startsWith('BACnet device,') ? value : null
}

const name = (value: string) => ({ attribute: 'name', value, source: 'profinet Identify' }) as const
const instance = (value: string) => ({ attribute: 'session', value, source: 'bacnet i-Am' }) as const

export const rule = defineRule({
  id: 'identity-claimed-twice',
  catalogue: ['J12', 'L13'],
  title: 'Two devices claim the same name or number',
  status: 'test',
  level: 'high',
  description:
    'Controllers find devices by a name or number that is there once. Of two, the wrong one may be asked and commanded, or be believed.',
  references: ['https://attack.mitre.org/techniques/T0849/'],
  techniques: ['T0849'], // Masquerading
  consequences: ['T0830', 'T0831'], // Adversary-in-the-Middle, Manipulation of Control
  falsepositives: ['A device was replaced', 'A copied configuration at commissioning', 'One device with two addresses'],
  playbook: 'PB-07',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['claim name', 'claim session'],
  settings: { span: { value: 3600, unit: 's', says: 'Both must claim it within so long: later it was replaced.' } },

  on: 'claim',
  keyBy: uniqueOf,
  start: (): State => ({ by: null, at: 0 }),
  step: ({ by, at }, event, { setting }) => {
    const { who } = event
    const state = { by: who, at: event.at }
    const isOther = by !== null && by.id !== who.id && by.mac !== who.mac
    if (!isOther || event.at - at > setting('span') * 1e6) return { state }
    const unique = uniqueOf(event)!
    // The one that came later is the one to look at.
    const summary = `${who.label} and ${by.label} both say that they are ${cut(unique)}.`
    return { state, match: { summary, source: who, target: by, dedup: unique, confidence: event.sighting.confidence } }
  },
  forgetAfter: 86_400e6,

  examples: [
    {
      name: 'two stations of one name',
      events: [claim(plc, name('pump-7')), claim(otherPlc, { ...name('pump-7'), at: 60 })],
      fires: 1,
    },
    {
      name: 'two devices of one number',
      events: [
        claim(plc, instance('BACnet device,123')),
        claim(otherPlc, { ...instance('BACnet device,123'), at: 60 }),
      ],
      fires: 1,
    },
    {
      name: 'the same device again',
      events: [claim(plc, name('pump-7')), claim(plc, { ...name('pump-7'), at: 60 })],
      fires: 0,
    },
    {
      name: 'names of other protocols may repeat',
      events: [
        claim(plc, { attribute: 'name', value: 'PLC_1', source: 's7comm read SZL' }),
        claim(otherPlc, { attribute: 'name', value: 'PLC_1', source: 's7comm read SZL' }),
      ],
      fires: 0,
    },
  ],
})
