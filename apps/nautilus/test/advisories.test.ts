// The real program on the simulated plant and on advisories of invented vulnerabilities for real product names.
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { exposureFrom } from '../src/advisories/exposure.ts'
import { unpack } from '../src/advisories/zip.ts'
import { folder, inside, plant } from './program.ts'

const capture = plant({ seconds: 90, stories: ['night-download'] })

const advisory = (
  id: string,
  cve: string,
  vendor: string,
  product: string,
  range: string,
  models: string[],
  vectorString: string,
) => ({
  document: {
    category: 'csaf_security_advisory',
    csaf_version: '2.0',
    title: `${product} of ${vendor}`,
    publisher: { category: 'vendor', name: vendor, namespace: 'https://vendor.example' },
    tracking: {
      id,
      status: 'final',
      version: '1',
      initial_release_date: '2026-01-02T03:04:05Z',
      current_release_date: '2026-01-02T03:04:05Z',
    },
  },
  product_tree: {
    branches: [
      {
        category: 'vendor',
        name: vendor,
        branches: [
          {
            category: 'product_name',
            name: product,
            branches: [
              {
                category: 'product_version_range',
                name: range,
                product: {
                  product_id: 'P1',
                  name: `${product} ${range}`,
                  ...(models.length > 0 ? { product_identification_helper: { model_numbers: models } } : {}),
                },
              },
            ],
          },
        ],
      },
    ],
  },
  vulnerabilities: [
    {
      cve,
      title: `A fault in ${product}`,
      product_status: { known_affected: ['P1'] },
      remediations: [{ category: 'vendor_fix', details: 'Update to the newest version.', product_ids: ['P1'] }],
      scores: [{ products: ['P1'], cvss_v3: { version: '3.1', vectorString, baseScore: 8.1 } }],
    },
  ],
})

const takeOver = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'
const write = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N'
const advisories = [
  advisory(
    'EX-1',
    'CVE-2026-10001',
    'Siemens',
    'SIMATIC S7-300 CPU 315-2 PN/DP',
    'vers:all/<V3.2.19',
    ['6ES7315-2EH14-0AB0'],
    takeOver,
  ),
  advisory(
    'EX-2',
    'CVE-2026-10002',
    'Schneider Electric',
    'Modicon M340 CPU (part numbers BMXP34*)',
    '< SV3.20',
    [],
    write,
  ),
  advisory(
    'EX-3',
    'CVE-2026-10003',
    'Siemens',
    'SIMATIC S7-300 CPU family',
    '<=the_first_5_digits_of_serial_number_24031',
    [],
    takeOver,
  ),
  advisory('EX-4', 'CVE-2026-10004', 'Siemens', 'SIMATIC S7-1500 CPU family', 'vers:all/*', [], takeOver),
]
const kev = {
  catalogVersion: '2026.01.30',
  dateReleased: '2026-01-30T00:00:00Z',
  count: 1,
  vulnerabilities: [
    { cveID: 'CVE-2026-10001', dateAdded: '2026-01-20', dueDate: '2026-02-10', knownRansomwareCampaignUse: 'Unknown' },
  ],
}
const epss = '#model_version:v1,score_date:2026-01-31T00:00:00Z\ncve,epss,percentile\nCVE-2026-10002,0.3,0.9\n'

function site(): string {
  const cwd = folder()
  writeFileSync(join(cwd, 'a.pcap'), capture)
  mkdirSync(join(cwd, 'csaf', '2026'), { recursive: true })
  for (const one of advisories)
    writeFileSync(join(cwd, 'csaf', '2026', `${one.document.tracking.id.toLowerCase()}.json`), JSON.stringify(one))
  writeFileSync(join(cwd, 'kev.json'), JSON.stringify(kev))
  writeFileSync(join(cwd, 'epss.csv.gz'), gzipSync(epss))
  return cwd
}

const matchArgs = (...more: string[]) => ['advisories', 'match', 'a.pcap', '--today', '2026-02-01', ...more]

