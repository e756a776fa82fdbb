// Findings, incidents and sensors of a site, for reports.
import type { FindingFigures, IncidentFigures, Known, SensorFigures } from '@nautilus/reports'
import { spreadOf } from '@nautilus/response'
import {
  countFindings,
  findingsBegun,
  findingTitles,
  findingWeeks,
  incidentsClosed,
  latestIncidents,
  listIncidents,
  listSensors,
  siteFact,
} from '@nautilus/store'
import type { SensorCoverage } from '../platform/sensors-seen.ts'
import { ask, type Gathering, instant } from './asking.ts'
import { ruleTitle } from './rule-titles.ts'

/** Kinds of findings, incidents that are read, and such that wait. */
const [MOST_TITLES, MOST_INCIDENTS, MOST_WAITING] = [20, 2000, 500]
/** ms without a word of a live sensor, as the console says it. */
const SILENT = 90_000

const spanOf = ({ period }: Gathering) => ({ from: instant(period.from), to: instant(period.to) })

export function findingFigures(from: Gathering): Promise<Known<FindingFigures>> {
  const { scoped, site, period, language } = from
  const answer = async () => ({
    ...(await findingsBegun(scoped, site.id, period)),
    open: await countFindings(scoped, [site.id]),
    weeks: (await findingWeeks(scoped, site.id, period)).map(({ from, count }) => ({ from: from / 1000, count })),
    top: (await findingTitles(scoped, site.id, period, MOST_TITLES)).map(({ rule, title, ...rest }) => ({
      ...rest,
      title: ruleTitle({ rule, title }, language),
    })),
  })
  return ask(from, 'findings.count', spanOf(from), answer())
}

export function incidentFigures(from: Gathering): Promise<Known<IncidentFigures>> {
  return ask(from, 'incidents.count', { ...spanOf(from), exercises: 'no' }, incidents(from))
}

async function incidents({ scoped, site, period, now }: Gathering): Promise<IncidentFigures> {
  const all = await latestIncidents(scoped, site.id, { exercises: false, most: MOST_INCIDENTS })
  const own = all.filter(({ opened }) => opened >= period.from && opened < period.to)
  const spread = spreadOf(own, false, now)
  const median = (name: 'detect' | 'decide') => {
    const found = spread[name]
    return found ? found.median / 1000 : null
  }
  const state = ['awaiting engineering decision']
  const filter = { exercise: false, state }
  const waiting = await listIncidents(scoped, [site.id], filter, { limit: MOST_WAITING, order: 'urgent' })
  return {
    opened: own.length,
    closed: await incidentsClosed(scoped, site.id, period),
    open: all.filter(one => one.state !== 'closed').length,
    awaiting: (waiting?.items ?? []).map(({ id, title, severity, since }) => ({
      id,
      title,
      severity,
      since: since / 1000,
    })),
    withPlaybook: own.filter(({ run }) => run !== null).length,
    decided: own.filter(({ decisions }) => decisions.length > 0).length,
    reviewed: own.filter(({ reviews }) => reviews.length > 0).length,
    detect: median('detect'),
    decide: median('decide'),
    list: own.map(({ id, title, severity, state: at, opened }) => ({
      ...{ id, title, severity, state: at },
      opened: opened / 1000,
    })),
  }
}

export function sensorFigures(from: Gathering): Promise<Known<SensorFigures>> {
  return ask(from, 'sensors.coverage', { facts: 'coverage' }, sensors(from))
}

async function sensors({ scoped, site, now }: Gathering): Promise<SensorFigures> {
  const rows = (await listSensors(scoped, site.id)).filter(({ revoked_at }) => revoked_at === null)
  const live = rows.filter(({ kind }) => kind !== 'file')
  const seen = ((await siteFact(scoped, site.id, 'coverage')) ?? []) as readonly SensorCoverage[]
  const unseen = seen.flatMap(({ sensor, unseen: parts }) => parts.map(part => ({ ...part, sensor })))
  const mean = (of: (one: SensorCoverage) => number) =>
    seen.length === 0 ? null : seen.reduce((sum, one) => sum + of(one), 0) / seen.length
  return {
    total: rows.length,
    silent: live.filter(({ last_seen }) => last_seen === null || now / 1000 - last_seen.getTime() > SILENT).length,
    blind: unseen.filter(({ grade }) => grade === 'blind').map(({ sensor, what }) => `${sensor}: ${what}`),
    partial: unseen.filter(({ grade }) => grade === 'partial').length,
    recognised: mean(({ recognised }) => recognised),
    encrypted: mean(({ encrypted }) => encrypted),
  }
}
