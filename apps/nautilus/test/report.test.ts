import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { toldByDefault } from '@nautilus/simulator'
import { describe, expect, test } from 'vitest'
import { folder, inside, nautilus, plant } from './program.ts'

/** Short, so that its goldens can be read: the download at 3 am. */
const night = plant({ seconds: 90, stories: ['night-download'] })
const golden = (name: string) => new URL(`goldens/${name}`, import.meta.url).pathname

function withCapture(bytes = night): string {
  const cwd = folder()
  writeFileSync(join(cwd, 'night.pcap'), bytes)
  return cwd
}

describe('the printed report', () => {
  test.each([80, 100, 160])('%i columns', async columns => {
    const { code, out, err } = await inside(['analyze', 'night.pcap'], {
      cwd: withCapture(),
      env: { COLUMNS: `${columns}` },
    })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out.split('\n').filter(line => [...line].length > columns)).toEqual([])
    await expect(out).toMatchFileSnapshot(golden(`night-${columns}.txt`))
  })

  test('no colour in a pipe, colour when forced, none when NO_COLOR says so', async () => {
    const cwd = withCapture()
    const plain = (await inside(['analyze', 'night.pcap'], { cwd })).out
    expect(plain).not.toContain('\x1b')
    const forced = nautilus(['analyze', 'night.pcap'], { cwd, env: { FORCE_COLOR: '1' } }).out
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
    expect(forced.replace(/\x1b\[\d+m/g, '')).toBe(plain)
    expect(forced).not.toBe(plain)
    expect(nautilus(['analyze', 'night.pcap'], { cwd, env: { FORCE_COLOR: '1', NO_COLOR: '1' } }).out).toBe(plain)
  })
})

describe('JSON', () => {
  test('has the shape that others build on', async () => {
    const { out } = await inside(['analyze', 'night.pcap', '--json', '-'], { cwd: withCapture() })
    const report = JSON.parse(out)
    expect(Object.keys(report)).toEqual(
      'schema capture protocols unrecognised assets links control points activities connections zones conduits subnets neighbours paths reach external coverage expected findings detection notices'.split(
        ' ',
      ),
    )
    const {
      activities,
      connections,
      assets,
      links,
      protocols,
      control,
      points,
      neighbours,
      reach,
      coverage,
      ...small
    } = report
    const one = (verb: string) => activities.filter((row: { verb: string }) => row.verb === verb).slice(0, 1)
    const named = (name: string) => {
      const { sources, ...asset } = assets.find((one: { name: string }) => one.name === name)
      return [{ ...asset, sources: { firmware: sources.firmware.slice(0, 1) } }]
    }
    const shortened = {
      ...small,
      protocols: { icmp: protocols.icmp },
      assets: named('plc-pumping'),
      links: links.slice(1, 2),
      control: control.slice(0, 1),
      points: points.slice(0, 1),
      neighbours: neighbours.slice(0, 1),
      reach: reach.slice(0, 1),
      coverage: { ...coverage, protocols: coverage.protocols.slice(0, 1) },
      activities: [...one('write'), ...one('stop')],
      connections: connections.slice(0, 1),
    }
    await expect(`${JSON.stringify(shortened, null, 2)}\n`).toMatchFileSnapshot(golden('night.json'))
    const ids = new Set(assets.map((a: { id: string }) => a.id))
    for (const { client, server } of [...links, ...activities.filter((a: { client: unknown }) => a.client)]) {
      expect(ids.has(client)).toBe(true)
      if (server !== null) expect(ids.has(server)).toBe(true)
    }
  })

  test('the same twice, to a file, and from packed captures or standard input', async () => {
    const cwd = withCapture()
    const once = (await inside(['analyze', 'night.pcap', '--json', '-'], { cwd })).out
    expect((await inside(['analyze', 'night.pcap', '--json', '-'], { cwd })).out).toBe(once)
    expect((await inside(['analyze', 'night.pcap', '--json', 'out.json'], { cwd })).code).toBe(0)
    expect(readFileSync(join(cwd, 'out.json'), 'utf8')).toBe(once)
    expect(readdirSync(cwd)).toEqual(['night.pcap', 'out.json'])
    for (const packed of [gzipSync(night), zstdCompressSync(night)]) {
      writeFileSync(join(cwd, 'night.pcap'), packed)
      expect((await inside(['analyze', 'night.pcap', '--json', '-'], { cwd })).out).toBe(once)
    }
    const piped = nautilus(['analyze', '-', '--json', '-'], { cwd, input: night }).out
    expect(piped.replaceAll('"file":"-"', '"file":"night.pcap"').replace('["-"]', '["night.pcap"]')).toBe(once)
  })

  test('several files are one analysis', async () => {
    const cwd = withCapture()
    writeFileSync(join(cwd, 'again.pcap'), plant({ seconds: 30, stories: [] }))
    const of = async (...files: string[]) =>
      JSON.parse((await inside(['analyze', ...files, '--json', '-'], { cwd })).out)
    const [one, other, both] = [await of('night.pcap'), await of('again.pcap'), await of('night.pcap', 'again.pcap')]
    expect(both.capture.files).toEqual(['night.pcap', 'again.pcap'])
    expect(both.capture.packets).toBe(one.capture.packets + other.capture.packets)
    expect(both.protocols.modbus.messages).toBe(one.protocols.modbus.messages + other.protocols.modbus.messages)
    expect(both.assets.length).toBe(one.assets.length)
    expect(await of('night.pcap', 'night.pcap')).toEqual(one)
  })
})