describe('match', () => {
  test('now, never and review, with reasons', async () => {
    const { code, out, err } = await inside(
      matchArgs('--advisories', 'csaf', '--kev', 'kev.json', '--epss', 'epss.csv.gz'),
      { cwd: site(), env: { COLUMNS: '120' } },
    )
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out.split('\n').filter(line => [...line].length > 120)).toEqual([])
    await expect(out).toMatchFileSnapshot(new URL('goldens/advisories.txt', import.meta.url).pathname)
  })

  test('JSON and CSV hold every row with its evidence', async () => {
    const cwd = site()
    const { code, out } = await inside(
      matchArgs('--advisories', 'csaf', '--kev', 'kev.json', '--bod', '--json', '-', '--csv', 'tables'),
      { cwd },
    )
    const report = JSON.parse(out)
    expect(code).toBe(0)
    expect(report.counts).toMatchObject({ affected: 3, review: 2 })
    const exploited = report.matches.find((row: { vulnerability: string }) => row.vulnerability === 'CVE-2026-10001')
    expect(exploited).toMatchObject({
      tier: 'A',
      verdict: 'affected',
      decision: { urgency: 'now', bod: { days: 3, forensics: true } },
    })
    expect(exploited.evidence.claims).toMatchObject([
      { attribute: 'orderNumber', value: '6ES7 315-2EH14-0AB0', source: expect.any(String), frame: expect.any(Number) },
      { attribute: 'firmware', value: 'V3.2.6' },
    ])
    const csv = readFileSync(join(cwd, 'tables', 'vulnerabilities.csv'), 'utf8')
      .trim()
      .split('\r\n')
    expect(csv).toHaveLength(1 + report.matches.length)
    expect(
      (await inside(matchArgs('--advisories', 'csaf', '--kev', 'kev.json', '--bod', '--json', '-'), { cwd })).out,
    ).toBe(out)
  })

  test.each([
    [['advisories'], 'advisories needs to know what to do: type `nautilus advisories match --help`.'],
    [['advisories', 'mtch'], 'advisories has no mtch; did you mean advisories match?'],
    [
      ['advisories', 'match'],
      'advisories match needs a capture: type `nautilus advisories match FILE --advisories PATH`.',
    ],
    [
      ['advisories', 'match', 'a.pcap'],
      'advisories match needs advisories: type `--advisories PATH` with a CSAF file, directory or bundle.',
    ],
    [['advisories', 'match', 'a.pcap', '--advisories', 'no'], 'no does not exist; check the name.'],
    [
      ['advisories', 'match', 'a.pcap', '--advisories', 'kev.json'],
      'no advisory could be used; type `nautilus advisories check kev.json` to see why.',
    ],
    [
      ['advisories', 'match', 'a.pcap', '--advisories', 'csaf', '--epss', 'kev.json'],
      '--epss kev.json is no EPSS file; name epss_scores-current.csv.gz.',
    ],
    [
      ['advisories', 'match', 'a.pcap', '--advisories', 'csaf', '--today', 'monday'],
      '--today monday is no day; type it as `--today 2026-01-31`.',
    ],
    [
      ['advisories', 'match', 'a.pcap', '--advisories', 'csaf', '--json', 'a.pcap'],
      '--json a.pcap would overwrite the capture a.pcap; name another file.',
    ],
    [
      ['advisories', 'bundle', 'x'],
      'advisories bundle needs a file to write and what to pack: type `nautilus advisories bundle OUT.zip PATH`.',
    ],
  ])('%j', async (args, sentence) => {
    expect(await inside(args, { cwd: site() })).toEqual({ code: 2, out: '', err: `nautilus: ${sentence}\n` })
  })

  test.each([['match'], ['check'], ['bundle']])('%s teaches, in 80 columns', async part => {
    const { code, out } = await inside(['advisories', part, '--help'])
    expect(code).toBe(0)
    expect(out).toContain(`nautilus advisories ${part}`)
    expect(out.split('\n').filter(line => line.length > 80)).toEqual([])
    expect((await inside(['help', 'advisories', part])).out).toBe(out)
  })
})

