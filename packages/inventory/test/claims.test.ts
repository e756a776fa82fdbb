import { expect, test } from 'vitest'
import { Inventory } from '../src/index.ts'
import { activity, assetOf, at, batch, binding, hmi, learned, plc, sighting, vendorOf } from './plant.ts'

test('the most confident claim wins; the others stay in sight', () => {
  const asset = assetOf(
    learned(
      sighting(plc, 'firmware', 'V2.8', { confidence: 0.95, source: 's7comm szl 0x0011', frame: 12 }),
      sighting(plc, 'firmware', 'V2.6', { confidence: 0.7, source: 'lldp', frame: 3 }),
    ),
    plc,
  )
  expect(asset.firmware).toBe('V2.8')
  expect(asset.sources.firmware).toMatchObject([
    { value: 'V2.8', source: 's7comm szl 0x0011', confidence: 0.95, frame: 12 },
    { value: 'V2.6', source: 'lldp', confidence: 0.7, frame: 3 },
  ])
})

test('among equals the most recent wins', () => {
  const inventory = learned(sighting(plc, 'name', 'z new', at(60)), sighting(plc, 'name', 'a old', at(1)))
  expect(assetOf(inventory, plc).name).toBe('z new')
})

test('a claim made again keeps its first frame and counts once', () => {
  const asset = assetOf(
    learned(
      sighting(plc, 'serial', 'S 1', { ...at(9), frame: 90 }),
      sighting(plc, 'serial', 'S 1', { ...at(1), frame: 10 }),
    ),
    plc,
  )
  expect(asset.sources.serial).toMatchObject([{ first: at(1).first, last: at(9).last, frame: 10 }])
})

test('the manufacturer of the network card yields to what the device says', () => {
  expect(assetOf(learned(binding(plc.mac, plc.ip)), plc).sources.vendor).toMatchObject([
    { value: 'Siemens AG', source: 'oui', confidence: 0.6 },
  ])
  expect(assetOf(learned(sighting(plc, 'vendor', 'Original Maker')), plc).vendor).toBe('Original Maker')
})

test('claims of the link layer and of the IP address meet in one asset', () => {
  const inventory = learned(
    binding(plc.mac, plc.ip),
    sighting({ mac: plc.mac, ip: '' }, 'name', 'press-1', { source: 'dcp identify' }),
    sighting({ mac: '', ip: plc.ip }, 'model', 'CPU 1515-2 PN'),
  )
  expect(inventory.assets()).toMatchObject([{ name: 'press-1', model: 'CPU 1515-2 PN' }])
})

test('empty claims say nothing, long ones are cut', () => {
  const asset = assetOf(learned(sighting(plc, 'name', '  '), sighting(plc, 'model', 'x'.repeat(5000))), plc)
  expect(asset.name).toBeNull()
  expect(asset.model).toHaveLength(256)
})

test('values beyond the limit go, least trusted first, and are counted', () => {
  const inventory = new Inventory({ vendorOf })
  const names = Array.from({ length: 20 }, (_, i) =>
    sighting(plc, 'firmware', `V${i}`, { confidence: (i + 1) / 20, ...at(i) }),
  )
  inventory.learn(batch(...names))
  const kept = assetOf(inventory, plc).sources.firmware ?? []
  expect(kept).toHaveLength(16)
  expect(kept.at(-1)?.value).toBe('V4')
  expect(inventory.notices()).toMatchObject([{ code: 'inventory.claims-dropped', count: 4 }])
})

test('devices beyond the limit are counted and told once', () => {
  const inventory = new Inventory({ vendorOf, limits: { assets: 3, addresses: 8, links: 1 } })
  const crowd = Array.from({ length: 9 }, (_, i) => binding(`02:00:00:00:00:0${i}`, `10.0.0.${i + 1}`, i))
  inventory.learn(batch(...crowd, activity(hmi, plc, 'read', at(9)), activity(plc, hmi, 'read', at(9))))
  expect(inventory.assets().map(a => a.ip[0])).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3'])
  expect(inventory.notices().map(n => n.code)).toEqual(['inventory.full', 'inventory.links-full'])
  expect(inventory.links()).toHaveLength(1)
})

test('values that went make room again', () => {
  const inventory = new Inventory({ vendorOf, limits: { claims: 4, values: 2 } })
  const names = Array.from({ length: 9 }, (_, i) => sighting(plc, 'name', `n${i}`, at(i)))
  inventory.learn(batch(...names, sighting(plc, 'serial', 'S 1')))
  expect(assetOf(inventory, plc)).toMatchObject({ name: 'n8', serial: 'S 1' })
})

test('pairs of MAC and IP address beyond the limit are counted', () => {
  const inventory = new Inventory({ vendorOf, limits: { bindings: 1 } })
  inventory.learn(batch(binding(plc.mac, plc.ip), binding(plc.mac, '10.0.0.7')))
  expect(assetOf(inventory, plc).ip).toEqual([plc.ip])
  expect(inventory.notices()).toMatchObject([{ code: 'inventory.full', count: 1 }])
})
