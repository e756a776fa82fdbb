import type { ConnectionEvent, OperationEvent, Who } from '../event.ts'
import { connection, hmi, operation, outsider, plc } from '../examples.ts'
import type { IndicatorBook } from '../indicators/book.ts'
import type { Indicator } from '../indicators/indicator.ts'
import { type Context, defineRule, type Level } from '../rule.ts'
import { cut, lower } from '../wording.ts'

const DAY = 86_400e6
/** Years after which an indicator without an end says little: addresses change hands. */
const OLD = 2 * 365 * DAY

const feed = { feed: 'National CERT', name: 'control server', confidence: 0.8, until: null }
const began = connection().at
const indicators: readonly Indicator[] = [
  { ...feed, kind: 'address', value: outsider.ip, from: began - 12 * DAY },
  { ...feed, kind: 'domain', value: 'bad.example', from: began - 12 * DAY },
  { ...feed, kind: 'url', value: 'files.example/stage2', from: null, confidence: null },
  { ...feed, kind: 'domain', value: 'over.example', from: began - 90 * DAY, until: began - DAY },
]
const asks = (name: string) =>
  operation({ from: hmi, to: plc, protocol: 'dns', port: 53, verb: 'discover', object: `${name} A` })
const hello = (name: string, protocol = 'tls') =>
  operation({ from: hmi, to: outsider, protocol, port: 443, verb: 'connect', object: name })

export const rule = defineRule({
  id: 'known-bad-contact',
  catalogue: ['Q01'],
  title: 'A device had contact with an address or a name that is known to be bad',
  status: 'test',
  level: 'high',
  description:
    'An indicator of a threat feed fits: the address of a connection, a name that was asked for or called, a page that was fetched. The finding names the feed, its age and how sure it is. Indicators that are over do not count; without a feed this rule sees nothing.',
  references: [
    'https://attack.mitre.org/techniques/T0869/',
    'https://docs.oasis-open.org/cti/stix/v2.1/stix-v2.1.html',
  ],
  techniques: ['T0869'], // Standard Application Layer Protocol
  consequences: ['T0884'], // Connection Proxy
  falsepositives: [
    'An address that changed hands',
    'A name of a service that good and bad people share',
    'A scan from the internet that nobody answered',
  ],
  playbook: 'PB-05',
  modifiers: ['impact'],
  nature: 'rule',
  needs: ['indicators'],

  on: ['operation', 'connection'],
  protocols: ['dns', 'tls', 'http'],
  match: (event, context) => {
    const { indicators: book } = context
    if (!book) return null
    const contact = event.kind === 'connection' ? byAddress(event, book) : byName(event, book)
    return contact && matchOf(event, contact, context)
  },

  examples: [
    { name: 'a connection', events: [connection({ from: hmi, to: outsider, port: 443 })], indicators, fires: 1 },
    { name: 'one from there', events: [connection({ from: outsider, to: plc })], indicators, fires: 1 },
    { name: 'a name is asked for, below one that is known', events: [asks('c2.bad.example')], indicators, fires: 1 },
    { name: 'a name is called over TLS', events: [hello('bad.example')], indicators, fires: 1 },
    { name: 'a page is fetched', events: [hello('files.example/stage2', 'http')], indicators, fires: 1 },
    { name: 'a host is called over HTTP', events: [hello('bad.example:8080/x', 'http')], indicators, fires: 1 },
    { name: 'no feed was given', events: [asks('bad.example')], fires: 0 },
    { name: 'the indicator is over', events: [asks('over.example')], indicators, fires: 0 },
    { name: 'another name that ends alike', events: [asks('notbad.example')], indicators, fires: 0 },
    {
      name: 'another page of the same host',
      events: [hello('files.example/index.html', 'http')],
      indicators,
      fires: 0,
    },
    { name: 'inside', events: [connection()], indicators, fires: 0 },
  ],
})

type Contact = {
  readonly indicator: Indicator
  readonly what: string
  readonly from: Who
  readonly to: Who | null
  readonly level: Level
}

function byAddress(
  { client, server, at, connection: { state } }: ConnectionEvent,
  book: IndicatorBook,
): Contact | null {
  if (client.ip === '' || server.ip === '') return null
  const answered = state === 'open' || state === 'half'
  const called = book.address(server.ip, at)
  if (called) {
    const what = `${answered ? 'spoke with' : 'called, without an answer,'} ${server.ip}`
    return { indicator: called, what, from: client, to: server, level: answered ? 'high' : 'medium' }
  }
  const caller = book.address(client.ip, at)
  const what = `${answered ? 'was reached by' : 'was tried by'} ${client.ip}`
  return caller && { indicator: caller, what, from: client, to: server, level: answered ? 'high' : 'low' }
}

function byName(
  { client, server, at, protocol, activity: { object } }: OperationEvent,
  book: IndicatorBook,
): Contact | null {
  if (protocol === 'dns') {
    const [name = ''] = object.split(' ')
    const indicator = book.domain(name, at)
    return indicator && { indicator, what: `asked for the name ${cut(name)}`, from: client, to: null, level: 'high' }
  }
  const cutAt = object.indexOf('/')
  const host = (cutAt < 0 ? object : object.slice(0, cutAt)).replace(/:\d+$/, '')
  const page = protocol === 'http' && cutAt >= 0 ? book.page(host + object.slice(cutAt), at) : null
  const indicator = page ?? book.domain(host, at)
  const called = page ? `asked for the page ${cut(object)}` : `called ${cut(host)}`
  return indicator && { indicator, what: called, from: client, to: server, level: 'high' }
}

function matchOf(event: ConnectionEvent | OperationEvent, contact: Contact, { site }: Context) {
  const { indicator, what, from, to, level } = contact
  const { feed: by, name, confidence, value } = indicator
  const called = name === '' ? '' : ` (${cut(name)})`
  const inner = from.kind === 'public' && to ? to : from
  const old = indicator.from !== null && event.at - indicator.from > OLD
  const allowed = to !== null && site.allowedOutside(to.ip)
  return {
    summary: `${inner.label} ${what}, known bad by the feed ${cut(by)}${called}: ${cut(value)}, ${ageOf(indicator, event.at)}, ${confidence === null ? 'its confidence not told' : `confidence ${Math.round(100 * confidence)} %`}.`,
    source: from,
    target: to,
    ...(event.kind === 'operation' ? { protocol: event.protocol } : {}),
    verb: null,
    dedup: value,
    level: old || allowed ? lower(level) : level,
    confidence: confidence ?? 0.5,
  }
}

/** How old the indicator was when the contact was. */
function ageOf({ from }: Indicator, at: number): string {
  if (from === null) return 'of unknown age'
  const days = Math.floor((at - from) / DAY)
  return days < 0 ? `published ${-days} days later` : `${days} days old`
}
