import { readdirSync, readFileSync } from 'node:fs'
import type { Activity, Batch, Sighting } from '@nautilus/model'
import { attributes, verbs } from '@nautilus/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { networkOf } from '../src/address.ts'
import { Inventory } from '../src/index.ts'
import { activity, at, batch, binding, sighting, vendorOf } from './plant.ts'

const mac = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 6 }).map(n => `00:1b:1b:00:00:0${n}`) },
  fc.constantFrom(
    'ff:ff:ff:ff:ff:ff',
    '00:00:5e:00:01:05',
    '02:00:00:00:00:01',
    '00:80:f4:00:00:01',
    '00:00:00:00:00:00',
  ),
)
const ip = fc.constantFrom(
  ...['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.255', '10.1.0.1', '192.168.7.7', '8.8.8.8', '224.0.0.1', ''],
  ...['127.0.0.1', '::1', 'fe80::1', 'fe80::2', '2001:db8::1', '2001:db8:0:1::1', 'fd00::5', 'ff02::1'],
)
const party = fc.record({ mac: fc.oneof(mac, fc.constant('')), ip })
const seconds = fc.integer({ min: 0, max: 500 })

const sightings: fc.Arbitrary<Sighting> = fc
  .record({
    party,
    attribute: fc.constantFrom(...attributes, 'binding' as const),
    value: fc.constantFrom(
      '6ES7 315',
      'bridge',
      'line4',
      'V2',
      'AMS 5.1',
      '10.0.0.1',
      '10.1.0.1',
      '00:1b:1b:00:00:03',
      '',
    ),
    source: fc.constantFrom('arp reply', 'lldp', 's7comm szl', 'dhcp request', 'snmp'),
    confidence: fc.constantFrom(0.5, 0.9),
    seconds,
    frame: fc.integer({ min: 1, max: 99 }),
  })
  .map(({ seconds, attribute, ...rest }) => ({
    ...rest,
    attribute,
    ...(attribute === 'binding' ? { value: rest.party.ip } : {}),
    ...at(seconds),
  }))

const activities: fc.Arbitrary<Activity> = fc
  .record({
    client: party,
    server: party,
    verb: fc.constantFrom(...verbs),
    protocol: fc.constantFrom('modbus', 's7comm', 'smb', 'dnp3'),
    outcome: fc.constantFrom('ok' as const, 'refused' as const, 'unseen' as const),
    object: fc.integer({ min: 0, max: 20 }).map(n => (n === 0 ? '' : `${n}/coils/1`)),
    count: fc.integer({ min: 1, max: 9 }),
    mean: fc.double({ min: 1, max: 2e7, noNaN: true }),
    seconds,
    frame: fc.integer({ min: 1, max: 99 }),
  })
  .map(({ client, server, verb, seconds, mean, ...rest }) =>
    activity(client, server, verb, {
      ...rest,
      ...at(seconds),
      interval: rest.count > 1 ? { min: mean, mean, max: mean, jitter: 0 } : null,
    }),
  )

/** One kind of claim, so that devices have signs in common and in contradiction. */
const signs: fc.Arbitrary<Sighting> = fc
  .record({
    party: fc.record({ mac, ip }),
    what: fc.constantFrom(
      ...([
        ['serial', 'S C-B1U3931', 's7comm szl'],
        ['serial', 'S C-C6TW748', 's7comm szl'],
        ['vendor', 'Siemens', 's7comm szl'],
        ['name', 'line4', 'dhcp request'],
        ['name', 'line5', 'dhcp request'],
        ['name', 'plc-4', 'profinet'],
        ['domain', 'PLANT', 'smb'],
        ['address', '10.0.0.1', 'lldp'],
        ['address', '00:1b:1b:00:00:03', 'stp'],
        ['certificate', 'CN=default', 'tls'],
      ] as const),
    ),
    seconds,
    frame: fc.integer({ min: 1, max: 99 }),
  })
  .map(({ party: of, what: [attribute, value, source], seconds: when, frame }) =>
    sighting(of, attribute, value, { source, frame, ...at(when) }),
  )

const told = fc.array(fc.oneof(sightings, signs, activities), { maxLength: 60 })

const inventoryOf = (...batches: Batch[]): Inventory => {
  const inventory = new Inventory({ vendorOf })
  for (const each of batches) inventory.learn(each)
  return inventory
}
const everything = (inventory: Inventory) => ({
  assets: inventory.assets(),
  links: inventory.links(),
  control: inventory.controlTable(),
  points: inventory.points(),
  macs: inventory.macs(),
  notices: inventory.notices(),
})

test('the order of batches changes nothing', () => {
  const shuffled = told.chain(all =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
  )
  fc.assert(
    fc.property(shuffled, ([all, other]) => {
      const one = everything(inventoryOf(batch(...all)))
      expect(everything(inventoryOf(...other.map(t => batch(t))))).toEqual(one)
    }),
    { numRuns: 300 },
  )
})

test('a batch in two parts tells the same, and asking in between changes nothing', () => {
  fc.assert(
    fc.property(told, fc.nat(60), (all, cut) => {
      const inventory = inventoryOf(batch(...all.slice(0, cut)))
      everything(inventory)
      inventory.learn(batch(...all.slice(cut)))
      expect(everything(inventory)).toEqual(everything(inventoryOf(batch(...all))))
    }),
    { numRuns: 200 },
  )
})

