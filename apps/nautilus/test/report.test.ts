import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { stories } from '@nautilus/simulator'
import { describe, expect, test } from 'vitest'
import { folder, nautilus, plant } from './program.ts'

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
    const { code, out, err } = nautilus(['analyze', 'night.pcap'], {
      cwd: withCapture(),
      env: { COLUMNS: `${columns}` },
    })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out.split('\n').filter(line => [...line].length > columns)).toEqual([])
    await expect(out).toMatchFileSnapshot(golden(`night-${columns}.txt`))
  })

  test('no colour in a pipe, colour when forced, none when NO_COLOR says so', () => {
    const cwd = withCapture()
    const plain = nautilus(['analyze', 'night.pcap'], { cwd }).out
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
    const { out } = nautilus(['analyze', 'night.pcap', '--json', '-'], { cwd: withCapture() })
    const report = JSON.parse(out)
    expect(Object.keys(report)).toEqual(
      'schema capture protocols unrecognised assets links control points activities findings detection notices'.split(
        ' ',
      ),
    )
    const { activities, assets, links, protocols, control, points, ...small } = report
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
      activities: [...one('write'), ...one('stop')],
    }
    await expect(`${JSON.stringify(shortened, null, 2)}\n`).toMatchFileSnapshot(golden('night.json'))
    const ids = new Set(assets.map((a: { id: string }) => a.id))
    for (const { client, server } of [...links, ...activities.filter((a: { client: unknown }) => a.client)]) {
      expect(ids.has(client)).toBe(true)
      if (server !== null) expect(ids.has(server)).toBe(true)
    }
  })

  test('the same twice, to a file, and from packed captures or standard input', () => {
    const cwd = withCapture()
    const once = nautilus(['analyze', 'night.pcap', '--json', '-'], { cwd }).out
    expect(nautilus(['analyze', 'night.pcap', '--json', '-'], { cwd }).out).toBe(once)
    expect(nautilus(['analyze', 'night.pcap', '--json', 'out.json'], { cwd }).code).toBe(0)
    expect(readFileSync(join(cwd, 'out.json'), 'utf8')).toBe(once)
    expect(readdirSync(cwd)).toEqual(['night.pcap', 'out.json'])
    for (const packed of [gzipSync(night), zstdCompressSync(night)]) {
      writeFileSync(join(cwd, 'night.pcap'), packed)
      expect(nautilus(['analyze', 'night.pcap', '--json', '-'], { cwd }).out).toBe(once)
    }
    const piped = nautilus(['analyze', '-', '--json', '-'], { cwd, input: night }).out
    expect(piped.replaceAll('"file":"-"', '"file":"night.pcap"').replace('["-"]', '["night.pcap"]')).toBe(once)
  })

  test('several files are one analysis', () => {
    const cwd = withCapture()
    writeFileSync(join(cwd, 'again.pcap'), plant({ seconds: 30, stories: [] }))
    const of = (...files: string[]) => JSON.parse(nautilus(['analyze', ...files, '--json', '-'], { cwd }).out)
    const [one, other, both] = [of('night.pcap'), of('again.pcap'), of('night.pcap', 'again.pcap')]
    expect(both.capture.files).toEqual(['night.pcap', 'again.pcap'])
    expect(both.capture.packets).toBe(one.capture.packets + other.capture.packets)
    expect(both.protocols.modbus.messages).toBe(one.protocols.modbus.messages + other.protocols.modbus.messages)
    expect(both.assets.length).toBe(one.assets.length)
    expect(of('night.pcap', 'night.pcap')).toEqual(one)
  })
})

test('CSV tables', async () => {
  const cwd = withCapture()
  mkdirSync(join(cwd, 'tables'))
  writeFileSync(join(cwd, 'tables', 'mine.txt'), 'stays')
  const { code, err } = nautilus(['analyze', 'night.pcap', '--csv', 'tables/'], { cwd })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(readdirSync(cwd)).toEqual(['night.pcap', 'tables'])
  const names = [
    'activities.csv',
    'assets.csv',
    'control.csv',
    'findings.csv',
    'links.csv',
    'notices.csv',
    'points.csv',
    'protocols.csv',
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

test.each(stories)('%s: simulate writes it, the same for the same seed, and analyze reads all of it', story => {
  const cwd = folder()
  const simulate = (name: string) =>
    nautilus(['simulate', name, '--story', story, '--seconds', '20', '--seed', '3'], { cwd })
  const { code, out, err } = simulate('a.pcap')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain(story)
  expect(out).toContain('Next: nautilus analyze a.pcap')
  simulate('b.pcap')
  expect(readFileSync(join(cwd, 'a.pcap')).equals(readFileSync(join(cwd, 'b.pcap')))).toBe(true)
  const { capture, notices, protocols } = JSON.parse(nautilus(['analyze', 'a.pcap', '--json', '-'], { cwd }).out)
  expect(out).toContain(`${capture.packets.toLocaleString('en')} packets`)
  expect({ damaged: capture.damaged, notices }).toEqual({ damaged: [], notices: [] })
  expect(Object.values(protocols).map(p => (p as { malformed: number }).malformed)).toEqual(
    Object.keys(protocols).map(() => 0),
  )
})
