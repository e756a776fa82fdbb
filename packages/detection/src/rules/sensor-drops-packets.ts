import { noted, toldHealth } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { ofSensor, REMEMBERED } from '../sensor-state.ts'

/** Counts at the beginning of the stretch that is looked at, and whether packets are being lost. */
type State = { epoch: string; from: number; packets: number; dropped: number; losing: boolean }

const fresh: Omit<State, 'losing'> = { epoch: '', from: 0, packets: 0, dropped: 0 }

export const rule = defineRule<'health', State>({
  id: 'sensor-drops-packets',
  catalogue: ['S11'],
  title: 'A sensor drops packets',
  status: 'test',
  level: 'medium',
  description:
    'More comes than the sensor can read, and its kernel lets packets go. What was in them is not known: messages are missing, and connections can no longer be followed. Somebody who floods the network can hide in this way.',
  references: ['https://www.tcpdump.org/manpages/pcap_stats.3pcap.html'],
  techniques: [],
  falsepositives: ['A backup that passes the mirror port', 'A sensor that is too small for its place'],
  playbook: 'PB-11',
  modifiers: [],
  nature: 'rule',
  needs: ['health'],
  settings: {
    share: { value: 0.05, unit: 'of the packets', says: 'So many are lost.' },
    seconds: { value: 60, unit: 's', says: 'over which they are counted' },
    packets: { value: 1000, unit: 'packets', says: 'Of fewer nothing is said.' },
  },

  on: 'health',
  keyBy: ({ sensor, told: { what } }) => (what === 'told' ? sensor : null),
  start: () => ({ ...fresh, losing: false }),
  step: (state, event, { setting }) => {
    const { sensor, told, at } = event
    if (told.what !== 'told') return { state }
    const { epoch, health } = told
    const begins = { epoch, from: at, packets: health.packets, dropped: health.dropped, losing: state.losing }
    // Counts begin anew with each run of the sensor; the first ones it tells are what came since.
    const before = epoch === state.epoch ? state : { ...fresh, from: state.epoch === '' ? at : state.from }
    if (health.packets < before.packets || health.dropped < before.dropped) return { state: begins }
    const lost = health.dropped - before.dropped
    const all = lost + health.packets - before.packets
    if (at - before.from < setting('seconds') * 1e6 || all < setting('packets'))
      return { state: state.epoch === epoch ? state : { ...before, epoch, losing: state.losing } }
    const losing = lost > all * setting('share')
    if (losing === state.losing) return { state: begins }
    const summary = losing
      ? `Sensor ${sensor} lost ${lost} of ${all} packets (${((100 * lost) / all).toFixed(1)} %). Give it more room, or less to hear.`
      : `Sensor ${sensor} reads everything again.`
    return { state: { ...begins, losing }, match: ofSensor(event, summary, losing ? undefined : before.from) }
  },
  forgetAfter: REMEMBERED,

  examples: [
    {
      name: 'a tenth',
      events: [
        toldHealth(0, { packets: 0 }),
        toldHealth(30, { packets: 9000, dropped: 1000 }),
        toldHealth(60, { packets: 18_000, dropped: 2000 }),
      ],
      fires: 1,
    },
    {
      name: 'and no more: the match that ends it',
      events: [
        toldHealth(0, { packets: 0 }),
        toldHealth(60, { packets: 9000, dropped: 1000 }),
        toldHealth(120, { packets: 18_000, dropped: 2000 }),
        toldHealth(180, { packets: 28_000, dropped: 2000 }),
      ],
      fires: 2,
    },
    {
      name: 'what an earlier run lost is not counted twice',
      events: [
        toldHealth(0, { packets: 0 }),
        toldHealth(60, { packets: 10_000, dropped: 0 }),
        toldHealth(90, { epoch: 'second', packets: 500, dropped: 0 }),
        toldHealth(150, { epoch: 'second', packets: 10_000, dropped: 0 }),
        noted(160, { what: 'online', since: 150 }),
      ],
      fires: 0,
    },
    { name: 'one in a thousand', events: [toldHealth(0), toldHealth(60, { dropped: 60 })], fires: 0 },
  ],
})