test('every address is one asset’s, ids are unique, and links and rows name assets', () => {
  fc.assert(
    fc.property(told, all => {
      const inventory = inventoryOf(batch(...all))
      const assets = inventory.assets()
      const ids = new Set(assets.map(a => a.id))
      expect(ids.size).toBe(assets.length)
      const global = assets.flatMap(a => a.ip).filter(address => !address.startsWith('fe80'))
      expect(new Set(global).size).toBe(global.length)
      for (const link of [
        ...inventory.links(),
        ...inventory.controlTable().map(r => ({ ...r, server: r.controller })),
      ]) {
        expect(ids.has(link.client) && ids.has(link.server)).toBe(true)
      }
      for (const asset of assets) expect(asset.first).toBeLessThanOrEqual(asset.last)
      for (const role of assets.flatMap(a => a.roles)) expect(role.confidence).toBeLessThanOrEqual(0.99)
    }),
    { numRuns: 200 },
  )
})

test('every MAC that could be a device is listed by one asset, or accounted for as virtual', () => {
  fc.assert(
    fc.property(told, all => {
      const inventory = inventoryOf(batch(...all))
      const listed = inventory.assets().flatMap(a => a.mac)
      expect(new Set(listed).size).toBe(listed.length)
      for (const { mac, as, asset } of inventory.macs()) {
        expect(asset).not.toBeNull()
        expect(listed.includes(mac)).toBe(as === 'interface')
      }
    }),
    { numRuns: 200 },
  )
})

test('rules that are taken back leave no trace, and those that hold are obeyed', () => {
  const rules = fc.array(
    fc.record({
      kind: fc.constantFrom('same' as const, 'different' as const),
      addresses: fc.uniqueArray(fc.oneof(mac, ip), { minLength: 2, maxLength: 3 }),
      by: fc.constantFrom('ada', 'ben'),
      at: fc.integer({ min: 0, max: 9 }),
      why: fc.constant('seen in the cabinet'),
    }),
    { maxLength: 4 },
  )
  fc.assert(
    fc.property(told, rules, (all, said) => {
      const inventory = inventoryOf(batch(...all))
      const before = everything(inventory)
      inventory.setRules(said)
      const under = everything(inventory)
      inventory.setRules(said.toReversed())
      expect(everything(inventory)).toEqual(under)
      const [only] = said
      if (said.length === 1 && only?.kind === 'different') {
        const ids = only.addresses.filter(a => a.startsWith('10.')).map(a => inventory.assetIdOf({ mac: '', ip: a }))
        const known = ids.filter(id => id !== null)
        expect(new Set(known).size).toBe(known.length)
      }
      inventory.setRules([])
      expect(everything(inventory)).toEqual(before)
    }),
    { numRuns: 200 },
  )
})

test('what a router forwards never merges two networks', () => {
  const bindings = fc.array(
    fc.record({ mac, ip }).map(b => binding(b.mac, b.ip)),
    { maxLength: 40 },
  )
  fc.assert(
    fc.property(bindings, all => {
      for (const asset of inventoryOf(batch(...all)).assets()) {
        const v4 = asset.ip.filter(address => !address.includes(':')).map(networkOf)
        const global = asset.ip.filter(address => address.startsWith('2001')).map(networkOf)
        expect(new Set(v4).size).toBeLessThanOrEqual(1)
        expect(new Set(global).size).toBeLessThanOrEqual(1)
      }
    }),
    { numRuns: 300 },
  )
})

test('a flood of forged claims finds limits', () => {
  const inventory = new Inventory({ vendorOf, limits: { assets: 1000, addresses: 2000, bindings: 3000, claims: 500 } })
  // A generator with a fixed seed: the same flood each time.
  let state = 1
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const flood = Array.from({ length: 100_000 }, (_, i) => {
    const address = random(20_000)
    const of = {
      mac: `02:00:00:00:${(address >> 8).toString(16).padStart(2, '0')}:${(address & 255).toString(16).padStart(2, '0')}`,
      ip: `10.${random(4)}.${address >> 8}.${address & 255}`,
    }
    return sighting(of, attributes[random(attributes.length)]!, `value ${random(1000)}`, { frame: i + 1, ...at(i) })
  })
  inventory.learn(batch(...flood))
  const assets = inventory.assets()
  expect(assets.length).toBeLessThanOrEqual(1000)
  const claims = assets.flatMap(a => Object.values(a.sources).flat()).length
  expect(claims).toBeLessThanOrEqual(500 + 3000)
  expect(inventory.notices().map(n => n.code)).toEqual(['inventory.full', 'inventory.claims-dropped'])
  for (const list of assets.flatMap(a => Object.values(a.sources))) expect(list.length).toBeLessThanOrEqual(64)
})

test('a hundred thousand devices are no trouble', () => {
  const inventory = new Inventory({ vendorOf })
  const crowd = Array.from({ length: 100_000 }, (_, i) => {
    const hex = i.toString(16).padStart(6, '0')
    const own = `02:00:00:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4)}`
    return binding(own, `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, i)
  })
  inventory.learn(batch(...crowd))
  const assets = inventory.assets()
  expect(assets).toHaveLength(100_000)
  expect(new Set(assets.map(a => a.id)).size).toBe(100_000)
  expect(inventory.notices()).toEqual([])
})

test('nothing here is random', () => {
  const root = new URL('../src/', import.meta.url)
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))
  expect(sources.length).toBeGreaterThan(10)
  for (const name of sources) expect(readFileSync(new URL(name, root), 'utf8')).not.toContain('Math.random')
})
