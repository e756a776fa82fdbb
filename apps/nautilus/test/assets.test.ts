import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run } from '../src/program.ts'
import { folder, nautilus, type Outcome, plant } from './program.ts'

const night = plant({ seconds: 12, stories: [] })

function withCapture(): string {
  const cwd = folder()
  writeFileSync(join(cwd, 'a.pcap'), night)
  return cwd
}

/** In this process, for starting another takes longer than the work; names of files are below `cwd`. */
async function inside(args: readonly string[], cwd = ''): Promise<Outcome> {
  const said = { out: '', err: '' }
  const code = await run(
    args.map(arg => (/^(a|b|none|out|tables|all)(\.|$)/.test(arg) ? join(cwd, arg) : arg)),
    {
      out: async text => {
        said.out += text
      },
      err: text => {
        said.err += text
      },
      ...{ columns: 100, colour: false, progress: false, terminal: false, clock: () => 0, today: () => '2026-01-12' },
    },
  )
  return { code, out: said.out, err: said.err.replaceAll(`${cwd}/`, '') }
}

type Component = {
  readonly type: string
  readonly 'bom-ref': string
  readonly name: string
  readonly version?: string
  readonly manufacturer?: { readonly name: string }
  readonly properties: readonly { readonly name: string; readonly value: string }[]
}

test('a table of all devices, and nothing else', () => {
  const { code, out, err } = nautilus(['assets', 'a.pcap'], { cwd: withCapture() })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/^8 devices\n {2}IP and MAC/)
  expect(out).toContain('plc-filtration')
  expect(out).not.toContain('Needs attention')
})

test('JSON and CSV are those of analyze', async () => {
  const cwd = withCapture()
  const of = async (...args: string[]) => (await inside([...args], cwd)).out
  const { assets, capture } = JSON.parse(await of('analyze', 'a.pcap', '--json', '-'))
  expect(JSON.parse(await of('assets', 'a.pcap', '--json', '-'))).toEqual({ schema: 1, capture, assets })
  await of('analyze', 'a.pcap', '--csv', 'all')
  const csv = readFileSync(join(cwd, 'all', 'assets.csv'), 'utf8')
  expect(await of('assets', 'a.pcap', '--csv', '-')).toBe(csv)
  await of('assets', 'a.pcap', '--csv', 'tables', '--json', 'out.json')
  expect(readdirSync(join(cwd, 'tables'))).toEqual(['assets.csv'])
  expect(JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8')).assets).toEqual(assets)
})

describe('CycloneDX 1.6', () => {
  test('devices with maker, firmware and properties; who depends on whom', async () => {
    const cwd = withCapture()
    const text = (await inside(['assets', 'a.pcap', '--cyclonedx', '-'], cwd)).out
    expect((await inside(['assets', 'a.pcap', '--cyclonedx', 'b.json'], cwd)).code).toBe(0)
    expect(readFileSync(join(cwd, 'b.json'), 'utf8')).toBe(text)
    const { components, dependencies, metadata, ...head } = JSON.parse(text)
    expect(head).toEqual({
      $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      serialNumber: expect.stringMatching(
        /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      version: 1,
    })
    expect(metadata.timestamp).toMatch(/^2026-01-12T0[23]:\d\d:\d\d\.\d{3}Z$/)
    const refs = components.map((one: Component) => one['bom-ref'])
    expect(new Set(refs).size).toBe(8)
    const plc = components.find(({ properties }: Component) =>
      properties.some(({ value }) => value === 'plc-filtration'),
    )
    expect(plc).toMatchObject({
      type: 'device',
      manufacturer: { name: 'Siemens' },
      supplier: { name: 'Siemens' },
      name: 'CPU 315-2 PN/DP',
      version: 'V3.2.6',
    })
    expect(plc.properties).toContainEqual({ name: 'nautilus:ip', value: '10.20.0.31' })
    expect(plc.properties.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['nautilus:serial-number', 'nautilus:service', 'nautilus:protocol']),
    )
    expect(dependencies.map(({ ref }: { ref: string }) => ref)).toEqual(refs)
    for (const { ref, dependsOn } of dependencies) {
      expect(new Set(dependsOn).size).toBe(dependsOn.length)
      for (const other of dependsOn) expect(refs).toContain(other)
      expect(dependsOn).not.toContain(ref)
    }
    const asks = dependencies.filter(({ dependsOn }: { dependsOn: string[] }) => dependsOn.includes(plc['bom-ref']))
    expect(asks.length).toBeGreaterThan(1)
  })

  test('the serial number follows the content', async () => {
    const cwd = withCapture()
    writeFileSync(join(cwd, 'b.pcap'), plant({ seconds: 8, stories: [] }))
    const of = async (file: string) =>
      JSON.parse((await inside(['assets', file, '--cyclonedx', '-'], cwd)).out).serialNumber
    expect(await of('a.pcap')).toBe(await of('a.pcap'))
    expect(await of('a.pcap')).not.toBe(await of('b.pcap'))
  })
})

describe('wrong arguments', () => {
  test.each([
    [['assets'], 'assets needs a capture: type `nautilus assets FILE`, or `nautilus assets -` for standard input.'],
    [['assets', 'a.pcap', '--json', 'a.pcap'], '--json a.pcap would overwrite the capture a.pcap; name another file.'],
    [
      ['assets', 'a.pcap', '--json', '-', '--cyclonedx', '-'],
      '--json and --cyclonedx cannot share standard output; name a file for one of them.',
    ],
    [['assets', 'a.pcap', '--csv='], '--csv needs a name: type `--csv DIR`.'],
    [['assets', 'none.pcap'], 'none.pcap does not exist; check the name.'],
  ])('%j', async (args, sentence) => {
    const cwd = withCapture()
    expect(await inside(args, cwd)).toEqual({ code: 2, out: '', err: `nautilus: ${sentence}\n` })
  })

  test('help teaches, in 80 columns', async () => {
    const { code, out } = await inside(['assets', '--help'])
    expect(code).toBe(0)
    expect(out).toContain('Examples')
    expect(out.split('\n').filter(line => line.length > 80)).toEqual([])
  })
})
