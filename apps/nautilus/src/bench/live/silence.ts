// `nautilus bench --silence`: a plant talks for an hour, or for as long as is said, and nothing may come back.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encodePcap, plantFrames } from '@nautilus/simulator'
import { writeWhole } from '../../files.ts'
import type { Checked } from '../../silence/check.ts'
import { grouped, sizeOf } from '../../text/numbers.ts'
import { Refusal, type World } from '../../world.ts'
import { layCable, PLANT, run, WATCH, whyNoCable } from './cable.ts'
import type { Result, Run } from './child.ts'
import { CHILD, SENDER, started } from './parts.ts'

const MAIN = fileURLToPath(new URL('../../main.ts', import.meta.url))
const START = 1_768_186_500_000_000
/** `rate`: frames a second; a plant of this size tells some hundred. */
export async function silence(seconds: number, rate: number, world: World): Promise<number> {
  const why = whyNoCable()
  if (why) throw new Refusal(`bench --silence lays a cable between two network namespaces, and ${why}.`)
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-bench-'))
  // As it comes out of the box, and then silenced as a plant engineer does it.
  const cable = layCable(false)
  const counter = (space: string, link: string, which: string): number =>
    Number(run('ip', 'netns', 'exec', space, 'cat', `/sys/class/net/${link}/statistics/${which}_packets`))
  try {
    const file = join(folder, 'plant.pcap')
    const stories = ['normal'] as const
    await writeWhole(file, encodePcap(plantFrames({ seed: 1, start: START, seconds: 600, stories })))
    const applied = run(
      'ip',
      'netns',
      'exec',
      cable.watch,
      process.execPath,
      MAIN,
      'sensor',
      'check',
      WATCH,
      '--apply',
      '--json',
    )
    const { silent } = JSON.parse(applied) as Checked
    const frames = seconds * rate
    const child = started([CHILD, JSON.stringify({ interface: WATCH, frames } satisfies Run)], cable.watch)
    await Promise.race([child.ready, child.done])
    const before = [counter(cable.watch, WATCH, 'tx'), counter(cable.plant, PLANT, 'rx')]
    await started([SENDER, PLANT, file, `${frames}`, `${rate}`], cable.plant).done
    const { packets, dropped, cpu, wall, held } = JSON.parse(await child.done) as Result
    const after = [counter(cable.watch, WATCH, 'tx'), counter(cable.plant, PLANT, 'rx')]
    const [left, came] = after.map((value, i) => value - before[i]!)
    await world.out(
      `${grouped(packets)} of ${grouped(frames)} frames heard in ${grouped(Math.round(wall))} s, ${grouped(dropped)} dropped; ${((100 * cpu) / wall).toFixed(1)} % of a core.\n${memoryOf(held)}${left} frames left by the watched interface, ${came} came to the other end.\n`,
    )
    return silent && left === 0 && came === 0 ? 0 : 1
  } finally {
    cable.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Minutes after which everything that a plant has was heard once. */
const WARM = 10

/** Whether it grows: what was held when warm, and at the end. */
function memoryOf(held: readonly number[]): string {
  if (held.length <= WARM) return ''
  const [warm, end, most] = [held[WARM]!, held.at(-1)!, Math.max(...held)]
  return `${sizeOf(warm)} held after ${WARM} minutes, ${sizeOf(end)} at the end, ${sizeOf(most)} at most.\n`
}
