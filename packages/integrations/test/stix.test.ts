// STIX 2.1: what the specification asks of every object, ids that stay, and what of a plant is told.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stixOf } from '../src/index.ts'
import { observable } from '../src/stix/objects.ts'
import { uuid5 } from '../src/uuid.ts'
import { expectGolden, pretty } from './golden.ts'
import { event, everyEvent, finding, incident, plc, station, targetOf } from './samples.ts'
import { stixFaults } from './stix.ts'

const options = (more: Partial<Parameters<typeof stixOf>[2]> = {}) => {
  const { technique, link } = targetOf({})
  return {
    technique,
    link,
    tlp: 'amber' as const,
    addresses: false,
    organisation: 'ACME',
    isPublic: (ip: string) => !/^(10|192\.168)\./.test(ip) && ip.includes('.'),
    ...more,
  }
}
const told = everyEvent.filter(each => each.finding || each.incident)

test('UUIDs of version 5 are those of others', () => {
  // RFC 9562, A.4, and what every library gives.
  expect(uuid5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2')
  // The specification's own (7.2, 2.9), and what other tools derive.
  expect(observable('ipv4-addr', { value: '198.51.100.3' }).id).toBe('ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4')
  expect(observable('ipv6-addr', { value: '2001:db8::1' }).id).toBe('ipv6-addr--6469e3a9-b053-5e34-a025-9396ae051d26')
})

test('a bundle is what a person can read, and what the specification asks', () => {
  const bundle = stixOf(told, 'acme', options({ addresses: true }))
  expect(stixFaults(bundle)).toEqual([])
  expectGolden('stix.json', pretty([bundle]))
  const types = bundle.objects.map(({ type }) => type)
  for (const type of [
    'identity',
    'infrastructure',
    'observed-data',
    'network-traffic',
    'sighting',
    'attack-pattern',
    'incident',
    'report',
    'relationship',
  ])
    expect(types, type).toContain(type)
  expect(types).not.toContain('indicator')
})

test('the same is the same for ever; a change is a newer version of it', () => {
  const [one, two] = [stixOf(told, 'acme', options()), stixOf(told, 'acme', options())]
  expect(one).toEqual(two)
  const later = stixOf(
    [event(1, { finding: { ...finding, last: finding.last + 60_000_000, count: 9 } })],
    'acme',
    options(),
  )
  const sighting = (bundle: typeof one) => bundle.objects.find(({ type }) => type === 'sighting')!
  expect(sighting(later).id).toBe(sighting(one).id)
  expect(String(sighting(later).modified) > String(sighting(one).modified)).toBe(true)
  // Another tenant has others.
  const other = new Set(
    stixOf(told, 'b', options())
      .objects.filter(({ type }) => type === 'infrastructure')
      .map(({ id }) => id),
  )
  for (const { id } of one.objects) expect(other.has(id)).toBe(false)
})

test('names and addresses of a plant stay at home; those of the internet are signs', () => {
  const text = JSON.stringify(stixOf(told, 'acme', options()))
  for (const word of ['10.20.3.12', '10.20.1.50', 'PLC-0312', 'EWS-07', '28:63:36', 'Plant 7', 'nautilus.example'])
    expect(text).not.toContain(word)
  const outside = event(1, { finding: { ...finding, source: { ...station, ip: '203.0.114.9', mac: null } } })
  const bundle = stixOf([outside], 'acme', options())
  expect(stixFaults(bundle)).toEqual([])
  expect(bundle.objects.find(({ type }) => type === 'indicator')).toMatchObject({
    pattern: "[ipv4-addr:value = '203.0.114.9']",
  })
  expect(bundle.objects.find(({ type }) => type === 'observed-data')).toBeDefined()
  // What people accepted is a sign of nothing.
  const accepted = stixOf([event(1, { finding: { ...outside.finding!, status: 'accepted' } })], 'acme', options())
  expect(accepted.objects.some(({ type }) => type === 'indicator')).toBe(false)
})

test('whatever is known of a finding, the bundle is one', () => {
  const end = fc.option(
    fc.record({
      ...{
        id: fc.string({ minLength: 1 }),
        name: fc.option(fc.string()),
        vendor: fc.option(fc.string()),
        zone: fc.option(fc.string()),
      },
      ip: fc.option(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())),
      mac: fc.constantFrom(null, '28:63:36:AA:BB:CC'),
      role: fc.constantFrom(null, 'controller', 'toaster'),
    }),
  )
  const times = fc.tuple(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 4e12 }))
  fc.assert(
    fc.property(
      end,
      end,
      times,
      fc.boolean(),
      fc.nat(),
      fc.option(fc.constantFrom('s7comm', 'GOOSE')),
      (source, target, [a, b], addresses, count, protocol) => {
        const full = (given: typeof source) => given && { ...plc, ...given }
        const part = { source: full(source), target: full(target), first: a * 1000, last: b * 1000, count, protocol }
        const events = [
          event(1, { finding: { ...finding, ...part } }),
          event(2, { incident: { ...incident, opened: b * 1000, changed: a * 1000 } }),
        ]
        expect(stixFaults(stixOf(events, 'acme', options({ addresses })))).toEqual([])
      },
    ),
    { numRuns: 300 },
  )
})
