import { hmi, operation, plc } from '../examples.ts'
import { defineRule } from '../rule.ts'

type State = { readonly open: boolean; readonly used: boolean; readonly protected: boolean }

const channel = (mode: string, at = 0) =>
  operation({
    from: hmi,
    to: plc,
    protocol: 'opcua',
    port: 4840,
    verb: 'connect',
    function: { code: '446', name: 'OpenSecureChannel' },
    object: '',
    detail: { policy: mode === 'None' ? 'None' : 'Basic256Sha256', mode },
    at,
  })
const session = (at = 0) =>
  operation({
    from: hmi,
    to: plc,
    protocol: 'opcua',
    port: 4840,
    verb: 'connect',
    function: { code: '461', name: 'CreateSession' },
    object: '',
    at,
  })

export const rule = defineRule({
  id: 'opcua-unprotected',
  catalogue: ['K01', 'K02'],
  title: 'OPC UA is used without protection',
  status: 'stable',
  level: 'low',
  description:
    'Neither signed nor encrypted: who sits in the path can read and change everything, passwords included. Where it was protected before, somebody may have forced it down.',
  references: ['https://attack.mitre.org/techniques/T0830/'],
  techniques: [],
  consequences: ['T0830'], // Adversary-in-the-Middle
  falsepositives: ['A server that offers nothing else', 'A test while a certificate is not yet trusted'],
  playbook: 'PB-07',
  modifiers: ['impact'],
  nature: 'rule',
  needs: ['opcua'],

  on: 'operation',
  protocols: ['opcua'],
  keyBy: ({ client, server, accepted }) => (accepted ? `${client.id}|${server.id}` : null),
  start: (): State => ({ open: false, used: false, protected: false }),
  step: (state, { client, server, protocol, activity: { function: fn, detail } }) => {
    // To ask for the endpoints without protection is how every connection begins.
    const opens = fn.code === '446'
    const next = {
      open: opens ? detail?.mode === 'None' : state.open,
      used: opens ? false : fn.code === '461' || fn.code === '467',
      protected: state.protected || (opens && (detail?.mode === 'Sign' || detail?.mode === 'SignAndEncrypt')),
    }
    if (!next.open || !next.used) return { state: next }
    const common = { source: client, target: server, protocol }
    const summary = next.protected
      ? `${client.label} now works with ${server.label} over OPC UA without protection, after it had used it.`
      : `${client.label} works with ${server.label} over OPC UA without signature or encryption.`
    const level = next.protected ? ('high' as const) : ('low' as const)
    return { state: next, match: { ...common, summary, level, ...(next.protected ? { dedup: 'downgrade' } : {}) } }
  },
  forgetAfter: 30 * 86_400e6,

  examples: [
    { name: 'a session without protection', events: [channel('None'), session(1)], fires: 1 },
    {
      name: 'protected before',
      events: [channel('SignAndEncrypt'), session(1), channel('None', 60), session(61)],
      fires: 1,
    },
    { name: 'a protected session', events: [channel('SignAndEncrypt'), session(1)], fires: 0 },
    { name: 'endpoints are asked for first', events: [channel('None'), channel('Sign', 1), session(2)], fires: 0 },
  ],
})
