// Where the devices stand and what passes between them; of a plant with one zone there is nothing to tell.
import type { Conduit } from '@nautilus/model'
import { measured, verdictOf } from '../verdicts.ts'
import { plural } from './numbers.ts'
import { type Page, rest } from './page.ts'
import { table } from './table.ts'

const MOST_ZONES = 20
const MOST_CONDUITS = 15
const MOST_PROTOCOLS = 5

export function zonesPart(page: Page): string[] {
  const { report, style, width } = page
  const { zones } = report
  if (zones.length < 2) return []
  const shown = zones.slice(0, MOST_ZONES)
  const grades = new Map(report.assets.map(({ id, criticality }) => [id, criticality?.grade ?? null]))
  const rows = shown.map(({ name, level, assets, vlans, declared }) => [
    declared ? `${name} (declared)` : name,
    level === null ? '' : String(level),
    plural(assets.length, 'device'),
    vlans.join(' '),
    gravest(assets.map(id => grades.get(id) ?? null)),
    membersOf(assets, page),
  ])
  const columns = [
    { title: 'Zone', least: 24, paint: style.strong },
    { title: 'Level', right: true as const },
    { title: 'Devices' },
    { title: 'VLAN', least: 6 },
    { title: 'Up to' },
    { title: 'Which', least: 16, paint: style.quiet },
  ]
  return [...table(columns, rows, { width, style }), ...rest(page, zones.length, shown.length, 'zones')]
}

const MOST_NAMED = 12

const membersOf = (ids: readonly string[], { names }: Page): string =>
  ids
    .slice(0, MOST_NAMED)
    .map(id => names.get(id) ?? id)
    .join(', ')

const order = ['critical', 'high', 'medium', 'low'] as const
const gravest = (grades: readonly (string | null)[]): string => order.find(grade => grades.includes(grade)) ?? ''

export function conduitsPart(page: Page): string[] {
  const { report, style, width } = page
  if (report.conduits.length === 0) return []
  const names = new Map(report.zones.map(({ id, name }) => [id, name]))
  const shown = report.conduits.slice(0, MOST_CONDUITS)
  const rows = shown.map(({ from, to, pairs, verdict, ...conduit }) => [
    names.get(from) ?? from,
    names.get(to) ?? to,
    plural(pairs, 'pair'),
    protocolsOf(conduit),
    verdictOf(verdict),
  ])
  const columns = [
    { title: 'From', least: 20 },
    { title: 'To', least: 20 },
    { title: 'Between' },
    { title: 'Over', least: 12 },
    { title: 'Verdict', paint: style.bad },
  ]
  const told = measured(report.conduits)
  return [
    ...(told === '' ? [] : [told]),
    ...table(columns, rows, { width, style }),
    ...rest(page, report.conduits.length, shown.length, 'of these'),
  ]
}

function protocolsOf({ uses }: Pick<Conduit, 'uses'>): string {
  const protocols = [...new Set(uses.map(({ protocol }) => protocol))]
  const more = protocols.length - MOST_PROTOCOLS
  return more > 1 ? `${protocols.slice(0, MOST_PROTOCOLS).join(', ')} and ${more} more` : protocols.join(', ')
}
