// Captures that a person gives as normal, taught to a baseline.
import { readCapture } from '@nautilus/capture'
import { Baseline, type Event, type Who } from '@nautilus/detection'
import { Inventory } from '@nautilus/inventory'
import type { Batch, Party } from '@nautilus/model'
import { Sensor } from '@nautilus/sensor'
import { ProgressBar } from './progress.ts'
import { vendorLookup } from './vendors.ts'
import { Refusal, type World } from './world.ts'

export type Learned = { readonly baseline: Baseline; readonly names: ReadonlyMap<string, string> }

/** Teaches all of these captures. One that cannot be read ends it: half a baseline would call the rest abnormal. */
export async function learnCaptures(files: readonly string[], world: World): Promise<Learned> {
  const inventory = new Inventory({ vendorOf: vendorLookup() })
  const baseline = new Baseline()
  const learn = (batch: Batch) => {
    inventory.learn(batch)
    for (const event of eventsOf(batch, party => whoOf(inventory, party))) baseline.teach(event)
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

const namesOf = (inventory: Inventory) =>
  new Map(inventory.assets().map(({ id, name, ip, mac }) => [id, name ?? ip[0] ?? mac[0] ?? id]))

function eventsOf({ activities, connections, sightings }: Batch, who: (party: Party) => Who): Event[] {
  const events: Event[] = [
    ...sightings.map(
      (sighting): Event => ({
        kind: 'claim',
        at: sighting.first,
        frame: sighting.frame,
        sighting,
        who: who(sighting.party),
      }),
    ),
    ...connections.map((connection): Event => {
      const { first, frame } = connection
      return {
        kind: 'connection',
        at: first,
        frame,
        connection,
        client: who(connection.client),
        server: who(connection.server),
      }
    }),
    ...activities.map((activity): Event => {
      const { first, frame, protocol, verb, outcome } = activity
      const ends = { client: who(activity.client), server: who(activity.server) }
      const accepted = outcome === 'ok' || outcome === 'unseen'
      return { kind: 'operation', at: first, frame, activity, ...ends, protocol, verb, accepted }
    }),
  ]
  return events.sort((a, b) => a.at - b.at || a.frame - b.frame)
}

function whoOf(inventory: Inventory, { ip, mac }: Party): Who {
  const asset = inventory.assetIdOf({ ip, mac })
  const label = ip || mac
  const nothing = { asset: null, role: null, safety: false, level: null, zone: null, lists: [] }
  return { id: asset ?? label, label, ip, mac, kind: label === '' ? 'nobody' : 'device', ...nothing }
}
