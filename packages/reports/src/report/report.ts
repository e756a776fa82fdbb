// A report as data: what it says, and for each figure the question to the store that gave it.
import type { Brand } from '../brand/index.ts'
import type { Block, PdfDocument } from '../pdf/index.ts'
import { dressed } from './dressed.ts'
import { momentIn, periodText } from './moments.ts'
import { reportWords } from './words.ts'

export const reportKinds = ['board', 'service', 'access', 'assets', 'compliance', 'incident'] as const
export type ReportKind = (typeof reportKinds)[number]
export type ReportLanguage = 'en' | 'de'

/** A question to the store, with what it was asked with and when (ms since 1970-01-01 UTC). */
export type Asked = {
  readonly query: string
  readonly parameters: Readonly<Record<string, string | number | null>>
  readonly at: number
}
/** What is known, and which question gave it. */
export type Known<T> = { readonly value: T; readonly asked: Asked }

export type SiteName = { readonly id: string; readonly name: string }

export type ReportAbout = {
  readonly brand: Brand
  readonly language: ReportLanguage
  /** ms since 1970-01-01 UTC; `to` is not in it. */
  readonly period: { readonly from: number; readonly to: number }
  readonly made: number
  readonly timeZone: string
  readonly sites: readonly SiteName[]
  /** Whose sites they are; as the brand is called, where nothing is said. */
  readonly customer?: string
}

export type Report = ReportAbout & {
  readonly kind: ReportKind
  readonly title: string
  /** By id: `q1`, `q2`. Blocks name them. */
  readonly sources: Readonly<Record<string, Asked>>
  readonly blocks: readonly Block[]
}

/** Gives each question one id, and keeps them for the report. */
export class Sources {
  readonly #ids = new Map<string, string>()
  readonly #asked: Record<string, Asked> = {}

  of(...known: readonly (Known<unknown> | null)[]): string[] {
    const ids = known.flatMap(one => {
      if (!one) return []
      const key = JSON.stringify(one.asked)
      const id = this.#ids.get(key) ?? `q${this.#ids.size + 1}`
      this.#ids.set(key, id)
      this.#asked[id] = one.asked
      return [id]
    })
    return [...new Set(ids)]
  }

  get all(): Readonly<Record<string, Asked>> {
    return { ...this.#asked }
  }
}

/** For those who render it: sources in words. */
export function documentOf(report: Report): PdfDocument {
  const { title, language, made, timeZone, sites, blocks, sources } = report
  const say = reportWords[language]
  const said = (id: string): string => {
    const asked = sources[id]
    return asked ? sourceText(asked, timeZone, language) : id
  }
  const span = periodText(report.period, timeZone, language)
  const dense = report.kind === 'board'
  const shown = blocks.map(block => withSources(block, said))
  const { brand, before, after, footer } = dressed(report, { span, dense })
  return {
    ...{ title, language, made, brand, dense },
    subject: span,
    header: `${title} · ${span}`,
    footer: [footer, `${say.made} ${momentIn(made, timeZone, language)} · ${siteText(sites)}`]
      .filter(Boolean)
      .join(' · '),
    // The title stands on the cover, where there is one.
    blocks: [...before, ...(before.length > 0 ? shown.slice(1) : shown), ...after],
  }
}

const siteText = (sites: readonly SiteName[]): string => {
  const names = sites.slice(0, 3).map(({ name }) => name)
  return sites.length > 3 ? `${names.join(', ')} +${sites.length - 3}` : names.join(', ')
}

/** `incidents.count (site: north; from: 2026-02-01), 1 Mar 2026, 06:00 UTC` */
function sourceText({ query, parameters, at }: Asked, timeZone: string, language: ReportLanguage): string {
  const given = Object.entries(parameters).map(([name, value]) => `${name}: ${value ?? '–'}`)
  const brackets = given.length > 0 ? ` (${given.join('; ')})` : ''
  return `${query}${brackets}, ${reportWords[language].asOf} ${momentIn(at, timeZone, language)}`
}

function withSources(block: Block, said: (id: string) => string): Block {
  switch (block.kind) {
    case 'paragraph':
      return block.sources ? { ...block, sources: block.sources.map(said) } : block
    case 'table':
      return {
        ...block,
        rows: block.rows.map(row =>
          row.map(cell =>
            cell === null || typeof cell === 'string' ? cell : { ...cell, sources: cell.sources.map(said) },
          ),
        ),
      }
    case 'figures':
      return { ...block, items: block.items.map(item => ({ ...item, sources: item.sources.map(said) })) }
    case 'chart':
      return { ...block, chart: { ...block.chart, sources: block.chart.sources.map(said) } }
    default:
      return block
  }
}
