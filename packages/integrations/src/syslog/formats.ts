// One event as a line: RFC 5424 with structured data, ArcSight's CEF, or IBM's LEEF 2.0. Whoever writes the names on the
// wire chooses them, so every part is escaped, cut and kept to one line.
import type { OutwardEnd, OutwardEvent } from '@nautilus/model'
import type { Target } from '../kind.ts'
import { severityWords } from '../severity.ts'
import { timeOf } from '../told.ts'

type Looks = Pick<Target, 'link' | 'technique' | 'version'>

/** What all three say of an event. */
export type Facts = {
  readonly signature: string
  readonly name: string
  readonly message: string
  readonly syslog: number
  readonly cef: number
  readonly at: number
  readonly source: OutwardEnd | null
  readonly target: OutwardEnd | null
}

export function factsOf(event: OutwardEvent): Facts {
  const { kind, finding, incident, asset, sensor, audit, at } = event
  const none = { source: null, target: null, at, syslog: 6, cef: 1 }
  if (finding) {
    const { syslog, cef } = severityWords[finding.severity]
    const { rule, title, why, source, target, last } = finding
    return { signature: rule, name: title, message: why, syslog, cef, at: last, source, target }
  }
  if (incident) {
    const { syslog, cef } = severityWords[incident.severity]
    return { ...none, signature: kind, name: incident.title, message: `Incident ${incident.state}`, syslog, cef }
  }
  if (asset) return { ...none, signature: kind, name: asset.name ?? asset.id, message: `Device ${kind.slice(6)}` }
  if (sensor)
    return { ...none, signature: kind, name: `Sensor ${sensor.note.what}`, message: sensor.sensor, syslog: 4, cef: 3 }
  return { ...none, signature: audit?.action ?? kind, name: audit?.action ?? kind, message: audit?.who ?? '' }
}

