import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
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
  [{ ring: '2GB' }, '--ring 2GB is no number of MB; type it as --ring 2048.'],
  [{ ring: '5' }, '--ring 5 is too little: 64 MB or more, or 0 for none.'],
  [{ 'ring-hours': '0' }, '--ring-hours 0 keeps nothing; type --ring 0 for that.'],
  [{ 'ring-key': '/nowhere/key' }, 'The key of the packets cannot be read: ENOENT'],
  [{ log: 'loud' }, '--log loud is none of silent, fatal, error, warn, info, debug, trace.'],
])('a wrong setting is told: %j', (values, sentence) => {
  expect(() => configOf(given(values), {})).toThrow(sentence)
})

test('packets are kept as the flags, the environment and the file say; the key is beside the file', () => {
  const file = join(root, 'ring.yaml')
  const key = '0123456789abcdef0123456789abcdef'
  writeFileSync(file, 'ring: {size: 100, hours: 2, flow: 1, spare: 5, keyFile: ring.key}\n')
  writeFileSync(join(root, 'ring.key'), `${key}\n`)
  const MB = 1024 * 1024
  const { ring } = configOf(given({ config: file, 'ring-hours': '3' }), { NAUTILUS_RING: '200' })
  const sizes = { size: 200 * MB, segment: 25 * MB, flow: MB, spare: 5 * MB }
  expect(ring).toEqual({ ...sizes, age: 3 * 3600e6, segmentAge: 600e6, secret: key })
  expect(configOf(given({}), {}).ring).toMatchObject({ size: 2048 * MB, segment: 32 * MB, age: 86_400e6, secret: null })
  expect(configOf(given({ ring: '0' }), {}).ring).toBeNull()
  writeFileSync(join(root, 'ring.key'), 'short')
  expect(() => configOf(given({ config: file }), {})).toThrow(/ring\.key has fewer than 32 characters; make one with/)
  writeFileSync(file, 'ring: {size: lots, kept: 2}\n')
  expect(() => configOf(given({ config: file }), {})).toThrow(/`size` of `ring` must be a number, 0 or more\./)
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
      'nautilus.yaml:5:5: A sensor has one of: an `interface`, `interfaces`, a `folder` of captures, `listen` or `connect`.',
      'nautilus.yaml:6:5: A sensor needs `site`.',
    ].join('\n'),
  )
})

const listening = `sensors:
  - {name: span, site: x, interface: eth1, filter: not port 22, threads: 2, buffer: 128}
  - {name: tap, site: x, interfaces: [eth2, eth3]}
  - {name: in, site: x, listen: '0.0.0.0:57012', from: [10.1.2.0/24, 'fd00::/8']}
  - {name: out, site: x, connect: '[fd00::1]:57012'}
`
test('sensors listen to interfaces, taps and streams', () => {
  const { sensors } = configFrom(new Yaml('nautilus.yaml', listening))
  expect(sensors.map(({ source }) => source)).toEqual([
    { kind: 'interface', interfaces: ['eth1'], filter: 'not port 22', threads: 2, buffer: 128 },
    { kind: 'interface', interfaces: ['eth2', 'eth3'], filter: null, threads: 1, buffer: 64 },
    { kind: 'listen', host: '0.0.0.0', port: 57_012, from: ['10.1.2.0/24', 'fd00::/8'] },
    { kind: 'connect', host: 'fd00::1', port: 57_012 },
  ])
})

test.each([
  ['interface: eth1, threads: 0', '`threads` of a sensor is a whole number from 1 to 16.'],
  ['interface: eth1, buffer: 1', '`buffer` of a sensor is a whole number from 4 to 4096.'],
  ['interface: an interface', '`an interface` is no name of an interface.'],
  ['interface: eth1, filter: -w x', 'A `filter` does not begin with a hyphen.'],
  ['interfaces: [eth1, eth1]', '`eth1` is there twice.'],
  ['interfaces: []', 'A sensor has from 1 to 8 interfaces.'],
  ['interfaces: [eth1, eth2], threads: 2', '`threads` of a sensor goes with `interface`, not with `interfaces`.'],
  ['folder: /x, filter: tcp', '`filter` of a sensor goes with `interface` or `interfaces`, not with `folder`.'],
  ['connect: here', '`here` is no address with a port; type it as `10.1.2.3:57012` or `[fd00::1]:57012`.'],
  ["connect: '10.0.0.1:0'", '`10.0.0.1:0` is no address with a port;'],
  ["listen: '0.0.0.0:5'", 'A sensor that listens to other machines needs `from`: the addresses that may send.'],
  ["listen: '0.0.0.0:5', from: [10.0.0.0/33]", '`10.0.0.0/33` is neither an address nor a network'],
])('a sensor with %s is told what is wrong', (fields, sentence) => {
  const file = `sensors:\n  - {name: a, site: x, ${fields}}\n`
  expect(() => configFrom(new Yaml('nautilus.yaml', file))).toThrow(sentence)
})

