import { operation, station } from '../examples.ts'
import { defineRule } from '../rule.ts'

type State = { windows: number }

const poll = (at: number, mean: number) =>
  operation({ at, count: 60, interval: { min: mean - 5e3, mean, max: mean + 5e3, jitter: 2e3 } })
const usual = [poll(0, 1e6), poll(60, 1e6), poll(120, 1e6)]

export const rule = defineRule<'operation', State>({
  id: 'poll-period-changed',
  catalogue: ['B10'],
  title: 'A cycle became faster or slower',
  status: 'stable',
  level: 'medium',
  description:
    'Cyclic requests come at the pace that was configured. Another pace is a changed configuration, an overload, somebody in the path, or a second program behind the same address.',
  references: ['https://attack.mitre.org/techniques/T0804/'],
  techniques: ['T0804'], // Block Reporting Message
  falsepositives: ['A changed poll rate of the HMI', 'A loaded network'],
  playbook: 'PB-08',
  modifiers: ['impact', 'order'],
  nature: 'deviation',
  needs: [],
  settings: {
    change: { value: 0.3, unit: 'of the period', says: 'how far the mean interval may lie from the learned one' },
    windows: { value: 3, unit: 'activities', says: 'how many in a row must lie there' },
    jitter: { value: 3, unit: 'standard deviations', says: 'how far it may lie in any case' },
    least: { value: 10, unit: 'operations', says: 'an activity of fewer says nothing of a pace' },
  },

  on: 'operation',
  verbs: ['read', 'report', 'write', 'subscribe'],
  keyBy: ({ client, server, protocol, activity }) =>
    activity.interval === null
      ? null
      : `${client.id}|${server.id}|${protocol}|${activity.function.code}|${activity.object}`,
  start: () => ({ windows: 0 }),
  step: (state, { client, server, protocol, verb, activity }, { known, setting }) => {
    const { interval, function: called, object, count } = activity
    const spoken = { client, server, protocol, verb, code: called.code }
    const learned = known.timing(spoken, object)
    if (learned === null || interval === null || count < setting('least')) return { state }
    if (!known.readiness({ link: spoken }).ready) return { state }
    const off = Math.abs(interval.mean - learned.period)
    if (off <= Math.max(setting('change') * learned.period, setting('jitter') * learned.jitter)) {
      state.windows = 0
      return { state }
    }
    state.windows++
    if (state.windows < setting('windows')) return { state }
    const match = {
      summary: `${client.label} now asks ${server.label} every ${inSeconds(interval.mean)} for ${object || called.name}.`,
      source: client,
      target: server,
      protocol,
      verb,
      dedup: `${called.code} ${object}`,
      baseline: `Over ${learned.count} requests it was every ${inSeconds(learned.period)}, at most ${inSeconds(learned.slowest)}.`,
      confidence: learned.confidence,
      count,
    }
    return { state, match }
  },
  forgetAfter: 3600e6,

  examples: [
    { name: 'the usual pace', learned: usual, events: [180, 240, 300].map(at => poll(at, 1.05e6)), fires: 0 },
    { name: 'half the pace, three times', learned: usual, events: [180, 240, 300].map(at => poll(at, 2e6)), fires: 1 },
    { name: 'one slow minute', learned: usual, events: [poll(180, 2e6), poll(240, 1e6), poll(300, 2e6)], fires: 0 },
    {
      name: 'another client has its own pace',
      learned: usual,
      events: [180, 240, 300].map(at => ({ ...poll(at, 2e6), client: station })),
      fires: 0,
    },
  ],
})

const inSeconds = (micros: number): string => `${Number((micros / 1e6).toPrecision(3))} s`
