import type { ConnectionEvent, Who } from '../event.ts'
import { connection, hmi, outsider, plc, who } from '../examples.ts'
import { type Context, defineRule } from '../rule.ts'
import type { WorkOrder } from '../work/order.ts'

/** A tunnel between two: since when it runs without a break, until when it was heard, how long earlier ones were (µs). */
type State = {
  readonly since: number
  readonly last: number
  readonly told: boolean
  readonly spans: readonly number[]
}

const tunnels: ReadonlySet<string | null> = new Set(['ipsec', 'openvpn', 'wireguard', 'pptp', 'l2tp'])
/** µs of silence after which it is another session. */
const BREAK = 15 * 60e6
/** Sessions whose length is remembered, and how many it takes to call one long. */
const MAX_SPANS = 32
const LEAST_SPANS = 5
const DAY = 24 * 3600

const gateway = who('10.0.0.250', { label: 'VPN gateway (10.0.0.250)', role: 'remote-access gateway' })
const vendor = who('203.0.113.40', { label: '203.0.113.40', kind: 'public' })
const session = (at: number, from = vendor, part = {}) =>
  connection({
    ...{ from, to: gateway, at, transport: 'udp' as const, port: 1194, protocol: 'openvpn' },
    bytes: { client: 9000, server: 9000 },
    ...part,
  })
/** Each workday at eight, for three weeks. */
const workdays = Array.from({ length: 21 }, (_, day) => day)
  .filter(day => day % 7 < 5)
  .map(day => session(day * DAY))
const at = (second: number) => session(second).at
/** From eight to nine. */
const order: WorkOrder = {
  id: 'WO-9',
  title: 'Remote service',
  assets: [{ by: 'ip', value: gateway.ip }],
  verbs: null,
  sources: null,
  tools: null,
  person: null,
  windows: [{ from: at(0), to: at(3600) }],
}
const minutes = (from: number, to: number) =>
  Array.from({ length: (to - from) / 60 }, (_, i) => session(from + i * 60, vendor, { count: i === 0 ? 1 : 0 }))

export const rule = defineRule<'connection', State>({
  id: 'vpn-session-unusual',
  catalogue: ['P09'],
  title: 'Somebody came in over a VPN at another time, from elsewhere, or for longer than usual',
  status: 'test',
  level: 'high',
  description:
    'Suppliers come over agreed ways at agreed times. A tunnel from an address that never used it, in the night, outside of its work order or for far longer than ever may be a login that somebody else has.',
  references: ['https://attack.mitre.org/techniques/T0822/'],
  techniques: ['T0822'], // External Remote Services
  consequences: ['T0859'], // Valid Accounts
  falsepositives: ['A call at night that people know of', 'A supplier whose address changes with each day'],
  playbook: 'PB-10',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['ipsec', 'openvpn', 'wireguard', 'pptp', 'l2tp', 'tls'],
  settings: {
    times: { value: 2, unit: 'times', says: 'as long as the longest session before, and it is a long one' },
    minutes: { value: 60, unit: 'min', says: 'below which no session is long' },
  },

  on: 'connection',
  keyBy: event => {
    const ends = isTunnel(event) ? endsOf(event) : null
    return ends && `${ends.outer.id}|${ends.inner.id}|${event.connection.protocol}`
  },
  start: () => ({ since: Number.NEGATIVE_INFINITY, last: Number.NEGATIVE_INFINITY, told: false, spans: [] }),
  step: (state, event, context) => {
    const begins = event.at - state.last > BREAK
    const next = begins ? begun(state, event) : { ...state, last: Math.max(state.last, event.connection.last) }
    const reasons = begins ? reasonsOf(event, context) : next.told ? [] : lengthOf(next, context)
    if (reasons.length === 0) return { state: next }
    return { state: { ...next, told: next.told || !begins }, match: matchOf(event, reasons, begins) }
  },
  forgetAfter: 60 * 86_400e6,

  examples: [
    {
      name: 'from an address that never came',
      learned: workdays,
      events: [session(21 * DAY, outsider)],
      fires: 1,
    },
    { name: 'the supplier at midnight', learned: workdays, events: [session(21 * DAY + 16 * 3600)], fires: 1 },
    { name: 'outside of the shifts', events: [session(0)], site: { inShift: () => false }, fires: 1 },
    { name: 'after the time of the work order', events: [session(7200)], orders: [order], fires: 1 },
    {
      name: 'three hours, where it was ever one of ten minutes',
      events: [
        ...[0, 1, 2, 3, 4, 5].flatMap(day => minutes(day * DAY, day * DAY + 600)),
        ...minutes(6 * DAY, 6 * DAY + 3 * 3600),
      ],
      fires: 1,
    },
    {
      name: 'a gateway of the plant calls out at night',
      events: [session(0, gateway, { to: vendor })].map(event => ({ ...event, server: vendor })),
      site: { inShift: () => false },
      fires: 1,
    },
    {
      name: 'a portal over TLS, outside of the shifts',
      events: [session(0, vendor, { transport: 'tcp', port: 443, protocol: 'tls' })],
      site: { inShift: () => false },
      fires: 1,
    },
    { name: 'the supplier at eight', learned: workdays, events: [session(21 * DAY)], fires: 0 },
    { name: 'in the time of the work order', events: [session(600)], orders: [order], fires: 0 },
    { name: 'nobody said when, and nothing was learned', events: [session(0)], fires: 0 },
    {
      name: 'it goes on after the shift in which it began',
      events: minutes(0, 1200),
      site: { inShift: time => time < at(600) },
      fires: 0,
    },
    {
      name: 'between two machines inside',
      events: [session(0, hmi)],
      site: { inShift: () => false },
      fires: 0,
    },
    {
      name: 'nobody answered',
      events: [session(0, vendor, { state: 'attempt', bytes: { client: 90, server: 0 } })],
      site: { inShift: () => false },
      fires: 0,
    },
    {
      name: 'the web page of a controller',
      events: [connection({ from: vendor, to: plc, protocol: 'tls', port: 443 })],
      site: { inShift: () => false },
      fires: 0,
    },
  ],
})

