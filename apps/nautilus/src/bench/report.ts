// What a long report costs: the list of devices of three sites, in every form.

import { madeForms } from '@nautilus/api'
import { type AssetLine, type Known, type ReportAbout, reportOf, type SiteFacts } from '@nautilus/reports'
import { fileOf } from '../reports/report-files.ts'
import { grouped, sizeOf } from '../text/numbers.ts'
import { styleOf } from '../text/style.ts'
import { table } from '../text/table.ts'
import type { World } from '../world.ts'

const SITES = 3
/** Of each site: about twenty pages. */
const DEVICES = 430
const MADE = Date.UTC(2026, 2, 1)

const known = <T>(query: string, site: number, value: T): Known<T> => ({
  value,
  asked: { query, parameters: { site: `s${site}` }, at: MADE },
})

const device = (at: number): AssetLine => ({
  ...{ name: `Controller of line ${at}`, address: `10.${at >> 8}.${at & 255}.7`, role: 'controller', vendor: 'Acme' },
  ...{ model: `C-${300 + (at % 7)}`, firmware: `2.${at % 13}`, zone: `Cell ${at % 40}`, criticality: 'high' },
  ...{ owner: 'Team of the line', open: at % 3 },
})

function siteOf(at: number): SiteFacts {
  const of = <T>(query: string, value: T) => known(query, at, value)
  const listed = Array.from({ length: DEVICES }, (_, n) => device(n))
  const all = DEVICES
  return {
    site: { id: `s${at}`, name: `Works ${at}` },
    assets: of('assets.count', {
      total: all,
      owned: all,
      ranked: all,
      firmware: all,
      vendor: all,
      role: all,
      added: 0,
    }),
    findings: of('findings.count', { found: {}, worked: 0, open: { high: 12 }, weeks: [], top: [] }),
    incidents: of('incidents.count', {
      ...{ opened: 0, closed: 0, open: 0, awaiting: [], withPlaybook: 0, decided: 0, reviewed: 0 },
      ...{ detect: null, decide: null, list: [] },
    }),
    sensors: of('sensors.coverage', { total: 1, silent: 0, blind: [], partial: 0, recognised: null, encrypted: null }),
    control: of('facts.control', { rows: [], indirect: [], external: 0, ways: 0 }),
    boundary: of('facts.conduits', { zones: 0, declared: 0, conduits: 0, undeclared: 0, forbidden: 0 }),
    practice: of('practice.count', { exercises: 0, orders: 0, ordersWaiting: 0, reports: 0 }),
    devices: of('assets.list', listed),
    risk: null,
    weak: null,
    past: of('risk.reports', []),
  }
}

export async function reportCosts(world: World): Promise<number> {
  const sites = Array.from({ length: SITES }, (_, at) => siteOf(at + 1))
  const about: ReportAbout = {
    ...{ brand: { name: 'Works', logo: null, accent: '#1f4e79' }, language: 'en', made: MADE, timeZone: 'UTC' },
    period: { from: MADE - 28 * 86_400_000, to: MADE },
    sites: sites.map(({ site }) => site),
  }
  const record = {
    value: { whole: true, links: 0, days: 0 },
    asked: { query: 'audit.verify', parameters: {}, at: MADE },
  }
  const report = reportOf('assets', about, { sites, record })
  const rows: string[][] = []
  for (const form of madeForms) {
    const from = world.clock()
    const bytes = await fileOf({ report, form })
    const took = (world.clock() - from) / 1000
    const pages = form === 'pdf' ? `${pagesOf(bytes)} pages, ` : ''
    rows.push([form.toUpperCase(), `${pages}${sizeOf(bytes.length)}`, `${grouped(Math.round(took))} ms`])
  }
  // Of the program and everything above together: kB on every system (libuv).
  rows.push(['Peak memory', sizeOf(process.resourceUsage().maxRSS * 1024), ''])
  const style = styleOf(world.colour)
  const columns = [{ title: 'Form' }, { title: 'Size', right: true as const }, { title: 'Time', right: true as const }]
  const lines = table(columns, rows, { width: world.columns, style })
  const title = `A report of ${SITES * DEVICES} devices`
  await world.out(`${style.title(title)}\n${lines.join('\n')}\n`)
  return 0
}

const pagesOf = (pdf: Uint8Array): number =>
  Buffer.from(pdf)
    .toString('latin1')
    .match(/\/Type \/Page\b/g)?.length ?? 0
