import { noted, toldHealth } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { ofSensor, REMEMBERED } from '../sensor-state.ts'

type State = { wrong: boolean }

export const rule = defineRule<'health', State>({
  id: 'sensor-clock-wrong',
  catalogue: ['S12'],
  title: "A sensor's clock is wrong",
  status: 'test',
  level: 'high',
  description:
    'The clock of the sensor and that of the platform differ by more than two seconds. What it tells is filed under the wrong time: rules that compare sensors, hours of work and evidence are off.',
  references: ['https://www.rfc-editor.org/rfc/rfc5905'],
  techniques: [],
  falsepositives: ['A slow line to the platform, on which everything is late', 'A platform whose own clock is wrong'],
  playbook: 'PB-11',
  modifiers: [],
  nature: 'rule',
  needs: ['health'],
  settings: { seconds: { value: 2, unit: 's', says: 'Up to this difference clocks are right.' } },

  on: 'health',
  keyBy: ({ sensor, told: { what } }) => (what === 'clock' ? sensor : null),
  start: () => ({ wrong: false }),
  step: (state, event, { setting }) => {
    const { sensor, told, at } = event
    if (told.what !== 'clock') return { state }
    const wrong = Math.abs(told.off) > setting('seconds') * 1e6
    if (wrong === state.wrong) return { state }
    if (!wrong) return { state: { wrong }, match: ofSensor(event, `The clock of sensor ${sensor} is right again.`, at) }
    const side = told.off > 0 ? 'ahead of' : 'behind'
    const summary = `The clock of sensor ${sensor} is ${(Math.abs(told.off) / 1e6).toFixed(1)} s ${side} that of the platform. Look at its time source.`
    return { state: { wrong }, match: ofSensor(event, summary) }
  },
  forgetAfter: REMEMBERED,

  examples: [
    { name: 'ahead', events: [noted(0, { what: 'clock', off: 3_000_000 })], fires: 1 },
    {
      name: 'behind, and right again',
      events: [
        noted(0, { what: 'clock', off: -60_000_000 }),
        noted(60, { what: 'clock', off: -61_000_000 }),
        noted(120, { what: 'clock', off: 0 }),
      ],
      fires: 2,
    },
    { name: 'near enough', events: [noted(0, { what: 'clock', off: 1_500_000 }), toldHealth(60)], fires: 0 },
  ],
})