describe('check', () => {
  test('says what could not be used, file and place', async () => {
    const cwd = site()
    const write = (name: string, text: string | Uint8Array) => writeFileSync(join(cwd, 'csaf', name), text)
    write('broken.json', '{"document": ')
    write('other.json', '{"hello": 1}')
    write(
      'wrong.json',
      JSON.stringify({
        ...advisories[0],
        document: { ...advisories[0]!.document, tracking: { ...advisories[0]!.document.tracking, id: 'EX-9' } },
        vulnerabilities: [{ cve: 7 }],
      }),
    )
    write('changed.json', JSON.stringify(advisories[1]))
    write('changed.json.sha512', `${'0'.repeat(128)}  changed.json\n`)
    write('notes.csv', 'hello,world\n')
    const { code, out } = await inside(['advisories', 'check', 'csaf', '--today', '2026-02-01'], {
      cwd,
      env: { COLUMNS: '200' },
    })
    expect(code).toBe(2)
    expect(out.split('\n').slice(5)).toEqual([
      'What could not be used',
      '  csaf/broken.json (not used)',
      expect.stringMatching(/^ {4}• is not JSON: /),
      '  csaf/changed.json (not used)',
      '    • is not what changed.json.sha512 says: it was changed or damaged',
      '  csaf/notes.csv (not used)',
      '    • is neither JSON of CSAF or KEV nor CSV of EPSS',
      '  csaf/other.json (not used)',
      '    • document.csaf_version is missing: this is no CSAF document',
      '  csaf/wrong.json',
      '    • vulnerabilities[0].cve must be a text, and is a number',
      '',
    ])
  })

  test('lists of a provider lead to the files beside them, and nowhere else', async () => {
    const cwd = site()
    const write = (name: string, value: unknown) =>
      writeFileSync(join(cwd, 'csaf', name), typeof value === 'string' ? value : JSON.stringify(value))
    const entry = (src: string) => ({ content: { src, type: 'application/json' } })
    write('feed.json', {
      feed: {
        entry: [
          entry('https://cert.example/white/2026/ex-1.json'),
          entry('https://cert.example/../../kev.json'),
          entry('https://cert.example/2026/none.json'),
        ],
      },
    })
    write('changes.csv', '"2026/ex-1.json","2026-01-02T03:04:05Z"\n"2026/ex-2.json","2026-01-02T03:04:05Z"\n')
    write('index.txt', '2026/ex-1.json\n2026/ex-2.json\n2026/ex-3.json\n')
    const read = async (name: string) =>
      (await inside(['advisories', 'check', `csaf/${name}`], { cwd })).out.split('\n')[0]
    expect(await read('feed.json')).toBe('1 file read')
    expect(await read('changes.csv')).toBe('2 files read')
    expect(await read('index.txt')).toBe('3 files read')
  })
})

describe('bundle', () => {
  const keys = generateKeyPairSync('ed25519')
  const stranger = generateKeyPairSync('ed25519')
  const pem = { type: 'pkcs8', format: 'pem' } as const

  async function bundled(): Promise<string> {
    const cwd = site()
    writeFileSync(join(cwd, 'key.pem'), keys.privateKey.export(pem))
    writeFileSync(join(cwd, 'key.pub'), keys.publicKey.export({ type: 'spki', format: 'pem' }))
    writeFileSync(join(cwd, 'other.pub'), stranger.publicKey.export({ type: 'spki', format: 'pem' }))
    const args = [
      'advisories',
      'bundle',
      'week.zip',
      'csaf',
      '--kev',
      'kev.json',
      '--epss',
      'epss.csv.gz',
      '--today',
      '2026-02-01',
    ]
    expect((await inside([...args, '--key', 'key.pem'], { cwd })).code).toBe(0)
    return cwd
  }

  test('a site that trusts the key matches as the maker of the bundle does', async () => {
    const cwd = await bundled()
    const direct = JSON.parse(
      (
        await inside(matchArgs('--advisories', 'csaf', '--kev', 'kev.json', '--epss', 'epss.csv.gz', '--json', '-'), {
          cwd,
        })
      ).out,
    )
    const { code, out } = await inside(matchArgs('--advisories', 'week.zip', '--trust', 'key.pub', '--json', '-'), {
      cwd,
    })
    expect(code).toBe(0)
    const report = JSON.parse(out)
    expect(report.matches).toEqual(direct.matches)
    expect(report.intelligence[0]).toBe('Bundle week.zip, signature valid, of 2026-02-01, 0 days old.')
  })

  test('another key, no signature and loose files are refused', async () => {
    const cwd = await bundled()
    const faults = async (args: string[]) =>
      (await inside(['advisories', 'check', ...args], { cwd, env: { COLUMNS: '200' } })).out
    expect(await faults(['week.zip', '--trust', 'other.pub'])).toContain(
      'is not used: its signature is not by the key that --trust names',
    )
    await inside(['advisories', 'bundle', 'plain.zip', 'csaf'], { cwd })
    expect(await faults(['plain.zip', '--trust', 'key.pub'])).toContain(
      'is not used: it is not signed, and --trust asks for a signature',
    )
    expect(await faults(['csaf', '--trust', 'key.pub'])).toContain(
      'is not in a signed bundle, and --trust asks for one',
    )
  })

  test('a file that was changed, and one that was slipped in, are not used', async () => {
    const cwd = await bundled()
    const opened = unpack(readFileSync(join(cwd, 'week.zip')), () => true)
    if (!opened.ok) throw new Error(opened.why)
    const files = Object.fromEntries(opened.files)
    const name = Object.keys(files).find(file => file.endsWith('ex-1.json'))!
    const changed = zipSync({
      ...files,
      [name]: strToU8(Buffer.from(files[name]!).toString().replace('V3.2.19', 'V3.1.19')),
      'advisories/extra.json': strToU8('{}'),
    })
    writeFileSync(join(cwd, 'changed.zip'), changed)
    const { code, out } = await inside(['advisories', 'check', 'changed.zip', '--trust', 'key.pub'], {
      cwd,
      env: { COLUMNS: '200' },
    })
    expect(code).toBe(2)
    expect(out).toContain(`${name} is not what the manifest says: it was changed or damaged`)
    expect(out).toContain('advisories/extra.json is not in the manifest and not used')
  })

  test('the same files make the same bytes', async () => {
    const cwd = await bundled()
    const before = readFileSync(join(cwd, 'week.zip'))
    await inside(
      [
        'advisories',
        'bundle',
        'again.zip',
        'csaf',
        '--kev',
        'kev.json',
        '--epss',
        'epss.csv.gz',
        '--today',
        '2026-02-01',
        '--key',
        'key.pem',
      ],
      { cwd },
    )
    expect(readFileSync(join(cwd, 'again.zip')).equals(before)).toBe(true)
  })
})

