// Events as Splunk's HTTP Event Collector takes them, with fields named after its Common Information Model, so that
// searches need no names of ours. https://help.splunk.com/en/data-management/collect-http-event-data
import type { OutwardAsset, OutwardEnd, OutwardEvent, OutwardFinding, OutwardIncident } from '@nautilus/model'
import type { Target } from '../kind.ts'
import { severityWords } from '../severity.ts'
import { mapped, timeOf } from '../told.ts'

export const sourcetypes = {
  finding: 'nautilus:ot:alert',
  incident: 'nautilus:ot:incident',
  asset: 'nautilus:ot:asset',
  sensor: 'nautilus:ot:health',
  audit: 'nautilus:ot:audit',
} as const

const nameOf = (end: OutwardEnd): string => end.name ?? end.ip ?? end.mac ?? end.id

const endFields = (prefix: 'src' | 'dest', end: OutwardEnd | null) =>
  end && {
    [prefix]: nameOf(end),
    [`${prefix}_ip`]: end.ip,
    [`${prefix}_mac`]: end.mac,
    [`${prefix}_zone`]: end.zone,
    [`${prefix}_type`]: end.role,
    [`${prefix}_id`]: end.id,
  }

const ofFinding = (finding: OutwardFinding, { technique }: Pick<Target, 'technique'>) => {
  const { id, rule, title, why, severity, status, first, last, ended, count, work, order, incident } = finding
  const techniques = finding.techniques.map(technique)
  return {
    ...{ id, signature: title, signature_id: rule, description: why, type: 'alert', app: 'nautilus' },
    severity: severityWords[severity].cim,
    severity_score: severityWords[severity].score,
    ...{ status, count, first: timeOf(first), last: timeOf(last), ended: ended === null ? null : timeOf(ended) },
    ...endFields('src', finding.source),
    ...endFields('dest', finding.target),
    ...{ protocol: finding.protocol, operation: finding.verb, baseline: finding.baseline, work, order, incident },
    confidence: Math.round(finding.confidence * 100),
    mitre_technique_id: techniques.map(each => each.id),
    mitre_technique: techniques.map(each => each.name),
    mitre_tactic: [...new Set(techniques.flatMap(each => each.tactics.map(({ name }) => name)))],
  }
}

const ofIncident = ({ opened, changed, severity, techniques, ...incident }: OutwardIncident) => ({
  ...incident,
  severity: severityWords[severity].cim,
  ...{ opened: timeOf(opened), changed: timeOf(changed), mitre_technique_id: techniques, app: 'nautilus' },
})

const ofAsset = (asset: OutwardAsset) => {
  const { first, last, ...rest } = asset
  const dest = asset.name ?? asset.ip[0] ?? asset.mac[0] ?? asset.id
  return { ...rest, dest, category: 'ot', first: timeOf(first), last: timeOf(last) }
}

function saidOf(event: OutwardEvent, target: Pick<Target, 'technique'>): object {
  const { finding, incident, asset, sensor, audit } = event
  if (finding) return ofFinding(finding, target)
  if (incident) return ofIncident(incident)
  if (asset) return ofAsset(asset)
  return { ...sensor, ...audit }
}

/** Seconds since 1970, as a plain decimal: with an exponent it is refused. */
const secondsOf = (micros: number): number => Math.floor(micros / 1000) / 1000

export function envelopeOf(event: OutwardEvent, target: Pick<Target, 'settings' | 'mapping' | 'technique' | 'link'>) {
  const { settings, mapping, link } = target
  const { kind, tenant, site, siteName, test } = event
  const sourcetype = sourcetypes[kind.split('.')[0] as keyof typeof sourcetypes]
  const said = { ...saidOf(event, target), kind, revision: event.at, url: link(event), site_name: siteName, test }
  return {
    time: secondsOf(event.finding?.last ?? event.at),
    host: settings.host || 'nautilus',
    source: settings.source || 'nautilus',
    sourcetype,
    ...(settings.index ? { index: settings.index } : {}),
    event: mapped(said, mapping),
    // Text alone; whoever gets one twice finds it by its id.
    fields: { tenant, ...(site === null ? {} : { site }), delivery_id: event.id },
  }
}
