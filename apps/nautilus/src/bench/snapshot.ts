// What it costs to keep a large site and to bring it back: from its batches, and from a snapshot.
import { decodeBatch, encodeBatch } from '@nautilus/bus'
import { Baseline, loadRules, type Rule } from '@nautilus/detection'
import { SiteFold } from '../platform/site-fold.ts'
import { restoredFrom, SNAPSHOT_FORMAT, unpackSnapshot } from '../platform/snapshot.ts'
import { grouped, sizeOf } from '../text/numbers.ts'
import { styleOf } from '../text/style.ts'
import { table } from '../text/table.ts'
import type { World } from '../world.ts'
import { batchesOf, processTime, type SiteSize } from './inventory.ts'

export type SnapshotFigures = {
  readonly batches: number
  /** Bytes of the log, and of the snapshot that stands for it. */
  readonly log: number
  readonly snapshot: number
  /** Milliseconds: every batch unpacked and folded again; a snapshot made; one read, and all in its place. */
  readonly replay: number
  readonly making: number
  readonly restoring: number
}

const vendorOf = (): string => 'Siemens AG'

/** `clock` in milliseconds. */
export async function snapshotFigures(
  size: SiteSize,
  rules: readonly Rule[],
  clock: () => number,
): Promise<SnapshotFigures> {
  const bodies = [...batchesOf(size)].map(encodeBatch)
  const began = clock()
  const fold = new SiteFold({ vendorOf, detection: { rules, memory: new Baseline() } })
  for (const body of bodies) fold.learn(decodeBatch(body), { taught: false, file: null })
  const folded = clock()
  const bytes = await fold.snapshot()
  const made = clock()
  const restored = restoredFrom(unpackSnapshot(SNAPSHOT_FORMAT, bytes), {})
  new SiteFold({ vendorOf, detection: { rules, memory: restored.memory! }, restored })
  const there = clock()
  const log = bodies.reduce((sum, body) => sum + body.length, 0)
  const times = { replay: folded - began, making: made - folded, restoring: there - made }
  return { batches: bodies.length, log, snapshot: bytes.length, ...times }
}

/** Measures a large site, and shows it. */
export async function snapshotCosts(world: World): Promise<number> {
  const style = styleOf(world.colour)
  const size = { assets: 10_000, links: 100_000 }
  const { batches, log, snapshot, ...times } = await snapshotFigures(size, await loadRules(), processTime)
  const milliseconds = (time: number) => `${grouped(Math.round(time))} ms`
  const rows = [
    ['Site', `${grouped(size.assets)} assets, ${grouped(size.links)} links`],
    ['Its batches', `${grouped(batches)}, ${sizeOf(log)}`],
    ['Folding them again', milliseconds(times.replay)],
    ['Snapshot', sizeOf(snapshot)],
    ['Making it', milliseconds(times.making)],
    ['Going on from it', milliseconds(times.restoring)],
  ]
  const lines = table([{ title: 'What' }, { title: 'Measured', right: true }], rows, { width: world.columns, style })
  const note = style.quiet('  Times are of the CPU, all threads.')
  await world.out(`${style.title('Keeping a site')}\n${lines.join('\n')}\n${note}\n`)
  return 0
}
