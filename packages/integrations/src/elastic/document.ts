// Events as documents of the Elastic Common Schema 9.4. https://www.elastic.co/docs/reference/ecs
import type { OutwardAsset, OutwardEnd, OutwardEvent, OutwardFinding, OutwardIncident } from '@nautilus/model'
import type { Target } from '../kind.ts'
import { severityWords } from '../severity.ts'
import { timeOf } from '../told.ts'

export const ECS_VERSION = '9.4.0'

/** ECS writes MAC addresses in capitals, with hyphens. */
const mac = (text: string | null | undefined) => text?.toUpperCase().replaceAll(':', '-')

const present = (values: readonly (string | null | undefined)[]): string[] => [
  ...new Set(values.filter(value => value != null && value !== '') as string[]),
]

const endOf = (end: OutwardEnd | null) => end && clean({ ip: end.ip, mac: mac(end.mac), domain: end.name })

/** Without what nothing is known of. */
function clean<T extends object>(value: T): Partial<T> {
  const known = Object.entries(value).filter(([, part]) => part !== null && part !== undefined)
  return Object.fromEntries(known) as Partial<T>
}

type Looks = Pick<Target, 'technique' | 'link' | 'mapping' | 'version'>

const threatOf = (ids: readonly string[], { technique }: Looks) => {
  const all = ids.map(technique)
  const tactics = all.flatMap(each => each.tactics)
  if (all.length === 0) return {}
  return {
    threat: {
      framework: 'MITRE ATT&CK',
      technique: { id: all.map(({ id }) => id), name: all.map(({ name }) => name) },
      tactic: { id: present(tactics.map(({ id }) => id)), name: present(tactics.map(({ name }) => name)) },
    },
  }
}

/** `event.*`: kind, category and type are of the lists that ECS allows. */
const ofFinding = (finding: OutwardFinding, look: Looks) => {
  const { source, target, severity, status, count, verb, work, order, incident } = finding
  const { score } = severityWords[severity]
  return {
    event: {
      ...{ kind: 'alert', category: ['intrusion_detection', 'network'], type: ['info'], code: finding.rule },
      ...{ severity: score, risk_score: score, reason: finding.why },
      ...{ start: timeOf(finding.first), end: timeOf(finding.last) },
    },
    message: finding.why,
    rule: { id: finding.rule, name: finding.title },
    ...threatOf(finding.techniques, look),
    ...clean({ source: endOf(source), destination: endOf(target) }),
    ...(finding.protocol ? { network: { protocol: finding.protocol.toLowerCase() } } : {}),
    ...deviceOf(target),
    related: { ip: present([source?.ip, target?.ip]), hosts: present([source?.name, target?.name]) },
    nautilus: {
      ...{ finding: finding.id, status, severity, count, verb, work, order, incident },
      zone: { source: source?.zone ?? null, destination: target?.zone ?? null },
    },
  }
}

const deviceOf = (end: OutwardEnd | null) =>
  end ? { device: clean({ id: end.id, manufacturer: end.vendor }), host: clean({ name: end.name }) } : {}

const ofIncident = (incident: OutwardIncident, look: Looks) => ({
  event: {
    ...{ kind: 'alert', category: ['intrusion_detection'], type: ['info'], start: timeOf(incident.opened) },
    severity: severityWords[incident.severity].score,
  },
  message: incident.title,
  ...threatOf(incident.techniques, look),
  nautilus: { incident },
})

const ofAsset = (asset: OutwardAsset, kind: string) => ({
  event: { kind: 'asset', category: ['host'], type: ['info'] },
  message: `${asset.name ?? asset.id} ${kind.slice('asset.'.length)}`,
  device: clean({ id: asset.id, manufacturer: asset.vendor, serial_number: asset.serial }),
  host: { ...clean({ name: asset.name }), id: asset.id, ip: asset.ip, mac: asset.mac.map(each => mac(each)) },
  nautilus: { asset },
})

function ofTopic(event: OutwardEvent, look: Looks): object {
  const { finding, incident, asset, sensor, audit } = event
  if (finding) return ofFinding(finding, look)
  if (incident) return ofIncident(incident, look)
  if (asset) return ofAsset(asset, event.kind)
  if (sensor)
    return {
      event: { kind: 'state', category: ['host'], type: ['info'] },
      message: `Sensor ${sensor.sensor}: ${sensor.note.what}`,
      nautilus: { sensor },
    }
  return {
    event: { kind: 'event', category: ['configuration'], type: ['change'], action: audit?.action },
    message: `${audit?.who} ${audit?.action}`,
    user: { name: audit?.who },
    nautilus: { audit: { ...audit, detail: JSON.stringify(audit?.detail) } },
  }
}

export function documentOf(event: OutwardEvent, look: Looks): object {
  const { event: of, nautilus, ...rest } = ofTopic(event, look) as { event: object; nautilus: object }
  return {
    '@timestamp': timeOf(event.finding?.last ?? event.at),
    ecs: { version: ECS_VERSION },
    event: {
      ...of,
      id: event.id,
      module: 'nautilus',
      dataset: `nautilus.${event.kind.split('.')[0]}`,
      provider: 'nautilus',
      url: look.link(event),
    },
    ...rest,
    observer: { vendor: 'Nautilus', product: 'OT Intelligence', type: 'ids', version: look.version },
    labels: { tenant: event.tenant, ...(event.site === null ? {} : { site: event.site }), ...look.mapping.add },
    nautilus: { ...nautilus, kind: event.kind, revision: event.at, test: event.test },
  }
}
