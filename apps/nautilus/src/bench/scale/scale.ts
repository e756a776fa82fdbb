// What an installation of several machines takes: three servers of the bus, two workers, and as many sensors as one
// likes. All of it on this machine: figures are of one machine's cores, and say what each part costs.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { asTenant } from '@nautilus/store'
import { wholeOf } from '../../options.ts'
import { processTreeMemory } from '../../platform/memory.ts'
import { grouped, sizeOf } from '../../text/numbers.ts'
import type { Arguments, World } from '../../world.ts'
import { BATCH, CONTROLLERS, countedRows, TENANT } from '../ingest.ts'
import { type Pace, startSenders } from './senders.ts'
import { openStage, SERVERS, type Stage } from './stage.ts'
import { type Trouble, troubles } from './troubles.ts'

export type ScaleFigures = {
  readonly sent: number
  /** In the telemetry store, and by the positions of the sites. */
  readonly rows: number
  readonly counted: number
  /** s until the bus had everything, and until everything was stored. */
  readonly published: number
  readonly stored: number
  /** Batches that were sent again because nobody acknowledged them. */
  readonly again: number
  /** Bytes of all processes at most. */
  readonly memory: number
  readonly troubles: readonly Trouble[]
}

const LOOK = 500

export async function scaleFigures(folder: string, pace: Pace): Promise<ScaleFigures> {
  const undo: (() => unknown)[] = []
  try {
    const stage = await openStage(folder, pace.sites, step => undo.push(step))
    return await measured(stage, pace, undo)
  } finally {
    for (const step of undo.reverse()) await step()
  }
}

async function measured(stage: Stage, pace: Pace, undo: (() => unknown)[]): Promise<ScaleFigures> {
  const total = pace.sensors * pace.batches
  let memory = 0
  const watching = setInterval(() => {
    memory = Math.max(memory, processTreeMemory())
  }, LOOK)
  undo.push(() => clearInterval(watching))
  const began = performance.now()
  const senders = await startSenders(stage, pace)
  undo.push(() => senders.close())
  const since = () => (performance.now() - began) / 1000
  const published = senders.done.then(since)
  const until = async (count: number) => {
    while ((await storedBatches(stage)) < count) await pause(LOOK)
  }
  const told = await troubles(stage, senders, share => until(Math.ceil(total * share)))
  await until(total)
  const stored = since()
  const all = total * BATCH
  // The log is told to the telemetry store behind it.
  while ((await countedRows(stage)).rows < all) await pause(LOOK)
  return {
    sent: all,
    ...(await countedRows(stage)),
    ...{ published: await published, stored, again: senders.again(), memory, troubles: told },
  }
}

async function storedBatches({ state }: Stage): Promise<number> {
  const rows = await asTenant(state.db, TENANT, scoped => scoped.selectFrom('positions').select('seq').execute())
  return rows.reduce((sum, { seq }) => sum + seq, 0)
}

function paceOf(given: Arguments): Pace {
  const sensors = wholeOf(given, 'sensors', { least: 1, most: 10_000, otherwise: 100 })
  return {
    sensors,
    sites: wholeOf(given, 'sites', { least: 1, most: sensors, otherwise: sensors }),
    controllers: wholeOf(given, 'controllers', { least: 1, most: 10_000, otherwise: CONTROLLERS }),
    batches: wholeOf(given, 'batches', { least: 1, most: 100_000, otherwise: 20 }),
    rate: wholeOf(given, 'rate', { least: 1, most: 10_000_000, otherwise: 0 }),
  }
}

/** `nautilus bench --scale`: what was taken, and how long it took. Exit code 1 where a count is not what was sent. */
export async function scaleCosts(given: Arguments, world: World): Promise<number> {
  const pace = paceOf(given)
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-scale-'))
  try {
    const figures = await scaleFigures(folder, pace)
    const { sent, rows, counted, published, stored, again, memory } = figures
    const perSecond = (seconds: number) => grouped(Math.round(sent / seconds))
    const offered = pace.rate === 0 ? 'as fast as they could' : `at ${grouped(pace.rate)} rows/s`
    const lines = [
      `${grouped(pace.sensors)} sensors with ${grouped(pace.controllers)} controllers each at ${grouped(pace.sites)} sites, ${SERVERS} servers of the bus with ${SERVERS} replicas, 2 workers, an API.`,
      `Sent ${grouped(sent)} rows in ${grouped(sent / BATCH)} batches ${offered}; ${grouped(again)} were sent again.`,
      `The bus had them after ${published.toFixed(1)} s: ${perSecond(published)} rows/s.`,
      `Stored after ${stored.toFixed(1)} s: ${perSecond(stored)} rows/s.`,
      'Until every site went on:',
      ...figures.troubles.map(({ name, took }) => `  ${took.toFixed(1).padStart(6)} s  ${name}`),
      `The telemetry store has ${grouped(rows)} rows; the positions count ${grouped(counted)}.`,
      `Memory of all processes at most ${sizeOf(memory)}.`,
    ]
    await world.out(`${lines.join('\n')}\n`)
    return rows === sent && counted === sent ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