const doors = `mail: {host: smtp.example.com, user: nautilus, secretFile: secret, from: nautilus@example.com}
signOn:
  - name: corp
    issuer: https://id.example.com
    client: nautilus
    secret: hush
    domains: [Example.com]
    roles:
      - {claim: groups, value: ot, role: analyst}
  - {name: customer, issuer: 'http://10.0.0.1', client: n, tenant: plant, allowPrivate: true}
passwords: {askBreaches: true}
traces: {endpoint: 'http://localhost:4318'}
`
test('mail, sign-on, passwords and traces are read; a secret may be in a file beside', () => {
  writeFileSync(join(root, 'secret'), 'right\n')
  const file = join(root, 'doors.yaml')
  writeFileSync(file, doors)
  const read = configOf(given({ config: file }), {}).doors
  expect(read.mail).toMatchObject({ port: 587, tls: 'starttls', user: 'nautilus', secret: 'right', authority: null })
  expect(read.providers).toMatchObject([
    { id: 'corp', label: 'corp', domains: ['example.com'], tenant: null, allowPrivate: false, trustEmail: false },
    { id: 'customer', secret: null, tenant: 'plant', allowPrivate: true, roles: [] },
  ])
  expect(read.providers[0]!.roles).toEqual([
    { claim: 'groups', value: 'ot', role: 'analyst', tenant: 'main', site: '*' },
  ])
  expect(read.breached).toEqual({ url: 'https://api.pwnedpasswords.com/range/', allowPrivate: false })
  expect(read.traces).toEqual({ endpoint: 'http://localhost:4318', share: 0.1, headers: {} })
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318',
    OTEL_TRACES_SAMPLER_ARG: '1',
    OTEL_EXPORTER_OTLP_HEADERS: 'k=a%20b',
  }
  expect(configOf(given({}), env).doors.traces).toEqual({ endpoint: 'http://c:4318', share: 1, headers: { k: 'a b' } })
  expect(configOf(given({}), {}).doors).toEqual({
    channels: { allowPrivate: false },
    mail: null,
    providers: [],
    breached: null,
    traces: null,
  })
})

const doorFaults = `mail: {host: h, tls: none, user: u, from: nobody}
signOn:
  - {name: x, issuer: 'http://id.example.com', client: n, tenant: plant, roles: [{claim: g, value: v, role: boss}]}
  - {name: y, client: n, secret: a, secretFile: secret, domains: [corp]}
traces: {share: 2}
`
test('every fault of the doors is told with its line', () => {
  writeFileSync(join(root, 'secret'), 'right')
  const file = join(root, 'faults.yaml')
  const told = (): string => {
    try {
      configFrom(new Yaml(file, doorFaults))
      return ''
    } catch (error) {
      return (error as Error).message.replaceAll(file, 'faults')
    }
  }
  expect(told().split('\n')).toEqual([
    'faults:1:7: A password of `mail` is not sent in the clear: use `tls: starttls` or `tls: tls`.',
    'faults:1:7: `mail` has a `user`, and no `secret` or `secretFile`.',
    'faults:1:43: `mail` needs `from`, an address such as `nautilus@example.com`.',
    'faults:3:23: `http://id.example.com` must begin with https://; `allowPrivate: true` lets it be http:// in your own network.',
    'faults:3:109: `role` of a role by claim is `boss`; there are `provider-admin`, `analyst`, `plant-engineer`, `operations-manager`, `management`, `auditor`, `read-only`.',
    'faults:4:5: A provider of sign-in needs `issuer`.',
    'faults:4:67: `corp` is no domain, such as `example.com`.',
    'faults:4:49: There is a `secret` and a `secretFile` of a provider of sign-in; keep one.',
    'faults:5:17: `share` of `traces` is a part of all, from 0 to 1.',
    'faults:5:9: `traces` needs an `endpoint`, such as `http://localhost:4318`.',
  ])
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

test('files that are rotated are read once, and the one that is written not yet', () => {
  const folder = join(root, 'rotated')
  mkdirSync(folder)
  const now = Date.now()
  const put = (name: string, age: number) => {
    writeFileSync(join(folder, name), name)
    utimesSync(join(folder, name), (now - age) / 1000, (now - age) / 1000)
  }
  put('ring.pcap0.pcap', 60_000)
  put('ring.pcap1.pcap', 5000)
  put('ring.pcap2.part', 60_000)
  const [first, ...others] = captures(folder, now, 3000, 10_000)
  expect(others).toEqual([])
  expect(first!.name).toBe('ring.pcap0.pcap')
  // Renamed, it is what was read; the next one is begun, and this one is whole.
  renameSync(join(folder, 'ring.pcap0.pcap'), join(folder, 'ring.pcap9.pcap'))
  put('ring.pcap2.pcap', 1000)
  const found = captures(folder, now, 3000, 10_000)
  expect(found.map(({ name }) => name)).toEqual(['ring.pcap1.pcap', 'ring.pcap9.pcap'])
  expect(found[1]!.id).toBe(first!.id)
  // What grew is another state.
  writeFileSync(join(folder, 'ring.pcap9.pcap'), 'more than before')
  utimesSync(join(folder, 'ring.pcap9.pcap'), (now - 50_000) / 1000, (now - 50_000) / 1000)
  expect(captures(folder, now, 3000, 10_000).map(({ id }) => id)).not.toContain(first!.id)
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
