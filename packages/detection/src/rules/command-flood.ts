import { hmi, operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { byDownload, changing, control } from '../wording.ts'

const MINUTE = 60e6
type Minute = { readonly from: number; readonly count: number }

const writes = (count: number, from = stranger, at = 0) =>
  operation({ from, to: plc, verb: 'write', function: { code: '6', name: 'write single register' }, count, at })

export const rule = defineRule({
  id: 'command-flood',
  catalogue: ['G13', 'B13'],
  title: 'One host floods a device with commands',
  status: 'stable',
  level: 'high',
  description:
    'Hundreds of commands a minute keep a value where the sender wants it, whoever corrects it, or keep a controller from its work.',
  references: ['https://attack.mitre.org/techniques/T0806/', 'https://attack.mitre.org/techniques/T0814/'],
  techniques: ['T0806', 'T0814'], // Brute Force I/O, Denial of Service
  consequences: ['T0831', 'T0813'], // Manipulation of Control, Denial of Control
  falsepositives: ['Controllers that write to each other in a fast cycle; taught as normal, they are no finding'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  explainedBy: byDownload,
  settings: {
    minute: { value: 300, unit: 'commands', says: 'so many within a minute are no person and no usual panel' },
  },

  on: 'operation',
  verbs: changing,
  protocols: control,
  keyBy: ({ client, server, protocol }) => `${client.id}|${server.id}|${protocol}`,
  start: (): Minute => ({ from: Number.NEGATIVE_INFINITY, count: 0 }),
  step: (minute, { client, server, protocol, verb, activity }, { known, setting }) => {
    const lasts = Math.max(MINUTE, activity.last - activity.first)
    const rate = (activity.count * MINUTE) / lasts
    const goesOn = activity.first - minute.from < MINUTE
    const state = goesOn ? { ...minute, count: minute.count + rate } : { from: activity.first, count: rate }
    if (state.count < setting('minute')) return { state }
    const isUsual = known.taught && known.verb({ client, server, protocol }, verb) !== null
    if (isUsual) return { state }
    return {
      state,
      match: {
        summary: `${client.label} sent ${Math.round(state.count)} commands within a minute to ${server.label} over ${protocol}.`,
        source: client,
        target: server,
        protocol,
        verb,
        // Before normal is known it may be the cycle of two controllers.
        level: known.taught ? 'high' : 'low',
        count: activity.count,
      },
    }
  },
  forgetAfter: 10 * MINUTE,

  examples: [
    { name: 'a thousand writes', events: [writes(1000)], fires: 1 },
    { name: 'many small ones', events: [0, 10, 20, 30].map(at => writes(100, stranger, at)), fires: 2 },
    { name: 'an operator', events: [writes(3, hmi)], fires: 0 },
    { name: 'the usual cycle', learned: [writes(1000)], events: [writes(1000)], fires: 0 },
  ],
})
