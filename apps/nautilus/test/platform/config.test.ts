import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { configOf } from '../../src/platform/config.ts'
import { configFrom } from '../../src/platform/config-file.ts'
import { Differences } from '../../src/platform/differences.ts'
import { captures } from '../../src/platform/folder.ts'
import { lock } from '../../src/platform/lock.ts'
import { Yaml } from '../../src/site/yaml.ts'

const root = mkdtempSync(join(tmpdir(), 'nautilus-config-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const given = (values: Record<string, string | boolean>) => ({ values, positionals: [] })

test('flags go before the environment, the environment before the file', () => {
  const file = join(root, 'nautilus.yaml')
  writeFileSync(file, 'port: 1\nlog: warn\ndata: /from/file\n')
  const config = configOf(given({ port: '3', config: file }), { NAUTILUS_PORT: '2', NAUTILUS_LOG: 'error' })
  expect(config).toMatchObject({ port: 3, logLevel: 'error', folder: '/from/file', url: 'http://localhost:3' })
})

test.each([
  [{ port: '70000' }, '--port 70000 is not a port; type a number from 0 to 65535, such as --port 8400.'],
  [{ url: 'ftp://x' }, '--url ftp://x is not an address of the web; type it as --url https://nautilus.example.com.'],
  [{ log: 'loud' }, '--log loud is none of silent, fatal, error, warn, info, debug, trace.'],
])('a wrong setting is told: %j', (values, sentence) => {
  expect(() => configOf(given(values), {})).toThrow(sentence)
})

const faults = `port: 8405
demos: false
sensors:
  - {name: A b, site: x, folder: /x}
  - {name: b, site: x, folder: /x, interface: eth0}
  - {name: c, folder: /x}
`
test('every fault of the file is told with its line', () => {
  expect(() => configFrom(new Yaml('nautilus.yaml', faults))).toThrow(
    [
      'nautilus.yaml:2:1: The configuration has no `demos`; did you mean `demo`?',
      'nautilus.yaml:4:12: `A b` is no name: small letters, digits and hyphens.',
      'nautilus.yaml:5:5: A sensor has either an `interface` or a `folder` of captures.',
      'nautilus.yaml:6:5: A sensor needs `site`.',
    ].join('\n'),
  )
})

test('of a folder, captures that stopped growing are read, and the same one has the same id', () => {
  const now = Date.now()
  for (const name of ['b.pcap', 'a.pcapng.gz', 'notes.txt', 'new.pcap']) writeFileSync(join(root, name), 'x')
  writeFileSync(join(root, 'empty.pcap'), '')
  for (const name of ['b.pcap', 'a.pcapng.gz', 'empty.pcap'])
    utimesSync(join(root, name), now / 1000 - 60, now / 1000 - 60)
  const found = captures(root, now, 3000)
  expect(found.map(({ name }) => name)).toEqual(['a.pcapng.gz', 'b.pcap'])
  expect(captures(root, now + 60_000, 3000).map(({ id }) => id)).toEqual(
    expect.arrayContaining(found.map(({ id }) => id)),
  )
  expect(found[0]!.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('a folder has one platform, and one that was killed does not count', () => {
  const unlock = lock(root)
  expect(() => lock(root)).toThrow(/is running in .* already/)
  unlock()
  writeFileSync(join(root, 'running'), '999999999 1')
  lock(root)()
})

test('differences are what is new, changed or gone', () => {
  const differences = new Differences()
  const row = (id: string, value: unknown) => ({ id, value })
  expect(differences.of([row('a', 1), row('b', 2)])).toEqual({ changed: [1, 2], gone: [] })
  expect(differences.of([row('a', 1), row('c', 3)])).toEqual({ changed: [3], gone: ['b'] })
  expect(differences.of([row('a', 9), row('c', 3)])).toEqual({ changed: [9], gone: [] })
})
