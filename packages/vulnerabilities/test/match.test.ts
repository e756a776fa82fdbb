import { describe, expect, test } from 'vitest'
import { matchesOf } from '../src/index.ts'
import { context, csaf, device, type Leaf, only, storeOf } from './plant.ts'

/** In the shape of ICSA-24-163-01: single versions, corrections in the prose of remediations. */
const logix = csaf(
  'Rockwell Automation',
  [
    { name: 'ControlLogix 5580', version: 'V34.011', isExact: true },
    { name: 'GuardLogix 5580', version: 'V34.011', isExact: true },
  ],
  {
    cve: 'CVE-2024-5659',
    cwe: { id: 'CWE-670', name: 'Always-Incorrect Control Flow Implementation' },
    remediations: [
      {
        category: 'vendor_fix',
        details: 'ControlLogix 5580: corrected in V34.014, V35.013, V36.011 and later',
        product_ids: ['P1'],
      },
    ],
    scores: [
      {
        products: ['P1', 'P2'],
        cvss_v3: { version: '3.1', baseScore: 7.4, vectorString: 'CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:C/C:N/I:N/A:H' },
      },
    ],
  },
)

const controller = (firmware?: string) =>
  device({ vendor: 'Rockwell Automation/Allen-Bradley', model: '1756-L83E/B', ...(firmware ? { firmware } : {}) })

describe('a ControlLogix 5580 and single versions', () => {
  test.each([
    ['34.011', 'affected'],
    ['34.014', 'not affected'],
    // Between the listed version and the correction: nobody says it is sound.
    ['34.012', 'review'],
    ['35.013', 'not affected'],
    [undefined, 'likely'],
  ])('%s is %s', (firmware, verdict) => {
    expect(only(controller(firmware), logix)).toMatchObject({ verdict, tier: 'B', vulnerability: 'CVE-2024-5659' })
  })

  test('the evidence is all there', () => {
    expect(only(controller('34.011'), logix)?.evidence).toEqual({
      claims: [
        { attribute: 'model', value: '1756-L83E/B', source: 'test told', frame: expect.any(Number) },
        { attribute: 'firmware', value: '34.011', source: 'test told', frame: expect.any(Number) },
      ],
      product: '1756-L83E/B is of the family ControlLogix 5580.',
      rule: 'V34.011',
      version: 'exactly 34.011; 34.011 is in it.',
      verify: [],
    })
  })

  test('unknown firmware says how to find out, without touching the device', () => {
    expect(only(controller(), logix)?.evidence.verify).toEqual([
      'Find out the version (affected if exactly 34.011): read the revision in the controller properties of Studio 5000 or RSLogix, or in the project file.',
    ])
  })

  test('safety and standard controllers are two families', () => {
    const safe = device({ vendor: 'Rockwell Automation', model: '1756-L83ES', firmware: '34.011' })
    expect(only(safe, logix)?.evidence.product).toContain('GuardLogix 5580')
  })
})

type Row = readonly [
  device: Record<string, string>,
  leaf: Leaf & { vendor: string },
  tier: string | null,
  verdict?: string,
]

const s7 = { vendor: 'Siemens', orderNumber: '6ES7 315-2EH14-0AB0', model: 'CPU 315-2 PN/DP', firmware: 'V3.2.6' }
const m340 = { vendor: 'Schneider Electric', model: 'BMX P34 2020', firmware: 'v2.60' }

