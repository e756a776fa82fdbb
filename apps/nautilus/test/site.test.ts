import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadRules, type Rule, type Who, type WhoAsset } from '@nautilus/detection'
import { describe, expect, test } from 'vitest'
import { clockOf, momentOf } from '../src/site/clock.ts'
import { declarationOf } from '../src/site/declaration.ts'
import { loadSite } from '../src/site/load.ts'
import { orderBookOf } from '../src/site/order-book.ts'
import { readOrders } from '../src/site/read-orders.ts'
import { readSite } from '../src/site/read-site.ts'
import { durationOf, windowsOf } from '../src/site/recurrence.ts'
import { siteOf } from '../src/site/site.ts'
import { Yaml } from '../src/site/yaml.ts'
import { folder } from './program.ts'

const page = readFileSync(new URL('../../../docs/site-yaml.md', import.meta.url), 'utf8')
const [siteText = '', ordersText = ''] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text)

const meta = (await loadRules())[0]!
const tuned: Rule = { ...meta, id: 'tuned', settings: { threshold: { value: 3, unit: 'times', says: 'how often' } } }
const rules = [meta, tuned]
const site = (text: string) => readSite(new Yaml('site.yaml', text), rules)
const anyone = { assets: null, zones: null, lists: null }
const orders = (text: string) => readOrders(new Yaml('orders.yaml', text), anyone, 'Europe/Berlin')
const utc = (text: string) => Date.parse(text) * 1000

const device = (ip: string, part: Partial<Who> = {}): Who => ({
  id: ip,
  label: ip,
  ip,
  mac: '',
  kind: 'device',
  asset: null,
  role: null,
  safety: false,
  level: null,
  zone: null,
  lists: [],
  ...part,
})

describe('the example of docs/site-yaml.md', () => {
  const { site: declared, declare } = siteOf(site(siteText))

  test('is read whole', () => {
    const document = site(siteText)
    expect(document.zones.map(({ name }) => name)).toEqual(['Pumping', 'Office', 'Test cell'])
    expect(document.processes[0]).toEqual({
      name: 'Water supply',
      criticality: 'critical',
      safetyClass: 'SIL 2',
      downtimeCostPerHour: 12000,
      currency: 'EUR',
      redundant: false,
    })
    expect(document.conduits).toEqual([
      { from: 'Office', to: 'Pumping', protocols: ['opcua'], forbidden: false },
      { from: 'Pumping', to: 'Office', protocols: ['smb'], forbidden: true },
    ])
    expect(document.shifts.length).toBe(2)
  })

  test('says of a device what people said', () => {
    const asset = { id: 'a-1', ip: ['10.20.0.32'], mac: [], name: null, criticality: null } as unknown as WhoAsset
    const pump = declare(device('10.20.0.32', { asset }))
    expect(pump).toMatchObject({ label: 'Pump controller (10.20.0.32)', zone: 'Pumping', level: 1, safety: false })
    expect(declare(device('10.20.0.40')).safety).toBe(true)
    expect(pump.asset).toMatchObject({ name: 'Pump controller', zone: 'Pumping', criticality: { grade: 'critical' } })
    expect(pump.lists).toEqual(['expected'])
    expect(declared.processOf(pump)?.downtimeCostPerHour).toBe(12000)
    expect(declare(device('10.20.0.10')).lists).toEqual(['engineering'])
    expect(declare(device('10.20.0.201')).lists).toEqual(['contractor'])
    expect(declare(device('10.99.0.1'))).toMatchObject({ zone: null, lists: [] })
    expect(declared.hasList('engineering')).toBe(true)
    expect(declared.hasList('scanner')).toBe(false)
    expect(declared.allowedOutside('203.0.113.7')).toBe(true)
    expect(declared.allowedOutside('203.0.114.7')).toBe(false)
  })

  test('says the same of zones, conduits and devices to the inventory', () => {
    const { by, zones, conduits, assets = [] } = declarationOf(site(siteText), 'site.yaml')
    expect(by).toBe('site.yaml')
    expect(zones[0]).toEqual({
      name: 'Pumping',
      level: 1,
      match: { cidr: ['10.20.0.0/24'], asset: ['00:1b:1b:00:00:01'] },
    })
    expect(conduits).toEqual([
      { from: 'Office', to: 'Pumping', protocols: ['opcua'], allowed: true },
      { from: 'Pumping', to: 'Office', protocols: ['smb'], allowed: false },
    ])
    expect(
      assets.map(({ name, level, criticality }) => [name, level, criticality?.grade, criticality?.reasons[0]]),
    ).toEqual([
      ['Pump controller', null, 'critical', 'that of its process Water supply, declared in site.yaml'],
      ['Filter controller', 1, 'high', 'declared in site.yaml'],
      ['Safety controller', null, 'critical', 'part of the safety system, declared in site.yaml'],
      ['Trial sensor', null, 'low', 'that of its process Trials, declared in site.yaml'],
      ['Engineering station', null, undefined, undefined],
    ])
  })

  test.each([
    ['Monday 07:00 in winter', '2026-01-12T06:00:00Z', true],
    ['Monday 05:59 in winter', '2026-01-12T04:59:00Z', false],
    ['Monday 06:30 in summer', '2026-07-13T04:30:00Z', true],
    ['Saturday night', '2026-01-10T22:00:00Z', true],
    ['Sunday early, the same shift', '2026-01-11T04:00:00Z', true],
    ['Sunday night', '2026-01-11T22:00:00Z', false],
  ])('shift: %s', (_, at, inside) => {
    expect(declared.inShift(utc(at))).toBe(inside)
  })

  test('the work orders name what it declares', () => {
    const cwd = folder()
    const [a, b] = [join(cwd, 'site.yaml'), join(cwd, 'orders.yaml')]
    writeFileSync(a, siteText)
    writeFileSync(b, ordersText)
    const { orders } = loadSite({ site: a, orders: b }, rules)
    const [order] = orders!(utc('2026-01-12T00:00:00Z'), utc('2026-01-12T12:00:00Z'))
    expect(order).toMatchObject({ id: 'WO-2026-017', assets: [{ by: 'ip', value: '10.20.0.32' }] })
    expect(order!.windows.map(({ from }) => new Date(from / 1000).toISOString())).toEqual([
      '2026-01-12T01:30:00.000Z',
      '2026-01-13T01:30:00.000Z',
      '2026-01-12T21:00:00.000Z',
    ])
  })
})

