import { describe, expect, test } from 'vitest'
import { activity, arp, assetOf, batch, binding, hmi, learned, party, plc, rolesOf, router, sighting } from './plant.ts'

const ips = (inventory: ReturnType<typeof learned>) => inventory.assets().map(a => [...a.ip].sort())

describe('one device', () => {
  test('is its MAC with its few IP addresses, link-local and global IPv6 among them', () => {
    const mac = plc.mac
    const inventory = learned(
      binding(mac, '10.0.0.1'),
      binding(mac, 'fe80::1'),
      binding(mac, '2001:db8:1:2::1'),
      binding(mac, 'fd00::1'),
    )
    expect(inventory.assets()).toMatchObject([
      { mac: [mac], ip: ['10.0.0.1', '2001:db8:1:2::1', 'fd00::1', 'fe80::1'], vendor: 'Siemens', roles: [] },
    ])
  })

  test('without IP addresses is its MAC', () => {
    expect(learned(sighting(party(plc.mac), 'binding', '')).assets()).toMatchObject([{ mac: [plc.mac], ip: [] }])
  })

  test('that never sent is its IP address', () => {
    const inventory = learned(activity(hmi, party('', '10.0.0.9'), 'read', { outcome: 'unseen' }))
    expect(assetOf(inventory, party('', '10.0.0.9'))).toMatchObject({ mac: [], ip: ['10.0.0.9'], vendor: null })
  })

  test.each([
    ['broadcast', party('ff:ff:ff:ff:ff:ff', '255.255.255.255')],
    ['multicast', party('01:00:5e:00:00:01', '224.0.0.1')],
    ['IPv6 multicast', party('33:33:00:00:00:01', 'ff02::1')],
    ['PROFINET multicast', party('01:0e:cf:00:00:00')],
    ['nobody', party('00:00:00:00:00:00', '0.0.0.0')],
    ['directed broadcast', party('', '10.0.0.255')],
    ['loopback', party('', '127.0.0.1')],
  ])('%s is none', (_, of) => {
    const inventory = learned(activity(hmi, of, 'report'), binding(of.mac, of.mac === '' ? '' : of.ip))
    expect(inventory.assets().map(a => a.ip)).toEqual([[hmi.ip]])
    expect(inventory.assetIdOf(of)).toBeNull()
    expect(inventory.links()).toEqual([])
  })

  test('with an address that ends in 255 is one when it sends', () => {
    expect(ips(learned(binding(plc.mac, '10.0.0.255')))).toEqual([['10.0.0.255']])
  })

  test('keeps its id when it is learned later that it has more addresses', () => {
    const inventory = learned(activity(hmi, party('', '10.0.0.1'), 'read'))
    const before = inventory.assetIdOf(party('', '10.0.0.1'))
    inventory.learn({
      from: 0,
      to: 0,
      activities: [],
      connections: [],
      sightings: [binding(plc.mac, '10.0.0.1', 9)],
      notices: [],
    })
    expect(inventory.assetIdOf(plc)).toBe(before)
    expect(before).toMatch(/^a-[0-9a-f]{12}$/)
  })

  test('has the id of its MAC when MAC and IP address are seen at once', () => {
    const inventory = learned(binding(plc.mac, '10.0.0.9'), binding(plc.mac, '10.0.0.1', 5))
    expect(inventory.assetIdOf(plc)).toBe(learned(sighting(party(plc.mac), 'binding', '')).assetIdOf(plc))
    const [first] = learned(activity(hmi, party('', '10.0.0.9'), 'read'))
      .assets()
      .filter(a => a.mac.length === 0)
    expect(inventory.assetIdOf(plc)).not.toBe(first?.id)
  })

  test('is found by its MAC under an address not seen before, unless it is a router', () => {
    const inventory = learned(binding(plc.mac, plc.ip), binding(router, '10.1.0.5'), binding(router, '10.2.0.5'))
    expect(inventory.assetIdOf(party(plc.mac, '10.0.0.77'))).toBe(inventory.assetIdOf(plc))
    expect(inventory.assetIdOf(party(router, '10.3.0.5'))).toBeNull()
    expect(inventory.assetIdOf(party('', '10.3.0.5'))).toBeNull()
  })
})

