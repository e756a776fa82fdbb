import { hmi, operation } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { areObjectsKnown } from '../wording.ts'

type Unit = { readonly since: number; readonly known: boolean }
type State = { readonly units: ReadonlyMap<string, Unit> }
/** Units of one device that are watched: Modbus has 256. */
const MAX_UNITS = 256

const read = (unit: number, at: number, outcome: 'ok' | 'no-reply' = 'ok') =>
  operation({
    from: hmi,
    at,
    outcome,
    object: `${unit}/holding-registers/0`,
    items: [
      { object: `${unit}/holding-registers/0`, access: 'read', type: 'u16', unit: null, last: [1], min: [1], max: [1] },
    ],
  })
const learned = Array.from({ length: 10 }, (_, i) => read(1, -600 + 60 * i))

export const rule = defineRule<'operation', State>({
  id: 'unit-behind-gateway-new',
  catalogue: ['A16'],
  title: 'A new unit answers behind a known address',
  status: 'experimental',
  level: 'medium',
  description:
    'A unit number or link address that was never seen there answers at the address of a known device: something was put on the line behind the gateway.',
  references: ['https://attack.mitre.org/techniques/T0848/'],
  techniques: ['T0848'], // Rogue Master
  falsepositives: ['A unit that was added as planned', 'A client that asks under another number'],
  playbook: 'PB-04',
  modifiers: ['order'],
  nature: 'deviation',
  needs: ['modbus', 'dnp3'],
  settings: { wait: { value: 120, unit: 's', says: 'So long none of its values may be a known one.' } },

  on: 'operation',
  protocols: ['modbus', 'dnp3'],
  keyBy: ({ server, activity: { outcome, object } }) =>
    server.kind === 'device' && outcome === 'ok' && /^\d+\//.test(object) ? server.id : null,
  start: () => ({ units: new Map() }),
  step: ({ units }, { client, server, protocol, at, activity }, { known, setting }) => {
    const unit = activity.object.split('/', 1)[0]!
    const before = units.get(unit)
    if (before?.known || !areObjectsKnown(known, server)) return { state: { units } }
    if (!before && units.size >= MAX_UNITS) return { state: { units } }
    const objects = [activity.object, ...activity.items.map(({ object }) => object)]
    const isKnown = objects.some(
      object => known.object(server, object, 'read') !== null || known.object(server, object, 'write') !== null,
    )
    const since = before?.since ?? at
    const isNew = !isKnown && at - since >= setting('wait') * 1e6
    // Told once: from then on it is a known one.
    const state = { units: new Map(units).set(unit, { since, known: isKnown || isNew }) }
    if (!isNew) return { state }
    const match = {
      summary: `Unit ${unit} answers ${client.label} at ${server.label}; none was known under that number.`,
      source: null,
      target: server,
      protocol,
      dedup: unit,
      baseline: 'Other units of it were learned.',
    }
    return { state, match }
  },
  forgetAfter: 7 * 86_400e6,

  examples: [
    { name: 'unit 2 beside unit 1', learned, events: [0, 60, 120].map(at => read(2, at)), fires: 1 },
    { name: 'the known unit', learned, events: [0, 60, 120].map(at => read(1, at)), fires: 0 },
    { name: 'a unit that does not answer', learned, events: [0, 60, 120].map(at => read(2, at, 'no-reply')), fires: 0 },
  ],
})
