import type { Sighting } from '@nautilus/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Inventory } from '../src/index.ts'
import { arp, assetOf, at, batch, binding, learned, party, plc, router, sighting, vendorOf } from './plant.ts'

const minute = 60
const mac = (last: number) => `00:1b:1b:00:00:${last.toString(16).padStart(2, '0')}`
const spanned = (told: Sighting, from: number, to: number): Sighting => ({
  ...told,
  first: at(from).first,
  last: at(to).last,
})
const tag = (of: { mac: string; ip: string }, vlan: number, from = 0, to = from) =>
  spanned(sighting(of, 'vlan', String(vlan), { source: 'frame tag' }), from, to)
/** Has the address, and answers for it, from second to second. */
const lives = (of: { mac: string; ip: string }, from = 0, to = minute) => [
  spanned(binding(of.mac, of.ip), from, to),
  spanned(arp(of.mac, of.ip), from, to),
]
const notes = (inventory: Inventory, of = plc) =>
  assetOf(inventory, of).addressNotes.map(({ kind, reason }) => `${kind}: ${reason}`)
const vlans = (inventory: Inventory) =>
  inventory
    .assets()
    .map(({ mac, ip, sources }) => [mac.join(), ip.join(), (sources.vlan ?? []).map(v => v.value).join()])

describe('a device that changes its VLAN', () => {
  test('is told with from, to and when', () => {
    const inventory = learned(...lives(plc, 0, 500), tag(plc, 10, 0, 100), tag(plc, 20, 110, 400))
    expect(assetOf(inventory, plc).addressNotes).toMatchObject([
      { kind: 'VLAN changed', address: plc.mac, with: [], first: at(110).first, last: at(400).last },
    ])
    expect(notes(inventory)[0]).toContain('was in VLAN 10 before and is in VLAN 20 since')
  })

  test('also where it takes another address there, and each change once', () => {
    const moved = party(plc.mac, '10.0.9.9')
    const inventory = learned(
      ...lives(plc, 0, 100),
      ...lives(moved, 200, 900),
      tag(plc, 10, 0, 100),
      tag(moved, 20, 200, 300),
      tag(moved, 30, 400, 900),
    )
    expect(notes(inventory).filter(note => note.startsWith('VLAN'))).toMatchObject([
      expect.stringContaining('VLAN 10 before and is in VLAN 20'),
      expect.stringContaining('VLAN 20 before and is in VLAN 30'),
    ])
  })

  test.each([
    ['a trunk: both at one time', [tag(plc, 10, 0, 300), tag(plc, 20, 100, 400)]],
    ['there and back again', [tag(plc, 10, 0, 50), tag(plc, 20, 60, 200), tag(plc, 10, 210, 400)]],
    ['the new one heard too briefly', [tag(plc, 10, 0, 50), tag(plc, 20, 60, 70)]],
    ['one direction tagged, the other not', [tag(plc, 10, 0, 400)]],
    ['no tag at all', [tag(plc, 0, 0, 10), tag(plc, 4095, 20, 400)]],
  ])('%s is no move', (_, told) => {
    expect(notes(learned(...lives(plc, 0, 500), ...told))).toEqual([])
  })

  test('a router carries many tags and moves nowhere', () => {
    const legs = [...lives(party(router, '10.0.0.254')), binding(router, '10.1.0.7'), binding(router, '10.2.0.7')]
    const inventory = learned(...legs, tag(party(router), 10, 0, 100), tag(party(router), 20, 200, 400))
    expect(notes(inventory, party(router, '10.0.0.254'))).toEqual([])
  })

  test('the tag of a router that passes its packets on is not its own', () => {
    const inventory = learned(
      ...lives(plc),
      tag(plc, 10, 0, 100),
      ...lives(party(router, '10.1.0.254')),
      binding(router, plc.ip, 5),
      tag(party(router, plc.ip), 20, 5, 100),
    )
    expect(assetOf(inventory, plc).sources.vlan?.map(({ value }) => value)).toEqual(['10'])
  })
})

