// Reports, made of what the store knows.
import {
  brandOf,
  type Laws,
  type MadeReport,
  type Playbooks,
  type ReportAsked,
  type ReportPort,
  type RiskPort,
  riskOf,
} from '@nautilus/api'
import {
  type Brand,
  type Known,
  type RecordFigures,
  type Report,
  type ReportKind,
  type RiskFigures,
  reportKinds,
  reportOf,
  reportSections,
  type SiteFacts,
} from '@nautilus/reports'
import { REPORT_TRIALS } from '@nautilus/risk'
import {
  asTenant,
  type Database,
  getTenant,
  listAnchors,
  listSites,
  type Period,
  type Scoped,
  verifyAudit,
} from '@nautilus/store'
import { siteFacts } from './gather.ts'
import { incidentFacts } from './gather-incident.ts'
import { reportFiles } from './report-files.ts'
import { nextDue } from './rhythm.ts'

export type ReportDeskOptions = {
  readonly db: Database
  readonly risk: RiskPort
  readonly laws: Laws
  readonly playbooks: (tenant: string) => Promise<Playbooks>
  /** µs since 1970-01-01 UTC. */
  readonly now: () => number
}

/** The same seed as the console: figures move with the numbers, not by chance. */
const SEED = 1
const withMoney: readonly ReportKind[] = ['board']

export type ReportDesk = ReportPort & { stop(): Promise<void> }

export function reportDesk(options: ReportDeskOptions): ReportDesk {
  const { now } = options
  const files = reportFiles()
  return {
    library: reportKinds.map(kind => ({
      kind,
      money: withMoney.includes(kind),
      of: kind === 'incident' ? 'incident' : 'period',
      sections: reportSections[kind],
    })),
    nextDue: rhythm => {
      try {
        return nextDue(rhythm, now())
      } catch {
        return null
      }
    },
    make: asked =>
      asked.incident === undefined ? made(options, asked) : madeOfIncident(options, asked, asked.incident),
    file: (document, form) => files.of({ report: document as Report, form }),
    stop: () => files.stop(),
  }
}

/** From its beginning to what changed last. */
async function madeOfIncident(
  { db, now, laws, playbooks }: ReportDeskOptions,
  asked: ReportAsked,
  id: string,
): Promise<MadeReport | null> {
  const { tenant, language } = asked
  const at = now()
  const whose = await asTenant(db, tenant, getTenant)
  const books = await playbooks(tenant)
  const [site] = await asTenant(db, tenant, scoped => listSites(scoped, asked.sites))
  if (!site) return null
  const own = { id: site.id, name: site.name }
  const none = { from: 0, to: at }
  const incident = await asTenant(db, tenant, scoped =>
    incidentFacts({ scoped, site: own, period: none, language, now: at }, { db, tenant, id, laws, books }),
  )
  if (!incident) return null
  const record = await asTenant(db, tenant, scoped => recordFigures(scoped, at))
  const { opened, changed } = incident.incident.value
  const about = {
    ...{ brand: await wornBy(db, asked, whose?.name ?? ''), customer: whose?.name ?? '', language, made: at / 1000 },
    ...{ timeZone: site.time_zone, period: { from: opened / 1000, to: changed / 1000 + 1 }, sites: [own] },
  }
  return { document: reportOf('incident', about, { sites: [], record, incident }), from: opened, to: changed + 1000 }
}

async function made({ db, risk, now }: ReportDeskOptions, asked: ReportAsked): Promise<MadeReport | null> {
  const { tenant, language } = asked
  const kind = asked.kind as ReportKind
  const at = now()
  const whose = await asTenant(db, tenant, getTenant)
  const known = await asTenant(db, tenant, scoped => listSites(scoped, asked.sites))
  const sites = asked.sites.flatMap(id => known.find(site => site.id === id) ?? [])
  const timeZone = sites[0]?.time_zone ?? 'UTC'
  const period = periodIn(asked, timeZone)
  const facts: SiteFacts[] = []
  for (const { id, name } of sites) {
    const site = { id, name }
    const seen = await asTenant(db, tenant, scoped =>
      siteFacts({ scoped, site, period, language, now: at }, { devices: kind === 'assets' }),
    )
    const money = withMoney.includes(kind) ? await riskFigures({ db, risk, tenant, site: id, now: at }) : null
    if (money === 'busy') return null
    facts.push({ ...seen, risk: money })
  }
  const record = await asTenant(db, tenant, scoped => recordFigures(scoped, at))
  const about = {
    ...{
      brand: await wornBy(db, asked, whose?.name ?? ''),
      customer: whose?.name ?? '',
      language,
      timeZone,
      made: at / 1000,
    },
    period: { from: period.from / 1000, to: period.to / 1000 },
    sites: sites.map(({ id, name }) => ({ id, name })),
  }
  return { document: reportOf(kind, about, { sites: facts, record }), ...period }
}

/** Whole days where the site is: the night in which clocks change is as long as it is. */
export function periodIn({ from, to }: Pick<ReportAsked, 'from' | 'to'>, timeZone: string): Period {
  const start = (day: Temporal.PlainDate) => day.toZonedDateTime(timeZone).epochMilliseconds * 1000
  return { from: start(Temporal.PlainDate.from(from)), to: start(Temporal.PlainDate.from(to).add({ days: 1 })) }
}

/** Of one site alone that of the site. A tenant that inherits no name is called by its own. */
async function wornBy(db: Database, { tenant, sites }: ReportAsked, name: string): Promise<Brand> {
  const [only = null] = sites
  const { product, logo, colours, report } = await brandOf(db, tenant, sites.length === 1 ? only : null)
  return {
    ...{ name: product ?? name, logo: logo ?? null, accent: colours?.accent ?? '#1f4e79' },
    ...(report ? { template: report } : {}),
  }
}

async function recordFigures(scoped: Scoped, now: number): Promise<Known<RecordFigures>> {
  const verdict = await verifyAudit(scoped)
  const { length: anchors } = await listAnchors(scoped)
  const value = verdict.ok
    ? { whole: true, links: verdict.links, days: anchors }
    : { whole: false, links: 0, days: anchors }
  return { value, asked: { query: 'audit.verify', parameters: {}, at: now / 1000 } }
}

type RiskAsked = {
  readonly db: Database
  readonly risk: RiskPort
  readonly tenant: string
  readonly site: string
  readonly now: number
}

/** Computed anew from the numbers as they are; null where nothing can be computed. */
async function riskFigures({ db, risk, tenant, site, now }: RiskAsked): Promise<Known<RiskFigures> | null | 'busy'> {
  const { book, hash } = await asTenant(db, tenant, scoped => riskOf(risk, scoped, site))
  if (book.plans.length === 0) return null
  const result = await risk.run({ book, trials: REPORT_TRIALS, seed: SEED, measures: [] })
  if (!result) return 'busy'
  const plans = new Map(book.plans.map(plan => [plan.id, plan]))
  const { trials, expected, anyLoss, givenLoss, var99, curve, scenarios } = result.figures
  const value: RiskFigures = {
    ...{ currency: result.currency, trials, expected, anyLoss, givenLoss, var99, curve },
    scenarios: scenarios.flatMap(({ id, expected: mean, tail }) => {
      const plan = plans.get(id)
      return plan ? [{ kind: plan.kind, process: plan.process, expected: mean, tail }] : []
    }),
  }
  const parameters = { site, numbers: hash.slice(0, 16), seed: SEED, years: trials, code: result.code }
  return { value, asked: { query: 'risk.run', parameters, at: now / 1000 } }
}
