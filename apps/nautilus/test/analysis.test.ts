import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readCapture } from '@nautilus/capture'
import type { Activity, Verb } from '@nautilus/model'
import { stories } from '@nautilus/simulator'
import { describe, expect, test } from 'vitest'
import { ActivityLog, MAX_ROWS } from '../src/activity-log.ts'
import { Analysis } from '../src/analysis.ts'
import { reportCsv } from '../src/report-csv.ts'
import { reportJson } from '../src/report-json.ts'
import { reportText } from '../src/report-text.ts'
import { vendorLookup } from '../src/vendors.ts'
import { folder, plant } from './program.ts'

const vendorOf = vendorLookup()

async function analysed(path: string, repeat = true) {
  const analysis = new Analysis({ vendorOf, repeat })
  const sensor = analysis.sensor('capture')
  const reading = await readCapture(path, sensor)
  analysis.add(sensor, 'capture', reading.ok ? reading.damage : null)
  return analysis.report()
}

const json = (report: Awaited<ReturnType<typeof analysed>>) => [...reportJson(report)].join('')

test.each(stories)('%s: the repeat path changes nothing in the report', async story => {
  const path = join(folder(), 'plant.pcap')
  writeFileSync(path, plant({ seconds: 120, stories: [story] }))
  const [on, off] = [json(await analysed(path)), json(await analysed(path, false))]
  const lines = off.split('\n')
  expect(on.split('\n').filter((line, at) => line !== lines[at])).toEqual([])
  expect(on).toBe(off)
})

const captures = fileURLToPath(new URL('../../../../shared/captures', import.meta.url))

describe.skipIf(!existsSync(captures))('real captures (skipped where ../shared/captures is absent)', () => {
  const files = existsSync(captures)
    ? readdirSync(captures, { recursive: true, encoding: 'utf8' })
        .filter(name => /\.(pcap|pcapng|cap)(\.gz|\.zst)?$/.test(name) && statSync(join(captures, name)).size < 3e6)
        .sort()
    : []

  test('there are many', () => expect(files.length).toBeGreaterThan(100))

  test.each(files)('%s', async name => {
    const report = await analysed(join(captures, name))
    const parsed = JSON.parse(json(report))
    expect(parsed.capture.packets).toBeGreaterThan(0)
    expect(parsed.capture.first <= parsed.capture.last).toBe(true)
    for (const columns of [80, 100, 200]) {
      const text = reportText(report, { columns, colour: false, speed: null })
      expect(text.split('\n').filter(line => [...line].length > columns && !line.startsWith('  •'))).toEqual([])
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none may come through
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
    }
    for (const pieces of reportCsv(report).values()) for (const line of pieces) expect(line).toMatch(/\r\n$/)
  })
})

const activity = (verb: Verb, at: number, more: Partial<Activity> = {}): Activity => ({
  first: at,
  last: at,
  client: { mac: '', ip: '10.0.0.1' },
  server: { mac: '', ip: '10.0.0.2' },
  protocol: 'modbus',
  port: 502,
  verb,
  function: { code: '6', name: 'write single register' },
  object: '1/holding-registers/0',
  outcome: 'ok',
  refusal: null,
  detail: null,
  items: [],
  count: 1,
  bytes: 24,
  interval: null,
  latency: null,
  frame: at,
  ...more,
})

const written = (value: number): Partial<Activity> => ({
  items: [
    {
      object: '1/holding-registers/0',
      access: 'write',
      type: 'u16',
      unit: null,
      last: [value],
      min: [value],
      max: [value],
    },
  ],
})

describe('rows of activity', () => {
  test('equal ones are one, grave ones stay apart, values are told until there are too many', () => {
    const log = new ActivityLog()
    for (let at = 1; at <= 3; at++) log.learn(activity('read', at), 'f')
    for (let at = 4; at <= 5; at++) log.learn(activity('stop', at), 'f')
    for (let at = 6; at <= 505; at++) log.learn(activity('write', at, written(at)), 'f')
    log.learn(activity('write', 506, written(6)), 'f')
    const rows = log.rows()
    const of = (verb: string) => rows.filter(row => row.verb === verb).map(row => row.count)
    expect(of('read')).toEqual([3])
    expect(of('stop')).toEqual([1, 1])
    expect(of('write')).toEqual([2, ...Array(99).fill(1), 400])
    expect(rows.at(-1)).toMatchObject({ first: 106, last: 505, items: [{ last: [505], min: [106], max: [505] }] })
    expect(log.leftOut).toBe(0)
  })

  test('a flood of one kind leaves room for the others, and what is left out is counted', () => {
    const log = new ActivityLog()
    for (let at = 0; at < MAX_ROWS; at++) log.learn(activity('write', at, { object: `${at}` }), 'f')
    for (let at = 0; at < MAX_ROWS; at++) log.learn(activity('read', at, { object: `${at}` }), 'f')
    log.learn(activity('stop', 1), 'f')
    const rows = log.rows()
    expect(rows.length).toBeLessThanOrEqual(MAX_ROWS)
    expect(rows.filter(row => row.verb === 'stop').length).toBe(1)
    expect(rows.length + log.leftOut).toBe(2 * MAX_ROWS + 1)
  })
})

test('a formula from the network stays text in a spreadsheet', () => {
  const analysis = new Analysis({ vendorOf })
  const report = {
    ...analysis.report(),
    notices: [{ code: '=1+1', message: 'a "b", c', count: -1, at: 0, frame: 0, file: '-x' }],
  }
  expect([...reportCsv(report).get('notices.csv')!].join('')).toBe(
    'file,code,count,message\r\n\'-x,\'=1+1,-1,"a ""b"", c"\r\n',
  )
})
