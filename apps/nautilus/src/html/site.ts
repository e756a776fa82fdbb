// What every part of the HTML report needs to know, looked up once.
import { type Asset, type Finding, type Link, type Point, type Severity, severities } from '@nautilus/model'
import type { Report } from '../analysis.ts'
import { nameOf } from '../text/page.ts'
import { cut } from '../text/style.ts'
import { isoOf, isSameDay, secondOf } from '../time.ts'
import { MAX_DETAILED, MAX_NAME } from './limits.ts'
import { html, type Markup } from './markup.ts'

export type Site = {
  readonly report: Report
  readonly assets: ReadonlyMap<string, Asset>
  readonly zones: ReadonlyMap<string, string>
  /** By asset id, the gravest first. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>
  /** By asset id, at either end. */
  readonly links: ReadonlyMap<string, readonly Link[]>
  /** By asset id of the device that holds them. */
  readonly points: ReadonlyMap<string, readonly Point[]>
  /** Devices that have a part of their own. */
  readonly detailed: readonly Asset[]
  /** How people call a device. */
  readonly name: (id: string) => string
  /** The name, as a link to the part of that device where it has one. */
  readonly link: (id: string) => Markup
  /** UTC; without the date where the whole capture lies in one day. */
  readonly moment: (micros: number) => string
}

export function siteOf(report: Report): Site {
  const assets = new Map(report.assets.map(asset => [asset.id, asset]))
  const findings = findingsByAsset(report.detection.findings)
  const detailed = detailedOf(report.assets, findings)
  const anchored = new Set(detailed.map(({ id }) => id))
  const { first, last } = report.capture
  const oneDay = first !== null && last !== null && isSameDay(first, last)
  const name = (id: string): string => {
    const asset = assets.get(id)
    return cut(asset ? nameOf(asset) : id, MAX_NAME)
  }
  return {
    report,
    assets,
    zones: new Map(report.zones.map(zone => [zone.id, zone.name])),
    findings,
    links: linksByAsset(report.links),
    points: Map.groupBy(report.points, ({ server }) => server),
    detailed,
    name,
    link: id => (anchored.has(id) ? html`<a href="#${id}">${name(id)}</a>` : html`${name(id)}`),
    moment: oneDay ? micros => isoOf(micros).slice(11, 19) : secondOf,
  }
}

function linksByAsset(links: readonly Link[]): Map<string, Link[]> {
  const byAsset = new Map<string, Link[]>()
  for (const link of links)
    for (const id of new Set([link.client, link.server])) {
      const list = byAsset.get(id)
      if (list) list.push(link)
      else byAsset.set(id, [link])
    }
  return byAsset
}

function findingsByAsset(findings: readonly Finding[]): Map<string, Finding[]> {
  const byAsset = new Map<string, Finding[]>()
  for (const finding of findings) {
    const { source, target, assets } = finding
    for (const id of new Set([...assets, ...[source, target].filter(one => one !== null)])) {
      const list = byAsset.get(id)
      if (list) list.push(finding)
      else byAsset.set(id, [finding])
    }
  }
  return byAsset
}

const grades = ['critical', 'high', 'medium', 'low'] as const

/** Who has findings, and then what matters most; in the order of the inventory. */
function detailedOf(assets: readonly Asset[], findings: ReadonlyMap<string, readonly Finding[]>): Asset[] {
  const rank = ({ id, criticality }: Asset): number =>
    (findings.has(id) ? 0 : 10) + (criticality ? grades.indexOf(criticality.grade) : grades.length)
  const kept = new Set([...assets].sort((a, b) => rank(a) - rank(b)).slice(0, MAX_DETAILED))
  return assets.filter(asset => kept.has(asset))
}

/** The gravest of some findings; null of none. */
export const gravestOf = (findings: readonly Finding[]): Severity | null =>
  [...severities].reverse().find(severity => findings.some(one => one.severity === severity)) ?? null

export function periodOf({ moment }: Site, first: number, last: number): string {
  const [from, to] = [moment(first), moment(last)]
  return from === to ? from : `${from} – ${to}`
}
