import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  AdvisoryStore,
  advisoryLimits,
  dateOf,
  dayOf,
  isFresh,
  readAdvisory,
  readAdvisoryValue,
  readEpss,
  readKev,
  vendorKey,
} from '../src/index.ts'
import { csaf } from './plant.ts'

const good = csaf('Siemens AG', [
  { name: 'SIMATIC S7-300', version: '< V3.3', models: ['6ES7315-2EH14-0AB0'] },
  { name: 'SIMATIC S7-400' },
])
const faultsOf = (value: unknown) => readAdvisoryValue(value).faults
const vulnerability = (more: object) => ({ ...good, vulnerabilities: [{ ...good.vulnerabilities[0], ...more }] })

describe('a CSAF document', () => {
  test('is read whole', () => {
    const reading = readAdvisory(JSON.stringify(good))
    if (!reading.ok) throw new Error(reading.faults.join())
    const { advisory, faults } = reading
    expect(faults).toEqual([])
    expect(advisory).toMatchObject({
      id: 'EX-26-001',
      version: '1',
      status: 'final',
      released: '2026-01-02T03:04:05Z',
      url: 'https://cert.example/x',
    })
    expect(advisory.products.get('P1')).toMatchObject({
      vendor: 'Siemens AG',
      product: 'SIMATIC S7-300',
      version: '< V3.3',
      modelNumbers: ['6ES7315-2EH14-0AB0'],
    })
    expect([...advisory.vulnerabilities[0]!.status]).toEqual([
      ['P1', 'affected'],
      ['P2', 'affected'],
    ])
    expect(advisory.vulnerabilities[0]!.scores[0]!.score).toMatchObject({
      version: '3.1',
      score: 9.8,
      severity: 'critical',
    })
  })

  test('groups, helpers, relations, every list of product_status', () => {
    const helper = {
      cpe: 'cpe:2.3:a:x:y:1:*:*:*:*:*:*:*',
      skus: ['S1'],
      serial_numbers: ['N*'],
      hashes: [{ filename: 'f', file_hashes: [{ algorithm: 'sha256', value: 'ab' }] }],
      x_generic_uris: [{ namespace: 'https://n', uri: 'https://u' }],
      purl: 'pkg:x/y',
    }
    const tree = {
      full_product_names: ['A', 'B', 'C', 'D', 'E', 'F'].map(id => ({
        product_id: id,
        name: id,
        product_identification_helper: helper,
      })),
      product_groups: [{ group_id: 'G', product_ids: ['A', 'B'] }],
    }
    const reading = readAdvisoryValue({
      ...good,
      product_tree: tree,
      vulnerabilities: [
        {
          ids: [{ system_name: 'x', text: 'OWN-1' }],
          product_status: {
            first_affected: ['A'],
            last_affected: ['B'],
            fixed: ['C'],
            first_fixed: ['D'],
            under_investigation: ['E'],
            known_not_affected: ['F'],
            recommended: ['C'],
          },
          remediations: [{ category: 'workaround', details: 'x', group_ids: ['G'] }],
          metrics: [
            {
              products: ['A'],
              content: {
                cvss_v4: { version: '4.0', vectorString: 'CVSS:4.0/AV:N', baseScore: 9.3, baseSeverity: 'CRITICAL' },
              },
            },
          ],
          cwes: [{ id: 'CWE-1', name: 'x' }],
          first_known_exploitation_dates: [
            { date: '2026-01-01T00:00:00Z', exploitation_date: '2026-01-01T00:00:00Z', product_ids: ['A'] },
          ],
          flags: [{ label: 'component_not_present', product_ids: ['F'] }],
        },
      ],
      document: { ...good.document, csaf_version: '2.1' },
    })
    if (!reading.ok) throw new Error(reading.faults.join())
    expect(reading.faults).toEqual([])
    const [one] = reading.advisory.vulnerabilities
    expect(one).toMatchObject({
      id: 'OWN-1',
      cwe: 'CWE-1',
      flags: [{ label: 'component_not_present', products: ['F'] }],
      remedies: [{ products: ['A', 'B'] }],
      scores: [{ score: { version: '4.0', score: 9.3 } }],
    })
    expect(Object.fromEntries(one!.status)).toEqual({
      A: 'affected',
      B: 'affected',
      C: 'fixed',
      D: 'fixed',
      E: 'under investigation',
      F: 'not affected',
    })
    expect(one!.threats[0]!.text).toContain('Known to be exploited since 2026-01-01')
    expect(reading.advisory.products.get('A')).toMatchObject({
      skus: ['S1'],
      serialNumbers: ['N*'],
      hashes: ['sha256:ab'],
      uris: ['https://u'],
      purls: ['pkg:x/y'],
      cpe: helper.cpe,
    })
  })

  test.each<[string, unknown, string[]]>([
    ['a list', [], ['the document must be a JSON object']],
    ['something else', { hello: 1 }, ['document.csaf_version is missing: this is no CSAF document']],
    ['another version', { document: { csaf_version: '3.0' } }, ['document.csaf_version is 3.0; 2.0 and 2.1 are read']],
    ['no tracking', { document: { csaf_version: '2.0' } }, ['document.tracking is missing']],
    ['no id', { document: { csaf_version: '2.0', tracking: {} } }, ['document.tracking.id is missing']],
  ])('%s is refused', (_, value, faults) => {
    expect(readAdvisoryValue(value)).toMatchObject({ ok: false, faults })
  })

  test.each<[string, unknown, string]>([
    ['a wrong type', { ...good, vulnerabilities: {} }, 'vulnerabilities must be a list, and is an object'],
    [
      'an entry of a wrong type',
      { ...good, vulnerabilities: [null] },
      'vulnerabilities[0] must be an object, and is null',
    ],
    [
      'a CVE that is none',
      vulnerability({ cve: 'CVE-1' }),
      'vulnerabilities[0].cve is CVE-1, which is no CVE number such as CVE-2024-12345',
    ],
    [
      'a product that is none',
      vulnerability({ product_status: { known_affected: ['X'] } }),
      'vulnerabilities[0].product_status.known_affected names X, which no product of the tree is',
    ],
    [
      'a contradiction',
      vulnerability({ product_status: { known_affected: ['P1'], fixed: ['P1'] } }),
      'vulnerabilities[0].product_status.fixed also names P1, which is affected above; that counts',
    ],
    [
      'a score beyond ten',
      vulnerability({ scores: [{ products: [], cvss_v3: { baseScore: 99 } }] }),
      'vulnerabilities[0].scores[0].cvss_v3 has a baseScore of 99, which is not between 0 and 10',
    ],
    [
      'a group that is none',
      vulnerability({ remediations: [{ category: 'mitigation', details: '', group_ids: ['G'] }] }),
      'vulnerabilities[0].remediations[0] names the group G, which the product tree does not have',
    ],
    [
      'a relation to nothing',
      {
        ...good,
        product_tree: {
          ...good.product_tree,
          relationships: [
            {
              category: 'installed_on',
              product_reference: 'P1',
              relates_to_product_reference: 'X',
              full_product_name: { product_id: 'R', name: 'R' },
            },
          ],
        },
      },
      'product_tree.relationships[0] joins X, which no product of the tree is',
    ],
    [
      'a date that is none',
      {
        ...good,
        document: { ...good.document, tracking: { ...good.document.tracking, current_release_date: 'yesterday' } },
      },
      'document.tracking.current_release_date is yesterday, which is no date such as 2024-06-11T06:00:00Z',
    ],
  ])('%s is told with its place, and the rest is read', (_, value, fault) => {
    expect(readAdvisoryValue(value).ok).toBe(true)
    expect(faultsOf(value)).toContain(fault)
  })

  test('text that is no JSON', () => {
    expect(readAdvisory('{"document": ')).toMatchObject({
      ok: false,
      faults: [expect.stringMatching(/^the document is not JSON: /)],
    })
  })

  test('branches within branches, a hundred thousand deep', () => {
    const text = `{"document":{"csaf_version":"2.0","title":"t","tracking":{"id":"D"}},"product_tree":{"branches":[${'{"category":"vendor","name":"v","branches":['.repeat(100_000)}${']}'.repeat(100_000)}]}}`
    const reading = readAdvisory(text)
    expect(reading.ok).toBe(true)
    expect(reading.faults.some(fault => fault.includes('more than 30 branches within each other'))).toBe(true)
  })

  test('more of everything than is read', () => {
    const limits = { ...advisoryLimits, products: 3, branches: 50, vulnerabilities: 2, listed: 40, faults: 5 }
    const many = csaf(
      'V',
      Array.from({ length: 60 }, (_, at) => ({ name: `p${at}` })),
    )
    const reading = readAdvisoryValue({ ...many, vulnerabilities: Array(9).fill(many.vulnerabilities[0]) }, limits)
    if (!reading.ok) throw new Error('refused')
    expect(reading.advisory.products.size).toBe(3)
    expect(reading.advisory.vulnerabilities).toHaveLength(2)
    expect(reading.faults).toHaveLength(5)
    expect(reading.moreFaults).toBeGreaterThan(0)
    expect(readAdvisory('x'.repeat(11), { ...limits, document: 10 })).toMatchObject({ ok: false })
  })

  /** A sound document in which anything at all stands at one place. */
  test('nothing throws, whatever stands where', () => {
    const paths: (readonly (string | number)[])[] = []
    const walk = (value: unknown, path: readonly (string | number)[]) => {
      paths.push(path)
      if (Array.isArray(value)) for (const [at, one] of value.entries()) walk(one, [...path, at])
      else if (value && typeof value === 'object')
        for (const [key, one] of Object.entries(value)) walk(one, [...path, key])
    }
    walk(good, [])
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const copy = { root: structuredClone(good) as unknown }
        const [last, ...above] = ['root', ...path].reverse()
        const parent = above
          .reverse()
          .reduce((at: unknown, key) => (at as Record<string, unknown>)[key], copy as unknown)
        ;(parent as Record<string, unknown>)[last!] = value
        const store = new AdvisoryStore()
        const reading = readAdvisoryValue(copy.root)
        if (reading.ok) store.add(reading.advisory)
        expect(store.list().length).toBeLessThanOrEqual(1)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the store', () => {
  const version = (version: string, id = 'A', status = 'final') => {
    const reading = readAdvisoryValue(csaf('V', [{ name: 'p' }], {}, { id, version, status }))
    if (!reading.ok) throw new Error('refused')
    return reading.advisory
  }

  test('keeps the newest of each, in one order, whatever came first', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(['1', '2', '10', '2.1'], { minLength: 4 }), versions => {
        const store = new AdvisoryStore()
        for (const one of versions) for (const id of ['B', 'A']) store.add(version(one, id))
        expect(store.list().map(({ id, version }) => [id, version])).toEqual([
          ['A', '10'],
          ['B', '10'],
        ])
      }),
    )
  })

  test('counts what it does not keep', () => {
    const store = new AdvisoryStore({ advisories: 1 })
    const outcomes = [
      version('1'),
      version('1'),
      version('0.9'),
      version('2'),
      version('1', 'B'),
      version('1', 'C', 'draft'),
    ].map(one => store.add(one))
    expect(outcomes).toEqual(['added', 'same', 'older', 'replaced', 'full', 'draft'])
    expect(store.count('full')).toBe(1)
  })
})

