// Every report in every form for two brands: nothing in the file, nor in what programs show of it, is of the other.
import { strFromU8, unzipSync } from 'fflate'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { describe, expect, test } from 'vitest'
import {
  type Brand,
  csvOf,
  documentOf,
  docxOf,
  htmlOf,
  pdfOf,
  type Report,
  reportKinds,
  reportOf,
} from '../src/index.ts'
import { aboutOf, factsOf, harbour, incidentOf, nordlicht, works } from './plant.ts'

const template = (name: string): NonNullable<Brand['template']> => ({
  cover: { en: `Made for you by ${name}.\n\n{customer}, {sites}, {period}` },
  footer: { en: `${name} keeps watch` },
  contact: [{ label: 'Call', value: `${name}, +49 30 1` }],
  accent: '#0f766e',
})
const brands = [harbour, nordlicht].map(brand => ({ ...brand, template: template(brand.name) }))

const reportFor = (kind: Report['kind'], brand: Brand, language: 'en' | 'de' = 'en'): Report =>
  reportOf(
    kind,
    { ...aboutOf(language, brand, [works]), customer: 'Works' },
    {
      ...factsOf(works),
      ...(kind === 'incident' ? { incident: incidentOf(language) } : {}),
    },
  )

async function pdfText(bytes: Uint8Array): Promise<string> {
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  const pieces = [JSON.stringify(await pdf.getMetadata())]
  for (let at = 1; at <= pdf.numPages; at++) {
    const { items } = await (await pdf.getPage(at)).getTextContent()
    pieces.push(items.map(item => ('str' in item ? item.str : '')).join(' '))
  }
  return pieces.join('\n')
}

const docxText = (bytes: Uint8Array): string =>
  Object.entries(unzipSync(bytes))
    .filter(([name]) => /\.(xml|rels)$/.test(name))
    .map(([name, file]) => `${name}\n${strFromU8(file)}`)
    .join('\n')

const forms = {
  pdf: async (report: Report) => pdfText(await pdfOf(documentOf(report))),
  html: async (report: Report) => Buffer.from(htmlOf(documentOf(report))).toString(),
  docx: async (report: Report) => docxText(await docxOf(documentOf(report))),
  csv: async (report: Report) => Buffer.from(csvOf(documentOf(report))).toString(),
  json: async (report: Report) => JSON.stringify(report),
}

describe.each(brands)('$name', brand => {
  const other = brands.find(one => one !== brand)!
  test.each(reportKinds.flatMap(kind => Object.keys(forms).map(form => [kind, form as keyof typeof forms] as const)))(
    '%s as %s',
    async (kind, form) => {
      for (const language of ['en', 'de'] as const) {
        const text = await forms[form](reportFor(kind, brand, language))
        expect(text).not.toMatch(new RegExp(`nautilus|${other.name}`, 'i'))
        if (form !== 'csv') expect(text).toContain(brand.name)
      }
    },
  )
})

describe('a template', () => {
  const blocksOf = (kind: Report['kind'], more: Partial<NonNullable<Brand['template']>>) =>
    documentOf(reportFor(kind, { ...harbour, template: { ...template('Harbour Watch'), ...more } })).blocks
  const headings = (kind: Report['kind'], more: Partial<NonNullable<Brand['template']>> = {}) =>
    blocksOf(kind, more).flatMap(block => (block.kind === 'heading' ? [block.text] : []))

  test('puts a cover before a report, with what it is about filled in; the title stands once', () => {
    const [title, span, cover, about] = blocksOf('service', {})
    expect([title, span]).toMatchObject([{ text: 'Service report' }, { text: '1 Feb 2026 – 1 Mar 2026' }])
    expect(cover).toMatchObject({ text: 'Made for you by Harbour Watch.' })
    expect(about).toMatchObject({ text: 'Works, North works, 1 Feb 2026 – 1 Mar 2026' })
    expect(headings('service').filter(text => text === 'Service report').length).toBe(1)
    expect(documentOf(reportFor('service', brands[0]!)).footer).toContain('Harbour Watch keeps watch · Made')
  })

  test('leaves the one page of the board one page, and says at its end whom to ask', () => {
    expect(blocksOf('board', {}).some(({ kind }) => kind === 'page-break')).toBe(false)
    expect(headings('board').at(-1)).toBe('Contact')
  })

  test('chooses sections and their order; what is not asked for is no source either', () => {
    const report = reportFor('service', { ...harbour, template: { sections: { service: ['incidents', 'sites'] } } })
    const said = report.blocks.flatMap(block => (block.kind === 'heading' ? [block.text] : []))
    expect(said).toEqual(['Service report', 'Incidents', 'By site'])
    const whole = reportFor('service', harbour)
    expect(Object.keys(report.sources).length).toBeLessThan(Object.keys(whole.sources).length)
  })

  test('a value that looks like a place to fill stays what it is', () => {
    const brand = { ...harbour, template: { cover: { en: '{customer}' } } }
    const report = reportOf('service', { ...aboutOf('en', brand, [works]), customer: '{product}' }, factsOf(works))
    expect(documentOf(report).blocks[2]).toMatchObject({ text: '{product}' })
  })
})
