// Events as rows of the tables.
import type { OutwardAsset, OutwardEnd, OutwardEvent, OutwardFinding, OutwardIncident } from '@nautilus/model'
import type { Target } from '../kind.ts'
import { severityWords } from '../severity.ts'
import { timeOf } from '../told.ts'
import type { TableName } from './columns.ts'

export type Row = Readonly<Record<string, unknown>>

/** Characters of one field: Azure cuts at 64 KiB, and says nothing. */
const LONGEST = 15_000
const CUT = '…[truncated]'

const endColumns = (prefix: 'Src' | 'Dst', end: OutwardEnd | null) => ({
  [`${prefix}AssetId`]: end?.id,
  [`${prefix}Hostname`]: end?.name ?? end?.ip,
  [`${prefix}IpAddr`]: end?.ip,
  [`${prefix}MacAddr`]: end?.mac,
  [`${prefix}Role`]: end?.role,
  [`${prefix}Zone`]: end?.zone,
  [`${prefix}Purdue`]: end?.level,
  [`${prefix}Vendor`]: end?.vendor,
  [`${prefix}Model`]: end?.model,
  [`${prefix}Firmware`]: end?.firmware,
})

const named = (ids: readonly string[], { technique }: Pick<Target, 'technique'>) => {
  const all = ids.map(technique)
  return {
    // As ASIM writes them: name (id).
    AttackTechniques: all.map(({ id, name }) => `${name} (${id})`),
    AttackTactics: [...new Set(all.flatMap(({ tactics }) => tactics.map(({ name }) => name.replaceAll(' ', ''))))],
  }
}

type Looks = Pick<Target, 'technique' | 'link' | 'mapping'>

export function rowOf(event: OutwardEvent, target: Looks): { readonly table: TableName; readonly row: Row } {
  const { table, row } = partsOf(event, target)
  const common = {
    ...{ TimeGenerated: timeOf(event.at), EventId: event.id, EventKind: event.kind, Revision: event.at },
    ...{ PlatformTenant: event.tenant, SiteId: event.site, SiteName: event.siteName, IsTest: event.test },
  }
  const { add } = target.mapping
  const more = Object.keys(add).length > 0 ? { AdditionalFields: add } : {}
  const whole = Object.entries({ ...common, ...row, ...more })
  return { table, row: Object.fromEntries(whole.filter(([, value]) => value != null).map(([n, v]) => [n, cut(v)])) }
}

const cut = (value: unknown): unknown =>
  typeof value === 'string' && value.length > LONGEST ? value.slice(0, LONGEST) + CUT : value

const ofFinding = (finding: OutwardFinding, url: string, target: Looks): Row => {
  const { score } = severityWords[finding.severity]
  const { first, last, ended } = finding
  return {
    ...{ AlertId: finding.id, AlertName: finding.title, AlertType: finding.rule, AlertDescription: finding.why },
    ...{ Baseline: finding.baseline, Severity: finding.severity, RiskScore: score, AlertState: finding.status },
    ...{ Confidence: Math.round(finding.confidence * 100), EventCount: finding.count, FirstSeen: timeOf(first) },
    ...{ LastSeen: timeOf(last), EndedAt: ended === null ? null : timeOf(ended), Protocol: finding.protocol },
    ...{ Operation: finding.verb, ...endColumns('Src', finding.source), ...endColumns('Dst', finding.target) },
    ...named(finding.techniques, target),
    ...{ InMaintenanceWindow: finding.work === 'covered', WorkVerdict: finding.work, WorkOrder: finding.order },
    ...{ IncidentId: finding.incident, AlertUrl: url },
  }
}

const ofIncident = (incident: OutwardIncident, url: string, target: Looks): Row => ({
  ...{ IncidentId: incident.id, IncidentName: incident.title, Severity: incident.severity },
  ...{ RiskScore: severityWords[incident.severity].score, IncidentState: incident.state, Outcome: incident.outcome },
  ...{ IsExercise: incident.exercise, OpenedAt: timeOf(incident.opened), ChangedAt: timeOf(incident.changed) },
  ...{ Alerts: incident.findings, Assets: incident.assets, ...named(incident.techniques, target), IncidentUrl: url },
})

const ofAsset = (asset: OutwardAsset, url: string, isGone: boolean): Row => ({
  ...{ AssetId: asset.id, AssetName: asset.name, IpAddresses: asset.ip, MacAddresses: asset.mac },
  ...{ Vendor: asset.vendor, Model: asset.model, OrderNumber: asset.orderNumber, Hardware: asset.hardware },
  ...{ Firmware: asset.firmware, SerialNumber: asset.serial, OperatingSystem: asset.os, Role: asset.role },
  ...{ Purdue: asset.level, Zone: asset.zone, Criticality: asset.criticality, Protocols: asset.protocols },
  ...{ FirstSeen: timeOf(asset.first), LastSeen: timeOf(asset.last), IsGone: isGone, AssetUrl: url },
})

function partsOf(event: OutwardEvent, target: Looks): { readonly table: TableName; readonly row: Row } {
  const { finding, incident, asset, sensor, audit } = event
  const url = target.link(event)
  if (finding) return { table: 'OtAlerts', row: ofFinding(finding, url, target) }
  if (incident) return { table: 'OtIncidents', row: ofIncident(incident, url, target) }
  if (asset) return { table: 'OtAssets', row: ofAsset(asset, url, event.kind === 'asset.gone') }
  if (sensor)
    return { table: 'OtHealth', row: { SensorId: sensor.sensor, Condition: sensor.note.what, Detail: sensor.note } }
  const said = { Actor: audit?.who, Action: audit?.action, ObjectId: audit?.object, Detail: audit?.detail }
  return { table: 'OtAudit', row: said }
}
