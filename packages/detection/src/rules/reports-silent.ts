import { hmi, operation, plc } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { control, cut, spokenOf } from '../wording.ts'

/** When a flow of reports was heard last, and the longest pause that was learned (µs). */
type Flow = { readonly last: number; readonly slowest: number; readonly told: boolean; readonly name: string }
type State = { readonly flows: ReadonlyMap<string, Flow> }
/** Flows of one link that are watched. */
const MAX_FLOWS = 64

const report = (at: number) =>
  operation({
    from: hmi,
    to: plc,
    protocol: 'iec104',
    port: 2404,
    verb: 'report',
    function: { code: '13', name: 'M_ME_NC_1' },
    object: '3/1300',
    detail: { cause: 'spontaneous' },
    at,
  })
const test = (at: number) =>
  operation({
    from: hmi,
    to: plc,
    protocol: 'iec104',
    port: 2404,
    verb: 'connect',
    function: { code: 'testfr', name: 'test frame' },
    object: '',
    at,
  })

export const rule = defineRule({
  id: 'reports-silent',
  catalogue: ['F13', 'N09', 'N18'],
  title: 'Reports or alarms no longer come, though the connection lives',
  status: 'test',
  level: 'high',
  description:
    'A device that used to tell values or alarms by itself has fallen silent, while it still answers on the same connection. Nobody is told what happens there.',
  references: ['https://attack.mitre.org/techniques/T0804/', 'https://attack.mitre.org/techniques/T0878/'],
  techniques: ['T0804', 'T0878'], // Block Reporting Message, Alarm Suppression
  consequences: ['T0829'], // Loss of View
  falsepositives: ['Reporting was switched off as planned', 'Values that change only while the plant runs'],
  playbook: 'PB-11',
  modifiers: ['impact'],
  nature: 'deviation',
  needs: [],
  settings: {
    pauses: { value: 3, unit: 'times the longest pause', says: 'So long a silence is more than usual.' },
    // A sensor sums up equal reports for ten minutes at most.
    least: { value: 900, unit: 's', says: 'Shorter silences are never told.' },
  },

  on: 'operation',
  protocols: control,
  keyBy: ({ client, server, protocol }) => `${client.id}|${server.id}|${protocol}`,
  start: (): State => ({ flows: new Map() }),
  step: ({ flows }, event, { known, setting }) => {
    const { client, server, protocol, verb, activity } = event
    if (verb === 'report' || verb === 'alarm') {
      const name = `${activity.function.name}${activity.object === '' ? '' : ` of ${cut(activity.object)}`}`
      const key = `${activity.function.code}|${activity.object}`
      if (!flows.has(key) && flows.size >= MAX_FLOWS) return { state: { flows } }
      const slowest = known.timing(spokenOf(event), activity.object)?.slowest ?? 0
      const last = Math.max(activity.last, flows.get(key)?.last ?? 0)
      return { state: { flows: new Map(flows).set(key, { last, slowest, told: false, name }) } }
    }
    for (const [key, flow] of flows) {
      if (flow.told || flow.slowest === 0) continue
      const silence = activity.last - flow.last
      if (silence < Math.max(setting('pauses') * flow.slowest, setting('least') * 1e6)) continue
      const minutes = Math.round(silence / 60e6)
      return {
        state: { flows: new Map(flows).set(key, { ...flow, told: true }) },
        match: {
          summary: `${server.label} has not sent ${flow.name} to ${client.label} for ${minutes} minutes, but still answers.`,
          source: null,
          target: server,
          protocol,
          dedup: key,
          baseline: `The longest pause was ${Math.max(1, Math.round(flow.slowest / 1e6))} seconds.`,
        },
      }
    }
    return { state: { flows } }
  },
  forgetAfter: 7 * 86_400e6,

  examples: [
    {
      name: 'only test frames are left',
      learned: Array.from({ length: 120 }, (_, i) => report(i * 10)),
      events: [report(1210), test(1300), test(6000)],
      fires: 1,
    },
    {
      name: 'reports go on',
      learned: Array.from({ length: 120 }, (_, i) => report(i * 10)),
      events: [report(1210), test(1300), report(1400), test(1500)],
      fires: 0,
    },
  ],
})
