// A site that goes on from a snapshot is the site that was never stopped: the same map, findings and baseline, byte for byte.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { CaptureReader, readCapture } from '@nautilus/capture'
import { Baseline, loadRules } from '@nautilus/detection'
import type { Batch } from '@nautilus/model'
import { Sensor } from '@nautilus/sensor'
import { attacks, encodePcap, type PlantOptions, plantFrames } from '@nautilus/simulator'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SiteFold } from '../../src/platform/site-fold.ts'
import { restoredFrom, type SavedSite, SNAPSHOT_FORMAT, Unusable, unpackSnapshot } from '../../src/platform/snapshot.ts'
import { hoursOf } from '../../src/site/hours.ts'
import { loadModel } from '../../src/site/load.ts'

/** Places at which the plant is cut; each costs some seconds. */
const RUNS = Number(process.env.NAUTILUS_CUTS ?? 2)
const START = 1_768_186_500_000_000
const rules = await loadRules()

const model = `site: Water works
time_zone: Europe/Zurich
zones:
  Process: { networks: [10.20.0.0/24] }
assets:
  Engineering station: { address: 10.20.0.11 }
lists:
  engineering: [Engineering station]
`

type Fed = { readonly batch: Batch; readonly taught: boolean }

function batchesOf(options: PlantOptions, taught: boolean, piece: number): Fed[] {
  const fed: Fed[] = []
  const sensor = new Sensor({ onBatch: batch => fed.push({ batch, taught }) })
  const reader = new CaptureReader(sensor)
  for (const chunk of encodePcap(plantFrames(options), piece)) {
    reader.push(chunk)
    sensor.tell()
  }
  sensor.finish()
  return fed
}

/** A lesson, and after it a plant in which everything is told that there is. */
const tell = (seed: number): Fed[] => [
  ...batchesOf({ seed, start: START, seconds: 120, stories: ['normal'] }, true, 60_000),
  ...batchesOf({ seed: seed + 1, start: START + 300e6, seconds: 300, stories: ['normal', ...attacks] }, false, 40_000),
]

const told = new Map<number, readonly Fed[]>()
const plantBatches = (seed: number): readonly Fed[] => {
  const known = told.get(seed) ?? tell(seed)
  told.set(seed, known)
  return known
}

function foldOf(saved: SavedSite | null): SiteFold {
  const { declaration, ...detection } = loadModel(model, rules)
  const restored = saved && restoredFrom(saved, { clockOf: hoursOf, zones: detection.site?.zones ?? [] })
  if (restored) expect(restored.missing).toEqual([])
  const memory = restored?.memory ?? detection.memory
  return new SiteFold({
    vendorOf: () => null,
    detection: { ...detection, memory },
    ...(declaration ? { declared: declaration } : {}),
    ...(restored ? { restored } : {}),
  })
}

const learn = (fold: SiteFold, fed: readonly Fed[]) => {
  for (const { batch, taught } of fed) fold.learn(batch, { taught, file: null })
}

const savedOf = async (fold: SiteFold): Promise<SavedSite> => unpackSnapshot(SNAPSHOT_FORMAT, await fold.snapshot())

/** Folds everything twice: without a stop, and restored from bytes after each of these numbers of batches. */
async function expectSame(fed: readonly Fed[], cuts: readonly number[]): Promise<{ readonly findings: number }> {
  const whole = foldOf(null)
  let cut = foldOf(null)
  let from = 0
  for (const to of [...new Set(cuts)].sort((a, b) => a - b)) {
    learn(whole, fed.slice(from, to))
    learn(cut, fed.slice(from, to))
    const saved = await savedOf(cut)
    cut = foldOf(saved)
    expect(isDeepStrictEqual(await savedOf(cut), await savedOf(whole)), `snapshots after ${to} batches`).toBe(true)
    from = to
  }
  learn(whole, fed.slice(from))
  learn(cut, fed.slice(from))
  const [one, other] = [whole.changes(), cut.changes()]
  for (const part of Object.keys(one) as (keyof typeof one)[])
    expect(JSON.stringify(other[part]), part).toBe(JSON.stringify(one[part]))
  expect(isDeepStrictEqual(await savedOf(cut), await savedOf(whole))).toBe(true)
  return { findings: one.findings.length }
}

