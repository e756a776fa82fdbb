// Events after the Open Cybersecurity Schema Framework 1.8. https://schema.ocsf.io/1.8.0
import type { OutwardAsset, OutwardEnd, OutwardEvent, OutwardFinding, OutwardIncident } from '@nautilus/model'
import type { Target } from '../kind.ts'
import { severityWords } from '../severity.ts'

export const OCSF_VERSION = '1.8.0'

const ms = (micros: number): number => Math.floor(micros / 1000)

type Looks = Pick<Target, 'technique' | 'link' | 'version' | 'mapping'>

const classOf = (category: number, uid: number, activity: number) => ({
  category_uid: category,
  class_uid: uid,
  activity_id: activity,
  type_uid: uid * 100 + activity,
})

/** Of what happened: 1 create, 2 update, 3 close. */
const activityOf = (kind: string): number => (kind.endsWith('.opened') ? 1 : kind.endsWith('.closed') ? 3 : 2)

const attacksOf = (ids: readonly string[], { technique }: Looks) =>
  ids.map(technique).map(({ id, name, tactics }) => ({
    version: '18.1',
    technique: { uid: id, name },
    ...(tactics[0] ? { tactic: { uid: tactics[0].id, name: tactics[0].name } } : {}),
  }))

/** OCSF has no word for controllers: 99, and ours. */
const typeOf = (role: string | null) => {
  const types: Readonly<Record<string, number>> = { server: 1, workstation: 2, firewall: 9, switch: 10, router: 12 }
  const known = role === null ? 0 : (types[role] ?? 99)
  return known === 99 ? { type_id: 99, type: role } : { type_id: known }
}

const known = (value: object) => Object.fromEntries(Object.entries(value).filter(([, each]) => each != null))

const endpointOf = (end: OutwardEnd) =>
  known({ uid: end.id, name: end.name, ip: end.ip, mac: end.mac, zone: end.zone, ...typeOf(end.role) })

const evidencesOf = ({ source, target, protocol }: OutwardFinding) =>
  source || target
    ? [
        {
          ...(source ? { src_endpoint: endpointOf(source) } : {}),
          ...(target ? { dst_endpoint: endpointOf(target) } : {}),
          ...(protocol ? { data: { protocol } } : {}),
        },
      ]
    : []

/** 1 new, 2 in progress, 3 suppressed, 4 resolved. */
const findingStates: Readonly<Record<string, number>> = {
  ...{ open: 1, confirmed: 2, accepted: 4, suppressed: 3, closed: 4, explained: 4 },
}

const ofFinding = (finding: OutwardFinding, event: OutwardEvent, look: Looks) => ({
  ...classOf(2, 2004, activityOf(event.kind)),
  severity_id: severityWords[finding.severity].ocsf,
  time: ms(finding.last),
  message: finding.why,
  status_id: findingStates[finding.status] ?? 0,
  ...{ is_alert: true, confidence_score: Math.round(finding.confidence * 100), count: finding.count },
  ...{ start_time: ms(finding.first), end_time: ms(finding.last) },
  finding_info: {
    ...{ uid: finding.id, title: finding.title, desc: finding.why, types: [finding.rule], src_url: look.link(event) },
    ...{ first_seen_time: ms(finding.first), last_seen_time: ms(finding.last) },
    analytic: { uid: finding.rule, name: finding.rule, type_id: 1, type: 'Rule' },
    attacks: attacksOf(finding.techniques, look),
  },
  evidences: evidencesOf(finding),
  ...(finding.target ? { device: endpointOf(finding.target) } : {}),
  unmapped: { verb: finding.verb, work: finding.work, order: finding.order, incident: finding.incident },
})

/** 1 new, 2 in progress, 5 closed. */
const incidentState = (state: string): number => (state === 'closed' ? 5 : state === 'detected' ? 1 : 2)

const ofIncident = (incident: OutwardIncident, event: OutwardEvent, look: Looks) => {
  const { id, title, state, outcome, exercise } = incident
  return {
    ...classOf(2, 2005, activityOf(event.kind)),
    severity_id: severityWords[incident.severity].ocsf,
    ...{ time: ms(incident.changed), message: title, status_id: incidentState(state), src_url: look.link(event) },
    finding_info_list: incident.findings.map(uid => ({ uid, title })),
    assignee: { name: incident.assignee ?? 'nobody' },
    unmapped: { incident: id, state, outcome, exercise },
  }
}

const ofAsset = (asset: OutwardAsset, event: OutwardEvent) => ({
  ...classOf(5, 5001, 2),
  ...{ severity_id: 1, time: ms(event.at) },
  device: known({
    ...{ uid: asset.id, name: asset.name, hostname: asset.name, ip: asset.ip[0], mac: asset.mac[0] },
    ...{ vendor_name: asset.vendor, model: asset.model, zone: asset.zone, ...typeOf(asset.role) },
    hw_info: known({ serial_number: asset.serial }),
    network_interfaces: asset.ip.map(ip => ({ ip, type_id: 1 })),
    ...{ first_seen_time: ms(asset.first), last_seen_time: ms(asset.last) },
  }),
  unmapped: {
    ...{ firmware: asset.firmware, orderNumber: asset.orderNumber, level: asset.level },
    gone: event.kind === 'asset.gone',
  },
})

function ofTopic(event: OutwardEvent, look: Looks): object {
  const { finding, incident, asset, sensor, audit } = event
  if (finding) return ofFinding(finding, event, look)
  if (incident) return ofIncident(incident, event, look)
  if (asset) return ofAsset(asset, event)
  if (sensor)
    return {
      ...classOf(6, 6002, 99),
      ...{ activity_name: sensor.note.what, severity_id: 2, time: ms(event.at) },
      message: `Sensor ${sensor.sensor}: ${sensor.note.what}`,
      app: { name: 'Nautilus sensor', uid: sensor.sensor, vendor_name: 'Nautilus' },
      unmapped: sensor.note,
    }
  return {
    ...classOf(6, 6003, 99),
    ...{ activity_name: audit?.action, severity_id: 1, time: ms(event.at) },
    actor: { user: { name: audit?.who ?? '' } },
    api: { operation: audit?.action ?? '' },
    src_endpoint: { name: 'nautilus' },
    unmapped: { object: audit?.object, detail: audit?.detail },
  }
}

export function ocsfOf(event: OutwardEvent, look: Looks): object {
  const { unmapped, ...told } = ofTopic(event, look) as { unmapped: object }
  return {
    ...told,
    metadata: {
      version: OCSF_VERSION,
      uid: event.id,
      tenant_uid: event.tenant,
      original_time: String(ms(event.at)),
      product: { name: 'OT Intelligence', vendor_name: 'Nautilus', version: look.version },
      ...(event.test ? { labels: ['test'] } : {}),
    },
    unmapped: { ...known(unmapped), site: event.site, revision: event.at, ...look.mapping.add },
  }
}
