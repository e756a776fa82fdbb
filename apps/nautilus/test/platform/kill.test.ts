// Killed at any moment, the platform has exactly what it acknowledged, once.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encodeBatch } from '@nautilus/bus'
import { CaptureReader } from '@nautilus/capture'
import type { Batch } from '@nautilus/model'
import { Sensor } from '@nautilus/sensor'
import { encodePcap, plantFrames, storyStart } from '@nautilus/simulator'
import { asTenant } from '@nautilus/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStores } from '../../src/platform/stores.ts'

/** A hundred with `NAUTILUS_KILLS=100`; each takes some seconds. */
const KILLS = Number(process.env.NAUTILUS_KILLS ?? 2)
const CHILD = fileURLToPath(new URL('./ingest-child.ts', import.meta.url))
const START = 1_768_186_500_000_000
/** Batches between snapshots: kills fall before, within and after them. */
const EVERY = 5

let root = ''
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'nautilus-kill-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** A plant's batches, cut small, so that there is something to be killed in between. */
function packedBatches(folder: string): Batch[] {
  const batches: Batch[] = []
  const sensor = new Sensor({ onBatch: batch => batches.push(batch) })
  const reader = new CaptureReader(sensor)
  const window = { start: START, seconds: 300 }
  expect(storyStart('scan', window)).toBeGreaterThan(START)
  for (const chunk of encodePcap(plantFrames({ seed: 5, ...window, stories: ['scan', 'controller-stop'] }), 20_000)) {
    reader.push(chunk)
    sensor.tell()
  }
  sensor.finish()
  mkdirSync(folder)
  batches.forEach((batch, index) => {
    writeFileSync(join(folder, String(index + 1)), encodeBatch(batch))
  })
  return batches
}

/** Runs the child until it has acknowledged so many more, and kills it then; or to its end. The newest acknowledged. */
function run(
  stores: string,
  batches: string,
  from: number,
  killAfter: number | null,
): Promise<{ acked: number; code: number | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, stores, batches, String(from), String(EVERY)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let acked = from - 1
    let text = ''
    let words = ''
    child.stdout.on('data', piece => {
      text += piece
      const lines = text.split('\n')
      text = lines.pop()!
      for (const line of lines) acked = Math.max(acked, Number(line))
      if (killAfter !== null && acked - from + 1 >= killAfter) child.kill('SIGKILL')
    })
    child.stderr.on('data', piece => {
      words += piece
    })
    child.on('error', reject)
    child.on('close', code => (code === 1 ? reject(new Error(words)) : resolve({ acked, code })))
  })
}

async function contents(folder: string) {
  const stores = await openStores({ folder, databaseUrl: null, telemetryUrl: null })
  try {
    const query = `SELECT count() AS n, sum(count) AS o, (SELECT sum(rows) FROM nautilus.activity_minute) AS m FROM nautilus.activity`
    const [telemetry] = await (await stores.telemetry.client.query({ query, format: 'JSONEachRow' })).json<{
      n: string
      o: string
      m: string
    }>()
    const state = await asTenant(stores.state.db, 'test', async scoped => ({
      positions: await scoped.selectFrom('positions').select(['seq', 'activities']).execute(),
      assets: await scoped.selectFrom('assets').select('data').orderBy('id').execute(),
      links: await scoped.selectFrom('links').select(['id', 'data']).orderBy('id').execute(),
      findings: await scoped.selectFrom('findings').select('data').orderBy('id').execute(),
      snapshots: await scoped.selectFrom('snapshots').select('number').orderBy('number').execute(),
      log: await scoped.selectFrom('batches').select('number').orderBy('number').execute(),
    }))
    return { rows: Number(telemetry!.n), operations: Number(telemetry!.o), minutes: Number(telemetry!.m), ...state }
  } finally {
    await stores.close()
  }
}

test(
  `killed ${KILLS} times, everything acknowledged is there once, and the site is as if nothing had happened`,
  async () => {
    const folder = join(root, 'batches')
    const batches = packedBatches(folder)
    expect(batches.length).toBeGreaterThan(20)
    const killed = join(root, 'killed')
    let next = 1
    let random = 12_345
    for (let kill = 0; kill < KILLS; kill++) {
      random = (random * 1_103_515_245 + 12_345) % 2 ** 31
      // After a hundred kills the batches must still suffice.
      const most = Math.max(1, Math.floor((batches.length - next) / (KILLS - kill)))
      const { acked } = await run(killed, folder, next, 1 + (random % most))
      next = acked + 1
    }
    expect((await run(killed, folder, Math.min(next, batches.length), null)).code).toBe(0)
    const whole = join(root, 'whole')
    expect((await run(whole, folder, 1, null)).code).toBe(0)
    const rows = batches.reduce((sum, batch) => sum + batch.activities.length, 0)
    const found = await contents(killed)
    expect(found.rows).toBe(rows)
    expect(found.minutes).toBe(rows)
    expect(found.positions).toEqual([{ seq: batches.length, activities: rows }])
    const newest = batches.length - (batches.length % EVERY)
    expect(found.snapshots).toEqual([{ number: newest - EVERY }, { number: newest }])
    expect(found.log[0]).toEqual({ number: newest - EVERY + 1 })
    expect(found).toEqual(await contents(whole))
  },
  300_000 + KILLS * 60_000,
)
