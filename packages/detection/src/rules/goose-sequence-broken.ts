import { operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { cut } from '../wording.ts'

/** The newest state of a control block, and when it was last heard (µs). */
type State = { readonly state: number; readonly last: number; readonly revision: number }

const goose = (state: number, at: number, lasts = 0) => {
  const event = operation({
    from: stranger,
    to: plc,
    protocol: 'goose',
    port: 0,
    verb: 'report',
    function: { code: '0x61', name: 'GOOSE' },
    object: 'IED1LD0/LLN0$GO$gcb01',
    detail: { appid: '0x3001', state, revision: 1, life: 2000 },
    at,
  })
  return { ...event, activity: { ...event.activity, last: event.activity.first + lasts * 1e6 } }
}

export const rule = defineRule({
  id: 'goose-sequence-broken',
  catalogue: ['N16'],
  title: 'GOOSE messages went back in their sequence, or jumped',
  status: 'test',
  level: 'critical',
  description:
    'Relays trip on these messages. The number of the state only rises, by one for each event: an old one was recorded and played again, a much higher one was forged to silence the real ones.',
  references: ['https://attack.mitre.org/techniques/T0856/'],
  techniques: ['T0856'], // Spoof Reporting Message
  consequences: ['T0831', 'T0837'], // Manipulation of Control, Loss of Protection
  falsepositives: ['The relay was restarted and counts from one', 'Messages that this sensor missed'],
  playbook: 'PB-07',
  modifiers: ['impact'],
  nature: 'rule',
  needs: ['goose'],
  settings: {
    jump: { value: 100, unit: 'states', says: 'So many events at once are none that this sensor missed.' },
  },

  on: 'operation',
  verbs: ['report'],
  protocols: ['goose'],
  keyBy: ({ activity: { object, detail } }) =>
    object !== '' && typeof detail?.state === 'number' ? `${object}|${detail.appid}` : null,
  start: (): State => ({ state: -1, last: 0, revision: -1 }),
  step: (known, { server, client, protocol, verb, activity }, { setting }) => {
    const { object, detail, first, last } = activity
    const state = Number(detail?.state)
    const next = { state, last, revision: Number(detail?.revision) }
    if (known.state < 0 || state === known.state) return { state: { ...next, last: Math.max(last, known.last) } }
    // Rows come when their interval ends: an older state that was also heard before is no step back.
    const isBack = state < known.state && last > known.last
    if (state < known.state && !isBack) return { state: known }
    const isRestart = isBack && state <= 1
    const isJump = state - known.state > setting('jump')
    if (!isBack && !isJump) return { state: next }
    const how = isRestart ? 'begins anew at' : isBack ? 'went back to' : 'jumped to'
    const seconds = Math.max(0, Math.round((first - known.last) / 1e6))
    const summary = `The state of ${cut(object)} from ${server.label} ${how} ${state}, ${seconds} seconds after ${known.state}.`
    const level = isRestart ? ('medium' as const) : ('critical' as const)
    const match = {
      summary,
      source: server,
      target: client.kind === 'device' ? client : null,
      protocol,
      verb,
      level,
      dedup: object,
      changes: [{ object: 'state', before: String(known.state), after: String(state) }],
    }
    // The forged one must not become what the real ones are measured by.
    return { state: isBack && !isRestart ? known : next, match }
  },
  forgetAfter: 86_400e6,

  examples: [
    { name: 'an old state again', events: [goose(7, 0), goose(8, 60), goose(7, 120)], fires: 1 },
    { name: 'a state far ahead', events: [goose(7, 0), goose(4_000_000, 60)], fires: 1 },
    { name: 'a relay that restarts', events: [goose(7, 0), goose(1, 600)], fires: 1 },
    { name: 'one after the other', events: [goose(7, 0, 50), goose(8, 60), goose(9, 120)], fires: 0 },
    { name: 'two rows of one interval, the older one later', events: [goose(8, 5, 50), goose(7, 0, 4)], fires: 0 },
  ],
})
