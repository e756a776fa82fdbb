// What goes wrong in a machine room: no room left, a database that dies, somebody who stops the service.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encodeBatch } from '@nautilus/bus'
import { CaptureReader } from '@nautilus/capture'
import { Baseline } from '@nautilus/detection'
import type { Batch } from '@nautilus/model'
import { Sensor } from '@nautilus/sensor'
import { encodePcap, plantFrames } from '@nautilus/simulator'
import { asTenant, ensureSite, ensureTenant, type Telemetry } from '@nautilus/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SiteFold } from '../../src/platform/site-fold.ts'
import { SiteWorker } from '../../src/platform/site-worker.ts'
import { openStores } from '../../src/platform/stores.ts'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'nautilus-trouble-'))
const data = join(root, 'data')
let pcap: Buffer

beforeAll(() => {
  const frames = plantFrames({ seed: 1, start: 1_767_225_600e6, seconds: 60, stories: [] })
  pcap = Buffer.concat(Array.from(encodePcap(frames), piece => Buffer.from(piece)))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function batchesOf(bytes: Buffer): Batch[] {
  const batches: Batch[] = []
  const sensor = new Sensor({ onBatch: batch => batches.push(batch) })
  const reader = new CaptureReader(sensor)
  for (let at = 0; at < bytes.length; at += 30_000) {
    reader.push(bytes.subarray(at, at + 30_000))
    sensor.tell()
  }
  sensor.finish()
  return batches
}

const open = () => openStores({ folder: data, databaseUrl: null, telemetryUrl: null })

async function totals({ state, telemetry }: Awaited<ReturnType<typeof open>>, tenant: string) {
  const answer = await telemetry.client.query({
    query: `SELECT count() AS n FROM nautilus.activity WHERE tenant = '${tenant}'`,
    format: 'JSONEachRow',
  })
  const [row] = await answer.json<{ n: string }>()
  return asTenant(state.db, tenant, async scoped => {
    const positions = await scoped.selectFrom('positions').select(['seq', 'activities']).execute()
    const aside = await scoped.selectFrom('set_aside').select('number').execute()
    return {
      telemetry: Number(row?.n ?? 0),
      state: positions.reduce((sum, { activities }) => sum + activities, 0),
      seqs: positions.map(({ seq }) => seq),
      aside: aside.length,
    }
  })
}

test('telemetry waits in the log while its disk has no room, sets nothing aside, and is there once when there is room', async () => {
  const stores = await open()
  try {
    const { state, telemetry } = stores
    await ensureTenant(state.db, 'full', 'Full')
    await asTenant(state.db, 'full', scoped => ensureSite(scoped, 'full', { id: 's', name: 'Site' }))
    let isFull = true
    const warnings: string[] = []
    const onFullDisk: Telemetry = {
      ...telemetry,
      async add(token, rows) {
        // As the engine does: some of the rows may be there when it fails.
        await telemetry.add(token, rows)
        if (isFull) throw new Error('Code: 243. DB::Exception: Cannot reserve 1.00 MiB, not enough space')
      },
    }
    const batches = batchesOf(pcap).slice(0, 5)
    const fold = async () => ({
      fold: new SiteFold({ vendorOf: () => null, detection: { rules: [], memory: new Baseline() } }),
      restored: null,
    })
    const worker = new SiteWorker({
      ...{ tenant: 'full', site: 's', database: state.db, telemetry: onFullDisk, fold },
      now: () => performance.now(),
      onTrouble: message => warnings.push(message),
    })
    const take = () =>
      Promise.allSettled(
        batches.map((batch, at) =>
          worker.take({ sensor: 'x', epoch: 'e', seq: at + 1, file: null, taught: false, body: encodeBatch(batch) }),
        ),
      )
    expect((await take()).every(({ status }) => status === 'fulfilled')).toBe(true)
    // More often than a batch may fail before it is set aside.
    for (let tries = 0; tries < 5; tries++) await expect(worker.settle()).rejects.toThrow('does not take')
    expect(warnings).toEqual([expect.stringContaining('waits and is tried again: Code: 243')])
    isFull = false
    await worker.settle()
    const rows = batches.reduce((sum, { activities }) => sum + activities.length, 0)
    expect(await totals(stores, 'full')).toEqual({ telemetry: rows, state: rows, seqs: [batches.length], aside: 0 })
  } finally {
    await stores.close()
  }
}, 300_000)

const small = (folder: string, command: string): string[] => [
  '--user',
  '--map-root-user',
  '--mount',
  'sh',
  '-c',
  `mount -t tmpfs -o size=64k none ${folder} && ${command}; code=$?; ls -A ${folder} >&2; exit $code`,
]
const hasMounts = spawnSync('unshare', small(root, 'true')).status === 0

test.skipIf(!hasMounts)(
  'a backup that finds no room says so and leaves nothing behind (skipped where nobody may mount)',
  () => {
    const full = join(root, 'full')
    mkdirSync(full)
    writeFileSync(join(data, 'noise'), randomLike(300_000))
    const { status, stderr } = spawnSync(
      'unshare',
      small(full, `'${process.execPath}' '${MAIN}' admin backup '${join(full, 'x')}' --data '${data}'`),
      { encoding: 'utf8' },
    )
    expect(stderr).toMatch(/^nautilus: There is no room left for .*: make room, or name a place that has it\./m)
    expect(stderr.trimEnd().split('\n').at(-1)).not.toMatch(/x(\.part)?$/)
    expect(status).toBe(2)
  },
  300_000,
)

/** Bytes that do not pack. */
function randomLike(size: number): Buffer {
  let state = 1
  return Buffer.from(
    Array.from({ length: size }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      return state >>> 16
    }),
  )
}

function started(more: readonly string[]): ChildProcess {
  return spawn(process.execPath, [MAIN, 'up', '--data', data, '--port', '0', '--empty', ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** The words of a program until they match. */
function saying(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const read = (piece: Buffer) => {
      text += piece
      if (pattern.test(text)) resolve(text)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', code => reject(new Error(`it ended with ${code}: ${text}`)))
  })
}

const ending = (child: ChildProcess) => new Promise<number | null>(resolve => child.once('exit', code => resolve(code)))

test('told to stop while it reads, it finishes what it acknowledged, and leaves no process', async () => {
  const drop = join(root, 'drop')
  mkdirSync(drop)
  writeFileSync(join(drop, 'a.pcap'), pcap)
  const old = new Date(Date.now() - 60_000)
  utimesSync(join(drop, 'a.pcap'), old, old)
  const config = join(root, 'nautilus.yaml')
  writeFileSync(config, `demo: false\nsensors:\n  - {name: drop, site: site-1, folder: ${drop}}\n`)
  const child = started(['--config', config, '--log', 'info'])
  const exit = ending(child)
  const text = await saying(child, /token=\S+/)
  const origin = new URL(/https?:\/\/\S+token=\S+/.exec(text)![0]).origin
  const stored = async () => {
    const figures = await (await fetch(`${origin}/metrics`)).text()
    return Number(/^nautilus_batches (\d+)$/m.exec(figures)?.[1] ?? 0)
  }
  await expect.poll(stored, { timeout: 240_000, interval: 50 }).toBeGreaterThan(0)
  const server = Number.parseInt(readFileSync(join(data, 'state', 'data', 'postmaster.pid'), 'utf8'), 10)
  child.kill('SIGTERM')
  expect(await exit).toBe(0)
  expect(() => process.kill(server, 0)).toThrow('ESRCH')
  expect(readdirSync(data)).not.toContain('running')
  expect(existsSync(join(data, 'telemetry', 'address'))).toBe(false)
  const stores = await open()
  try {
    const { telemetry, state, aside } = await totals(stores, 'main')
    expect(state).toBeGreaterThan(0)
    expect(telemetry).toBe(state)
    expect(aside).toBe(0)
  } finally {
    await stores.close()
  }
}, 300_000)

test('when its database dies it says so and ends, so that whoever watches it starts it anew', async () => {
  const child = started(['--log', 'info'])
  const exit = ending(child)
  const words = saying(child, /The database ended by itself/)
  await saying(child, /Nautilus is running/)
  process.kill(Number.parseInt(readFileSync(join(data, 'state', 'data', 'postmaster.pid'), 'utf8'), 10), 'SIGKILL')
  expect(await words).toMatch(/stopping: The database ended by itself \(SIGKILL\)/)
  expect(await exit).toBe(1)
  const stores = await open()
  const { telemetry, state } = await totals(stores, 'main')
  expect(telemetry).toBe(state)
  await stores.close()
}, 300_000)
