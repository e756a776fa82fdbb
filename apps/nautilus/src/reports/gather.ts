// What a report says of a site, read from the store: every answer keeps its question.
import type { Conduit, ExposurePath, ExternalPeer, Reach, Zone } from '@nautilus/model'
import type {
  AssetLine,
  BoundaryFigures,
  ControlFigures,
  PracticeFigures,
  RiskPast,
  SiteFacts,
} from '@nautilus/reports'
import {
  assetFigures,
  assetLines,
  assetNames,
  countInForce,
  listOrders,
  listVulnerabilities,
  practised,
  riskHistory,
  siteFact,
  vulnerabilityRun,
} from '@nautilus/store'
import { ask, type Gathering, instant } from './asking.ts'
import { findingFigures, incidentFigures, sensorFigures } from './gather-work.ts'

/** Vulnerabilities that are listed. */
const MOST_WEAK = 25
/** Devices that are named and listed, rows of who changes what, and kept computations. */
const [MOST_NAMES, MOST_LISTED, MOST_ROWS, MOST_RUNS] = [50_000, 1000, 1000, 100]

export async function siteFacts(
  from: Gathering,
  wanted: { readonly devices: boolean },
): Promise<Omit<SiteFacts, 'risk'>> {
  const { scoped, site, period, now } = from
  const span = { from: instant(period.from), to: instant(period.to) }
  return {
    site,
    assets: await ask(from, 'assets.count', span, assetFigures(scoped, site.id, period)),
    findings: await findingFigures(from),
    incidents: await incidentFigures(from),
    sensors: await sensorFigures(from),
    control: await ask(from, 'facts.control', { facts: 'control, reach, external, paths' }, control(from)),
    boundary: await ask(from, 'facts.conduits', { facts: 'zones, conduits' }, boundary(from)),
    practice: await ask(from, 'practice.count', span, practice(from)),
    devices: wanted.devices ? await ask(from, 'assets.list', { most: MOST_LISTED }, devices(from)) : null,
    weak: wanted.devices ? await weak(from) : null,
    past: await ask(from, 'risk.reports', { before: instant(now) }, past(from)),
  }
}

const fact = async <T>({ scoped, site }: Gathering, name: string): Promise<readonly T[]> =>
  ((await siteFact(scoped, site.id, name)) ?? []) as readonly T[]

type StoredControl = {
  readonly controller: string
  readonly client: string
  readonly protocol: string
  readonly verbs: Readonly<Record<string, number>>
  readonly refused: Readonly<Record<string, number>>
  readonly last: number
}

async function control(from: Gathering): Promise<ControlFigures> {
  const names = new Map((await assetNames(from.scoped, from.site.id, MOST_NAMES)).map(({ id, name }) => [id, name]))
  const called = (id: string): string => names.get(id) ?? id
  const rows = await fact<StoredControl>(from, 'control')
  const reach = await fact<Reach>(from, 'reach')
  const external = await fact<ExternalPeer>(from, 'external')
  const paths = await fact<ExposurePath>(from, 'paths')
  return {
    rows: rows.slice(0, MOST_ROWS).map(({ controller, client, protocol, verbs, refused, last }) => ({
      ...{ protocol, verbs, refused, last: last / 1000 },
      ...{ controller: called(controller), client: called(client) },
    })),
    indirect: reach
      .flatMap(({ controller, indirect }) =>
        indirect.map(({ asset, through, protocol, kind, steps }) => ({
          ...{ protocol, kind, steps },
          ...{ controller: called(controller), client: called(asset), through: called(through) },
        })),
      )
      .slice(0, MOST_ROWS),
    external: new Set(external.map(({ asset }) => asset)).size,
    ways: paths.filter(({ origin }) => origin !== 'office').length,
  }
}

async function boundary(from: Gathering): Promise<BoundaryFigures> {
  const zones = await fact<Zone>(from, 'zones')
  const conduits = await fact<Conduit>(from, 'conduits')
  const used = conduits.filter(({ verdict }) => verdict !== 'unused')
  const of = (verdict: Conduit['verdict']) => used.filter(one => one.verdict === verdict).length
  return {
    zones: zones.length,
    declared: zones.filter(({ declared }) => declared).length,
    conduits: used.length,
    undeclared: of('undeclared'),
    forbidden: of('forbidden'),
  }
}

async function practice({ scoped, site, period }: Gathering): Promise<PracticeFigures> {
  const { exercises, drafts } = await practised(scoped, site.id, period)
  const waiting = await listOrders(scoped, site.id, 'waiting')
  return {
    exercises,
    orders: await countInForce(scoped, site.id),
    ordersWaiting: waiting.length,
    reports: drafts,
  }
}

/** Null where nothing is known of vulnerabilities. */
async function weak(from: Gathering): Promise<SiteFacts['weak']> {
  const { scoped, site } = from
  const run = await vulnerabilityRun(scoped, site.id)
  if (!run) return null
  const { items = [] } = (await listVulnerabilities(scoped, site.id, {}, { limit: MOST_WEAK })) ?? {}
  const top = items.map(({ asset_name: device, vulnerability, verdict, urgency, known: exploited, score, data }) => ({
    ...{ device, vulnerability, verdict, urgency, exploited, score },
    title: (data as { title?: string }).title ?? '',
  }))
  const { total, now, known: exploited, devices: count, age } = run
  return ask(
    from,
    'vulnerabilities.list',
    { most: MOST_WEAK },
    Promise.resolve({ total, now, exploited, devices: count, age, top }),
  )
}

const devices = ({ scoped, site }: Gathering): Promise<AssetLine[]> => assetLines(scoped, site.id, MOST_LISTED)

async function past({ scoped, site, now }: Gathering): Promise<RiskPast[]> {
  const runs = await riskHistory(scoped, site.id, now, MOST_RUNS)
  return runs.map(({ at, expected, currency }) => ({ at: at.getTime(), expected, currency }))
}