const rows: readonly Row[] = [
  [
    s7,
    {
      vendor: 'Siemens',
      name: 'SIMATIC S7-300 CPU 315-2 PN/DP',
      version: 'vers:all/<V3.2.19',
      models: ['6ES7315-2EH14-0AB0'],
    },
    'A',
    'affected',
  ],
  [
    s7,
    { vendor: 'Siemens AG', name: 'SIMATIC S7-300 CPUs', version: '< V3.3', models: ['6ES7315-2*'] },
    'A',
    'affected',
  ],
  [
    s7,
    { vendor: 'Siemens', name: 'SIMATIC S7-300 CPUs', version: '< V3.3', models: ['6ES731?-????4-0AB0'] },
    'A',
    'affected',
  ],
  [s7, { vendor: 'Siemens', name: 'SIMATIC S7-300 CPU 317-2 PN/DP', models: ['6ES7317-2EK14-0AB0'] }, null],
  [
    s7,
    { vendor: 'Siemens', name: 'SIMATIC S7-300 CPU family (incl. related ET200 CPUs and SIPLUS variants)' },
    'B',
    'likely',
  ],
  [s7, { vendor: 'Siemens', name: 'SIMATIC S7-400 CPU family' }, null],
  [
    s7,
    { vendor: 'Siemens', name: 'SIMATIC S7-300 CPU 315-2 PN/DP (6ES7315-2EH14-0AB0)', version: '>= V3.3' },
    'A',
    'not affected',
  ],
  [
    { ...s7, orderNumber: '6AG1 315-2EH14-7AB0' },
    { vendor: 'Siemens', name: 'SIMATIC S7-300 CPU 315-2 PN/DP', models: ['6ES7315-2EH14-0AB0'] },
    'A',
    'likely',
  ],
  // A vendor that is another company.
  [s7, { vendor: 'Rockwell Automation', name: 'SIMATIC S7-300 CPU family' }, null],
  [
    m340,
    { vendor: 'Schneider Electric', name: 'Modicon M340 CPU (part numbers BMXP34*)', version: '< SV3.20' },
    'A',
    'affected',
  ],
  [m340, { vendor: 'Schneider Electric Industries SAS', name: 'Modicon M340', version: '< 2.6' }, 'B', 'not affected'],
  [m340, { vendor: 'Schneider Electric', name: 'Modicon M580' }, null],
  [m340, { vendor: 'Schneider Electric', name: 'Modicon M340 X80 Ethernet Communication modules BMXNOE0100' }, null],
  [
    { vendor: 'Rockwell Automation', model: '1756-EN2T/D', firmware: '10.007' },
    { vendor: 'Rockwell Automation', name: '1756-EN2T Series A, B, C, D', version: '<= 10.020' },
    'A',
    'likely',
  ],
  [
    { vendor: 'Rockwell Automation', model: '1756-EN2T/D' },
    { vendor: 'Rockwell Automation', name: '1756-EN2T/C' },
    null,
  ],
  [
    { vendor: 'Rockwell Automation', model: '1756-EN4TR' },
    { vendor: 'Rockwell Automation', name: '1756-EN4TRXT' },
    null,
  ],
  [
    { vendor: 'Rockwell Automation', model: '1763-L16BWA B/16.00', firmware: '16.000' },
    { vendor: 'Rockwell Automation', name: 'MicroLogix 1100' },
    'B',
    'likely',
  ],
  // The serial number decides, and no version.
  [
    s7,
    { vendor: 'Siemens', name: 'SIMATIC S7-300 CPU family', version: '<=the_first_5_digits_of_serial_number_24031' },
    'B',
    'review',
  ],
  // The rule depends on how the device is equipped.
  [
    m340,
    { vendor: 'Schneider Electric', name: 'Modicon M340 with BMXP34* and Ethernet interface', version: '< 3.0' },
    'A',
    'likely',
  ],
  // A similar name only.
  [
    { vendor: 'Moxa', model: 'EDS-G509-MM', firmware: '1.0' },
    { vendor: 'Moxa', name: 'EDS-G509-MMSC', version: '< 2' },
    null,
  ],
  [
    { vendor: 'Moxa', model: 'NPort IAW5150A-6I/O', firmware: '1.0' },
    { vendor: 'Moxa', name: 'NPort IAW5150A-6I/OX', version: '< 2' },
    'C',
    'possible',
  ],
  [
    { vendor: 'Moxa', model: 'NPort 5110', firmware: '2.1' },
    { vendor: 'Moxa Inc.', name: 'NPort 5110', version: '<= 2.10' },
    'B',
    'affected',
  ],
  [{ vendor: 'Moxa', model: 'NPort 5110', firmware: '2.1' }, { vendor: 'Moxa', name: 'NPort 5120' }, null],
  [
    {
      vendor: 'Hirschmann Automation and Control GmbH',
      description: 'Hirschmann Railswitch RS20-1600T1T1SDAE SW: 09.1.00',
    },
    { vendor: 'Belden', name: 'RS20', version: '< 09.1.08' },
    'B',
    'affected',
  ],
  // Nobody says who made it: the order number does.
  [
    { orderNumber: '6ES7 315-2EH14-0AB0', firmware: 'V3.2.6' },
    { vendor: 'Siemens', name: 'SIMATIC S7-300', version: '< V3.3', models: ['6ES7315-2EH14-0AB0'] },
    'A',
    'affected',
  ],
  [{ vendor: 'Siemens' }, { vendor: 'Siemens', name: 'SIMATIC S7-300 CPU family' }, null],
]

test.each(
  rows.map(([told, leaf, tier, verdict], at) => ({
    at,
    told,
    leaf,
    tier,
    verdict,
    title: `${told.orderNumber ?? told.model ?? told.description} against ${leaf.name}: ${tier}`,
  })),
)('$title', ({ told, leaf, tier, verdict }) => {
  const row = only(device(told), csaf(leaf.vendor, [leaf]))
  expect(row && [row.tier, row.verdict]).toEqual(tier && [tier, verdict])
})

