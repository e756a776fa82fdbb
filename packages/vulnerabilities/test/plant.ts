// Assets and advisories of invented plants. Product names, order numbers and the shape of the documents are real ones.
import type { Asset, Exposure, Provenance } from '@nautilus/model'
import { AdvisoryStore, type MatchContext, matchesOf, readAdvisoryValue } from '../src/index.ts'

type Told = Readonly<Record<string, string | readonly string[]>>

let frame = 0

const claims = (value: string | readonly string[]): Provenance[] =>
  [value].flat().map(text => ({ value: text, source: 'test told', confidence: 0.9, first: 1, last: 2, frame: ++frame }))

/** A controller that tells these attributes of itself. */
export function device(told: Told, more: Partial<Asset> = {}): Asset {
  const sources = Object.fromEntries(Object.entries(told).map(([attribute, value]) => [attribute, claims(value)]))
  const first = (attribute: string) => sources[attribute]?.[0]?.value ?? null
  return {
    id: 'a-1',
    formerly: [],
    mac: ['00:1b:1b:00:00:01'],
    ip: ['10.0.0.1'],
    vendor: first('vendor'),
    model: first('model'),
    orderNumber: first('orderNumber'),
    firmware: first('firmware'),
    serial: null,
    name: 'plc-1',
    hardware: null,
    os: null,
    domain: null,
    description: null,
    location: null,
    modules: [],
    mode: null,
    software: [],
    services: [],
    certificates: [],
    credentials: [],
    joins: [],
    addressNotes: [],
    role: 'controller',
    roles: [{ role: 'controller', confidence: 0.9, reasons: [] }],
    level: 1,
    zone: null,
    criticality: null,
    protocols: [],
    first: 1,
    last: 2,
    sources,
    ...more,
  }
}

export type Leaf = {
  readonly name: string
  readonly version?: string
  readonly models?: readonly string[]
  readonly isExact?: boolean
}

/** A CSAF document in the shape in which coordinators publish. Products get the ids P1, P2 … */
export function csaf(vendor: string, leaves: readonly Leaf[], vulnerability: object = {}, tracking: object = {}) {
  const ids = leaves.map((_, at) => `P${at + 1}`)
  return {
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      title: `${vendor} products`,
      publisher: { category: 'coordinator', name: 'Example CERT', namespace: 'https://cert.example' },
      references: [{ category: 'self', url: 'https://cert.example/x', summary: 'web' }],
      tracking: {
        id: 'EX-26-001',
        status: 'final',
        version: '1',
        initial_release_date: '2026-01-02T03:04:05Z',
        current_release_date: '2026-01-02T03:04:05Z',
        ...tracking,
      },
    },
    product_tree: {
      branches: [
        {
          category: 'vendor',
          name: vendor,
          branches: leaves.map(({ name, version, models, isExact }, at) => ({
            category: 'product_name',
            name,
            branches: [
              {
                category: isExact ? 'product_version' : 'product_version_range',
                name: version ?? 'vers:all/*',
                product: {
                  product_id: ids[at],
                  name: `${vendor} ${name}: ${version ?? 'vers:all/*'}`,
                  ...(models ? { product_identification_helper: { model_numbers: models } } : {}),
                },
              },
            ],
          })),
        },
      ],
    },
    vulnerabilities: [
      {
        cve: 'CVE-2026-10001',
        cwe: { id: 'CWE-787', name: 'Out-of-bounds Write' },
        product_status: { known_affected: ids },
        scores: [
          {
            products: ids,
            cvss_v3: { version: '3.1', vectorString: vector, baseScore: 9.8, baseSeverity: 'CRITICAL' },
          },
        ],
        ...vulnerability,
      },
    ],
  }
}

export const vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'

export function storeOf(...documents: readonly object[]): AdvisoryStore {
  const store = new AdvisoryStore()
  for (const document of documents) {
    const reading = readAdvisoryValue(document)
    if (!reading.ok) throw new Error(reading.faults.join('; '))
    store.add(reading.advisory)
  }
  return store
}

export const exposed = (reach: Exposure['reach'], protocols: readonly string[] = []): Exposure => ({
  reach,
  protocols,
  reasons: [],
})

export const context: MatchContext = {
  links: [],
  exposureOf: () => exposed('same cell'),
  kev: null,
  epss: null,
  today: '2026-02-01',
  cleared: true,
}

/** The only row. */
export function only(asset: Asset, document: object, more: Partial<MatchContext> = {}) {
  const { matches } = matchesOf([asset], storeOf(document), { ...context, ...more })
  if (matches.length > 1) throw new Error(`${matches.length} rows`)
  return matches[0] ?? null
}