describe('one address in two VLANs', () => {
  const [one, other] = [party(mac(1), '192.168.0.1'), party(mac(0x60), '192.168.0.1')]
  const two = [...lives(one), ...lives(other, 10, 50), tag(one, 10, 0, 60), tag(other, 20, 10, 50)]

  test('at two MACs, each in its own, is two devices, both shown with it', () => {
    const inventory = learned(...two)
    expect(vlans(inventory)).toEqual([
      [one.mac, one.ip, '10'],
      [other.mac, other.ip, '20'],
    ])
    expect(notes(inventory, one)).toEqual([
      'in several VLANs: this one is in VLAN 10; another device has it in VLAN 20',
    ])
    expect(assetOf(inventory, other).joins).toMatchObject([
      { verdict: 'different', rule: 'one address in several VLANs', addresses: [one.mac, other.mac] },
    ])
    expect(inventory.assetIdOf(one)).not.toBe(inventory.assetIdOf(other))
  })

  test('in ten cells built alike is ten devices', () => {
    const cells = Array.from({ length: 10 }, (_, n) => party(mac(n), '192.168.0.1'))
    const inventory = learned(...cells.flatMap((of, n) => [...lives(of), tag(of, 100 + n)]))
    expect(inventory.assets().map(({ ip }) => ip)).toEqual(cells.map(({ ip }) => [ip]))
  })

  test('and a card replaced in one of them is a handover there only', () => {
    const next = party(mac(0x40), one.ip)
    const inventory = learned(...two, ...lives(next, 500, 900), tag(next, 10, 500, 900))
    expect(notes(inventory, next)).toEqual([
      `moved: was at ${one.mac} before`,
      'in several VLANs: this one is in VLAN 10; another device has it in VLAN 20',
    ])
    expect(notes(inventory, other)).toHaveLength(1)
  })

  test.each([
    ['without tags', [...lives(one), ...lives(other, 10, 50)]],
    ['in one VLAN', [...lives(one), ...lives(other, 10, 50), tag(one, 10), tag(other, 10)]],
    ['one of them heard in both', [...two, tag(one, 20, 3, 4)]],
    ['a router that passes packets on', [...two.filter(t => t.source !== 'arp reply'), ...lives(one)]],
    ['a router that answers for it, with an address of its own', [...two, ...lives(party(other.mac, '192.168.9.254'))]],
    ['one name for both', [...two, ...[one, other].map(of => sighting(of, 'name', 'press-1', { source: 'profinet' }))]],
  ])('%s is not two devices with it', (_, told) => {
    const owners = learned(...told)
      .assets()
      .filter(({ ip }) => ip.includes(one.ip))
    expect(owners).toHaveLength(1)
  })

  test('one after the other is an address that changed hands', () => {
    const inventory = learned(...lives(one, 0, 60), ...lives(other, 300, 400), tag(one, 10, 0, 60), tag(other, 20, 300))
    expect(notes(inventory, other)).toEqual([`moved: was at ${one.mac} before`])
  })
})

test('told in any order and cut anywhere, tags tell the same', () => {
  const told = fc.array(
    fc
      .record({
        of: fc.record({ mac: fc.integer({ min: 1, max: 4 }).map(mac), ip: fc.constantFrom('10.0.0.1', '10.0.0.2') }),
        what: fc.constantFrom('binding', 'arp', 10, 20, 30),
        from: fc.integer({ min: 0, max: 600 }),
        more: fc.integer({ min: 0, max: 200 }),
      })
      .map(({ of, what, from, more }) => {
        if (what === 'binding') return spanned(binding(of.mac, of.ip), from, from + more)
        if (what === 'arp') return spanned(arp(of.mac, of.ip), from, from + more)
        return tag(of, Number(what), from, from + more)
      }),
    { maxLength: 30 },
  )
  const listed = (...parts: Sighting[][]) => {
    const inventory = new Inventory({ vendorOf })
    for (const part of parts) {
      inventory.learn(batch(...part))
      inventory.assets()
    }
    return [inventory.assets(), inventory.macs()]
  }
  fc.assert(
    fc.property(told, fc.nat(30), (all, cut) => {
      const whole = listed(all)
      expect(listed(all.slice(0, cut), all.slice(cut))).toEqual(whole)
      expect(listed(all.toReversed())).toEqual(whole)
      const ids = (whole[0] as { id: string }[]).map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
    }),
    { numRuns: 300 },
  )
})