const cut = (text: string, most: number): string => {
  if (Buffer.byteLength(text) <= most) return text
  return `${Buffer.from(text)
    .subarray(0, most - 3)
    .toString('utf8')
    .replace(/\ufffd+$/, '')}…`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROL = /[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g
const line = (text: string): string => text.replaceAll(CONTROL, ' ')

/** Printable ASCII (RFC 5424, 6: PRINTUSASCII); `-` for none. */
const word = (text: string | null, most: number): string =>
  (text ?? '').replaceAll(/[^\x21-\x7e]/g, '_').slice(0, most) || '-'

/** RFC 5424, 6.3.3: these three are escaped in values. */
const value = (text: string): string => line(text).replaceAll(/[\\"\]]/g, c => `\\${c}`)

/** IANA's example number for private enterprises (RFC 5612): Nautilus has none of its own. */
const SD_ID = 'nautilus@32473'

export type HeaderOf = { readonly facility: number; readonly host: string }

/** Of all three formats: CEF and LEEF begin the message, so there is no byte order mark before it. */
export function header(event: OutwardEvent, { syslog, at }: Facts, { facility, host }: HeaderOf, data: string): string {
  return `<${facility * 8 + syslog}>1 ${timeOf(at)} ${word(host, 255)} nautilus - ${word(event.kind, 32)} ${data}`
}

const endFacts = (prefix: string, end: OutwardEnd | null): [string, string | null | undefined][] => [
  [`${prefix}Id`, end?.id],
  [`${prefix}Name`, end?.name],
  [`${prefix}Ip`, end?.ip],
  [`${prefix}Mac`, end?.mac],
  [`${prefix}Zone`, end?.zone],
]

/** Bytes of one message: what many receivers take by default. */
export const LONGEST_LINE = 8192

export function structured(event: OutwardEvent, look: Looks, of: HeaderOf): string {
  const facts = factsOf(event)
  const { finding } = event
  const pairs: [string, string | null | undefined][] = [
    ...(
      [
        ['eventId', event.id],
        ['kind', event.kind],
        ['tenant', event.tenant],
        ['site', event.site],
      ] as const
    ).map(([name, text]): [string, string | null] => [name, text]),
    ['object', event.object],
    ['test', event.test ? 'true' : null],
    ['rule', finding?.rule],
    ['severity', finding?.severity ?? event.incident?.severity],
    ['status', finding?.status ?? event.incident?.state],
    ['count', finding && String(finding.count)],
    ['protocol', finding?.protocol],
    ['verb', finding?.verb],
    ['techniques', finding?.techniques.join(',')],
    ...endFacts('src', facts.source),
    ...endFacts('dst', facts.target),
    ['url', look.link(event)],
  ]
  const params = pairs.flatMap(([name, text]) => (text ? [` ${name}="${value(cut(text, 400))}"`] : []))
  const start = header(event, facts, of, `[${SD_ID}${params.join('')}]`)
  return cut(`${start} ${line(facts.name)}: ${line(facts.message)}`, LONGEST_LINE)
}

/** CEF: the bar and the backslash in the header, the equals sign and the backslash in values. */
const cefHeader = (text: string): string => line(text).replaceAll(/[\\|]/g, c => `\\${c}`)
const cefValue = (text: string): string => line(text).replaceAll(/[\\=]/g, c => `\\${c}`)

type Pairs = readonly (readonly [string, string | number | null | undefined])[]

const custom = (key: string, label: string, text: string | null | undefined): Pairs =>
  text
    ? [
        [`${key}Label`, label],
        [key, text],
      ]
    : []

const cefEnds = ({ source, target }: Facts): Pairs => [
  ...([
    ['src', source?.ip],
    ['smac', source?.mac],
    ['shost', source?.name],
    ['suid', source?.id],
  ] as const),
  ...([
    ['dst', target?.ip],
    ['dmac', target?.mac],
    ['dhost', target?.name],
    ['duid', target?.id],
  ] as const),
]

const cefCustom = (event: OutwardEvent, look: Looks, { source, target }: Facts): Pairs => {
  const { finding } = event
  const techniques = finding?.techniques.map(look.technique) ?? []
  const tactics = [...new Set(techniques.flatMap(each => each.tactics.map(({ name }) => name)))]
  return [
    ...custom('cs1', 'attack_tactic', tactics.join(', ')),
    ...custom('cs2', 'attack_technique', techniques.map(({ id }) => id).join(', ')),
    ...custom('cs3', 'src_asset_zone', source?.zone),
    ...custom('cs4', 'dst_asset_zone', target?.zone),
    ...custom('cs5', 'incident', finding?.incident),
    ...custom('cs6', 'maintenance_window', finding?.work),
    ...custom('flexString1', 'event_id', event.id),
    ...custom('flexString2', 'test', event.test ? 'true' : null),
    ...custom('cn1', 'risk_score', finding && String(severityWords[finding.severity].score)),
  ]
}

export function cef(event: OutwardEvent, look: Looks, of: HeaderOf): string {
  const facts = factsOf(event)
  const { finding, incident, sensor, audit } = event
  const pairs: Pairs = [
    ['rt', Math.floor(facts.at / 1000)],
    ['start', finding && Math.floor(finding.first / 1000)],
    ['end', finding && Math.floor(finding.last / 1000)],
    ['cnt', finding?.count],
    ['externalId', event.object],
    ['cat', event.kind],
    ['act', finding?.verb],
    ['outcome', finding?.status ?? incident?.state],
    ['app', finding?.protocol?.toUpperCase()],
    ...cefEnds(facts),
    ['deviceExternalId', sensor?.sensor],
    ['deviceFacility', event.site],
    ['suser', audit?.who],
    ['msg', cut(facts.message, 1023)],
    ...cefCustom(event, look, facts),
    ['request', look.link(event)],
  ]
  const text = pairs.flatMap(([key, said]) =>
    said === null || said === undefined || said === '' ? [] : [`${key}=${cefValue(cut(String(said), 4000))}`],
  )
  const head = ['Nautilus', 'OT Intelligence', look.version, facts.signature, cut(facts.name, 512)].map(cefHeader)
  return `${header(event, facts, of, '-')} CEF:0|${head.join('|')}|${facts.cef}|${text.join(' ')}`
}

/** LEEF has no escapes: what divides is taken out. */
const leefValue = (text: string): string => line(text)
const leefHeader = (text: string): string => line(text).replaceAll('|', '/')

export function leef(event: OutwardEvent, look: Looks, of: HeaderOf): string {
  const facts = factsOf(event)
  const { finding, incident, audit } = event
  const { source, target } = facts
  const pairs: Pairs = [
    ['devTime', timeOf(facts.at).replace('Z', '+0000')],
    ['devTimeFormat', "yyyy-MM-dd'T'HH:mm:ss.SSSZ"],
    ['cat', event.kind],
    ['sev', Math.max(1, facts.cef)],
    ['src', source?.ip],
    ['srcMAC', source?.mac],
    ['identHostName', source?.name],
    ['dst', target?.ip],
    ['dstMAC', target?.mac],
    ['dstName', target?.name],
    ['proto', finding?.protocol],
    ['action', finding?.verb],
    ['status', finding?.status ?? incident?.state],
    ['usrName', audit?.who],
    ['resource', event.object],
    ['site', event.site],
    ['techniques', finding?.techniques.join(',')],
    ['eventId', event.id],
    ['test', event.test ? 'true' : null],
    ['name', facts.name],
    ['msg', cut(facts.message, 2000)],
    ['url', look.link(event)],
  ]
  const text = pairs.flatMap(([key, said]) =>
    said === null || said === undefined || said === '' ? [] : [`${key}=${leefValue(String(said))}`],
  )
  const head = ['Nautilus', 'OT Intelligence', look.version, facts.signature].map(leefHeader)
  return `${header(event, facts, of, '-')} LEEF:2.0|${head.join('|')}|x09|${text.join('\t')}`
}
