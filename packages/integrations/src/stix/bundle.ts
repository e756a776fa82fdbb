// Findings and incidents as a bundle of STIX 2.1: what was seen, on what kind of device, by which technique. Devices of a
// plant are described and not named, and have no addresses, unless somebody says otherwise.
import { isIP } from 'node:net'
import type { OutwardEnd, OutwardEvent, OutwardFinding, OutwardIncident } from '@nautilus/model'
import type { Target } from '../kind.ts'
import { timeOf } from '../told.ts'
import { idOf, Objects, type StixObject, type Tlp } from './objects.ts'

export type StixOptions = Pick<Target, 'technique' | 'link'> & {
  readonly tlp: Tlp
  /** Names, addresses and links that are of the plant's own are told too. */
  readonly addresses: boolean
  readonly isPublic: (address: string) => boolean
  /** Of the organisation, as it is called. */
  readonly organisation: string
}

export type StixBundle = { readonly type: 'bundle'; readonly id: string; readonly objects: readonly StixObject[] }

type Times = readonly [string, string]
type Making = { readonly objects: Objects; readonly options: StixOptions; readonly tenant: string }

const phase = (tactic: string): object => ({
  kill_chain_name: 'mitre-ics-attack',
  phase_name: tactic.toLowerCase().replaceAll(' ', '-'),
})

function techniqueIn({ objects, options }: Making, id: string): string {
  const { name, tactics } = options.technique(id)
  // The same for ever: it is not ours to change.
  const since: Times = ['2020-01-01T00:00:00.000Z', '2020-01-01T00:00:00.000Z']
  return objects.domain('attack-pattern', id, since, {
    name,
    external_references: [
      { source_name: 'mitre-attack', external_id: id, url: `https://attack.mitre.org/techniques/${id}` },
    ],
    ...(tactics.length > 0 ? { kill_chain_phases: tactics.map(each => phase(each.name)) } : {}),
  })
}

const kinds: Readonly<Record<string, string>> = {
  ...{
    controller: 'control-system',
    'safety controller': 'control-system',
    RTU: 'control-system',
    IED: 'control-system',
  },
  ...{
    HMI: 'control-system',
    'SCADA server': 'control-system',
    'I/O device': 'control-system',
    drive: 'control-system',
  },
  ...{ workstation: 'workstation', 'engineering workstation': 'workstation', firewall: 'firewall' },
  ...{ switch: 'routers-switches', router: 'routers-switches' },
}

function deviceIn(making: Making, end: OutwardEnd, site: string, times: Times): string {
  const { objects, options, tenant } = making
  const { role, vendor, model, firmware, zone, level } = end
  const said = [vendor, model, firmware, zone && `zone ${zone}`, level !== null && `Purdue level ${level}`]
  const description = said.filter(Boolean).join(', ')
  const id = objects.domain('infrastructure', `${tenant}/${site}/${end.id}`, times, {
    name: options.addresses ? end.name || end.ip || end.mac || end.id : role || 'device',
    infrastructure_types: [kinds[role ?? ''] ?? 'undefined'],
    ...(description ? { description } : {}),
    ...{ first_seen: times[0], last_seen: times[1] },
  })
  for (const address of addressesOf(making, end)) objects.relate(id, 'consists-of', address, times)
  return id
}

/** Ids of addresses that may be told: all, or those that are of the internet. */
function addressesOf({ objects, options }: Making, { ip, mac }: OutwardEnd): string[] {
  const isTold = ip !== null && isIP(ip) > 0 && (options.addresses || options.isPublic(ip))
  const out = isTold ? [objects.observable(isIP(ip) === 6 ? 'ipv6-addr' : 'ipv4-addr', { value: ip })] : []
  return mac !== null && options.addresses
    ? [...out, objects.observable('mac-addr', { value: mac.toLowerCase() })]
    : out
}

/** What was on the wire; null where nothing of it may be told. */
function observedIn(making: Making, finding: OutwardFinding, name: string, times: Times): string | null {
  const { objects } = making
  const [from] = finding.source ? addressesOf(making, finding.source) : []
  const [to] = finding.target ? addressesOf(making, finding.target) : []
  if (!from && !to) return null
  const family = [from, to].some(id => id?.startsWith('ipv6'))
    ? 'ipv6'
    : [from, to].every(id => id?.startsWith('mac') ?? true)
      ? 'ethernet'
      : 'ipv4'
  const traffic = objects.observable('network-traffic', {
    ...{ start: times[0], end: times[1] },
    ...(from ? { src_ref: from } : {}),
    ...(to ? { dst_ref: to } : {}),
    protocols: [family, ...(finding.protocol ? [finding.protocol.toLowerCase()] : [])],
  })
  const refs = [from, to].filter(id => id !== undefined)
  return objects.domain('observed-data', name, times, {
    ...{ first_observed: times[0], last_observed: times[1] },
    number_observed: Math.min(Math.max(1, finding.count), 999_999_999),
    object_refs: [traffic, ...new Set(refs)],
  })
}

