// What is stored of a site, as its risk is made from it.
import type { Process, Who } from '@nautilus/detection'
import type { Coverage, ExposurePath, ExternalPeer, Reach } from '@nautilus/model'
import { spreadOf } from '@nautilus/response'
import type { OwnTime, RiskAsset, RiskFacts, RiskProcess } from '@nautilus/risk'
import {
  entityOfSite,
  graveFindings,
  latestIncidents,
  riskAssets,
  type Scoped,
  siteFact,
  siteModel,
  weakDevices,
} from '@nautilus/store'
import { loadModel, type ModelOptions, processesIn } from '../site/load.ts'

/** Devices, findings and incidents that are looked at. */
const MOST_ASSETS = 20_000
const MOST_FINDINGS = 2000
const MOST_INCIDENTS = 100
/** Real incidents that say enough; with fewer, exercises are asked. */
const ENOUGH = 5
const HOUR = 3_600_000_000

/** `now`: µs */
export async function riskFacts(scoped: Scoped, site: string, now: number): Promise<RiskFacts> {
  const model = await siteModel(scoped, site)
  const declared = model ? loadModel(model.source, []) : null
  const fact = async <T>(name: string): Promise<T | null> => (await siteFact(scoped, site, name)) as T | null
  const rows = await riskAssets(scoped, site, MOST_ASSETS)
  const entity = await entityOfSite(scoped, site)
  const coverage = (await fact<readonly Coverage[]>('coverage')) ?? []
  return {
    processes: model ? processesIn(model.source).map(processOf) : [],
    assets: rows.map(row => assetOf(row, declared)),
    paths: (await fact<ExposurePath[]>('paths')) ?? [],
    external: (await fact<ExternalPeer[]>('external')) ?? [],
    reach: (await fact<Reach[]>('reach')) ?? [],
    weaknesses: await weakDevices(scoped, site),
    findings: await graveFindings(scoped, site, MOST_FINDINGS),
    blind: coverage.flatMap(({ unseen }) => unseen).filter(({ grade }) => grade === 'blind').length,
    ...(await timesOf(scoped, site, now)),
    entity: entity && { class: entity.entity.class, turnover: entity.entity.turnoverEur },
    today: new Date(now / 1000).toISOString().slice(0, 10),
  }
}

const processOf = ({ name, safetyClass, downtimeCostPerHour, currency, redundant }: Process): RiskProcess => ({
  ...{ name, safetyClass, currency, redundant },
  costPerHour: downtimeCostPerHour,
})

type Row = Awaited<ReturnType<typeof riskAssets>>[number]

/** What people wrote of the device itself goes before what site.yaml says. */
function assetOf(row: Row, declared: ModelOptions | null): RiskAsset {
  const who = declared?.declare?.(whoOf(row)) ?? whoOf(row)
  return {
    id: row.id,
    label: row.called,
    role: row.role,
    criticality: row.criticality as RiskAsset['criticality'],
    safety: who.safety,
    process: row.process ?? declared?.site?.processOf(who)?.name ?? null,
    vendor: row.vendor,
    protocols: row.protocols,
  }
}

/** As far as a declaration asks for it. */
function whoOf({ id, called, ip, mac, role, level, zone, vendor }: Row): Who {
  const unasked = { model: null, firmware: null, os: null, description: null, criticality: null, tools: [] }
  return {
    ...{ id, label: called, ip: ip[0] ?? '', mac: mac[0] ?? '', kind: 'device', level, zone, lists: [] },
    asset: { id, ip, mac, name: called, level, zone, vendor, ...unasked },
    role: role as Who['role'],
    safety: role === 'safety controller',
  }
}

/** How long it took here to notice and to decide; in exercises, where there were too few real incidents. */
async function timesOf(scoped: Scoped, site: string, now: number): Promise<Pick<RiskFacts, 'detect' | 'decide'>> {
  const spread = async (exercises: boolean) =>
    spreadOf(await latestIncidents(scoped, site, { exercises, most: MOST_INCIDENTS }), exercises, now)
  const real = await spread(false)
  const played = await spread(true)
  const own = (measure: 'detect' | 'decide'): OwnTime | null => {
    const isReal = (real[measure]?.count ?? 0) >= ENOUGH
    const found = isReal ? real[measure] : played[measure]
    if (!found) return null
    return { count: found.count, median: found.median / HOUR, p90: found.p90 / HOUR, exercises: !isReal }
  }
  return { detect: own('detect'), decide: own('decide') }
}
