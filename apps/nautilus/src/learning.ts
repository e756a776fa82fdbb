// Captures that a person gives as normal, taught to a baseline; and a baseline read back from its file.
import { readCapture } from '@nautilus/capture'
import { Baseline, eventsOf } from '@nautilus/detection'
import { Inventory } from '@nautilus/inventory'
import type { Batch } from '@nautilus/model'
import { Sensor } from '@nautilus/sensor'
import { readText } from './files.ts'
import { People } from './people.ts'
import { ProgressBar } from './progress.ts'
import { hoursOf } from './site/hours.ts'
import type { Surroundings } from './site/load.ts'
import { vendorLookup } from './vendors.ts'
import { Refusal, type World } from './world.ts'

export type Learned = { readonly baseline: Baseline; readonly names: ReadonlyMap<string, string> }

/**
 * Teaches all of these captures, as a site with these surroundings. One that cannot be read ends it: half a baseline
 * would call the rest abnormal.
 */
export async function learnCaptures(files: readonly string[], around: Surroundings, world: World): Promise<Learned> {
  const inventory = new Inventory({ vendorOf: vendorLookup() })
  const people = new People(inventory, around.declare ?? undefined)
  const baseline = new Baseline(around)
  const learn = (batch: Batch) => {
    inventory.learn(batch)
    people.learned(batch)
    for (const event of eventsOf(batch, people.whoOf)) baseline.teach(event)
  }
  for (const file of files) {
    const bar = new ProgressBar(world)
    const sensor = new Sensor({ onBatch: learn })
    const reading = await readCapture(file, sensor, (read, total) => bar.show(file, read, total))
    bar.clear()
    if (!reading.ok) throw new Refusal(`${reading.message}.`)
    sensor.finish()
    if (reading.damage)
      world.err(`nautilus: ${file} is damaged: ${reading.damage.why}. What came before it is learned.\n`)
  }
  return { baseline, names: namesOf(inventory) }
}

/** Text longer than this JavaScript does not hold. */
const MAX_BASELINE = 512e6

/** What `nautilus baseline learn` wrote. */
export function readBaseline(file: string, zones: readonly string[]): Baseline {
  const read = Baseline.load(readText(file, MAX_BASELINE, `--baseline ${file}`), { clockOf: hoursOf, zones })
  if (!read.ok) throw new Refusal(`--baseline ${file} is no baseline: ${read.message}`)
  return read.baseline
}

const namesOf = (inventory: Inventory) =>
  new Map(inventory.assets().map(({ id, name, ip, mac }) => [id, name ?? ip[0] ?? mac[0] ?? id]))