type Ends = { readonly outer: Who; readonly inner: Who }

function endsOf({ client, server }: ConnectionEvent): Ends | null {
  if (client.kind === 'public') return server.kind === 'device' ? { outer: client, inner: server } : null
  return server.kind === 'public' && client.kind === 'device' ? { outer: server, inner: client } : null
}

/** A portal over TLS looks like any other server, so that its role must say what it is. */
function isTunnel({ client, server, connection: { protocol, state, bytes } }: ConnectionEvent): boolean {
  if (state !== 'open' || bytes.client === 0 || bytes.server === 0) return false
  const portal = protocol === 'tls' && client.kind === 'public' && server.role === 'remote-access gateway'
  return portal || tunnels.has(protocol)
}

const begun = ({ since, last, spans }: State, { at: from, connection: { last: to } }: ConnectionEvent): State => ({
  since: from,
  last: Math.max(from, to),
  told: false,
  spans: Number.isFinite(since) ? [...spans, last - since].slice(-MAX_SPANS) : spans,
})

type Reason = { readonly text: string; readonly baseline: string }

function reasonsOf(event: ConnectionEvent, { known, site, planned }: Context): readonly Reason[] {
  const {
    client,
    server,
    at: from,
    connection: { protocol, last },
  } = event
  const { outer, inner } = endsOf(event)!
  const reasons: Reason[] = []
  const order = planned?.({ from, to: last, source: outer, target: inner, verb: 'connect', protocol })
  if (order?.kind === 'covered') return reasons
  if (known.taught && known.link({ client, server, protocol: protocol! }) === null)
    reasons.push({
      text: 'from an address that never did so',
      baseline: `${outer.label} and ${inner.label} never had a tunnel.`,
    })
  else if (known.rhythm(outer, from) === 0)
    reasons.push({
      text: 'at an hour of the week at which it never came',
      baseline: `${outer.label} came at other hours.`,
    })
  if (site.inShift(from) === false)
    reasons.push({ text: 'outside of the shifts', baseline: 'site.yaml declares the shifts.' })
  if (order?.order && order.dimensions.asset === true)
    reasons.push({
      text: `outside of work order ${order.order}`,
      baseline: 'The order names this device and another time, source or work.',
    })
  return reasons
}

function lengthOf({ since, last, spans }: State, { setting }: Context): readonly Reason[] {
  const longest = Math.max(...spans)
  if (
    spans.length < LEAST_SPANS ||
    last - since < setting('minutes') * 60e6 ||
    last - since < setting('times') * longest
  )
    return []
  const text = `for ${minutesText(last - since)} so far`
  return [{ text, baseline: `The longest of ${spans.length} sessions before took ${minutesText(longest)}.` }]
}

const minutesText = (span: number): string => `${Math.round(span / 60e6)} minutes`

function matchOf(event: ConnectionEvent, reasons: readonly Reason[], begins: boolean) {
  const {
    client,
    server,
    connection: { protocol },
  } = event
  const { outer } = endsOf(event)!
  const way = outer === client ? 'came in to' : 'was called from inside by'
  const [who, whom] = outer === client ? [client, server] : [server, client]
  return {
    summary: `${who.label}, a public address, ${way} ${whom.label} over a VPN (${protocol}), ${reasons.map(({ text }) => text).join(', ')}.`,
    source: client,
    target: server,
    protocol: protocol!,
    verb: 'connect' as const,
    dedup: begins ? 'begins' : 'long',
    level: begins ? ('high' as const) : ('medium' as const),
    baseline: reasons.map(({ baseline }) => baseline).join(' '),
  }
}