/** An address of the internet is a sign of somebody else; one of the plant is none. */
function indicatorsIn({ objects, options }: Making, finding: OutwardFinding, times: Times): string[] {
  if (!['open', 'confirmed'].includes(finding.status)) return []
  return [finding.source?.ip, finding.target?.ip].flatMap(ip => {
    if (!ip || isIP(ip) === 0 || !options.isPublic(ip)) return []
    const pattern = `[${isIP(ip) === 6 ? 'ipv6' : 'ipv4'}-addr:value = '${ip}']`
    const said = {
      name: `Address in: ${finding.title}`,
      indicator_types: ['anomalous-activity'],
      pattern,
      pattern_type: 'stix',
    }
    return [
      objects.domain('indicator', ip, times, {
        ...said,
        valid_from: times[0],
        confidence: Math.round(finding.confidence * 100),
      }),
    ]
  })
}

/** Ids of what a report about it would name. */
function findingIn(making: Making, event: OutwardEvent, finding: OutwardFinding, site: string): string[] {
  const { objects, tenant } = making
  const name = `${tenant}/${event.site ?? ''}/${finding.id}`
  const times: Times = [timeOf(finding.first), timeOf(Math.max(finding.last, finding.first))]
  const place = event.site ?? ''
  const [source, target] = [finding.source, finding.target].map(end => end && deviceIn(making, end, place, times))
  if (source && target && source !== target) objects.relate(source, 'communicates-with', target, times)
  const observed = observedIn(making, finding, name, times)
  const indicators = indicatorsIn(making, finding, times)
  const techniques = finding.techniques.map(id => techniqueIn(making, id))
  const sightings = [...techniques, ...indicators].map(of => {
    const said = {
      ...{ sighting_of_ref: of, where_sighted_refs: [site], count: Math.min(finding.count, 999_999_999) },
      ...{ first_seen: times[0], last_seen: times[1], summary: false },
      description: making.options.addresses ? finding.why : `${finding.title} (rule ${finding.rule}).`,
      ...(observed ? { observed_data_refs: [observed] } : {}),
    }
    return objects.domain('sighting', `${name}/${of}`, times, said)
  })
  for (const technique of techniques) objects.relate(technique, 'targets', site, times)
  for (const indicator of indicators)
    for (const technique of techniques) objects.relate(indicator, 'indicates', technique, times)
  return [source, target, observed, ...indicators, ...techniques, ...sightings].filter(
    id => id !== null && id !== undefined,
  )
}

function incidentIn(
  making: Making,
  event: OutwardEvent,
  incident: OutwardIncident,
  findings: readonly string[],
): string {
  const { objects, options, tenant } = making
  const times: Times = [timeOf(incident.opened), timeOf(Math.max(incident.changed, incident.opened))]
  const said = {
    name: incident.title,
    description: `Severity ${incident.severity}, ${incident.state}${incident.outcome ? `, ${incident.outcome}` : ''}.`,
    ...(incident.exercise ? { labels: ['exercise'] } : {}),
    external_references: [
      { source_name: 'nautilus', external_id: incident.id, ...(options.addresses ? { url: options.link(event) } : {}) },
    ],
  }
  const id = objects.domain('incident', `${tenant}/${event.site ?? ''}/${incident.id}`, times, said)
  for (const technique of incident.techniques) objects.relate(id, 'related-to', techniqueIn(making, technique), times)
  const refs = [...new Set([id, ...findings])]
  objects.domain('report', `incident ${tenant}/${event.site ?? ''}/${incident.id}`, times, {
    ...{ name: incident.title, report_types: ['observed-data'], published: times[1], object_refs: refs },
  })
  return id
}

/** Events about findings and incidents; others have no word in STIX. An incident is told with all findings that are there. */
export function stixOf(events: readonly OutwardEvent[], tenant: string, options: StixOptions): StixBundle {
  const dates = events.flatMap(({ finding, incident, at }) => [
    finding?.first ?? incident?.opened ?? at,
    finding?.last ?? incident?.changed ?? at,
  ])
  const [first, last] = [Math.min(...dates, Number.MAX_SAFE_INTEGER), Math.max(...dates, 0)]
  const times: Times =
    dates.length > 0 ? [timeOf(first), timeOf(last)] : ['2020-01-01T00:00:00.000Z', '2020-01-01T00:00:00.000Z']
  const author: StixObject = {
    ...{ type: 'identity', spec_version: '2.1', id: idOf('identity', tenant), created: times[0], modified: times[0] },
    ...{ name: options.organisation, identity_class: 'organization' },
  }
  const making = { objects: new Objects(author, options.tlp), options, tenant }
  const told: string[] = []
  for (const event of events) {
    if (!event.finding) continue
    const name = options.addresses ? (event.siteName ?? event.site ?? '') : 'A site'
    const place = { name, identity_class: 'group', sectors: ['manufacturing'] }
    const site = making.objects.domain('identity', `${tenant}/${event.site ?? ''}`, times, place)
    told.push(...findingIn(making, event, event.finding, site))
  }
  for (const event of events) if (event.incident) incidentIn(making, event, event.incident, told)
  const objects = making.objects.all
  const name = objects.map(({ id, modified }) => `${id} ${modified ?? ''}`).join('\n')
  return { type: 'bundle', id: idOf('bundle', name), objects }
}