test('expected and heard: what is missing, what is new, what differs, and faults by line', async () => {
  const cwd = withCapture()
  // As a spreadsheet in western Europe writes it.
  const text = 'Gerät;IP-Adresse;Firmware\nFiltration;10.20.0.31;V3.2.7\nKläranlage;10.20.0.99;\nx;10.20.0.300;\n'
  writeFileSync(join(cwd, 'list.csv'), Buffer.from(text, 'latin1'))
  const given = ['analyze', 'night.pcap', '--expected', 'list.csv']
  const { code, out, err } = await inside(given, { cwd })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const part = out.slice(out.indexOf('Expected and heard')).split('\n\n')[0]!
  expect(part).toContain('1 of 3 expected devices heard, 1 of them with other attributes; 2 never heard;')
  expect(part).toMatch(/never heard +Kläranlage 10\.20\.0\.99 +list\.csv line 3/)
  expect(part).toMatch(/differs +plc-filtration +firmware V3\.2\.7, heard V3\.2\.6/)
  expect(part).toContain('list.csv line 4: "10.20.0.300" is no IP address; the rest of the row is used.')
  const { expected, assets } = JSON.parse((await inside([...given, '--json', '-'], { cwd })).out)
  expect(expected.unexpected.length).toBe(assets.length - 1)
  expect(await inside(['analyze', 'night.pcap', '--expected', 'none.csv'], { cwd })).toMatchObject({
    code: 2,
    err: 'nautilus: --expected none.csv does not exist; check the name.\n',
  })
  // What this program writes it can read again.
  await inside(['analyze', 'night.pcap', '--csv', 'tables'], { cwd })
  const again = JSON.parse(
    (await inside(['analyze', 'night.pcap', '--expected', 'tables/assets.csv', '--json', '-'], { cwd })).out,
  ).expected
  expect(again).toMatchObject({ unheard: [], unexpected: [], faults: [] })
  expect(again.heard.filter((row: { differs: unknown[] }) => row.differs.length > 0)).toEqual([])
})

test('CSV tables', async () => {
  const cwd = withCapture()
  mkdirSync(join(cwd, 'tables'))
  writeFileSync(join(cwd, 'tables', 'mine.txt'), 'stays')
  const { code, err } = await inside(['analyze', 'night.pcap', '--csv', 'tables/'], { cwd })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(readdirSync(cwd)).toEqual(['night.pcap', 'tables'])
  const names = [
    'activities.csv',
    'assets.csv',
    'conduits.csv',
    'connections.csv',
    'control.csv',
    'coverage.csv',
    'external.csv',
    'findings.csv',
    'links.csv',
    'neighbours.csv',
    'notices.csv',
    'paths.csv',
    'points.csv',
    'protocols.csv',
    'reach.csv',
    'subnets.csv',
    'zones.csv',
  ]
  expect(readdirSync(join(cwd, 'tables'))).toEqual([...names, 'mine.txt'].sort())
  const files = names.map(name => {
    const lines = readFileSync(join(cwd, 'tables', name), 'utf8').split('\r\n')
    const kept = name === 'activities.csv' ? lines.filter(line => /^at|,(stop|start|edit),/.test(line)) : lines
    return `--- ${name}\n${kept
      .slice(0, name === 'points.csv' ? 5 : 14)
      .join('\n')
      .trimEnd()}\n`
  })
  await expect(files.join('')).toMatchFileSnapshot(golden('night.csv.txt'))
})

test.each(toldByDefault)(
  '%s: simulate writes it, the same for the same seed, and analyze reads all of it',
  async story => {
    const cwd = folder()
    const simulate = async (name: string) =>
      await inside(['simulate', name, '--story', story, '--seconds', '20', '--seed', '3'], { cwd })
    const { code, out, err } = await simulate('a.pcap')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(story)
    expect(out).toContain('Next: nautilus analyze a.pcap')
    await simulate('b.pcap')
    expect(readFileSync(join(cwd, 'a.pcap')).equals(readFileSync(join(cwd, 'b.pcap')))).toBe(true)
    const { capture, notices, protocols } = JSON.parse(
      (await inside(['analyze', 'a.pcap', '--json', '-'], { cwd })).out,
    )
    expect(out).toContain(`${capture.packets.toLocaleString('en')} packets`)
    expect({ damaged: capture.damaged, notices }).toEqual({ damaged: [], notices: [] })
    expect(Object.values(protocols).map(p => (p as { malformed: number }).malformed)).toEqual(
      Object.keys(protocols).map(() => 0),
    )
  },
)