test('KEV', () => {
  const entry = {
    cveID: 'CVE-2026-1000',
    dateAdded: '2026-01-20',
    dueDate: '2026-02-10',
    knownRansomwareCampaignUse: 'Known',
    requiredAction: 'Patch.',
  }
  const reading = readKev({
    title: 'x',
    catalogVersion: '2026.01.30',
    dateReleased: '2026-01-30T00:00:00Z',
    count: 3,
    vulnerabilities: [entry, { cveID: 'x' }, 7, { ...entry, cveID: 'CVE-2026-1001', dateAdded: 'soon' }],
  })
  if (!reading.ok) throw new Error('refused')
  expect(reading.kev.entries.get('CVE-2026-1000')).toEqual({
    added: '2026-01-20',
    due: '2026-02-10',
    ransomware: true,
    action: 'Patch.',
  })
  expect(reading.faults).toEqual([
    'vulnerabilities[2] must be an object, and is a number',
    'vulnerabilities[1].cveID is x, which is no CVE number',
    'vulnerabilities[3].dateAdded is soon, which is no date such as 2026-01-31',
  ])
  expect(readKev({ vulnerabilities: [] })).toMatchObject({ ok: false })
})

test('EPSS', () => {
  const text =
    '#model_version:v2025.03.14,score_date:2026-01-30T12:00:00Z\r\ncve,epss,percentile\r\nCVE-2026-1000,0.5,0.9\r\nCVE-2026-1001,7,0.1\r\nnonsense\r\n'
  const reading = readEpss(text)
  if (!reading.ok) throw new Error('refused')
  expect(reading.epss).toMatchObject({ model: 'v2025.03.14', date: '2026-01-30' })
  expect([...reading.epss.entries]).toEqual([['CVE-2026-1000', { probability: 0.5, percentile: 0.9 }]])
  expect(reading.faults).toEqual([
    'line 4 (CVE-2026-1001) has no probability between 0 and 1',
    'line 5 has no CVE number',
  ])
  expect(readEpss(['CVE-2026-1000,1'])).toMatchObject({ ok: false })
  expect(
    ['2026-01-30', '2026-02-06', '2026-02-07', '2026-01-01', 'x'].map(today => isFresh(reading.epss, today)),
  ).toEqual([true, true, false, false, false])
})

