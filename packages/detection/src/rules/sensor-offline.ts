import { noted, toldHealth } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { lengthOf, ofSensor, REMEMBERED } from '../sensor-state.ts'

type State = { offline: boolean }

export const rule = defineRule<'health', State>({
  id: 'sensor-offline',
  catalogue: ['S12'],
  title: 'A sensor is offline',
  status: 'test',
  level: 'high',
  description:
    'A sensor sends a batch every minute even when nothing happens. This one does not: it has no power, no way to the platform, or was taken away. Nothing is noticed there meanwhile.',
  references: ['https://attack.mitre.org/techniques/T0815/'],
  techniques: [],
  falsepositives: ['A sensor that is updated or moved', 'An outage of the line to the platform'],
  playbook: 'PB-11',
  modifiers: [],
  nature: 'rule',
  needs: ['health'],

  on: 'health',
  keyBy: ({ sensor, told: { what } }) => (what === 'offline' || what === 'online' ? sensor : null),
  start: () => ({ offline: false }),
  step: (state, event) => {
    const { sensor, told, at } = event
    if (told.what === 'offline') {
      if (state.offline) return { state }
      const summary = `Sensor ${sensor} is not heard any more; it was heard last ${lengthOf(at - told.since)} before. Look whether it has power and a way to the platform.`
      return { state: { offline: true }, match: ofSensor(event, summary) }
    }
    if (told.what !== 'online' || !state.offline) return { state }
    return { state: { offline: false }, match: ofSensor(event, `Sensor ${sensor} is heard again.`, told.since) }
  },
  forgetAfter: REMEMBERED,

  examples: [
    { name: 'not heard for three minutes', events: [noted(180, { what: 'offline', since: 0 })], fires: 1 },
    {
      name: 'and back: the match that ends it',
      events: [
        noted(180, { what: 'offline', since: 0 }),
        noted(190, { what: 'offline', since: 0 }),
        noted(900, { what: 'online', since: 900 }),
        noted(960, { what: 'online', since: 900 }),
      ],
      fires: 2,
    },
    { name: 'heard', events: [noted(0, { what: 'online', since: 0 }), toldHealth(60)], fires: 0 },
  ],
})
