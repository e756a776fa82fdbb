import { noted, toldHealth } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { lengthOf, ofSensor, REMEMBERED } from '../sensor-state.ts'

type State = { silent: boolean }

export const rule = defineRule<'health', State>({
  id: 'sensor-silent',
  catalogue: ['S09'],
  title: 'A sensor receives nothing',
  status: 'test',
  level: 'high',
  description:
    'The sensor is there and listens, but no frame comes: the mirror port was switched off or moved, a cable is out, or somebody does not want to be seen. Nothing is noticed there meanwhile.',
  references: ['https://attack.mitre.org/techniques/T0815/'],
  techniques: [],
  falsepositives: ['A plant that stands still with its network switched off', 'Planned work on the switch'],
  playbook: 'PB-11',
  modifiers: [],
  nature: 'rule',
  needs: ['health'],

  on: 'health',
  keyBy: ({ sensor, told: { what } }) => (what === 'silent' || what === 'heard' ? sensor : null),
  start: () => ({ silent: false }),
  step: (state, event) => {
    const { sensor, told, at } = event
    if (told.what === 'silent') {
      if (state.silent) return { state }
      const summary = `Sensor ${sensor} receives no frames; the last came ${lengthOf(at - told.since)} before. Look at the mirror port of the switch, and at the cable.`
      return { state: { silent: true }, match: ofSensor(event, summary) }
    }
    if (told.what !== 'heard' || !state.silent) return { state }
    return { state: { silent: false }, match: ofSensor(event, `Sensor ${sensor} receives frames again.`, told.since) }
  },
  forgetAfter: REMEMBERED,

  examples: [
    { name: 'no frames for five minutes', events: [noted(300, { what: 'silent', since: 0 })], fires: 1 },
    {
      name: 'they come again: the match that ends it',
      events: [
        noted(300, { what: 'silent', since: 0 }),
        noted(310, { what: 'silent', since: 0 }),
        noted(600, { what: 'heard', since: 590 }),
      ],
      fires: 2,
    },
    { name: 'frames', events: [noted(0, { what: 'heard', since: 0 }), toldHealth(60)], fires: 0 },
  ],
})