describe('an address at two MACs', () => {
  const second = '00:1b:1b:00:00:99'

  test('is one device with both, and the conflict is told', () => {
    const asset = assetOf(learned(arp(plc.mac, plc.ip), arp(second, plc.ip, 5)), plc)
    expect(asset).toMatchObject({ mac: [plc.mac, second], ip: [plc.ip] })
    expect(asset.sources.binding).toMatchObject([
      { value: `${plc.ip} at ${plc.mac}`, source: 'arp', frame: 1 },
      { value: `${plc.ip} at ${second}`, source: 'arp', frame: 6 },
    ])
  })

  test('does not make one device of the intruder who claims the addresses of two', () => {
    const evil = party('02:00:00:00:00:66', '10.0.0.66')
    const inventory = learned(
      binding(plc.mac, plc.ip),
      binding(hmi.mac, hmi.ip),
      binding(evil.mac, evil.ip),
      arp(evil.mac, plc.ip, 7),
      arp(evil.mac, hmi.ip, 7),
    )
    expect(ips(inventory).sort()).toEqual([[plc.ip], [hmi.ip], [evil.ip]])
    expect(assetOf(inventory, evil)).toMatchObject({ mac: [evil.mac] })
    for (const victim of [plc, hmi]) {
      const asset = assetOf(inventory, victim)
      expect(asset).toMatchObject({ mac: [victim.mac] })
      expect(asset.addressNotes).toMatchObject([{ kind: 'contested', address: victim.ip, with: [evil.mac] }])
      expect(asset.sources.binding).toMatchObject([{}, { value: `${victim.ip} at ${evil.mac}` }])
    }
  })

  test('does not merge devices that share a link-local address', () => {
    const inventory = learned(
      binding(plc.mac, 'fe80::1'),
      binding(hmi.mac, 'fe80::1'),
      binding(plc.mac, plc.ip),
      binding(hmi.mac, hmi.ip),
    )
    expect(inventory.assets()).toHaveLength(2)
    expect(inventory.assetIdOf(party(hmi.mac, 'fe80::1'))).toBe(inventory.assetIdOf(hmi))
  })
})

describe('a router', () => {
  test('does not swallow the networks behind it and keeps what ARP claims', () => {
    const inventory = learned(
      arp(router, '10.0.0.254'),
      binding(router, '10.1.0.5', 1),
      binding(router, '10.2.0.5', 2),
      sighting(party(router, '10.2.0.5'), 'name', 'far away'),
    )
    const own = assetOf(inventory, party(router, '10.0.0.254'))
    expect(own).toMatchObject({ mac: [router], ip: ['10.0.0.254'], name: null })
    expect(own.roles).toEqual([
      { role: 'router', confidence: 0.6, reasons: ['sends packets as 3 addresses of 3 networks'] },
    ])
    const far = assetOf(inventory, party(router, '10.2.0.5'))
    expect(far).toMatchObject({ mac: [], ip: ['10.2.0.5'], name: 'far away', roles: [] })
    expect(far.sources.binding).toMatchObject([{ value: `10.2.0.5 behind ${router}` }])
    expect(inventory.assetIdOf(party(router))).toBe(own.id)
  })

  test('shows itself by the internet behind it', () => {
    const inventory = learned(binding(router, '10.0.0.254'), binding(router, '8.8.8.8'))
    expect(rolesOf(inventory, party(router))).toEqual({ router: 0.9 })
    expect(ips(inventory).sort()).toEqual([[], ['10.0.0.254'], ['8.8.8.8']])
  })

  test('shows itself by more than eight addresses of one network', () => {
    const many = (n: number) => Array.from({ length: n }, (_, i) => binding(router, `10.0.0.${i + 1}`))
    expect(learned(...many(8)).assets()).toHaveLength(1)
    expect(learned(...many(9)).assets()).toHaveLength(10)
  })

  test('is not a device that answers ARP for addresses in two networks and forwards nothing', () => {
    const inventory = learned(
      arp(plc.mac, '10.0.0.1'),
      arp(plc.mac, '192.168.1.1'),
      binding(plc.mac, '10.0.0.1', 1),
      binding(plc.mac, '192.168.1.1', 1),
    )
    expect(inventory.assets()).toMatchObject([{ ip: ['10.0.0.1', '192.168.1.1'], roles: [] }])
  })

  test('that answers ARP for a whole network keeps the first address only', () => {
    const claimed = Array.from({ length: 12 }, (_, i) => arp(router, `10.0.0.${i + 1}`, i))
    const inventory = learned(...claimed)
    expect(assetOf(inventory, party(router))).toMatchObject({ ip: ['10.0.0.1'] })
    expect(inventory.assets()).toHaveLength(12)
  })

  test('leaves an address to the device that is seen to have it', () => {
    const inventory = learned(
      binding(router, plc.ip),
      binding(router, '10.9.0.1'),
      binding(plc.mac, plc.ip, 5),
      binding(router, '10.8.0.1'),
    )
    expect(assetOf(inventory, plc)).toMatchObject({ mac: [plc.mac], ip: [plc.ip] })
  })
})