describe('archives that were made to harm', () => {
  test('packed too densely', () => {
    const bomb = zipSync({ 'a.json': new Uint8Array(20_000_000) })
    expect(unpack(bomb, () => true)).toMatchObject({
      ok: false,
      why: expect.stringContaining('packed more than 300 to 1'),
    })
  })

  test('a list of contents that lies', () => {
    const bytes = zipSync({ 'a.json': strToU8('x'.repeat(5000)) }, { level: 9 })
    const central = Buffer.from(bytes).lastIndexOf(Buffer.from('PK\x01\x02'))
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(central + 24, 9_000_000, true)
    expect(unpack(bytes, () => true)).toMatchObject({ ok: false })
  })

  test('no archive at all', () => {
    expect(unpack(strToU8('PK\x03\x04 and then nothing'), () => true)).toMatchObject({ ok: false })
  })
})

describe('exposure', () => {
  const asset = (id: string, ip: string, more: object = {}) =>
    ({ id, ip: [ip], mac: [], roles: [], level: null, zone: null, protocols: [], ...more }) as never
  const plc = asset('plc', '10.1.1.5', { level: 1, zone: 'z-cell' })
  const link = (client: string, protocol = 'http', server = 'plc') => ({
    client,
    server,
    protocol,
    port: 80,
    verbs: {},
    first: 1,
    last: 2,
  })
  const zones = ['cell', 'network', 'office', 'internet'].map(kind => ({ id: `z-${kind}`, kind })) as never
  const subnets = [{ cidr: '10.1.1.0/24', assets: ['plc', 'near'] }] as never
  const map = { zones, subnets, paths: [] }

  test.each([
    [asset('c', '10.1.9.9', { zone: 'z-cell' }), 'same cell'],
    [asset('near', '10.1.1.9'), 'same cell'],
    [asset('c', '10.1.2.9', { zone: 'z-network' }), 'other cell'],
    [asset('c', '10.9.2.9', { level: 4 }), 'business network'],
    [asset('c', '10.9.2.9', { zone: 'z-office' }), 'business network'],
    [asset('c', '10.9.2.9', { roles: [{ role: 'printer', confidence: 1, reasons: [] }] }), 'business network'],
    [asset('c', '198.51.100.7', { zone: 'z-internet' }), 'internet'],
  ])('%#', (client: { id: string }, reach) => {
    const links = [link(client.id), link(client.id, 'arp')]
    expect(exposureFrom({ ...map, assets: [plc, client as never], links })(plc)).toMatchObject({
      reach,
      protocols: ['http'],
    })
  })

  test('nobody was seen', () => {
    expect(exposureFrom({ ...map, assets: [plc], links: [link('c', 'arp')] })(plc).reach).toBe('unknown')
  })

  test('a way over another device counts from where it begins, by the last protocol on it', () => {
    const assets = [plc, asset('far', '198.51.100.7', { zone: 'z-internet' }), asset('jump', '10.1.1.9')]
    const step = (client: string, server: string, protocol: string) =>
      ({ client, server, protocol, port: 1, kind: 'login', why: '' }) as const
    const way = {
      from: 'far',
      to: 'plc',
      origin: 'outside' as const,
      shortest: true,
      steps: [step('far', 'jump', 'rdp'), step('jump', 'plc', 's7comm')],
    }
    const links = [link('far', 'rdp', 'jump'), link('jump', 's7comm')]
    expect(exposureFrom({ ...map, assets, links, paths: [way] })(plc)).toEqual({
      reach: 'internet',
      protocols: ['s7comm'],
      reasons: ['A way from the internet leads to it: 198.51.100.7 → 10.1.1.9 → 10.1.1.5.'],
    })
  })
})