describe('a device is in one zone', () => {
  const { declare } = siteOf(
    site(`zones:
  Site: { networks: [10.0.0.0/8, "fd00::/16"] }
  Line: { networks: [10.1.2.0/24, "fd00:0:0:2::/64"], level: 1 }
  Hall: { networks: [10.1.0.0/16] }
assets:
  Guest: { address: 10.1.2.9, zone: Site }
`),
  )

  test.each([
    ['10.1.2.3', 'Line', 1],
    ['10.1.9.3', 'Hall', null],
    ['10.9.9.9', 'Site', null],
    ['fd00:0:0:2::5', 'Line', 1],
    ['fd00:0:0:3::5', 'Site', null],
    ['192.0.2.1', null, null],
  ])('%s: the smallest network counts, in whatever order', (ip, zone, level) => {
    expect(declare(device(ip))).toMatchObject({ zone, level })
  })

  test('what is declared of the device counts before its networks', () => {
    expect(declare(device('10.1.2.9')).zone).toBe('Site')
  })
})

describe('a forbidden conduit', () => {
  test('is one in the map, above a permission', () => {
    const document = site(`zones: { A: { networks: [10.1.0.0/24] }, B: { networks: [10.2.0.0/24] } }
conduits:
  - { from: A, to: B }
  - { from: A, to: B, protocols: [modbus], forbidden: true }
`)
    expect(declarationOf(document, 'site.yaml').conduits).toEqual([
      { from: 'A', to: 'B', protocols: [], allowed: true },
      { from: 'A', to: 'B', protocols: ['modbus'], allowed: false },
    ])
  })

  test('is true or false', () => {
    expect(() => site('zones: { A: {}, B: {} }\nconduits: [{ from: A, to: B, forbidden: perhaps }]')).toThrow(
      '`forbidden` must be `true` or `false`.',
    )
  })
})