test('a plant under attack, cut anywhere and as often as one likes', async () => {
  const fed = plantBatches(5)
  expect(fed.length).toBeGreaterThan(30)
  const cuts = fc.array(fc.nat(fed.length), { minLength: 1, maxLength: 3 })
  let found = 0
  await fc.assert(
    fc.asyncProperty(cuts, async places => {
      found = Math.max(found, (await expectSame(fed, places)).findings)
    }),
    { numRuns: RUNS, seed: 11 },
  )
  expect(found).toBeGreaterThan(10)
})

test('cut after every batch', async () => {
  const fed = plantBatches(5).filter((_, at) => at % 4 === 0)
  await expectSame(
    fed,
    fed.map((_, at) => at),
  )
})

const CAPTURES = fileURLToPath(new URL('../../../../../shared/captures', import.meta.url))
const protocols = ['modbus', 's7comm', 'enip-cip', 'dnp3', 'iec104', 'opcua', 'bacnet', 'profinet']

test.skipIf(!existsSync(CAPTURES))(
  'captures of real devices (skipped where ../shared/captures is absent)',
  async () => {
    for (const protocol of protocols) {
      const fed: Fed[] = []
      const files = readdirSync(join(CAPTURES, protocol)).filter(name => /\.pcap(ng)?$/.test(name))
      for (const name of files.slice(0, 2)) {
        const sensor = new Sensor({ onBatch: batch => fed.push({ batch, taught: false }) })
        await readCapture(join(CAPTURES, protocol, name), sensor, () => sensor.tell())
        sensor.finish()
      }
      await expectSame(fed, [1, Math.floor(fed.length / 2)])
    }
  },
)

test('every byte of a snapshot is guarded', async () => {
  const fold = foldOf(null)
  learn(fold, plantBatches(5).slice(0, 6))
  const bytes = await fold.snapshot()
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const damaged = Buffer.from(bytes)
      damaged[at]! ^= flip
      expect(() => unpackSnapshot(SNAPSHOT_FORMAT, damaged)).toThrow(Unusable)
    }),
    { numRuns: 50 },
  )
  expect(() => unpackSnapshot(SNAPSHOT_FORMAT, bytes.subarray(0, -1))).toThrow('damaged')
  expect(() => unpackSnapshot(SNAPSHOT_FORMAT + 1, bytes)).toThrow('format 3')
})

test('parts of another version are told, and the others are used', async () => {
  const fold = foldOf(null)
  learn(fold, plantBatches(5).slice(0, 6))
  const saved = await savedOf(fold)
  const other = { ...saved, engine: { ...saved.engine, version: 0 } } as unknown as SavedSite
  const { engine, inventory, memory, missing } = restoredFrom(other, { clockOf: hoursOf })
  expect(engine).toBeNull()
  expect(inventory).not.toBeNull()
  expect(memory).toBeInstanceOf(Baseline)
  expect(missing).toEqual(['what its rules remember was written by another version of the program'])
})

test('rules that are no more take their findings along; those that stay go on', async () => {
  const fed = plantBatches(5)
  const fold = foldOf(null)
  learn(fold, fed)
  const saved = await savedOf(fold)
  const all = fold.changes().findings
  const gone = all[0]!.rule
  const restored = restoredFrom(saved, { clockOf: hoursOf, zones: ['Process'] })
  const detection = {
    ...loadModel(
      model,
      rules.filter(({ id }) => id !== gone),
    ),
    memory: restored.memory!,
  }
  const fewer = new SiteFold({ vendorOf: () => null, detection, restored })
  const left = fewer.changes().findings
  expect(left.map(({ id }) => id)).toEqual(all.filter(({ rule }) => rule !== gone).map(({ id }) => id))
  expect(() => learn(fewer, fed.slice(-3))).not.toThrow()
})
