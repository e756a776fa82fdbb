// What reports say, and that each form of one says it: read back by programs that are not ours.

import fc from 'fast-check'
import { strFromU8, unzipSync } from 'fflate'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { describe, expect, test } from 'vitest'
import {
  type Brand,
  csvOf,
  documentOf,
  docxOf,
  htmlOf,
  logoOf,
  pdfOf,
  type Report,
  readableAccent,
  reportKinds,
  reportOf,
  type SiteFacts,
} from '../src/index.ts'
import { aboutOf, factsOf, harbour, incidentOf, nordlicht, other, pngOf, siteOf, works } from './plant.ts'
import { reportText } from './text.ts'

const made = (
  kind: Report['kind'],
  language: 'en' | 'de',
  brand: Brand,
  sites: readonly SiteFacts[] = [works, other],
) =>
  reportOf(kind, aboutOf(language, brand, sites), {
    ...factsOf(...sites),
    ...(kind === 'incident' ? { incident: incidentOf(language) } : {}),
  })

async function pagesOf(bytes: Uint8Array): Promise<string[]> {
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  const pages: string[] = []
  for (let at = 1; at <= pdf.numPages; at++) {
    const { items } = await (await pdf.getPage(at)).getTextContent()
    pages.push(
      items
        .map(item => ('str' in item ? item.str : ''))
        .join(' ')
        .replaceAll(/\s+/g, ' '),
    )
  }
  return pages
}

describe.each(reportKinds)('%s', kind => {
  test.each(['en', 'de'] as const)('says, in %s, what the golden file says', async language => {
    await expect(reportText(made(kind, language, harbour))).toMatchFileSnapshot(`goldens/${kind}-${language}.txt`)
  })

  test('has a question behind every source that it names', () => {
    const report = made(kind, 'en', harbour)
    const named = new Set(
      reportText(report)
        .split('\n\nq1 ')[0]!
        .match(/\bq\d+\b/g),
    )
    expect(named.size).toBeGreaterThan(0)
    expect([...named].filter(id => !report.sources[id])).toEqual([])
    expect(Object.keys(report.sources).filter(id => !named.has(id))).toEqual([])
  })

  test('bears one brand in every form, and nothing of another', async () => {
    const ownName = [harbour, nordlicht] as const
    for (const [brand, foreign] of [ownName, [...ownName].reverse()] as const) {
      const document = documentOf(made(kind, 'en', brand!))
      const [pdf, docx] = await Promise.all([pdfOf(document), docxOf(document)])
      const pages = await pagesOf(pdf)
      for (const page of pages) expect(page).toContain(brand!.name)
      const { info } = await (await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise).getMetadata()
      const word = Object.entries(unzipSync(docx)).map(([name, part]) => (/xml/.test(name) ? strFromU8(part) : ''))
      const html = Buffer.from(htmlOf(document)).toString()
      for (const text of [pages.join(' '), JSON.stringify(info), word.join('\n'), html]) {
        expect(text).toContain(brand!.name)
        for (const strange of [foreign!.name, foreign!.logo!, 'Nautilus']) expect(text).not.toContain(strange)
      }
      expect(html).toContain(brand!.logo!)
    }
  })

  test('of a site of which nothing is known says so, and no NaN', async () => {
    const empty = nothingOf()
    const text = reportText(made(kind, 'de', harbour, [empty]))
    expect(text).not.toMatch(/NaN|undefined|null|Infinity/)
    await pdfOf(documentOf(made(kind, 'de', harbour, [empty])))
  })
})

/** A site that was made a minute ago. */
function nothingOf(): SiteFacts {
  const site = siteOf('new', 'Neu', null)
  const zeros = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value), (_, one) => (typeof one === 'number' ? 0 : Array.isArray(one) ? [] : one)) as T
  const { value, asked } = site.findings
  return {
    ...zeros(site),
    site: site.site,
    findings: { value: { ...zeros(value), found: {}, open: {} }, asked },
    sensors: { ...site.sensors, value: { ...zeros(site.sensors.value), recognised: null, encrypted: null } },
    incidents: { ...site.incidents, value: { ...zeros(site.incidents.value), detect: null, decide: null } },
  }
}

