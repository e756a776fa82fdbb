// What several reports have in common.
import type { Block, Cell, Figure } from '../pdf/index.ts'
import type { BySeverity, SiteFacts } from '../report/facts.ts'
import { countIn } from '../report/moments.ts'
import type { Known, ReportAbout, ReportKind, Sources } from '../report/report.ts'
import type { ReportFacts } from '../report/report-of.ts'
import type { SectionOf } from '../report/sections.ts'

export type Making = { readonly about: ReportAbout; readonly facts: ReportFacts; readonly sources: Sources }
/** By the name of its section. Only those that the report has are built: their questions are its sources. */
export type Builder<K extends ReportKind> = (making: Making) => Readonly<Record<SectionOf<K>, () => Block[]>>

export const sumOf = (counts: BySeverity): number => Object.values(counts).reduce((sum, count) => sum + count, 0)

/** High and critical. */
export const graveIn = (counts: BySeverity): number => (counts.high ?? 0) + (counts.critical ?? 0)

/** Over all sites, with the questions of all. */
export function total<T>(
  { facts, sources }: Making,
  of: (site: SiteFacts) => Known<T>,
  figure: (value: T) => number,
): { readonly value: number; readonly sources: string[] } {
  const known = facts.sites.map(of)
  return { value: known.reduce((sum, { value }) => sum + figure(value), 0), sources: sources.of(...known) }
}

type Summed = { readonly value: number; readonly sources: string[] }

export const tile = (making: Making, label: string, { value, sources }: Summed, note = ''): Figure => ({
  ...{ label, note, sources },
  value: countIn(value, making.about.language),
})

export const cell = (text: string, sources: readonly string[]): Cell => ({ text, sources })

export const columns = (...of: readonly (readonly [title: string, share: number])[]) =>
  of.map(([title, share]) => ({ title, share }))

/** The share of a part in a whole, 0 to 1; null of nothing. */
export const shareOf = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)

const order = ['critical', 'high', 'medium', 'low', 'recorded']
export const bySeverity = (a: { readonly severity: string }, b: { readonly severity: string }): number =>
  order.indexOf(a.severity) - order.indexOf(b.severity)
