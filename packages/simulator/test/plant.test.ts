import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  attacks,
  cast,
  type Frame,
  lookAlikes,
  plantFrames,
  type Story,
  stories,
  storyStart,
  toldByDefault,
} from '../src/index.ts'
import { Process } from '../src/plant/process.ts'
import { Random } from '../src/random.ts'
import { faultOf, hashOf, SequenceCheck } from './wire-check.ts'

const START = Date.UTC(2026, 2, 3, 9) * 1000
const SECOND = 1_000_000

const options = (seed: number, seconds: number, told: readonly Story[] = ['normal']) => ({
  seed,
  start: START,
  seconds,
  stories: told,
})

const isFrom = (ip: string) => {
  const wanted = ip.split('.').map(Number).join()
  return ({ bytes }: Frame) => bytes.subarray(26, 30).join() === wanted
}

const isOf = (mac: string) => {
  const wanted = mac
    .split(':')
    .map(part => Number.parseInt(part, 16))
    .join()
  return ({ bytes }: Frame) => bytes.subarray(6, 12).join() === wanted
}

describe('plantFrames', () => {
  it('gives the same bytes for the same seed, and others for another', () => {
    const first = hashOf(plantFrames(options(7, 60, stories)))
    expect(hashOf(plantFrames(options(7, 60, stories)))).toBe(first)
    expect(hashOf(plantFrames(options(8, 60, stories)))).not.toBe(first)
    expect(hashOf(plantFrames(options(7 + 2 ** 32, 60, stories)))).not.toBe(first)
  })

  it('gives sound frames in time order, whatever the seed, the time and the stories', () => {
    const seconds = fc.integer({ min: 0, max: 90 })
    const start = fc.integer({ min: 0, max: 4_000_000_000_000_000 })
    fc.assert(
      fc.property(fc.maxSafeNat(), start, seconds, fc.subarray([...stories]), (seed, start, seconds, told) => {
        const sequences = new SequenceCheck()
        let last = start
        for (const frame of plantFrames({ seed, start, seconds, stories: told })) {
          expect(Number.isInteger(frame.at)).toBe(true)
          expect(frame.at).toBeGreaterThanOrEqual(last)
          expect(faultOf(frame)).toBeUndefined()
          expect(sequences.fault(frame)).toBeUndefined()
          last = frame.at
        }
        expect(last).toBeLessThanOrEqual(start + seconds * SECOND)
      }),
      { numRuns: 12 },
    )
  })

  it('hears every device that is always there, and the others only in their stories', () => {
    const normal = [...plantFrames(options(1, 30))]
    for (const device of cast) expect(normal.some(isFrom(device.ip)), device.name).toBe(!device.only)
    for (const device of cast) {
      for (const story of device.only ?? []) {
        const told = [...plantFrames(options(1, 60, [story]))]
        expect(told.some(isOf(device.mac)), `${device.name} in ${story}`).toBe(true)
      }
    }
  })

  it('tells twelve attacks and six look-alikes', () => {
    expect(new Set(attacks).size).toBe(12)
    expect(new Set(lookAlikes).size).toBe(6)
  })

  it('lets a device go and take it back under another MAC', () => {
    const told = [...plantFrames(options(1, 200, ['replaced-device']))]
    const ofIntake = told.filter(isFrom('10.20.0.21')).map(({ bytes }) => bytes[11]!)
    expect([...new Set(ofIntake)]).toEqual([0x21, 0x9e])
  })

  it('says nothing while there is no power', () => {
    const told = [...plantFrames(options(1, 200, ['power-failure']))]
    const middle = START + 100 * SECOND
    expect(told.filter(({ at }) => at > middle + SECOND && at < middle + 50 * SECOND)).toEqual([])
    expect(told.filter(({ at }) => at > middle + 55 * SECOND).length).toBeGreaterThan(500)
  })

  it('does not let a story disturb what was before it', () => {
    const before = (frames: Iterable<Frame>) => [...frames].filter(frame => frame.at < START + 20 * SECOND)
    expect(hashOf(before(plantFrames(options(3, 60, ['scan']))))).toBe(hashOf(before(plantFrames(options(3, 60)))))
  })

  it('floods hundreds of writes a second', () => {
    const { ip } = cast.find(device => device.role === 'laptop')!
    const writes = [...plantFrames(options(1, 100, ['write-flood']))]
      .filter(isFrom(ip))
      .filter(({ bytes }) => bytes.length > 60)
    const first = writes[0]!.at
    expect(writes.filter(frame => frame.at < first + 5 * SECOND).length).toBeGreaterThan(5 * 300)
  })
})

describe('storyStart', () => {
  const hour = 3600
  it('is at the hour of the day when the window has it', () => {
    const window = { start: START, seconds: 24 * hour }
    expect(storyStart('scheduled-download', window)).toBe(START + 5 * hour * SECOND)
    expect(storyStart('night-download', window)).toBe(START + 18 * hour * SECOND)
  })

  it('is at a share of a window without the hour', () => {
    const window = { start: START, seconds: 100 }
    expect(toldByDefault.map(story => (storyStart(story, window) - START) / SECOND)).toEqual([0, 40, 70, 50, 60])
  })
})

describe('Process', () => {
  it('stays a water works for two days', () => {
    const process = new Process(new Random(5), START)
    for (let minute = 0; minute < 2 * 1440; minute++) {
      const { rawLevel, chlorine } = process
      process.advance(START + minute * 60 * SECOND)
      expect(Math.abs(process.rawLevel - rawLevel)).toBeLessThan(0.05)
      expect(Math.abs(process.chlorine - chlorine)).toBeLessThan(0.1)
      expect(process.rawLevel).toBeGreaterThan(2.5)
      expect(process.rawLevel).toBeLessThan(4.5)
      expect(process.clearLevel).toBeGreaterThan(2)
      expect(process.clearLevel).toBeLessThan(5.5)
      expect(process.chlorine).toBeGreaterThan(0.6)
      expect(process.chlorine).toBeLessThan(1)
    }
  })
})

describe('the sources', () => {
  const folder = join(import.meta.dirname, '../src')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))

  it.each(files)('%s knows no clock, no chance and no other package', file => {
    const source = readFileSync(join(folder, file), 'utf8')
    expect(source).not.toMatch(/Math\.random|\bDate\b|performance\.|setTimeout|setInterval|crypto/)
    expect(source).not.toMatch(/from '(?!\.)/)
  })
})
