// What is stored about the devices of an incident, as enrichment wants it.
import type { Process, Who } from '@nautilus/detection'
import type { Asset, Link, Zone } from '@nautilus/model'
import {
  type AssetFacts,
  assetsOf,
  type EnrichmentFacts,
  type Incident,
  type PeerFacts,
  type ProcessFacts,
} from '@nautilus/response'
import { pastIncidents, type Scoped, siteFact, siteModel, vulnerabilitiesOfAssets } from '@nautilus/store'
import { loadModel } from '../site/load.ts'

/** Incidents that are over, with which it is compared. */
const MOST_PAST = 200
/** Vulnerabilities of its devices that are told. */
const MOST_WEAKNESSES = 20
/** Peers of a device that are looked at, the latest first. */
const MOST_PEERS = 200

export async function enrichmentFacts(scoped: Scoped, site: string, incident: Incident): Promise<EnrichmentFacts> {
  const ids = assetsOf(incident)
  const rows = await scoped
    .selectFrom('assets')
    .select('data')
    .where('site', '=', site)
    .where('id', 'in', ids.length > 0 ? [...ids] : [''])
    .orderBy('id')
    .execute()
  const assets = rows.map(({ data }) => data as Asset)
  const model = await siteModel(scoped, site)
  const declared = model ? loadModel(model.source, []) : null
  const zones = ((await siteFact(scoped, site, 'zones')) ?? []) as unknown as readonly Zone[]
  const nameOf = (id: string | null) => zones.find(zone => zone.id === id)?.name ?? id
  const works = assets.map(asset => {
    const who = declared?.declare?.(whoOf(asset)) ?? whoOf(asset)
    return { asset, who, process: declared?.site?.processOf(who) ?? null }
  })
  return {
    findings: incident.findings.map(({ finding }) => finding),
    assets: works.map(({ asset, who, process }) => factsOf(asset, who, process, nameOf)),
    processes: processesOf(works.flatMap(({ process }) => process ?? [])),
    peers: await peersOf(scoped, site, incident, ids),
    weaknesses: await weaknessesOf(scoped, site, ids),
    past: await pastIncidents(scoped, site, MOST_PAST),
  }
}

/** The most urgent of each; null where nothing is known of vulnerabilities. */
async function weaknessesOf(
  scoped: Scoped,
  site: string,
  ids: readonly string[],
): Promise<EnrichmentFacts['weaknesses']> {
  const rows = await vulnerabilitiesOfAssets(scoped, site, ids, MOST_WEAKNESSES)
  return (
    rows?.map(({ asset, vulnerability, verdict, known, score, data }) => ({
      ...{ asset, vulnerability, exploited: known, score, verdict: verdict as 'affected' | 'likely' },
      advisory: (data as { advisory?: { id?: string } }).advisory?.id ?? '',
    })) ?? null
  )
}

/** As detection saw it, from what is stored. */
function whoOf(asset: Asset): Who {
  const [ip = ''] = asset.ip
  const [mac = ''] = asset.mac
  const role = asset.role
  return {
    ...{ id: asset.id, label: labelOf(asset), ip, mac, kind: 'device', asset: { ...asset, tools: [] }, role },
    safety: role === 'safety controller',
    level: asset.level,
    zone: asset.zone,
    lists: [],
  }
}

const labelOf = ({ id, name, ip, mac }: Asset): string => {
  const address = ip[0] ?? mac[0] ?? id
  return name ? `${name} (${address})` : address
}

const factsOf = (
  asset: Asset,
  who: Who,
  process: Process | null,
  nameOf: (zone: string | null) => string | null,
): AssetFacts => ({
  id: asset.id,
  label: labelOf(asset),
  role: asset.role,
  criticality: asset.criticality?.grade ?? null,
  safety: who.safety || process?.safetyClass != null,
  zone: nameOf(who.zone),
  process: process?.name ?? null,
})

function processesOf(all: readonly Process[]): ProcessFacts[] {
  const byName = new Map(all.map(process => [process.name, process]))
  return [...byName.values()].map(({ name, safetyClass, downtimeCostPerHour, currency, redundant }) => ({
    ...{ name, safetyClass, downtimeCostPerHour, currency, redundant },
    by: 'the site model',
  }))
}

/** Who else talked to the devices that were struck, since the incident began. */
async function peersOf(scoped: Scoped, site: string, incident: Incident, ids: readonly string[]): Promise<PeerFacts[]> {
  if (ids.length === 0) return []
  const from = Math.min(incident.opened, ...incident.findings.map(({ finding }) => finding.first))
  const rows = await scoped
    .selectFrom('links')
    .select('data')
    .where('site', '=', site)
    .where('server', 'in', [...ids])
    .where('last', '>=', from)
    .orderBy('last', 'desc')
    .orderBy('id')
    .limit(MOST_PEERS)
    .execute()
  const sources = new Set(incident.findings.map(({ finding }) => finding.source))
  return rows
    .map(({ data }) => data as Link)
    .filter(({ client }) => !sources.has(client))
    .map(({ client, server, protocol, verbs, first, last }) => ({
      ...{ asset: server, peer: client, protocol, first, last, usual: first < from },
      verbs: Object.keys(verbs).sort() as PeerFacts['verbs'],
    }))
}
