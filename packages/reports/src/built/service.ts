// What was done for a customer in the period: watched, found, answered, practised.
import { axisTo, type Chart, timeAxis } from '../chart/index.ts'
import type { Block, Figure } from '../pdf/index.ts'
import type { SiteFacts } from '../report/facts.ts'
import { countIn, dayIn, durationIn, shareIn, shortDay } from '../report/moments.ts'
import type { Known } from '../report/report.ts'
import { reportWords } from '../report/words.ts'
import { type Builder, bySeverity, cell, columns, graveIn, type Making, sumOf, tile, total } from './parts.ts'
import { serviceWords } from './service-words.ts'

/** Rows of each table. */
const MOST = 40

export const serviceSections: Builder<'service'> = making => ({
  figures: () => [{ kind: 'figures', items: tiles(making) }],
  sites: () => siteTable(making),
  weeks: () => [{ kind: 'chart', chart: weeksOf(making) }],
  findings: () => foundMost(making),
  incidents: () => incidents(making),
  sight: () => sight(making),
})

function tiles(making: Making): Figure[] {
  const say = serviceWords[making.about.language]
  const of = <T>(pick: (site: SiteFacts) => Known<T>, figure: (value: T) => number) => total(making, pick, figure)
  const findings = (site: SiteFacts) => site.findings
  const incidents = (site: SiteFacts) => site.incidents
  const grave = of(findings, one => graveIn(one.found)).value
  const worked = of(findings, one => one.worked).value
  const devices = of(
    site => site.assets,
    one => one.total,
  )
  const added = of(
    site => site.assets,
    one => one.added,
  ).value
  const practised = of(
    site => site.practice,
    one => one.exercises,
  )
  return [
    tile(making, say.devices, devices, say.added(added)),
    tile(
      making,
      say.found,
      of(findings, one => sumOf(one.found)),
      say.grave(grave, worked),
    ),
    tile(
      making,
      say.opened,
      of(incidents, one => one.opened),
      say.closed(of(incidents, one => one.closed).value),
    ),
    tile(making, say.practised, practised),
  ]
}

function siteTable({ about, facts, sources }: Making): Block[] {
  const { language } = about
  const say = serviceWords[language]
  const count = (value: number) => countIn(value, language)
  const span = (value: number | null) => (value === null ? '–' : durationIn(value, language))
  return [
    { kind: 'heading', level: 2, text: say.bySite },
    {
      kind: 'table',
      columns: columns(
        [reportWords[language].site, 3],
        [say.devices, 2],
        [say.sensors, 2],
        [say.found, 2],
        [say.incidents, 2],
        [say.detect, 2],
        [say.decide, 2],
      ),
      rows: facts.sites.map(({ site, assets, sensors, findings, incidents }) => [
        site.name,
        cell(count(assets.value.total), sources.of(assets)),
        cell(say.silent(sensors.value.total, sensors.value.silent), sources.of(sensors)),
        cell(count(sumOf(findings.value.found)), sources.of(findings)),
        cell(count(incidents.value.opened), sources.of(incidents)),
        span(incidents.value.detect),
        span(incidents.value.decide),
      ]),
      empty: reportWords[language].nothing,
    },
  ]
}

/** Of all sites together. */
function weeksOf({ about, facts, sources }: Making): Chart {
  const { language, timeZone, period } = about
  const say = serviceWords[language]
  const weeks = new Map<number, number>()
  for (const { findings } of facts.sites)
    for (const { from, count } of findings.value.weeks) weeks.set(from, (weeks.get(from) ?? 0) + count)
  const points = [...weeks].sort(([a], [b]) => a - b)
  const most = Math.max(0, ...points.map(([, count]) => count))
  const sum = points.reduce((all, [, count]) => all + count, 0)
  // The last bar begins a week before the end.
  return {
    title: say.weeks,
    text: say.weeksText(countIn(sum, language), countIn(most, language)),
    look: 'bars',
    x: timeAxis(period.from, period.to, say.week, at => shortDay(at, timeZone, language)),
    y: axisTo(most, say.found, value => countIn(value, language), 1),
    series: [{ name: say.found, points: points.map(([from, count]) => [from + HALF_WEEK, count] as const) }],
    sources: sources.of(...facts.sites.map(({ findings }) => findings)),
  }
}

const HALF_WEEK = 3.5 * 86_400_000

function foundMost({ about, facts, sources }: Making): Block[] {
  const { language } = about
  const { severity, nothing, site: ofSite } = reportWords[language]
  const say = serviceWords[language]
  const rows = facts.sites
    .flatMap(({ site, findings }) => findings.value.top.map(one => ({ ...one, site, findings })))
    .sort((a, b) => bySeverity(a, b) || b.count - a.count)
    .slice(0, MOST)
  return [
    { kind: 'heading', level: 2, text: say.top },
    {
      kind: 'table',
      columns: columns([say.finding, 6], [say.severity, 2], [ofSite, 2], [say.times, 1]),
      rows: rows.map(one => [
        one.title,
        severity[one.severity] ?? one.severity,
        one.site.name,
        cell(countIn(one.count, language), sources.of(one.findings)),
      ]),
      empty: nothing,
    },
  ]
}

function incidents({ about, facts, sources }: Making): Block[] {
  const { language, timeZone } = about
  const { severity, nothing, site: ofSite } = reportWords[language]
  const say = serviceWords[language]
  const rows = facts.sites
    .flatMap(({ site, incidents }) => incidents.value.list.map(one => ({ ...one, site, incidents })))
    .sort((a, b) => a.opened - b.opened)
    .slice(0, MOST)
  return [
    { kind: 'heading', level: 2, text: say.incidents },
    {
      kind: 'table',
      columns: columns([say.incident, 5], [say.severity, 2], [ofSite, 2], [say.day, 2], [say.state, 3]),
      rows: rows.map(one => [
        cell(one.title, sources.of(one.incidents)),
        severity[one.severity] ?? one.severity,
        one.site.name,
        dayIn(one.opened, timeZone, language),
        say.states[one.state] ?? one.state,
      ]),
      empty: nothing,
    },
  ]
}

function sight({ about, facts, sources }: Making): Block[] {
  const { language } = about
  const say = serviceWords[language]
  const share = (value: number | null) => (value === null ? '–' : shareIn(value, language))
  const blind = facts.sites.flatMap(({ site, sensors }) => sensors.value.blind.map(what => `${site.name}: ${what}`))
  return [
    { kind: 'heading', level: 2, text: say.sight },
    {
      kind: 'table',
      columns: columns([reportWords[language].site, 3], [say.recognised, 3], [say.encrypted, 3], [say.partial, 3]),
      rows: facts.sites.map(({ site, sensors }) => [
        site.name,
        cell(share(sensors.value.recognised), sources.of(sensors)),
        share(sensors.value.encrypted),
        countIn(sensors.value.partial, language),
      ]),
      empty: '',
    },
    blind.length > 0
      ? { kind: 'list', marks: 'bullet', items: blind.slice(0, MOST) }
      : { kind: 'paragraph', text: say.noBlind, look: 'small' },
  ]
}
