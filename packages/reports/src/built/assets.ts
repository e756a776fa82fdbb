// What is there, how well it is known, who answers for it, and what is open.
import type { Block, Figure } from '../pdf/index.ts'
import type { AssetFigures, AssetLine } from '../report/facts.ts'
import { countIn, shareIn } from '../report/moments.ts'
import { reportWords } from '../report/words.ts'
import { assetWords } from './asset-words.ts'
import { type Builder, bySeverity, cell, columns, type Making, shareOf, tile, total } from './parts.ts'
import { weakBlocks } from './weak.ts'

/** Devices that are listed of one site, and rows of what was found. */
const [MOST, MOST_FOUND] = [900, 15]

export const assetSections: Builder<'assets'> = making => ({
  figures: () => summary(making),
  known: () => known(making),
  open: () => open(making),
  found: () => found(making),
  list: () => making.facts.sites.flatMap(one => listOf(making, one)),
})

function summary(making: Making): Block[] {
  const { about, facts } = making
  const say = assetWords[about.language]
  const devices = total(
    making,
    site => site.assets,
    one => one.total,
  )
  const added = total(
    making,
    site => site.assets,
    one => one.added,
  )
  return [
    {
      kind: 'figures',
      items: [
        tile(making, say.devices, devices, say.added(added.value)),
        part(making, say.owned, one => one.owned),
        part(making, say.ranked, one => one.ranked),
        part(making, say.firmware, one => one.firmware),
      ],
    },
    ...(facts.sites.some(({ weak }) => weak)
      ? weakBlocks(making)
      : [{ kind: 'notice', text: say.noAdvisories } as const]),
  ]
}

function part(making: Making, label: string, figure: (value: AssetFigures) => number): Figure {
  const { language } = making.about
  const some = total(making, site => site.assets, figure)
  const all = total(
    making,
    site => site.assets,
    one => one.total,
  )
  const share = shareOf(some.value, all.value)
  return {
    ...{ label, sources: some.sources },
    value: share === null ? '–' : shareIn(share, language),
    note: assetWords[language].of(countIn(some.value, language), countIn(all.value, language)),
  }
}

function known({ about, facts, sources }: Making): Block[] {
  const { language } = about
  const say = assetWords[language]
  const count = (value: number) => countIn(value, language)
  return [
    { kind: 'heading', level: 2, text: say.known },
    {
      kind: 'table',
      columns: columns(
        [reportWords[language].site, 3],
        [say.devices, 2],
        [say.vendor, 2],
        [say.role, 2],
        [say.firmware, 2],
        [say.owned, 2],
        [say.ranked, 2],
      ),
      rows: facts.sites.map(({ site, assets }) => [
        site.name,
        cell(count(assets.value.total), sources.of(assets)),
        ...[assets.value.vendor, assets.value.role, assets.value.firmware, assets.value.owned, assets.value.ranked].map(
          count,
        ),
      ]),
      empty: say.none,
    },
  ]
}

function open({ about, facts, sources }: Making): Block[] {
  const { language } = about
  const say = assetWords[language]
  const { severity, site: ofSite } = reportWords[language]
  const names = ['critical', 'high', 'medium', 'low']
  return [
    { kind: 'heading', level: 2, text: say.open },
    {
      kind: 'table',
      columns: columns([ofSite, 3], ...names.map(name => [severity[name] ?? name, 2] as const)),
      rows: facts.sites.map(({ site, findings }) => [
        cell(site.name, sources.of(findings)),
        ...names.map(name => countIn(findings.value.open[name] ?? 0, language)),
      ]),
      empty: '',
    },
  ]
}

function found({ about, facts, sources }: Making): Block[] {
  const { language } = about
  const say = assetWords[language]
  const { severity, nothing } = reportWords[language]
  const rows = facts.sites
    .flatMap(({ site, findings }) => findings.value.top.map(one => ({ ...one, site, findings })))
    .sort((a, b) => bySeverity(a, b) || b.count - a.count)
    .slice(0, MOST_FOUND)
  return [
    { kind: 'heading', level: 2, text: say.weak },
    {
      kind: 'table',
      columns: columns([say.finding, 6], [say.severity, 2], [reportWords[language].site, 2], [say.count, 2]),
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

function listOf({ about, sources }: Making, { site, devices, assets }: Making['facts']['sites'][number]): Block[] {
  const { language } = about
  const say = assetWords[language]
  const rows = devices?.value ?? []
  const left = assets.value.total - Math.min(rows.length, MOST)
  const title = `${say.list}: ${site.name}`
  return [
    { kind: 'heading', level: 2, text: title },
    {
      kind: 'table',
      name: title,
      columns: columns(
        [say.device, 4],
        [say.address, 3],
        [say.role, 3],
        [say.make, 5],
        [say.zone, 2.5],
        [say.criticality, 2.5],
        [say.owner, 3],
        [say.count, 2],
      ),
      rows: rows.slice(0, MOST).map(row => {
        const [name = '', ...rest] = lineOf(row, language)
        return [cell(name, sources.of(devices)), ...rest]
      }),
      empty: say.none,
    },
    ...(left > 0 ? [{ kind: 'paragraph', text: say.left(countIn(left, language)), look: 'small' } as const] : []),
  ]
}

function lineOf(row: AssetLine, language: 'en' | 'de'): string[] {
  const say = assetWords[language]
  const { name, address, role, vendor, model, firmware, zone, criticality, owner, open: findings } = row
  return [
    name,
    address === name ? '' : address,
    role === null ? '–' : (say.roles[role] ?? role),
    [vendor, model, firmware].filter(part => part !== null && part !== '').join(', '),
    zone ?? '',
    criticality === null ? '' : (say.criticalities[criticality] ?? criticality),
    owner ?? '',
    findings > 0 ? countIn(findings, language) : '',
  ]
}
