import { hmi, operation, stranger } from '../examples.ts'
import { namesOf, newLately, note } from '../lately.ts'
import { defineRule } from '../rule.ts'

const ask = (unit: number, at: number, part: Parameters<typeof operation>[0] = {}) =>
  operation({ from: stranger, at, object: `${unit}/holding-registers/0`, outcome: 'no-reply', ...part })
const units = Array.from({ length: 12 }, (_, i) => i + 1)
const isSilent = (outcome: string, code = ''): boolean =>
  outcome === 'no-reply' || (outcome === 'refused' && ['10', '11'].includes(code))

export const rule = defineRule({
  id: 'modbus-unit-sweep',
  catalogue: ['C09'],
  title: 'Somebody tries the unit numbers behind a gateway',
  status: 'stable',
  level: 'medium',
  description:
    'Many unit numbers were asked for at one address, and most do not exist: somebody looks for what is behind it.',
  references: ['https://attack.mitre.org/techniques/T0846/'],
  techniques: ['T0846'], // Remote System Discovery
  falsepositives: ['A gateway whose serial line is down', 'A commissioning tool'],
  playbook: 'PB-05',
  modifiers: ['order'],
  nature: 'rule',
  needs: ['modbus'],
  settings: {
    units: { value: 8, unit: 'units', says: 'so many that did not answer' },
    seconds: { value: 300, unit: 's', says: 'within so long' },
    tries: { value: 4, unit: 'requests', says: 'a unit that is asked more often is polled' },
  },

  on: 'operation',
  protocols: ['modbus'],
  keyBy: ({ client, server, activity: { outcome, refusal, object } }) =>
    isSilent(outcome, refusal?.code) && /^\d+\//.test(object) ? `${client.id}|${server.id}` : null,
  start: () => newLately(),
  step: (state, { client, server, at, activity }, { setting }) => {
    const span = setting('seconds') * 1e6
    note(state, activity.object.split('/')[0]!, at, span, activity.count)
    const tried = namesOf(state, at, span, setting('tries'))
    if (tried.length < setting('units')) return { state }
    const summary = `${client.label} tried ${tried.length} unit numbers at ${server.label} that did not answer.`
    return { state, match: { summary, source: client, target: server, protocol: 'modbus', count: activity.count } }
  },
  forgetAfter: 1800e6,

  examples: [
    { name: 'twelve units', events: units.map(unit => ask(unit, unit)), fires: 5 },
    { name: 'they answer', events: units.map(unit => ask(unit, unit, { outcome: 'ok' })), fires: 0 },
    { name: 'one that is off', events: units.map(at => ask(3, at, { from: hmi })), fires: 0 },
  ],
})