describe('the ports of a switch', () => {
  const ports = ['00:80:63:00:00:05', '00:80:63:00:00:06']
  const managedAt = (mac: string, at: string) => ({
    ...sighting(party(mac), 'address', at),
    source: 'lldp advertisement',
  })

  test('are one device with the address at which LLDP says it is managed', () => {
    const inventory = learned(...ports.map(mac => managedAt(mac, '10.0.0.3')), binding('00:80:63:00:00:00', '10.0.0.3'))
    expect(inventory.assets()).toMatchObject([{ ip: ['10.0.0.3'], mac: ['00:80:63:00:00:00', ...ports] }])
  })

  test('are one device even if nobody was heard at that address', () => {
    expect(learned(...ports.map(mac => managedAt(mac, '10.0.0.3'))).assets()).toMatchObject([{ mac: ports, ip: [] }])
  })

  test('stay apart when they are managed at different addresses', () => {
    const inventory = learned(managedAt(ports[0]!, '10.0.0.3'), managedAt(ports[1]!, '10.0.0.4'))
    expect(inventory.assets()).toHaveLength(2)
  })
})

test('who is asked and never answers is no device', () => {
  const inventory = learned(activity(hmi, party('', '10.0.0.99'), 'discover', { outcome: 'no-reply' }))
  expect(inventory.assets().map(a => a.ip)).toEqual([[hmi.ip]])
})

test('whoever asks with every batch is told of a new address at once, and of what was learned meanwhile when all is looked at', () => {
  const same = (inventory: ReturnType<typeof learned>, ...parties: (typeof plc)[]) => {
    for (const each of parties) {
      expect(inventory.assetIdSoFar(each, 90)).not.toBeNull()
      expect(inventory.assetIdSoFar(each, 90)).toBe(inventory.assetIdOf(each, 90))
    }
  }
  const inventory = learned(binding(plc.mac, plc.ip))
  same(inventory, plc)
  inventory.learn(batch(binding(hmi.mac, hmi.ip)))
  same(inventory, plc, hmi)
  expect(inventory.assetIdSoFar(party('', '10.0.0.77'))).toBeNull()
  const apart = inventory.assetIdSoFar(hmi)
  const addresses = [plc.ip, hmi.mac]
  inventory.setRules([{ kind: 'same', addresses, by: 'ada', at: 0, why: 'seen in the cabinet' }])
  expect(inventory.assetIdSoFar(hmi)).toBe(inventory.assetIdSoFar(plc))
  inventory.setRules([])
  expect(inventory.assetIdSoFar(hmi)).toBe(apart)
})
