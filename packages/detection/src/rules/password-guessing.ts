import type { ConnectionEvent, OperationEvent } from '../event.ts'
import { connection, operation, plc, station, stranger } from '../examples.ts'
import { type Mark, remember, sumOf } from '../recent.ts'
import { defineRule } from '../rule.ts'

type State = { readonly failed: readonly Mark[]; readonly logins: readonly Mark[] }

/** Connections with fewer packets of the client than this carry no more than a login (SSH, RDP). */
const SHORT = 40

const refused = (at: number, part: Parameters<typeof operation>[0] = {}) =>
  operation({
    from: stranger,
    to: plc,
    at,
    protocol: 'ftp',
    port: 21,
    verb: 'authenticate',
    function: { code: 'PASS', name: 'password' },
    object: 'admin',
    outcome: 'refused',
    refusal: { code: '530', name: 'Login incorrect.' },
    ...part,
  })
const short = (at: number, count: number, part: Parameters<typeof connection>[0] = {}) =>
  connection({
    from: stranger,
    to: station,
    at,
    protocol: 'ssh',
    port: 22,
    count,
    packets: { client: 18 * count, server: 15 * count },
    bytes: { client: 1800 * count, server: 2200 * count },
    ...part,
  })

export const rule = defineRule({
  id: 'password-guessing',
  catalogue: ['P01'],
  title: 'Somebody guesses passwords',
  status: 'stable',
  level: 'high',
  description:
    'Logins are refused one after the other, or encrypted sessions end right after the login again and again: a program tries passwords.',
  references: ['https://attack.mitre.org/techniques/T0859/'],
  techniques: ['T0859'], // Valid Accounts
  falsepositives: ['A program whose stored password is out of date', 'A script that opens many short sessions'],
  playbook: 'PB-10',
  modifiers: ['impact'],
  nature: 'rule',
  needs: [],
  settings: {
    failures: { value: 5, unit: 'refused logins', says: 'so many within the time below' },
    web: {
      value: 20,
      unit: 'refused requests',
      says: 'so many over HTTP, where a browser asks for each page first without a password',
    },
    sessions: { value: 8, unit: 'sessions', says: 'so many encrypted ones that end after the login' },
    seconds: { value: 300, unit: 's', says: 'within so long' },
  },
  explainedBy: [{ rule: 'engineering-login-failed', same: 'pair' }],

  on: ['operation', 'connection'],
  protocols: ['ftp', 'telnet', 'smb', 'http', 'vnc', 'rdp', 'ldap', 'kerberos', 'tds', 'mysql', 'postgres'],
  keyBy: event => (weightOf(event) === null ? null : `${event.client.id}|${event.server.id}|${protocolOf(event)}`),
  start: (): State => ({ failed: [], logins: [] }),
  step: (state, event, { setting }) => {
    const { client, server, at } = event
    const span = setting('seconds') * 1e6
    const mark = { at, what: event.kind === 'operation' ? event.activity.object : '', count: weightOf(event)! }
    const next =
      event.kind === 'operation'
        ? { ...state, failed: remember(state.failed, mark, span) }
        : { ...state, logins: remember(state.logins, mark, span) }
    const [failures, sessions] = [sumOf(next.failed), sumOf(next.logins)]
    const protocol = protocolOf(event)
    const common = { source: client, target: server, protocol, count: mark.count }
    if (event.kind === 'operation' && failures >= setting(protocol === 'http' ? 'web' : 'failures')) {
      const accounts = new Set(next.failed.map(({ what }) => what)).size
      const summary = `${server.label} refused ${failures} logins of ${client.label} over ${protocol} within ${setting('seconds') / 60} minutes, to ${accounts} ${accounts === 1 ? 'account' : 'accounts'}.`
      return { state: next, match: { ...common, summary } }
    }
    if (event.kind !== 'connection' || sessions < setting('sessions')) return { state: next }
    const summary = `${client.label} opened ${sessions} ${protocol} sessions to ${server.label} within ${setting('seconds') / 60} minutes, none longer than a login.`
    return { state: next, match: { ...common, summary, confidence: 0.8 } }
  },
  forgetAfter: 1800e6,

  examples: [
    { name: 'five refused logins', events: [0, 2, 4, 6, 8].map(at => refused(at)), fires: 1 },
    { name: 'an equal thirty in one interval', events: [refused(0, { count: 30 })], fires: 1 },
    { name: 'ten short SSH sessions', events: [short(0, 10)], fires: 1 },
    { name: 'somebody mistypes', events: [refused(0), refused(20)], fires: 0 },
    { name: 'a long session', events: [short(0, 1, { packets: { client: 4000, server: 3800 } })], fires: 0 },
    { name: 'passwords that fit', events: [refused(0, { count: 30, outcome: 'ok', refusal: null })], fires: 0 },
  ],
})

const protocolOf = (event: OperationEvent | ConnectionEvent): string =>
  event.kind === 'operation' ? event.protocol : (event.connection.protocol ?? '')

/** How many logins it stands for; null where it is none. */
function weightOf(event: OperationEvent | ConnectionEvent): number | null {
  if (event.kind === 'connection') {
    const { protocol, state, count, packets, bytes } = event.connection
    const isLogin = (protocol === 'ssh' || protocol === 'rdp') && state === 'open' && count > 0 && bytes.client > 0
    return isLogin && packets.client < SHORT * count ? count : null
  }
  const { outcome, refusal, count } = event.activity
  if (outcome !== 'refused') return null
  // NTLM is refused once to ask for more: STATUS_MORE_PROCESSING_REQUIRED. HTTP asks by 401.
  if (event.protocol === 'http') return refusal?.code === '401' ? count : null
  return event.verb === 'authenticate' ? count : null
}
