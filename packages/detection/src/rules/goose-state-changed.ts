import { operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { cut } from '../wording.ts'

const goose = (state: number, at: number) =>
  operation({
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

export const rule = defineRule({
  id: 'goose-state-changed',
  catalogue: ['N16'],
  title: 'A relay told an event: the state of its GOOSE message changed',
  status: 'stable',
  level: 'low',
  description:
    'In a quiet substation the same state is repeated for days. A new one is a trip, a switching operation, a test, or a message that somebody forged; each can be told from the log of the relay.',
  references: ['https://attack.mitre.org/techniques/T0856/'],
  techniques: ['T0856'], // Spoof Reporting Message
  falsepositives: ['Every switching operation and every test of protection'],
  playbook: 'PB-12',
  modifiers: ['order'],
  nature: 'rule',
  needs: ['goose'],
  explainedBy: [{ rule: 'goose-sequence-broken', same: 'source' }],

  on: 'operation',
  verbs: ['report'],
  protocols: ['goose'],
  keyBy: ({ activity: { object, detail } }) =>
    object !== '' && typeof detail?.state === 'number' ? `${object}|${detail.appid}` : null,
  start: () => -1,
  step: (known: number, { server, activity }) => {
    const state = Number(activity.detail?.state)
    if (known < 0 || state === known) return { state }
    return {
      state,
      match: {
        summary: `${cut(activity.object)} from ${server.label} went from state ${known} to ${state}.`,
        source: server,
        target: null,
        protocol: 'goose',
        verb: 'report',
        dedup: activity.object,
        changes: [{ object: 'state', before: String(known), after: String(state) }],
      },
    }
  },
  forgetAfter: 7 * 86_400e6,

  examples: [
    { name: 'an event', events: [goose(7, 0), goose(8, 60)], fires: 1 },
    { name: 'the same again and again', events: [goose(7, 0), goose(7, 60), goose(7, 120)], fires: 0 },
  ],
})
