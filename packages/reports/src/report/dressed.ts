// What the template of a brand adds around a report: a cover, a footer, and whom to ask.
import { type Brand, filledIn, saidIn } from '../brand/index.ts'
import type { Block } from '../pdf/index.ts'
import type { Report } from './report.ts'
import { reportWords } from './words.ts'

type Dress = {
  readonly brand: Brand
  readonly before: readonly Block[]
  readonly after: readonly Block[]
  readonly footer: string
}

/** `dense`: one page has no room for a cover; whom to ask stands at its end. */
export function dressed(report: Report, { span, dense }: { readonly span: string; readonly dense: boolean }): Dress {
  const { title, language, sites, brand: given, customer = given.name } = report
  const { template, ...own } = given
  const brand = { ...own, accent: template?.accent ?? own.accent }
  if (!template) return { brand, before: [], after: [], footer: '' }
  const values = { product: brand.name, customer, sites: sites.map(({ name }) => name).join(', '), period: span, title }
  const text = (said: (typeof template)['cover']) => filledIn(saidIn(said, language), values)
  const cover = text(template.cover)
  const contact = contactOf(report)
  const hasCover = !dense && cover !== ''
  const before: Block[] = hasCover
    ? [
        { kind: 'heading', level: 1, text: title },
        { kind: 'paragraph', text: span, look: 'strong' },
        ...cover.split(/\n{2,}/).map((part): Block => ({ kind: 'paragraph', text: part })),
        ...contact,
        { kind: 'page-break' },
      ]
    : []
  return { brand, before, after: hasCover ? [] : contact, footer: text(template.footer) }
}

function contactOf({ brand, language }: Report): Block[] {
  const rows = (brand.template?.contact ?? []).map(({ label, value }) => [label, value] as const)
  if (rows.length === 0) return []
  return [
    { kind: 'heading', level: 3, text: reportWords[language].contact },
    { kind: 'facts', rows },
  ]
}
