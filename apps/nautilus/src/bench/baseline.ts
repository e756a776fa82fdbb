// A baseline of a large site: what an event costs, and what is held.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Baseline, type Event, type Who } from '@nautilus/detection'

export type BaselineFigures = {
  readonly assets: number
  readonly links: number
  readonly objects: number
  readonly events: number
  /** Nanoseconds, of an event that shows something new, and of one that shows the same again. */
  readonly perNew: number
  readonly perSame: number
  /** Bytes. */
  readonly held: number
  readonly saved: number
  /** Milliseconds. */
  readonly saving: number
  readonly loading: number
  readonly dropped: number
}

export type BaselineSize = { readonly assets: number; readonly links: number; readonly objects: number }

const START = 1_768_186_500_000_000
const MINUTE = 60e6
/** Events made at a time, outside what is measured. */
const CHUNK = 20_000
const ROUNDS = 3

/** Learns a site of this size, then the same again. Times are of the processor: others may be at work. */
export function baselineFigures(size: BaselineSize): BaselineFigures {
  const clock = processorTime
  const before = heldNow()
  const baseline = new Baseline()
  const site = new Site(size)
  const fresh = learn(baseline, site, 0, clock)
  let same = 0
  for (let round = 1; round <= ROUNDS; round++) same += learn(baseline, site, round, clock)
  const held = heldNow() - before
  const began = clock()
  let saved = 0
  const pieces = [...baseline.pieces()]
  for (const piece of pieces) saved += piece.length
  const written = clock()
  const read = Baseline.load(pieces.join(''))
  const loaded = clock()
  if (!read.ok) throw new Error(read.message)
  return {
    ...size,
    events: size.objects * (1 + ROUNDS),
    perNew: (fresh * 1e6) / size.objects,
    perSame: (same * 1e6) / (size.objects * ROUNDS),
    held,
    saved,
    saving: written - began,
    loading: loaded - written,
    dropped: Object.values(baseline.dropped).reduce((sum, count) => sum + count, 0),
  }
}

function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function learn(baseline: Baseline, site: Site, round: number, clock: () => number): number {
  let spent = 0
  for (let from = 0; from < site.size.objects; from += CHUNK) {
    const events = site.events(from, Math.min(from + CHUNK, site.size.objects), round)
    const began = clock()
    for (const event of events) baseline.observe(event)
    spent += clock() - began
  }
  return spent
}

/** Every object is read over one link, a minute apart; every tenth is written. */
class Site {
  readonly size: BaselineSize
  readonly #parties: readonly Who[]

  constructor(size: BaselineSize) {
    this.size = size
    this.#parties = Array.from({ length: size.assets }, (_, at) => partyOf(at))
  }

  events(from: number, to: number, round: number): Event[] {
    return Array.from({ length: to - from }, (_, at) => this.#event(from + at, round))
  }

  #event(object: number, round: number): Event {
    const { assets, links } = this.size
    const link = object % links
    const at = START + round * 10 * MINUTE + (object % 600) * 1e5
    const client = this.#parties[link % assets]!
    const server = this.#parties[(link * 7 + 1 + Math.floor(link / assets)) % assets]!
    const write = object % 10 === 0
    const value = 100 + ((object * 31 + round * 17) % 50)
    const name = `1/holding-registers/${object}`
    const item = { object: name, access: write ? 'write' : 'read', type: 'u16', unit: null } as const
    const activity = {
      ...{ first: at, last: at + MINUTE, client, server, protocol: 'modbus', port: 502 },
      verb: write ? ('write' as const) : ('read' as const),
      function: write ? { code: '6', name: 'write single register' } : { code: '3', name: 'read holding registers' },
      ...{ object: name, outcome: 'ok' as const, refusal: null, detail: null },
      items: [{ ...item, last: [value], min: [value - 1], max: [value + 1] }],
      ...{ count: 60, bytes: 1440, frame: 1, latency: null },
      interval: { min: 0.99e6, mean: 1e6, max: 1.01e6, jitter: 5e3 },
    }
    const { verb, protocol } = activity
    return { kind: 'operation', at, frame: 1, activity, client, server, protocol, verb, accepted: true }
  }
}

function partyOf(at: number): Who {
  const ip = `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`
  const nothing = { asset: null, role: null, safety: false, level: null, zone: null, lists: [] }
  return { id: `asset-${at}`, label: ip, ip, mac: '', kind: 'device', ...nothing }
}

/** Bytes that are still needed. */
function heldNow(): number {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