test('days without a clock agree with the calendar', () => {
  fc.assert(
    fc.property(fc.integer({ min: -100_000, max: 100_000 }), day => {
      const iso = new Date(day * 86_400_000).toISOString().slice(0, 10)
      expect(dayOf(iso)).toBe(day)
      expect(dateOf(day)).toBe(iso)
    }),
  )
  expect(['2026-02-29', '2026-13-01', '2026-1-1', 'x'].map(dayOf)).toEqual([null, null, null, null])
})

test.each([
  ['Siemens AG', 'siemens'],
  ['Siemens', 'siemens'],
  ['Schneider Electric Industries SAS', 'schneider'],
  ['TELEMECANIQUE ELECTRIQUE', 'schneider'],
  ['Rockwell Automation/Allen-Bradley', 'rockwell'],
  ['Mitsubishi Electric Corporation', 'mitsubishi'],
  ['Hirschmann Automation and Control GmbH', 'hirschmann'],
  ['PHOENIX CONTACT GmbH & Co. KG', 'phoenix contact'],
  ['WAGO Kontakttechnik GmbH & Co. KG', 'wago'],
  ['General Electric', 'ge'],
  ['Siemens Schweiz AG', 'siemens'],
  ['Acme Ltd.', 'acme'],
  ['', ''],
])('%s is %s', (name, key) => expect(vendorKey(name)).toBe(key))
