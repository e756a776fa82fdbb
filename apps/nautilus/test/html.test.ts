import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Asset, Link } from '@nautilus/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Analysis, type Report } from '../src/analysis.ts'
import { boxesOf } from '../src/html/boxes.ts'
import { fit, widthOf } from '../src/html/fit.ts'
import { BOX, layoutOf, WIDTH } from '../src/html/layout.ts'
import { MAX_BOXES, MAX_CHARACTERS } from '../src/html/limits.ts'
import { escaped, html, textOf } from '../src/html/markup.ts'
import { reportHtml } from '../src/html/report.ts'
import { siteOf } from '../src/html/site.ts'
import { folder, inside, plant } from './program.ts'

const golden = new URL('goldens/night.html', import.meta.url).pathname

describe('the page of the simulated night', () => {
  test('is the golden one, and needs nothing from elsewhere', async () => {
    const at = folder()
    writeFileSync(join(at, 'night.pcap'), plant({ seconds: 90, stories: ['night-download'] }))
    const { code, err, out } = await inside(['analyze', 'night.pcap', '--html', 'report.html'], { cwd: at })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('Needs attention')
    const page = readFileSync(join(at, 'report.html'), 'utf8')
    await expect(page).toMatchFileSnapshot(golden)
    expect(page).not.toMatch(/<script|<link|<img|<iframe|https?:|@import|url\(| on\w+=/i)
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`)
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, to] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(to)
    expect(misnested(page)).toEqual([])
  })
})

describe('wrong arguments', () => {
  test.each([
    ['a.pcap', '--html a.pcap would overwrite the capture a.pcap; name another file.'],
    ['-', '--html writes to a file; type `--html OUT.html`.'],
    [
      'none/x.html',
      'none/x.html cannot be written: its directory does not exist; create it or name another place. Nothing was left behind.',
    ],
  ])('--html %s', async (to, sentence) => {
    const cwd = folder()
    writeFileSync(join(cwd, 'a.pcap'), plant({ seconds: 2, stories: [] }))
    expect(await inside(['analyze', 'a.pcap', '--html', to], { cwd })).toEqual({
      code: 2,
      out: '',
      err: `nautilus: ${sentence}\n`,
    })
  })
})

describe('text of devices', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '&',
        '\0',
        '\n',
        '\u202e',
        '\u2066',
        '\u200f',
        '\u061c',
        '\ud800',
        '\u0301',
        'a',
      ),
    }),
  )

  test('opens no tag, ends no attribute, and holds nothing that is not seen', () => {
    fc.assert(
      fc.property(hostile, text => {
        const safe = escaped(text)
        expect(safe).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/)
        expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u)
        expect(safe).not.toMatch(/\p{M}{3}/u)
        expect(textOf(html`<p title="${text}">${text}</p>`)).toBe(`<p title="${safe}">${safe}</p>`)
      }),
      { numRuns: 500 },
    )
  })

  test('what can be seen stays as it is', () => {
    expect(escaped('Pumpe Süd – 泵 "3" <b>')).toBe('Pumpe Süd – 泵 &quot;3&quot; &lt;b&gt;')
    expect(escaped('plc\u202egnp.exe')).toBe('plc·gnp.exe')
  })

  test('fits its box', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 20, max: 300 }), (text, room) => {
        expect(widthOf(fit(text, 12, room), 12)).toBeLessThanOrEqual(room)
      }),
    )
  })
})

const evil = '"><script>alert(1)</script>\u202e&'

/** Nothing was recorded; devices and links as a hostile network could tell them. */
function crowd(count: number, text = evil): Report {
  const report = new Analysis({ vendorOf: () => null }).report()
  const roles = ['controller', 'HMI', null, 'switch'] as const
  const assets = Array.from({ length: count }, (_, at): Asset => {
    const claim = { value: text, source: text, confidence: 0.5, first: 0, last: 1, frame: 1 }
    return {
      id: `a-${at}`,
      formerly: [],
      mac: [],
      ip: [`10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`],
      ...{ vendor: text, model: text, orderNumber: text, hardware: text, firmware: text, serial: text },
      ...{ name: `${at} ${text}`, os: text, domain: text, description: text, location: text },
      modules: Array(30).fill(text),
      mode: { value: text, keySwitch: text, at: 0 },
      software: [text],
      services: [text],
      certificates: [{ subject: text, issuer: text, until: text, first: 0, last: 1 }],
      credentials: [{ protocol: 'ftp', what: text, first: 0, last: 1, frame: 1 }],
      role: roles[at % 4]!,
      roles: [{ role: 'HMI', confidence: 0.5, reasons: [text] }],
      level: [null, 0, 1, 2, 3, 3.5, 4][at % 7]!,
      zone: null,
      criticality: { grade: 'low', reasons: [text] },
      protocols: [text],
      first: 0,
      last: 1,
      joins: [],
      addressNotes: [],
      sources: { name: Array(30).fill(claim), firmware: [claim, { ...claim, value: '1' }] },
    }
  })
  const links = assets.map(
    ({ id }, at): Link => ({
      client: 'a-0',
      server: id,
      protocol: `${text}${at % 9}`,
      port: 1,
      verbs: { read: at },
      first: 0,
      last: 1,
    }),
  )
  return { ...report, assets, links }
}

describe('a hostile crowd', () => {
  test.each([3, 150, 151, 6000])('%i devices: few boxes, none over another, all in the picture', count => {
    const boxes = boxesOf(siteOf(crowd(count)))
    expect(boxes.length).toBeLessThanOrEqual(MAX_BOXES)
    expect(boxes.flatMap(({ assets }) => assets).length).toBe(count)
    const { places, height } = layoutOf(boxes)
    for (const [at, { x, y }] of places.entries()) {
      expect(x >= 0 && x + BOX.width <= WIDTH && y >= 0 && y + BOX.height <= height).toBe(true)
      for (const other of places.slice(0, at))
        expect(Math.abs(other.x - x) >= BOX.width || Math.abs(other.y - y) >= BOX.height).toBe(true)
    }
  })

  test('the page stays small, well formed, and says what is left out', () => {
    const page = [...reportHtml(crowd(6000, evil.repeat(40)))].join('')
    expect(page.length).toBeLessThan(MAX_CHARACTERS)
    expect(page).not.toMatch(/<script/i)
    expect(misnested(page)).toEqual([])
    expect(page).toContain('5000 more devices are not shown here; --json has all.')
    expect(page).toContain('the report has no room left')
    expect([...reportHtml(crowd(20))].join('')).toContain('sources differ')
  })
})

/** Tags that do not close what was opened last. */
function misnested(page: string): string[] {
  const open: string[] = []
  const wrong: string[] = []
  for (const [tag, end, name, self] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/g)) {
    if (self === '/' || name === 'meta') continue
    if (end === '') open.push(name!)
    else if (open.pop() !== name) wrong.push(tag)
  }
  return [...wrong, ...open]
}
