// One page for those who answer for the whole: exposure in money, what happened, which decisions wait, what is evidenced.
import { axisTo, type Chart, logAxis } from '../chart/index.ts'
import type { Block, Figure } from '../pdf/index.ts'
import type { RiskFigures, SiteFacts } from '../report/facts.ts'
import { countIn, dayIn, moneyIn, oneIn, shareIn } from '../report/moments.ts'
import type { Known } from '../report/report.ts'
import { reportWords } from '../report/words.ts'
import { boardWords } from './board-words.ts'
import { articleCounts } from './measures.ts'
import { type Builder, bySeverity, cell, columns, graveIn, type Making, sumOf, tile, total } from './parts.ts'

/** Rows that one page has room for. */
const [SCENARIOS, DECISIONS, TRENDS] = [5, 3, 1]
/** Characters of a title, and of the name of a site or process beside it. */
const [TITLE, NAME] = [44, 24]

const short = (name: string, most = NAME): string => (name.length > most ? `${name.slice(0, most - 1)}…` : name)

type WithRisk = SiteFacts & { readonly risk: Known<RiskFigures> }

export const boardSections: Builder<'board'> = making => {
  const { facts } = making
  const counted = facts.sites
    .filter((site): site is WithRisk => site.risk !== null)
    .sort((a, b) => b.risk.value.expected - a.risk.value.expected)
  const [worst] = counted
  return {
    headline: () => headline(making, worst, counted.length),
    figures: () => [{ kind: 'figures', items: figures(making, worst) }],
    curve: () => (worst && worst.risk.value.curve.length > 1 ? [{ kind: 'chart', chart: curveOf(making, worst) }] : []),
    scenarios: () => scenarios(making, counted),
    trend: () => trend(making, counted),
    decisions: () => decisions(making),
    evidence: () => evidence(making),
  }
}

function headline({ about, sources }: Making, worst: WithRisk | undefined, count: number): Block[] {
  const { language } = about
  const say = boardWords[language]
  if (!worst) return [{ kind: 'paragraph', text: say.noRisk, look: 'strong' }]
  const { currency, anyLoss, givenLoss, trials } = worst.risk.value
  const money = (value: number) => moneyIn(value, currency, language)
  const text = givenLoss ? say.headline(oneIn(anyLoss), money(givenLoss.p50), money(givenLoss.p90)) : say.headlineNone
  const small = [say.estimate(countIn(trials, language)), ...(count > 1 ? [say.notAdded] : [])].join(' ')
  return [
    {
      kind: 'paragraph',
      look: 'strong',
      text: `${count > 1 ? say.at(short(worst.site.name)) : ''}${text}`,
      sources: sources.of(worst.risk),
    },
    { kind: 'paragraph', text: small, look: 'small' },
  ]
}

function figures(making: Making, worst: WithRisk | undefined): Figure[] {
  const { language } = making.about
  const say = boardWords[language]
  const opened = total(
    making,
    site => site.incidents,
    ({ opened }) => opened,
  )
  const open = total(
    making,
    site => site.incidents,
    ({ open }) => open,
  )
  const grave = total(
    making,
    site => site.findings,
    ({ open }) => graveIn(open),
  )
  const found = total(
    making,
    site => site.findings,
    ({ found }) => sumOf(found),
  )
  const money = (label: string, value: number): Figure => ({
    label,
    value: moneyIn(value, worst!.risk.value.currency, language),
    note: '',
    sources: making.sources.of(worst!.risk),
  })
  // 0 would read as if nothing could happen.
  const rare = (figure: Figure): Figure =>
    worst?.risk.value.var99 === 0 ? { ...figure, value: '–', note: say.var99None } : figure
  return [
    ...(worst ? [money(say.expected, worst.risk.value.expected), rare(money(say.var99, worst.risk.value.var99))] : []),
    tile(making, say.incidents, opened, say.incidentsNote(open.value)),
    tile(making, say.findings, grave, say.findingsNote(countIn(found.value, language))),
  ]
}

function curveOf({ about, sources }: Making, { site, risk }: WithRisk): Chart {
  const { language } = about
  const say = boardWords[language]
  const { curve, currency } = risk.value
  const money = (value: number) => moneyIn(value, currency, language)
  const [first, last] = [curve[0]!, curve.at(-1)!]
  const middle = curve[Math.floor(curve.length / 2)]!
  return {
    title: `${say.curve}: ${short(site.name)}`,
    text: say.curveText(shareIn(middle.probability, language), money(middle.loss)),
    look: 'lines',
    x: logAxis([first.loss, last.loss], say.loss, money),
    y: axisTo(first.probability, say.chance, value => shareIn(value, language)),
    series: [{ name: site.name, points: curve.map(({ loss, probability }) => [loss, probability] as const) }],
    sources: sources.of(risk),
  }
}

