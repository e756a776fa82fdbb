import { toldHealth } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { ofSensor, REMEMBERED } from '../sensor-state.ts'

type State = { full: boolean }

export const rule = defineRule<'health', State>({
  id: 'sensor-storage-full',
  catalogue: ['S11'],
  title: "A sensor's storage is full",
  status: 'test',
  level: 'medium',
  description:
    'What a sensor keeps while the platform cannot be reached, and the packets it keeps as evidence, have no room any more. The oldest go first.',
  references: ['https://csrc.nist.gov/pubs/sp/800/92/final'],
  techniques: [],
  falsepositives: ['A platform that was not reachable for long'],
  playbook: 'PB-11',
  modifiers: [],
  nature: 'rule',
  needs: ['health'],
  settings: {
    full: { value: 0.95, unit: 'of the disk', says: 'From here on it is full.' },
    room: { value: 0.9, unit: 'of the disk', says: 'Below this there is room again.' },
  },

  on: 'health',
  keyBy: ({ sensor, told }) => (told.what === 'told' && told.health.storage !== undefined ? sensor : null),
  start: () => ({ full: false }),
  step: (state, event, { setting }) => {
    const { sensor, told, at } = event
    if (told.what !== 'told') return { state }
    const { storage = 0 } = told.health
    if (!state.full && storage >= setting('full')) {
      const summary = `The storage of sensor ${sensor} is full to ${(100 * storage).toFixed(0)} %. Let it keep less, or give it a larger disk.`
      return { state: { full: true }, match: ofSensor(event, summary) }
    }
    if (!state.full || storage >= setting('room')) return { state }
    return { state: { full: false }, match: ofSensor(event, `Sensor ${sensor} has room again.`, at) }
  },
  forgetAfter: REMEMBERED,

  examples: [
    { name: 'full', events: [toldHealth(0, { storage: 0.5 }), toldHealth(60, { storage: 0.96 })], fires: 1 },
    {
      name: 'nearly room again is not room',
      events: [0.96, 0.94, 0.96, 0.8].map((storage, minute) => toldHealth(60 * minute, { storage })),
      fires: 2,
    },
    { name: 'half', events: [toldHealth(0, { storage: 0.5 }), toldHealth(60)], fires: 0 },
  ],
})
