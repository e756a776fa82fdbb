import { noted, toldHealth } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { ofSensor, REMEMBERED } from '../sensor-state.ts'

/** The run that tells now, those before it (the oldest first), and the settings that the sensor runs with. */
type State = { epoch: string; past: string[]; configuration: string | null }

/** Earlier runs that are remembered. */
const MOST_PAST = 32
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

const misuse = {
  'foreign-key': 'Its key was used for another sensor',
  'revoked-key': 'Its key was revoked and is still used',
  replay: 'A number of its stream came twice, with other contents',
} as const

/** Runs named by their start are in an order; others go back where one that was over tells again. */
const goesBack = (epoch: string, { epoch: current, past }: State): boolean =>
  past.includes(epoch) || (TIME.test(epoch) && TIME.test(current) && epoch < current)

const hash = (digit: string) => digit.repeat(64)

export const rule = defineRule<'health', State>({
  id: 'sensor-tampering',
  catalogue: ['S15'],
  title: 'Somebody tampers with a sensor',
  status: 'test',
  level: 'critical',
  description:
    'The key of a sensor is used where it has no business, its stream contradicts itself, or its settings changed under it. Either somebody has its key or its disk, or two sensors run as one. What it told since then cannot be trusted.',
  references: ['https://attack.mitre.org/techniques/T0856/'],
  techniques: [],
  consequences: ['T0856'], // Spoof Reporting Message
  falsepositives: [
    'A sensor that was restored from a backup, or copied to a second machine',
    'Settings that were changed on purpose',
  ],
  playbook: 'PB-11',
  modifiers: [],
  nature: 'rule',
  needs: ['health'],

  on: 'health',
  keyBy: ({ sensor, told: { what } }) => (what === 'told' || what === 'misuse' ? sensor : null),
  start: () => ({ epoch: '', past: [], configuration: null }),
  step: (state, event) => {
    const { sensor, told } = event
    if (told.what === 'misuse') {
      const summary = `${misuse[told.how]}: sensor ${sensor}, ${told.detail}. Revoke its key, look at the machine, and enrol it anew.`
      return { state, match: { ...ofSensor(event, summary), dedup: `${sensor} ${told.how}` } }
    }
    if (told.what !== 'told') return { state }
    const { epoch, health } = told
    const configuration = health.configuration ?? state.configuration
    if (epoch === state.epoch) {
      const next = { ...state, configuration }
      if (state.configuration === null || configuration === state.configuration) return { state: next }
      const summary = `The settings of sensor ${sensor} changed while it ran: they were ${state.configuration.slice(0, 12)}… and are ${configuration!.slice(0, 12)}…. Compare them with what you gave it.`
      return { state: next, match: { ...ofSensor(event, summary), dedup: `${sensor} configuration` } }
    }
    const past = [...state.past.filter(one => one !== epoch), state.epoch].filter(one => one !== '').slice(-MOST_PAST)
    const next = { epoch, past, configuration }
    if (state.epoch === '') return { state: next }
    if (goesBack(epoch, state)) {
      const summary = `Sensor ${sensor} went back to an earlier run (${epoch.slice(0, 40)} after ${state.epoch.slice(0, 40)}): two machines send as one, or old batches are sent again.`
      return { state: next, match: { ...ofSensor(event, summary), dedup: `${sensor} epoch` } }
    }
    if (state.configuration === null || configuration === state.configuration) return { state: next }
    const summary = `Sensor ${sensor} runs with other settings since it was started anew: they were ${state.configuration.slice(0, 12)}… and are ${configuration!.slice(0, 12)}…. If nobody changed them on purpose, look at the machine.`
    const match = { ...ofSensor(event, summary), dedup: `${sensor} configuration`, level: 'medium' as const }
    return { state: next, match }
  },
  forgetAfter: REMEMBERED,

  examples: [
    {
      name: 'its key at another sensor',
      events: [noted(0, { what: 'misuse', how: 'foreign-key', detail: 'as hall-4' })],
      fires: 1,
    },
    {
      name: 'an earlier run after a later one, by their times',
      events: [
        toldHealth(0, { epoch: '2026-01-05T08:00:00.000Z' }),
        toldHealth(60, { epoch: '2026-01-05T07:00:00.000Z' }),
      ],
      fires: 1,
    },
    {
      name: 'two that take turns',
      events: ['a', 'b', 'a', 'b'].map((epoch, minute) => toldHealth(60 * minute, { epoch })),
      fires: 2,
    },
    {
      name: 'other settings in one run',
      events: [toldHealth(0, { configuration: hash('a') }), toldHealth(60, { configuration: hash('b') })],
      fires: 1,
    },
    {
      name: 'started anew, and again, with the same settings',
      events: ['08:00', '09:00', '10:00'].map((time, minute) =>
        toldHealth(60 * minute, { epoch: `2026-01-05T${time}:00.000Z`, configuration: hash('a') }),
      ),
      fires: 0,
    },
  ],
})
