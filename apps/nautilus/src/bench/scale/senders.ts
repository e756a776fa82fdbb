// Sensors that send batches at their pace, each with credentials of its own, and again what nobody acknowledged.
import { setTimeout as pause } from 'node:timers/promises'
import { encodeBatch } from '@nautilus/bus'
import { inboxOf, type Outgoing, openBus, publish, sensorCredentials, WINDOW } from '@nautilus/nats'
import { BATCH, batchOf, TENANT } from '../ingest.ts'
import { type Stage, siteOf } from './stage.ts'

export type Senders = {
  /** Batches that the bus acknowledged, by sensor. */
  readonly acknowledged: ReadonlyMap<string, Acknowledged>
  /** Publishings that were not acknowledged, and came again. */
  readonly again: () => number
  /** Resolves when the last batch is acknowledged. */
  readonly done: Promise<void>
  close(): Promise<void>
}

export type Acknowledged = { readonly site: string; readonly seq: number }

export type Pace = {
  readonly sensors: number
  /** Among which they are dealt out. */
  readonly sites: number
  /** That each sensor sees, besides ten that read them. */
  readonly controllers: number
  /** Of each sensor, of `BATCH` rows each. */
  readonly batches: number
  /** Rows a second of all of them; 0: as fast as it goes. */
  readonly rate: number
}

type Connected = {
  readonly index: number
  readonly place: Parameters<typeof inboxOf>[0]
  readonly nc: Awaited<ReturnType<typeof openBus>>
}

/** Parts of plants that differ: no two sensors of a site tell of the same, short of so many. */
const KINDS = 40
/** ms until what was not acknowledged is sent again. */
const AGAIN = 500

export async function startSenders({ keys, servers }: Pick<Stage, 'keys' | 'servers'>, pace: Pace): Promise<Senders> {
  const acknowledged = new Map<string, Acknowledged>()
  const urls = servers.map(({ url }) => url)
  const bodies = bodiesOf(pace)
  const connections: Connected[] = []
  let again = 0
  for (let index = 0; index < pace.sensors; index++) {
    const place = { tenant: TENANT, site: siteOf(index % pace.sites), sensor: `sensor-${index}` }
    const { text: credentials } = await sensorCredentials(keys, place)
    const at = index % urls.length
    // Its own server first; another where that is away.
    const nc = await openBus({
      ...{ servers: [...urls.slice(at), ...urls.slice(0, at)], credentials },
      ...{ name: place.sensor, inbox: inboxOf(place) },
    })
    connections.push({ index, place, nc })
  }
  const began = performance.now()
  const wait = (pace.sensors * BATCH * 1000) / pace.rate
  const send = async ({ index, place, nc }: Connected) => {
    for (let from = 1; from <= pace.batches; ) {
      // Not all of them at the same moment.
      const since = performance.now() - began - (wait * index) / pace.sensors
      const due = pace.rate === 0 ? pace.batches : Math.min(pace.batches, Math.floor(since / wait) + 1)
      if (due < from) {
        await pause(wait * (from - 1 + index / pace.sensors) - (performance.now() - began))
        continue
      }
      const numbers = Array.from({ length: Math.min(WINDOW, due - from + 1) }, (_, at) => from + at)
      const group = numbers.map((seq): Outgoing => {
        const body = bodies((Math.floor(index / pace.sites) + index) % KINDS, seq)
        return { epoch: 'one', seq, oldest: from, file: null, taught: false, health: null, body }
      })
      const { acknowledged: taken } = await publish(nc, place, group)
      from += taken
      acknowledged.set(place.sensor, { site: place.site, seq: from - 1 })
      if (taken === group.length) continue
      again += group.length - taken
      await pause(AGAIN)
    }
  }
  return {
    acknowledged,
    again: () => again,
    done: Promise.all(connections.map(send)).then(() => {}),
    close: async () => void (await Promise.all(connections.map(({ nc }) => nc.close()))),
  }
}

/** Packed once for all plants of a kind: packing is the sensors' work, and they are other machines. */
function bodiesOf({ sensors, rate, controllers }: Pace): (kind: number, seq: number) => Buffer {
  const kept = new Map<string, Buffer>()
  const most = KINDS * WINDOW * 2
  return (kind, seq) => {
    const key = `${kind} ${seq}`
    const known = kept.get(key)
    if (known) return known
    const made = encodeBatch(batchOf(kind, seq, rate === 0 ? BATCH : rate / sensors, controllers))
    if (kept.size >= most) kept.delete(kept.keys().next().value!)
    kept.set(key, made)
    return made
  }
}