function scenarios({ about, sources }: Making, counted: readonly WithRisk[]): Block[] {
  const { language } = about
  const say = boardWords[language]
  const all = counted.flatMap(({ site, risk }) => risk.value.scenarios.map(one => ({ ...one, site, risk })))
  const rows = all.sort((a, b) => b.expected - a.expected).slice(0, SCENARIOS)
  if (rows.length === 0) return []
  const kinds: Readonly<Record<string, string>> = say.kinds
  return [
    { kind: 'heading', level: 3, text: say.top },
    {
      kind: 'table',
      columns: columns([say.scenario, 6], [say.expected, 2], [say.tail, 2]),
      rows: rows.map(({ kind, process, expected, tail, site, risk }) => [
        `${kinds[kind] ?? kind} · ${short(process)}${counted.length > 1 ? ` (${short(site.name)})` : ''}`,
        cell(moneyIn(expected, risk.value.currency, language), sources.of(risk)),
        moneyIn(tail, risk.value.currency, language),
      ]),
      empty: '',
    },
  ]
}

function trend({ about, sources }: Making, counted: readonly WithRisk[]): Block[] {
  const { language, timeZone } = about
  const say = boardWords[language]
  // Amounts of another currency are no trend.
  const pairs = counted.flatMap(one => {
    const before = one.past.value.findLast(({ currency }) => currency === one.risk.value.currency)
    return before ? [{ ...one, before }] : []
  })
  if (pairs.length === 0) return [{ kind: 'paragraph', text: say.trendNone, look: 'small' }]
  return pairs.slice(0, TRENDS).map(({ site, risk, past, before }): Block => {
    const money = (value: number) => moneyIn(value, risk.value.currency, language)
    const day = dayIn(before.at, timeZone, language)
    const text = say.trendOf(short(site.name), money(before.expected), day, money(risk.value.expected))
    return { kind: 'paragraph', text, sources: sources.of(past, risk) }
  })
}

function decisions({ about, facts, sources }: Making): Block[] {
  const { language, timeZone } = about
  const say = boardWords[language]
  const { severity, site: ofSite } = reportWords[language]
  const waiting = facts.sites
    .flatMap(({ site, incidents }) => incidents.value.awaiting.map(one => ({ ...one, site, incidents })))
    .sort((a, b) => bySeverity(a, b) || a.since - b.since)
  const orders = facts.sites.filter(({ practice }) => practice.value.ordersWaiting > 0)
  const left = waiting.length - DECISIONS
  const rows = waiting
    .slice(0, DECISIONS)
    .map(one => [
      short(one.title, TITLE),
      severity[one.severity] ?? one.severity,
      short(one.site.name),
      cell(dayIn(one.since, timeZone, language), sources.of(one.incidents)),
    ])
  const ordersText = say.orders(orders.reduce((sum, { practice }) => sum + practice.value.ordersWaiting, 0))
  return [
    { kind: 'heading', level: 3, text: say.decisions },
    {
      kind: 'table',
      columns: columns([say.decision, 5], [say.severity, 1.5], [ofSite, 3], [say.since, 2]),
      rows,
      empty: say.noDecision,
    },
    ...(left > 0 ? [{ kind: 'paragraph', text: say.more(left), look: 'small' } as const] : []),
    ...(orders.length > 0
      ? [
          {
            kind: 'paragraph',
            text: ordersText,
            sources: sources.of(...orders.map(({ practice }) => practice)),
          } as const,
        ]
      : []),
  ]
}

function evidence(making: Making): Block[] {
  const { about, facts, sources } = making
  const { language } = about
  const say = boardWords[language]
  const { shown, partly, none } = articleCounts(facts)
  const { whole, links, days } = facts.record.value
  const count = (value: number) => countIn(value, language)
  const blind = total(
    making,
    site => site.sensors,
    ({ blind }) => blind.length,
  )
  return [
    { kind: 'heading', level: 3, text: say.evidence },
    {
      kind: 'paragraph',
      text: `${say.evidenceOf(shown, partly, none)} ${whole ? say.record(count(links), count(days)) : say.broken}`,
      sources: sources.of(facts.record),
    },
    ...(blind.value > 0 ? [{ kind: 'paragraph', text: say.blind(blind.value), sources: blind.sources } as const] : []),
  ]
}
