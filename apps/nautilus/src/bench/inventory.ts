// What the inventory costs: memory and time of a large site, and its share of the way of a packet.
import { readCapture } from '@nautilus/capture'
import { Inventory } from '@nautilus/inventory'
import type { Activity, Batch, Party, Sighting } from '@nautilus/model'
import { Sensor } from '@nautilus/sensor'

/** Milliseconds of CPU that this process used, threads that collect garbage included: fair on a machine that is busy. */
export function processTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

export type SiteSize = { readonly assets: number; readonly links: number }
export type SiteCost = SiteSize & {
  /** Milliseconds, the last of a few rounds. */
  readonly learn: number
  readonly list: number
  /** Bytes of the heap that are still held when all is learned and listed; null without `--expose-gc`. */
  readonly held: number | null
}

const START = 1_768_186_500_000_000
const MINUTE = 60e6
/** Messages of one batch of a sensor. */
const BATCH = 4096

const hex = (number: number): string => number.toString(16).padStart(2, '0')

/** The device with this number, in one of many networks of two hundred. */
function partyOf(index: number): Party {
  const mac = `00:1b:1b:${hex(index >> 16)}:${hex((index >> 8) & 255)}:${hex(index & 255)}`
  return { mac, ip: `10.${(index / 51_200) | 0}.${((index / 200) | 0) % 256}.${1 + (index % 200)}` }
}

function* sightingsOf({ assets }: SiteSize): Iterable<Sighting> {
  for (let index = 0; index < assets; index++) {
    const party = partyOf(index)
    const at = START + index * 1000
    const told: readonly (readonly [Sighting['attribute'], string, string])[] = [
      ['binding', party.ip, 'frame'],
      ['vendor', 'Siemens', 's7comm read SZL'],
      ['orderNumber', `6ES7 ${index % 97}`, 's7comm read SZL'],
      ['serial', `S C-${1_000_000 + index}`, 's7comm read SZL'],
      ['firmware', `V${index % 7}.1`, 's7comm read SZL'],
      ['name', `station-${index}`, 'profinet'],
    ]
    for (const [attribute, value, source] of told) {
      yield { party, attribute, value, source, confidence: 0.9, first: at, last: at + MINUTE, frame: index + 1 }
    }
  }
}

/** Each client asks ten neighbours over one of a few protocols. */
function* activitiesOf({ assets, links }: SiteSize): Iterable<Activity> {
  const protocols = ['modbus', 's7comm', 'enip', 'opcua'] as const
  for (let index = 0; index < links; index++) {
    const client = index % assets
    const server = (client + 1 + 17 * ((index / assets) | 0)) % assets
    const at = START + index * 1000
    yield {
      first: at,
      last: at + MINUTE,
      client: partyOf(client),
      server: partyOf(server),
      protocol: protocols[index % protocols.length]!,
      port: 502,
      verb: index % 20 === 0 ? 'write' : 'read',
      function: { code: '3', name: 'read holding registers' },
      object: `1/holding-registers/${index % 500}`,
      outcome: 'ok',
      refusal: null,
      detail: null,
      items: [],
      count: 60,
      bytes: 6000,
      interval: { min: 1e6, mean: 1e6, max: 1e6, jitter: 0 },
      latency: { min: 900, mean: 1000, max: 2000, jitter: 100 },
      frame: index + 1,
    }
  }
}

/** Batches made as they are needed, so that only what the inventory keeps stays in memory. */
export function* batchesOf(size: SiteSize): Iterable<Batch> {
  const empty = {
    from: START,
    to: START + MINUTE,
    activities: [],
    sightings: [],
    connections: [],
    notices: [],
  }
  for (const sightings of inPieces(sightingsOf(size))) yield { ...empty, sightings }
  for (const activities of inPieces(activitiesOf(size))) yield { ...empty, activities }
}

function* inPieces<T>(all: Iterable<T>): Iterable<T[]> {
  let piece: T[] = []
  for (const one of all) {
    piece.push(one)
    if (piece.length < BATCH) continue
    yield piece
    piece = []
  }
  if (piece.length > 0) yield piece
}

const vendorOf = (): string => 'Siemens AG'

/** `clock` in milliseconds; `collect` frees what nobody holds, where there is such a thing. */
export function siteCost(size: SiteSize, clock: () => number, collect: (() => void) | undefined): SiteCost {
  let learn = 0
  let list = 0
  collect?.()
  const before = process.memoryUsage().heapUsed
  let inventory = new Inventory({ vendorOf })
  let assets = 0
  for (let round = 0; round < 3; round++) {
    inventory = new Inventory({ vendorOf })
    // So that the peak of the process is that of one site, not of one and the remains of another.
    collect?.()
    learn = 0
    for (const batch of batchesOf(size)) {
      const began = clock()
      inventory.learn(batch)
      learn += clock() - began
    }
    const began = clock()
    assets = inventory.assets().length
    list = clock() - began
  }
  collect?.()
  const held = collect ? process.memoryUsage().heapUsed - before : null
  const links = inventory.links().length
  return { assets, links, learn, list, held }
}

export type PathCost = {
  readonly packets: number
  /** Milliseconds. */
  readonly sensor: number
  readonly inventory: number
  readonly report: number
}

/** The inventory's share: time in `learn`, beside the time of everything else that a packet goes through. */
export async function pathCost(file: string, clock: () => number): Promise<PathCost> {
  let cost: PathCost = { packets: 0, sensor: 0, inventory: 0, report: 0 }
  // The first round warms up.
  for (let round = 0; round < 2; round++) {
    const inventory = new Inventory({ vendorOf })
    let spent = 0
    const onBatch = (batch: Batch) => {
      const began = clock()
      inventory.learn(batch)
      spent += clock() - began
    }
    const sensor = new Sensor({ onBatch })
    const began = clock()
    await readCapture(file, sensor)
    sensor.finish()
    const all = clock() - began
    const listed = clock()
    inventory.assets()
    cost = { packets: sensor.packets, sensor: all - spent, inventory: spent, report: clock() - listed }
  }
  return cost
}
