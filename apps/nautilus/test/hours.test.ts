// The rhythm of a plant follows the clock on its wall, summer time or not.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Baseline, type BaselineClock, type Event, type Who } from '@nautilus/detection'
import { expect, test } from 'vitest'
import { hoursOf } from '../src/site/hours.ts'
import { folder, inside, plant } from './program.ts'

const berlin = hoursOf('Europe/Berlin')!
const at = (iso: string): number => Date.parse(iso) * 1000
const DAY = 86_400e6

const nothing = { asset: null, role: null, safety: false, level: null, zone: null, lists: [] }
const device = (ip: string): Who => ({ id: ip, label: ip, ip, mac: '', kind: 'device', ...nothing })
const [panel, controller] = [device('10.0.0.7'), device('10.0.0.2')]

function read(moment: number): Event {
  const ends = { client: panel, server: controller, protocol: 'modbus' }
  const activity = {
    ...{ first: moment, last: moment, ...ends, port: 502, verb: 'read' as const },
    ...{ function: { code: '3', name: 'read holding registers' }, object: '1/holding-registers/0' },
    ...{ outcome: 'ok' as const, refusal: null, detail: null, items: [], count: 1, bytes: 24 },
    ...{ interval: null, latency: null, frame: 1 },
  }
  return { kind: 'operation', at: moment, frame: 1, activity, ...ends, verb: 'read', accepted: true }
}

/** Every Monday at 06:30 by the clock of Berlin; it puts the clock forward on 2026-03-29. */
const mondays = ['02T05', '09T05', '16T05', '23T05', '30T04'].map(day => at(`2026-03-${day}:30:00Z`))

const rhythmOf = (clock: BaselineClock | undefined, moment: number) => {
  const baseline = new Baseline(clock ? { clock } : {})
  for (const monday of mondays) baseline.observe(read(monday))
  return baseline.known().rhythm(panel, moment)
}

test.each([
  ['in winter', '2026-01-05T00:00:00Z', 1],
  ['before the clock is put forward', '2026-03-29T00:59:59Z', 6 * 24 + 1],
  ['after it', '2026-03-29T01:00:00Z', 6 * 24 + 3],
  ['the hour that comes twice', '2026-10-25T00:30:00Z', 6 * 24 + 2],
  ['and its second time', '2026-10-25T01:30:00Z', 6 * 24 + 2],
  ['the last hour of the week', '2026-07-05T21:30:00Z', 167],
  ['before 1970', '1969-12-31T23:30:00Z', 2 * 24 + 24],
])('%s', (_, iso, hour) => {
  expect(berlin.localHour(at(iso))).toBe(hour)
})

test('a shift that begins at the same time of the wall is usual on both sides of the change', () => {
  const next = at('2026-04-06T04:30:00Z')
  expect(rhythmOf(berlin, next)).toBe(1)
  expect(rhythmOf(berlin, next + 3600e6)).toBe(0)
  expect(rhythmOf(undefined, next)).toBeLessThan(0.5)
})

test('a file keeps the hours by which it was learned', () => {
  const baseline = new Baseline({ clock: berlin })
  for (const monday of mondays) baseline.observe(read(monday))
  const loaded = Baseline.load(baseline.save(), { clockOf: hoursOf })
  if (!loaded.ok) throw new Error(loaded.message)
  expect(loaded.baseline.timeZone).toBe('Europe/Berlin')
  expect(loaded.baseline.known().rhythm(panel, mondays[0]! + 35 * DAY - 3600e6)).toBe(1)
  const strange = baseline.save().replace('Europe/Berlin', 'Europe/Atlantis')
  expect(Baseline.load(strange, { clockOf: hoursOf })).toMatchObject({
    ok: false,
    message: expect.stringContaining('no time zone'),
  })
})

test('site.yaml gives its time zone to what is learned, and another one is told', async () => {
  const cwd = folder()
  const put = (name: string, text: string | Uint8Array) => writeFileSync(join(cwd, name), text)
  put('normal.pcap', plant({ seconds: 5, stories: ['normal'] }))
  put('berlin.yaml', 'site: Works\ntime_zone: Europe/Berlin\n')
  put('lima.yaml', 'site: Works\ntime_zone: America/Lima\n')
  const learn = ['baseline', 'learn', 'normal.pcap', '--site', 'berlin.yaml', '--out', 'b']
  expect(await inside(learn, { cwd })).toMatchObject({ code: 0, err: '' })
  const errOf = async (site: string) =>
    (await inside(['analyze', 'normal.pcap', '--baseline', 'b', '--site', site, '--json', '-'], { cwd })).err
  expect(await errOf('berlin.yaml')).toBe('')
  expect(await errOf('lima.yaml')).toContain('by the hours of Europe/Berlin, not of America/Lima')
})
