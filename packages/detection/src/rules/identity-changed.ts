import type { Attribute } from '@nautilus/model'
import { claim, plc } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { cut } from '../wording.ts'

const watched: readonly (Attribute | 'binding')[] = ['vendor', 'model', 'orderNumber', 'serial', 'hardware', 'firmware']
/** A weaker claim is a guess. */
const BELIEVED = 0.7
const names: Readonly<Record<string, string>> = { orderNumber: 'order number', firmware: 'firmware version' }
const firmware = (value: string) => claim(plc, { attribute: 'firmware', value })

export const rule = defineRule({
  id: 'identity-changed',
  catalogue: ['A07', 'A08'],
  title: 'A device says that it is another one than before',
  status: 'stable',
  level: 'high',
  description:
    'Maker, model, serial number or firmware that a device tells differ from what it always told: it was replaced or updated, or something else answers in its name.',
  references: ['https://attack.mitre.org/techniques/T0849/', 'https://attack.mitre.org/techniques/T0857/'],
  techniques: ['T0849', 'T0857'], // Masquerading, System Firmware
  falsepositives: ['A replaced device', 'An update that nobody announced', 'Several modules that answer in turn'],
  playbook: 'PB-03',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'deviation',
  needs: ['claim firmware', 'claim serial', 'claim model', 'claim vendor'],

  on: 'claim',
  match: ({ who, sighting: { attribute, value, confidence } }, { known }) => {
    if (attribute === 'binding' || !watched.includes(attribute) || confidence < BELIEVED) return null
    const told = known.attribute(who, attribute)
    if (told.length === 0 || told.some(each => each.value === value)) return null
    const before = [...told].sort((a, b) => b.fact.last - a.fact.last || (a.value < b.value ? -1 : 1))[0]!
    const name = names[attribute] ?? attribute
    return {
      summary: `The ${name} of ${who.label} is now ${cut(value)}; it was ${cut(before.value)}.`,
      source: null,
      target: who,
      dedup: attribute,
      baseline: `It told ${cut(before.value)} ${before.fact.count} times.`,
      changes: [{ object: name, before: cut(before.value), after: cut(value) }],
    }
  },

  examples: [
    { name: 'another firmware', learned: [firmware('V3.2')], events: [firmware('V3.3')], fires: 1 },
    { name: 'the same', learned: [firmware('V3.2')], events: [firmware('V3.2')], fires: 0 },
    {
      name: 'nobody told it before',
      learned: [claim(plc, { attribute: 'name', value: 'P1' })],
      events: [firmware('V1')],
      fires: 0,
    },
  ],
})
