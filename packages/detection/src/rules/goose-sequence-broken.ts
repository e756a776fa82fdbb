import { operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { cut } from '../wording.ts'

/** The highest state of a control block, and from when to when it was heard (µs). */
type State = { readonly state: number; readonly first: number; readonly last: number }

type Oddity = 'restart' | 'back' | 'jump'

const joined = (one: State, other: State): State => ({
  state: one.state,
  first: Math.min(one.first, other.first),
  last: Math.max(one.last, other.last),
})

/** Rows come when their interval ends, in any order: what counts is whether an old state was told after a new one began. */
function oddityOf(known: State, heard: State, overlap: number, jump: number): Oddity | null {
  const isHigher = heard.state > known.state
  if (heard.state <= 1 && heard.first > known.last) return 'restart'
  const [older, newer] = isHigher ? [known, heard] : [heard, known]
  if (older.last - newer.first > overlap) return 'back'
  return isHigher && heard.state - known.state > jump ? 'jump' : null
}

function said(oddity: Oddity, known: State, heard: State): string {
  const [older, newer] = heard.state > known.state ? [known, heard] : [heard, known]
  if (oddity === 'back') return `was told as ${older.state} again after ${newer.state} had begun`
  return `${oddity === 'restart' ? 'begins anew at' : 'jumped to'} ${heard.state} after ${known.state}`
}

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
    overlap: { value: 50, unit: 'ms', says: 'Frames that overtake each other for so long are none of an attack.' },
    jump: { value: 100, unit: 'states', says: 'So many events at once are none that this sensor missed.' },
  },

  on: 'operation',
  verbs: ['report'],
  protocols: ['goose'],
  keyBy: ({ activity: { object, detail } }) =>
    object !== '' && typeof detail?.state === 'number' ? `${object}|${detail.appid}` : null,
  start: (): State => ({ state: -1, first: 0, last: 0 }),
  step: (known, { server, client, protocol, verb, activity }, { setting }) => {
    const heard = { state: Number(activity.detail?.state), first: activity.first, last: activity.last }
    if (known.state < 0) return { state: heard }
    if (heard.state === known.state) return { state: joined(known, heard) }
    const oddity = oddityOf(known, heard, setting('overlap') * 1e3, setting('jump'))
    // The forged one must not become what the real ones are measured by.
    const isNext = oddity === 'restart' || (heard.state > known.state && oddity !== 'jump')
    const next = isNext ? heard : known
    if (oddity === null) return { state: next }
    const { object } = activity
    return {
      state: next,
      match: {
        summary: `The state of ${cut(object)} from ${server.label} ${said(oddity, known, heard)}.`,
        source: server,
        target: client.kind === 'device' ? client : null,
        protocol,
        verb,
        level: oddity === 'restart' ? 'medium' : 'critical',
        dedup: object,
        changes: [{ object: 'state', before: String(known.state), after: String(heard.state) }],
      },
    }
  },
  forgetAfter: 86_400e6,

  examples: [
    { name: 'an old state again', events: [goose(7, 0), goose(8, 60), goose(7, 120)], fires: 1 },
    { name: 'both states at once', events: [goose(1, 0, 20), goose(2, 6, 3)], fires: 1 },
    { name: 'a state far ahead', events: [goose(7, 0), goose(4_000_000, 60)], fires: 1 },
    { name: 'a relay that restarts', events: [goose(7, 0), goose(1, 600)], fires: 1 },
    { name: 'one after the other', events: [goose(7, 0, 50), goose(8, 60), goose(9, 120)], fires: 0 },
    { name: 'two rows of one interval, the older one later', events: [goose(8, 5, 50), goose(7, 0, 4)], fires: 0 },
  ],
})
