import { operation, plc, stranger } from '../examples.ts'
import { differentIn, type Mark, remember } from '../recent.ts'
import { defineRule } from '../rule.ts'
import { bySafety, control, linkOf, telecontrol, writtenObjects } from '../wording.ts'

const command = (address: number, at: number) =>
  operation({
    from: stranger,
    to: plc,
    protocol: 'iec104',
    port: 2404,
    verb: 'write',
    function: { code: '45', name: 'C_SC_NA_1' },
    object: `1/${address}`,
    at,
  })

export const rule = defineRule({
  id: 'command-sweep',
  catalogue: ['N10'],
  title: 'One client commanded many outputs in a short time',
  status: 'test',
  level: 'high',
  description:
    'Point after point was commanded, as programs do that want to open every breaker, and as no operator does. In grids, water and pipelines it is critical.',
  references: ['https://attack.mitre.org/techniques/T0806/', 'https://attack.mitre.org/software/S0604/'],
  techniques: ['T0806', 'T0855'], // Brute Force I/O, Unauthorized Command Message
  consequences: ['T0827', 'T0826', 'T0879'], // Loss of Control, Loss of Availability, Damage to Property
  falsepositives: ['A recipe or a whole set of parameters is written', 'A point-to-point test at commissioning'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  settings: {
    points: { value: 10, unit: 'points', says: 'So many different ones, in protocols of remote control.' },
    values: { value: 30, unit: 'values', says: 'So many different ones, in other protocols.' },
    span: { value: 120, unit: 's', says: 'Within so long.' },
  },
  explainedBy: [...bySafety, { rule: 'program-download', same: 'pair' }],

  on: 'operation',
  verbs: ['write', 'force'],
  protocols: control,
  keyBy: ({ client, server, protocol }) => `${client.id}|${server.id}|${protocol}`,
  start: (): { readonly marks: readonly Mark[] } => ({ marks: [] }),
  step: (state, event, { known, setting }) => {
    const { client, server, protocol, verb, at, activity } = event
    const span = setting('span') * 1e6
    const isUsual = (object: string): boolean => known.taught && known.writer(server, object, client) !== null
    const object = writtenObjects(activity)[0]
    if (object === undefined || isUsual(object)) return { state }
    // One mark a point: the same one again and again is no sweep.
    const others = state.marks.filter(({ what }) => what !== object)
    const next = { marks: remember(others, { at, what: object, count: 1 }, span) }
    const count = differentIn(next.marks)
    const isRemote = telecontrol.includes(protocol)
    if (count < setting(isRemote ? 'points' : 'values')) return { state: next }
    const first = next.marks[0]!.what.slice(0, 60)
    const summary = `${client.label} commanded ${count} points of ${server.label} within ${Math.round(span / 1e6)} seconds, from ${first} to ${object.slice(0, 60)}.`
    const level = isRemote ? 'critical' : known.taught ? 'high' : 'medium'
    const baseline =
      known.taught && known.verb(linkOf(event), 'write') ? 'It wrote others while normal was learned.' : undefined
    return {
      state: next,
      match: { summary, source: client, target: server, protocol, verb, level, ...(baseline ? { baseline } : {}) },
    }
  },
  forgetAfter: 600e6,

  examples: [
    { name: 'breaker after breaker', events: Array.from({ length: 10 }, (_, i) => command(i, i)), fires: 1 },
    { name: 'the same one', events: Array.from({ length: 10 }, (_, i) => command(1, i)), fires: 0 },
    { name: 'one an hour', events: Array.from({ length: 10 }, (_, i) => command(i, i * 3600)), fires: 0 },
    {
      name: 'registers of a recipe',
      events: Array.from({ length: 10 }, (_, i) =>
        operation({ verb: 'write', object: `1/holding-registers/${i}`, at: i }),
      ),
      fires: 0,
    },
  ],
})
