import { operation, plc, stranger } from '../examples.ts'
import { type Mark, remember, sumOf } from '../recent.ts'
import { defineRule } from '../rule.ts'
import { changing, control } from '../wording.ts'

/** How devices say that the password or the rights were wrong. */
const denied =
  /password|credential|access.?denied|identity.?token|protection level|not authori[sz]ed|unauthori[sz]ed|authentication|key setting prohibits|security check/i

const wrong = (at: number) =>
  operation({
    from: stranger,
    to: plc,
    protocol: 's7comm',
    port: 102,
    verb: 'authenticate',
    function: { code: 'userdata:5.1', name: 'password' },
    object: '',
    outcome: 'refused',
    refusal: { code: '0xd602', name: 'wrong password' },
    at,
  })
const restart = (at: number) =>
  operation({
    from: stranger,
    to: plc,
    protocol: 'bacnet',
    port: 47_808,
    verb: 'reset',
    function: { code: 'confirmed:20', name: 'reinitializeDevice' },
    object: '',
    outcome: 'refused',
    refusal: { code: '5/26', name: 'services: password-failure' },
    at,
  })

export const rule = defineRule({
  id: 'engineering-login-failed',
  catalogue: ['E31', 'K07', 'M15'],
  title: 'Logins to a controller failed again and again',
  status: 'stable',
  level: 'high',
  description: 'Somebody tries passwords, or uses one that no longer holds, on a device that controls the process.',
  references: ['https://attack.mitre.org/techniques/T0859/'],
  techniques: ['T0859'], // Valid Accounts
  consequences: ['T0827'], // Loss of Control
  falsepositives: ['A password was changed and a program still has the old one'],
  playbook: 'PB-10',
  modifiers: ['impact', 'safety'],
  nature: 'rule',
  needs: [],
  settings: {
    failures: { value: 5, unit: 'failures', says: 'So many are a series.' },
    span: { value: 600, unit: 's', says: 'Within so long.' },
  },

  explainedBy: [{ rule: 'many-controllers-changed', same: 'source' }],

  on: 'operation',
  verbs: [...changing, 'authenticate', 'connect', 'upload', 'file'],
  protocols: control,
  keyBy: ({ client, server, protocol, verb, activity: { outcome, refusal } }) =>
    outcome === 'refused' && (verb === 'authenticate' || denied.test(refusal?.name ?? ''))
      ? `${client.id}|${server.id}|${protocol}`
      : null,
  start: (): { readonly marks: readonly Mark[] } => ({ marks: [] }),
  step: ({ marks }, { client, server, protocol, at, activity }, context) => {
    const span = context.setting('span') * 1e6
    const state = { marks: remember(marks, { at, what: activity.function.code, count: activity.count }, span) }
    const count = sumOf(state.marks)
    if (count < context.setting('failures')) return { state }
    const summary = `${client.label} was refused ${count} times by ${server.label} over ${protocol}, the last time for: ${activity.refusal?.name ?? 'no reason given'}.`
    return {
      state,
      match: { summary, source: client, target: server, protocol, verb: 'authenticate', count: activity.count },
    }
  },
  forgetAfter: 3600e6,

  examples: [
    { name: 'five wrong passwords', events: [0, 10, 20, 30, 40].map(wrong), fires: 1 },
    { name: 'commands with wrong passwords', events: [0, 10, 20, 30, 40, 50].map(restart), fires: 2 },
    { name: 'one mistake', events: [wrong(0)], fires: 0 },
    { name: 'five in a day', events: [0, 1, 2, 3, 4].map(hour => wrong(hour * 3600)), fires: 0 },
  ],
})