describe('several rules and several tellings', () => {
  const both = [
    { name: 'SIMATIC S7-300 CPU 315-2 PN/DP', version: '< V3.2.5', models: ['6ES7315-2EH14-0AB0'] },
    { name: 'SIMATIC S7-300 CPU family', version: '< V3.3' },
  ]

  test('the order number outweighs the family', () => {
    expect(only(device(s7), csaf('Siemens', both))).toMatchObject({ tier: 'A', verdict: 'not affected' })
  })

  test('versions that contradict each other are for a person', () => {
    const told = device({ ...s7, firmware: 'V3.2.6' })
    const firmware = [told.sources.firmware![0]!, { ...told.sources.firmware![0]!, value: 'V3.2.19', source: 'lldp' }]
    const row = only(
      { ...told, sources: { ...told.sources, firmware } },
      csaf('Siemens', [{ ...both[0]!, version: '< V3.2.10' }]),
    )
    expect(row).toMatchObject({
      verdict: 'review',
      evidence: { version: 'below 3.2.10; the device tells V3.2.6 and V3.2.19.' },
    })
  })

  test('a version that the advisory calls fixed or not affected', () => {
    const document = csaf('Siemens', [both[0]!, { ...both[0]!, version: '>= V3.2.5' }])
    const status = (list: string) => ({ product_status: { known_affected: ['P1'], [list]: ['P2'] } })
    const rest = { ...document, vulnerabilities: [{ ...document.vulnerabilities[0], ...status('fixed') }] }
    expect(only(device(s7), rest)).toMatchObject({ verdict: 'fixed', decision: null })
    const sound = {
      ...document,
      vulnerabilities: [{ ...document.vulnerabilities[0], ...status('known_not_affected') }],
    }
    expect(only(device(s7), sound)).toMatchObject({ verdict: 'not affected', decision: null })
  })

  test('of two advisories the maker’s counts, and the other stays in sight', () => {
    const theirs = csaf('Siemens', [{ ...both[0]!, version: '< V3.3' }])
    const own = csaf('Siemens', [{ ...both[0]!, version: '< V3.2.7' }], {}, { id: 'SSA-1' })
    own.document.publisher = { category: 'vendor', name: 'Siemens ProductCERT', namespace: 'https://siemens.example' }
    const { matches } = matchesOf([device(s7)], storeOf(theirs, own), context)
    expect(matches).toMatchObject([
      { advisory: { id: 'SSA-1' }, verdict: 'affected', also: [{ id: 'EX-26-001', verdict: 'affected' }] },
    ])
  })

  test('devices of one kind keep their own claims', () => {
    const twins = [device(s7, { id: 'a-1' }), device({ ...s7, firmware: 'V3.4' }, { id: 'a-2' })]
    const { matches } = matchesOf(twins, storeOf(csaf('Siemens', [{ ...both[0]!, version: '< V3.3' }])), context)
    expect(matches.map(({ asset, verdict }) => [asset, verdict])).toEqual([
      ['a-1', 'affected'],
      ['a-2', 'not affected'],
    ])
    const frames = matches.flatMap(({ evidence }) => evidence.claims.map(({ frame }) => frame))
    expect(new Set(frames).size).toBe(frames.length)
  })
})

describe('installed on', () => {
  const document = csaf('Siemens', [
    { name: 'SINEC Agent', version: '< V2.0' },
    { name: 'SIMATIC IPC CPU 315', models: ['6ES7315-2EH14-0AB0'] },
  ])
  const tree = {
    ...document.product_tree,
    relationships: [
      {
        category: 'installed_on',
        product_reference: 'P1',
        relates_to_product_reference: 'P2',
        full_product_name: { product_id: 'P3', name: 'SINEC Agent < V2.0 on SIMATIC IPC' },
      },
    ],
  }
  const combined = {
    ...document,
    product_tree: tree,
    vulnerabilities: [{ ...document.vulnerabilities[0], product_status: { known_affected: ['P3'] } }],
  }

  test('both halves seen', () => {
    expect(only(device({ ...s7, software: 'SINEC Agent 1.4' }), combined)).toMatchObject({
      tier: 'A',
      verdict: 'affected',
    })
  })
  test('the program is newer', () => {
    expect(only(device({ ...s7, software: 'SINEC Agent 2.4' }), combined)).toMatchObject({ verdict: 'not affected' })
  })
  test('the program was not seen', () => {
    expect(only(device(s7), combined)).toMatchObject({
      tier: 'C',
      verdict: 'possible',
      decision: { urgency: 'review' },
      evidence: {
        verify: expect.arrayContaining(['The rule needs SINEC Agent on this device, which was not seen on it.']),
      },
    })
  })
  test('the program on another device', () => {
    expect(
      only(device({ vendor: 'Siemens', orderNumber: '6ES7 317-2EK14-0AB0', software: 'SINEC Agent 1.4' }), combined),
    ).toBeNull()
  })
})