describe('the board page', () => {
  test('is one page before its sources, also with long names and many decisions', async () => {
    const long = (name: string, text: string): SiteFacts => {
      const site = siteOf(name, text.repeat(6), works.risk!.value)
      const [first] = site.incidents.value.awaiting
      const awaiting = Array.from({ length: 30 }, () => ({ ...first!, title: text.repeat(20) }))
      return { ...site, incidents: { ...site.incidents, value: { ...site.incidents.value, awaiting } } }
    }
    const sites = ['a', 'b', 'c'].map(name => long(name, 'Wasserwerk am Fluss '))
    const pages = await pagesOf(await pdfOf(documentOf(made('board', 'de', nordlicht, sites))))
    expect(pages).toHaveLength(2)
    expect(pages[0]).toContain('davon spricht hier nichts')
    expect(pages[1]).toContain('Quellen')
  })
})

test('HTML runs nothing and loads nothing, whatever people write', () => {
  fc.assert(
    fc.property(fc.constantFrom('<script>x</script>', '"><img src=x onerror=x>', "'--><style>*{}"), evil => {
      const site = siteOf('x', evil, null)
      const html = Buffer.from(htmlOf(documentOf(made('service', 'en', { ...harbour, name: evil }, [site])))).toString()
      expect(html).not.toContain(evil)
      expect(html).not.toMatch(/<script|onerror=x>|https?:\/\//)
      expect(html).toContain("default-src 'none'")
    }),
  )
})

test('CSV has the tables, and no cell that a spreadsheet runs', () => {
  const [one] = works.devices!.value
  const evil = { ...works, devices: { ...works.devices!, value: [{ ...one!, name: '=HYPERLINK("http://evil")' }] } }
  const text = Buffer.from(csvOf(documentOf(made('assets', 'en', harbour, [evil])))).toString()
  expect(text.startsWith('\ufeff')).toBe(true)
  expect(text).toContain('Devices: North works\r\n')
  expect(text).toContain(`"'=HYPERLINK(""http://evil"") [`)
  expect(text).toMatch(/Sources\r\n1,"assets\.count/)
})

test('a picture goes onto every page of the PDF, and a broken one onto none', async () => {
  const { logo } = harbour
  expect(logoOf(logo)).toMatchObject({ width: 60, height: 20 })
  const whole = Buffer.from(logo!.split(',')[1]!, 'base64')
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const broken = Buffer.from(whole)
      broken[at] = broken[at]! ^ by
      expect(logoOf(`data:image/png;base64,${broken.toString('base64')}`)).toBeNull()
    }),
  )
  for (const bad of [null, '', 'data:image/png;base64,AAAA', pngOf(3000, 1, [0, 0, 0])]) expect(logoOf(bad)).toBeNull()
  const bytes = await pdfOf(documentOf(made('board', 'en', { ...harbour, logo: 'data:image/png;base64,AAAA' })))
  expect((await pagesOf(bytes))[0]).toContain('Harbour Watch')
})

test('colours that nobody sees on paper are darkened', () => {
  expect(readableAccent('#0f766e')).toBe('#0f766e')
  expect(readableAccent('#ffffff')).not.toBe('#ffffff')
  expect(readableAccent('red')).toBe('#1f4e79')
})

test('the same facts are the same file, byte for byte', async () => {
  const document = documentOf(made('board', 'en', harbour))
  const [one, two] = await Promise.all([pdfOf(document), pdfOf(document)])
  expect(Buffer.compare(one, two)).toBe(0)
})

test.each([
  ['en', 'Known vulnerabilities', 'CVE-2026-10001 (exploited)'],
  ['de', 'Bekannte Schwachstellen', 'CVE-2026-10001 (ausgenutzt)'],
] as const)('where advisories are here, the report of devices has them: %s', (language, title, row) => {
  const top = {
    ...{
      device: 'Filler PLC',
      vulnerability: 'CVE-2026-10001',
      title: 'A fault in the web server',
      verdict: 'affected',
    },
    ...{ urgency: 'now', exploited: true, score: 9.8 },
  }
  const value = { total: 3, now: 1, exploited: 1, devices: 2, age: ['2 advisories.'], top: [top] }
  const weak = { value, asked: { query: 'vulnerabilities.list', parameters: {}, at: 0 } }
  const text = reportText(made('assets', language, harbour, [{ ...works, weak }]))
  expect(text).toContain(title)
  expect(text).toContain(row)
  expect(text).toContain('2 advisories.')
  expect(text).not.toContain('No advisories of vendors')
})
