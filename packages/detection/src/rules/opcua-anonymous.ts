import { hmi, operation, plc } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { told } from '../wording.ts'

const activate = (token: string, at = 0) =>
  operation({
    from: hmi,
    to: plc,
    protocol: 'opcua',
    port: 4840,
    verb: 'authenticate',
    function: { code: '467', name: 'ActivateSession' },
    object: '',
    detail: { token },
    at,
  })

export const rule = defineRule({
  id: 'opcua-anonymous',
  catalogue: ['K03'],
  title: 'An OPC UA client that used an account came without one',
  status: 'test',
  level: 'medium',
  description:
    'It proved who it is before, and no longer does. Another program uses its address, or its security was taken away.',
  references: ['https://attack.mitre.org/techniques/T0859/'],
  techniques: ['T0859'], // Valid Accounts
  consequences: ['T0855'], // Unauthorized Command Message
  falsepositives: ['A second program on the same computer', 'A client that was set up anew'],
  playbook: 'PB-10',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['opcua'],

  on: 'operation',
  verbs: ['authenticate'],
  protocols: ['opcua'],
  keyBy: ({ client, server, activity: { detail } }) =>
    detail?.token === undefined ? null : `${client.id}|${server.id}`,
  start: (): { readonly proved: boolean } => ({ proved: false }),
  step: ({ proved }, event) => {
    if (event.activity.detail?.token !== 'Anonymous') return { state: { proved: proved || event.accepted } }
    if (!proved) return { state: { proved } }
    const phrase = {
      past: 'logged in without an account to',
      infinitive: 'log in without an account to',
      rest: ', with which it used one before',
    }
    // Once is told; then it is how this client works.
    return { state: { proved: false }, match: told(event, 'medium', phrase) }
  },
  forgetAfter: 30 * 86_400e6,

  examples: [
    { name: 'with an account, then without', events: [activate('UserName'), activate('Anonymous', 60)], fires: 1 },
    { name: 'always without', events: [activate('Anonymous'), activate('Anonymous', 60)], fires: 0 },
    { name: 'always with one', events: [activate('Certificate'), activate('UserName', 60)], fires: 0 },
  ],
})
