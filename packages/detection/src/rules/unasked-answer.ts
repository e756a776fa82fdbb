import { notice, operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { addressOf, control } from '../wording.ts'

type State = { readonly asked: number; readonly alone: number }

/** Functions of Modbus whose request always names an object: without one, only the answer was there. */
const named: ReadonlySet<string> = new Set(['1', '2', '3', '4', '5', '6', '15', '16', '22', '23'])

const alone = (at: number) => operation({ from: stranger, to: plc, object: '', at })
const usual = (at: number) => operation({ from: stranger, to: plc, at })
const conflict = notice({
  code: 'tcp.conflict',
  protocol: 'modbus',
  client: { ip: stranger.ip, mac: stranger.mac },
  server: { ip: plc.ip, mac: plc.mac },
  sender: 'server',
})

export const rule = defineRule({
  id: 'unasked-answer',
  catalogue: ['G12', 'G18', 'R09'],
  title: 'An answer came that nobody asked for, or two that differ',
  status: 'test',
  level: 'high',
  description:
    'A controller answers once. A second answer, or one without a question, comes from somebody who wants the master to believe another value.',
  references: ['https://attack.mitre.org/techniques/T0830/', 'https://attack.mitre.org/techniques/T0856/'],
  techniques: ['T0830', 'T0856'], // Adversary-in-the-Middle, Spoof Reporting Message
  consequences: ['T0832'], // Manipulation of View
  falsepositives: ['The sensor lost the question', 'A gateway that answers late, after the master had given up'],
  playbook: 'PB-07',
  modifiers: ['impact'],
  nature: 'rule',
  needs: ['modbus', 'modbus-rtu'],
  settings: {
    series: { value: 3, unit: 'answers', says: 'So many are no accident.' },
    asked: { value: 3, unit: 'rows', says: 'So many usual ones must have been seen: else only one side is.' },
  },

  on: ['operation', 'notice'],
  protocols: ['modbus', 'modbus-rtu'],
  keyBy: event => {
    if (event.kind === 'operation') return `${event.client.id}|${event.server.id}`
    const { code, client, server, protocol } = event.notice
    const isConflict = code === 'tcp.conflict' && control.includes(protocol ?? '')
    return isConflict && client && server ? `${client.ip}|${server.ip}` : null
  },
  start: (): State => ({ asked: 0, alone: 0 }),
  step: (state, event, { setting }) => {
    if (event.kind === 'notice') {
      const { client, server, sender, protocol } = event.notice
      if (sender !== 'server' || !client || !server) return { state }
      const [source, target] = [addressOf(server), addressOf(client)]
      const summary = `${target.label} got two different answers of ${source.label} to one question over ${protocol}.`
      return { state, match: { summary, source, target, protocol: protocol ?? 'tcp', dedup: 'conflict' } }
    }
    const { client, server, protocol, verb, activity } = event
    if (!named.has(activity.function.code)) return { state }
    if (activity.object !== '') return { state: { ...state, asked: state.asked + 1 } }
    if (state.asked < setting('asked')) return { state }
    const summary = `${server.label} answered ${client.label} (${activity.function.name}) without having been asked.`
    const common = { source: server, target: client, protocol, verb, count: activity.count }
    const alone = state.alone + activity.count
    // One may be an answer whose question was lost.
    const level = alone < setting('series') ? ('low' as const) : ('medium' as const)
    return { state: { ...state, alone }, match: { ...common, summary, level, confidence: 0.6, dedup: 'unasked' } }
  },
  forgetAfter: 86_400e6,

  examples: [
    { name: 'an answer without a question', events: [usual(0), usual(1), usual(2), alone(3)], fires: 1 },
    { name: 'two answers that differ', events: [conflict], fires: 1 },
    { name: 'only answers are seen', events: [alone(0), alone(1), alone(2), alone(3)], fires: 0 },
    { name: 'question and answer', events: [usual(0), usual(1), usual(2), usual(3)], fires: 0 },
  ],
})
