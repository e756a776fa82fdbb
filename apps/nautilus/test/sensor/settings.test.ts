// What a sensor is told from afar: what is refused, where, and in which words; and the one filter that comes of it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { issuerOf, newBusKeys, sensorCredentials, signAs } from '@nautilus/nats'
import { afterAll, expect, test } from 'vitest'
import { checkFilter } from '../../src/platform/live/filter.ts'
import { KeptSettings } from '../../src/sensor/keep-settings.ts'
import {
  faultInSettings,
  filterOf,
  type SensorSettings,
  signedText,
  standardSettings,
} from '../../src/sensor/settings.ts'
import { faultAt, sourceFor } from '../../src/sensor/tuned.ts'

const folder = mkdtempSync(join(tmpdir(), 'nautilus-settings-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const hasTcpdump = spawnSync('tcpdump', ['--version']).error === undefined
const told = (more: object): SensorSettings => ({ ...standardSettings, ...more })
const eth = { kind: 'interface', interfaces: ['lo'], filter: 'port 502', threads: 1, buffer: 64 } as const

test.each([
  ['an option of tcpdump', { filter: '-w /tmp/x' }, '`filter` is an expression of tcpdump'],
  ['two lines', { filter: 'port 1\nport 2' }, '`filter` is an expression of tcpdump'],
  ['a number', { filter: 7 }, '`filter` is an expression of tcpdump'],
  ['a name for a network', { ignoreNetworks: ['plant'] }, '`ignoreNetworks` is a list of at most 64 networks'],
  ['bits that are too many', { ignoreNetworks: ['10.0.0.0/33'] }, '`ignoreNetworks` is a list'],
  ['words in a network', { ignoreNetworks: ['10.0.0.0/8 or port 1'] }, '`ignoreNetworks` is a list'],
  ['too many networks', { ignoreNetworks: Array(65).fill('10.0.0.0/8') }, '`ignoreNetworks` is a list'],
])('%s is refused', (_, more, sentence) => {
  expect(faultInSettings(told(more))).toContain(sentence)
})

test('the file of the sensor, the filter and the networks are one filter, and versions without them are good', () => {
  const { filter: _, ignoreNetworks: __, ...old } = standardSettings
  expect(faultInSettings(old)).toBeNull()
  expect([filterOf(null, old), filterOf('port 502', old)]).toEqual([null, 'port 502'])
  const both = told({ filter: 'tcp or udp', ignoreNetworks: ['10.0.0.0/8', 'fd00::/8'] })
  const whole = '(port 502) and (tcp or udp) and (not (net 10.0.0.0/8 or net fd00::/8))'
  expect(sourceFor(eth, both)).toEqual({ ...eth, filter: whole })
  expect(sourceFor({ kind: 'connect', host: 'x', port: 1 }, both)).toEqual({ kind: 'connect', host: 'x', port: 1 })
})

test.skipIf(!hasTcpdump)(
  'a filter is compiled before it is signed, and told in the words of tcpdump where it is none',
  async () => {
    expect(await checkFilter('(port 502) and (not (net 10.0.0.0/8 or net fd00::/8))')).toBeNull()
    expect(await checkFilter('port http or')).toMatch(/^The filter `port http or` cannot be used: .*syntax error/)
    expect(faultAt(eth, told({ filter: 'nonsense 1 2' }))).toMatch(/cannot be used/)
    expect(faultAt(eth, told({ filter: 'not port 445' }))).toBeNull()
  },
)

test('a sensor that cannot work so keeps the version before, and says why until it is told better', async () => {
  const [keys, name] = [newBusKeys(), { tenant: 'main', site: 'far', sensor: 's-1' }]
  const issuer = issuerOf((await sensorCredentials(keys, name)).text)
  const signed = (version: number, settings: object) => {
    const body = JSON.stringify(settings)
    return JSON.stringify({ version, body, signature: signAs(keys, signedText(name, version, body)) })
  }
  const source = { kind: 'listen', host: '127.0.0.1', port: 1, from: [] } as const
  const kept = new KeptSettings(folder, name, issuer, settings => faultAt(source, settings))
  expect(kept.told).toEqual({ version: 0, since: null, refused: null })
  expect(kept.offer(signed(1, standardSettings))).toBe(true)
  const since = kept.told.since!
  expect(Math.abs(since - Date.now() * 1000)).toBeLessThan(60e6)
  const bad = signed(2, told({ filter: 'not port 445' }))
  const why =
    'Version 2 of the settings is refused: It listens to no interface: filters and networks are for those that do.'
  expect(kept.offer(bad)).toBe(why)
  // It comes again with every look, and is no news.
  expect(kept.offer(bad)).toBe(false)
  expect(kept.told).toEqual({ version: 1, since, refused: why })
  expect(kept.offer(signed(3, told({ switchedOff: ['no-such-protocol'] })))).toContain(
    'It does not know no-such-protocol',
  )
  expect(kept.offer(signed(4, told({ ignoreVlans: [7] })))).toBe(true)
  expect(kept.told).toMatchObject({ version: 4, refused: null })
  expect(new KeptSettings(folder, name, issuer).told).toEqual(kept.told)
})