describe('faults: file, line and the nearest word', () => {
  test.each([
    ['zone: {}', 'site.yaml:1:1: The site has no `zone`; did you mean `zones`?'],
    ['zones:\n  A: { level: 9 }', 'site.yaml:2:15: `level` must be a Purdue level, 0 to 5.'],
    [
      'zones:\n  A: { networks: [10.0.0.0/33] }',
      'site.yaml:2:19: `10.0.0.0/33` is neither an address nor a network; write it as 10.0.0.0/24.',
    ],
    [
      'zones: { Pumping: }\nassets:\n  P: { address: 10.0.0.1, zone: Pumpin }',
      'site.yaml:3:33: `zone` is `Pumpin`; did you mean `Pumping`?',
    ],
    ['assets: { P: { zone: } }', 'site.yaml:1:14: Asset `P` needs an `address`: its IP or MAC address.'],
    [
      'assets: { Pump: { address: 10.0.0.1 } }\nlists: { scanner: [Pomp] }',
      'site.yaml:2:20: There is no asset `Pomp` in site.yaml; did you mean `Pump`?',
    ],
    ['rules: { tunned: { threshold: 3 } }', 'site.yaml:1:10: There is no rule `tunned`; did you mean `tuned`?'],
    ['rules: { tuned: { treshold: 3 } }', 'site.yaml:1:19: Rule `tuned` has no `treshold`; did you mean `threshold`?'],
    ['rules: { tuned: { threshold: many } }', 'site.yaml:1:30: `threshold` must be a number, 0 or more.'],
    [
      'time_zone: Europe/Berlim',
      'site.yaml:1:12: There is no time zone `Europe/Berlim`; did you mean `Europe/Berlin`?',
    ],
    [
      'shifts: [{ from: "25:00", to: "06:00" }]',
      'site.yaml:1:18: `from` is `25:00`; write a time as "06:00", in quotes.',
    ],
    ['processes: { A: { redundant: maybe } }', 'site.yaml:1:30: `redundant` must be `true` or `false`.'],
    ['processes: { A: { criticality: hgh } }', 'site.yaml:1:32: `criticality` is `hgh`; did you mean `high`?'],
  ])('%s', (text, sentence) => {
    expect(() => site(text)).toThrow(sentence)
  })

  const order = (rest: string) => `orders:\n- id: A\n  assets: [10.0.0.1]\n${rest}`
  test.each([
    [
      order('  windows: [{ from: 2026-01-12 04:00, to: 2026-01-12 02:00 }]'),
      'orders.yaml:4:43: The window ends before it begins; put `to` after `from`.',
    ],
    [
      order('  windows: [{ from: 2026-02-30 04:00, duration: 1 h }]'),
      'orders.yaml:4:21: `2026-02-30 04:00` is no time; write it as `2026-01-12 02:00`.',
    ],
    [
      order('  windows: [{ from: 2026-01-12 04:00, duration: soon }]'),
      'is no duration; write `90 min`, `4 h` or `2 d`.',
    ],
    [
      order('  windows: [{ from: 2026-01-12 04:00, repeat: FREQ=WEKLY, duration: 1 h }]'),
      '`repeat` is no recurrence rule (RFC 5545)',
    ],
    [order('  verbs: [downlod]\n  windows: []'), 'orders.yaml:4:11: A verb is `downlod`; did you mean `download`?'],
    ['orders: [{ id: A, windows: [] }]', 'Work order `A` needs `assets`.'],
    [
      `${order('  windows: []')}\n${order('  windows: []').slice(8)}`,
      'There are two work orders `A`; give each an id of its own.',
    ],
  ])('%s', (text, sentence) => {
    expect(() => orders(text)).toThrow(sentence)
  })

  test('all at once, and damaged YAML too', () => {
    expect(() => site('zone: {}\nshift: []')).toThrow(/1:1.*\n.*2:1/)
    expect(() => site('zones: [')).toThrow('site.yaml:1:')
    expect(() => site('a: &a x\nsite: *a')).toThrow('Aliases are not understood')
  })

  test('a file that is not there', () => {
    expect(() => loadSite({ site: 'no/where.yaml', orders: null }, rules)).toThrow(
      '--site no/where.yaml cannot be read: there is no such file; check the name.',
    )
  })
})

describe('time zones', () => {
  test('a weekly window keeps its wall time when clocks change', () => {
    const start = momentOf('2026-03-23 22:00', 'Europe/Berlin')!
    const recurrence = { rule: 'FREQ=WEEKLY;BYDAY=MO', start, timeZone: 'Europe/Berlin', length: 4 * 3600e6 }
    const windows = windowsOf(recurrence, utc('2026-03-20T00:00:00Z'), utc('2026-04-07T00:00:00Z'))
    expect(windows.map(({ from }) => new Date(from / 1000).toISOString())).toEqual([
      '2026-03-23T21:00:00.000Z',
      '2026-03-30T20:00:00.000Z',
      '2026-04-06T20:00:00.000Z',
    ])
    expect(windows.every(({ from, to }) => to - from === 4 * 3600e6)).toBe(true)
  })

  test('a window that began before the span still reaches into it', () => {
    const start = utc('2026-01-05T22:00:00Z')
    const recurrence = { rule: 'FREQ=DAILY', start, timeZone: 'UTC', length: 4 * 3600e6 }
    expect(windowsOf(recurrence, utc('2026-01-09T01:00:00Z'), utc('2026-01-09T02:00:00Z')).length).toBe(1)
  })

  test('the book opens the windows around the time asked for, whenever that is', () => {
    const [entry] = orders(
      'orders: [{ id: A, assets: [10.0.0.1], windows: [{ from: 2026-01-05 22:00, repeat: FREQ=DAILY, duration: 4 h }] }]',
    )
    const book = orderBookOf([entry!])
    for (const day of ['2026-02-01', '2027-08-01', '2026-01-20']) {
      const at = utc(`${day}T22:30:00Z`)
      expect(book(at, at)[0]!.windows.filter(({ from, to }) => from <= at && at < to).length).toBe(1)
      expect(book(at, at + 60e6)).toBe(book(at, at))
    }
  })

  test('wall clocks', () => {
    const clock = clockOf('Asia/Kathmandu')
    expect(clock(utc('2026-01-12T18:30:00Z'))).toEqual({ hour: 0, minute: 15, weekday: 2 })
    expect(durationOf('90 min')).toBe(5400e6)
    expect(durationOf('40 d')).toBeNull()
  })
})
