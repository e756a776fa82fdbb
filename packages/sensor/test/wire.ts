// Frames for tests: TCP and UDP between two hosts, as plain as they come.
import { readFileSync } from 'node:fs'
import { Slab } from '@nautilus/capture'
import type { Activity, Batch, Notice, Connection as Row, Sighting } from '@nautilus/model'
import { Sensor, type SensorOptions } from '../src/index.ts'

export type Segment = { from: 'client' | 'server'; bytes: Uint8Array }
export type Timed = { at: number; bytes: Uint8Array }

const macs = { client: [2, 0, 0, 0, 0, 1], server: [2, 0, 0, 0, 0, 2] }

/** `>` and `<` lines of a hand-written conversation. */
export function conversation(path: string): Segment[] {
  const url = new URL(`../../protocols/src/${path}`, import.meta.url)
  return readFileSync(url, 'utf8')
    .split('\n')
    .filter(line => /^[<>]/.test(line))
    .map(line => ({
      from: line[0] === '>' ? ('client' as const) : ('server' as const),
      bytes: Uint8Array.from(Buffer.from(line.slice(1).replace(/#.*/, '').replaceAll(/\s/g, ''), 'hex')),
    }))
}

/** Builds the frames of one connection; sequence numbers run on from segment to segment. */
export class Connection {
  readonly #ports: { client: number; server: number }
  readonly #next = { client: 1000, server: 5000 }
  #id = 1

  readonly #client: number

  /** `client` is the last byte of the client's address. */
  constructor(serverPort: number, clientPort = 50_000, client = 1) {
    this.#client = client
    this.#ports = { client: clientPort, server: serverPort }
  }

  open(): Uint8Array[] {
    return [this.#tcp('client', 2, new Uint8Array(), -1), this.#tcp('server', 0x12, new Uint8Array(), -1)]
  }

  data(from: 'client' | 'server', bytes: Uint8Array): Uint8Array {
    const frame = this.#tcp(from, 0x18, bytes, 0)
    this.#next[from] += bytes.length
    return frame
  }

  /** Advances without a frame: bytes that the sensor never gets. */
  lose(from: 'client' | 'server', count: number): void {
    this.#next[from] += count
  }

  /** An acknowledgement of all that was sent so far, without data. */
  ack(from: 'client' | 'server'): Uint8Array {
    return this.#tcp(from, 0x10, new Uint8Array(), 0)
  }

  #tcp(from: 'client' | 'server', flags: number, payload: Uint8Array, before: number): Uint8Array {
    const to = from === 'client' ? 'server' : 'client'
    const tcp = new Uint8Array(20 + payload.length)
    const view = new DataView(tcp.buffer)
    view.setUint16(0, this.#ports[from])
    view.setUint16(2, this.#ports[to])
    view.setUint32(4, this.#next[from] + before)
    view.setUint32(8, this.#next[to])
    tcp[12] = 0x50
    tcp[13] = flags
    view.setUint16(14, 8192)
    tcp.set(payload, 20)
    return frameOf(from, 6, tcp, this.#id++, this.#client)
  }
}

/** One TCP segment between the two hosts; what is not said is that of a client's request to port 502. */
export function tcp(segment: {
  from?: 'client' | 'server'
  flags: number
  sequence: number
  clientPort?: number
  serverPort?: number
  payload?: Uint8Array
  id?: number
}): Uint8Array {
  const {
    from = 'client',
    flags,
    sequence,
    clientPort = 50_000,
    serverPort = 502,
    payload = new Uint8Array(),
  } = segment
  const bytes = new Uint8Array(20 + payload.length)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, from === 'client' ? clientPort : serverPort)
  view.setUint16(2, from === 'client' ? serverPort : clientPort)
  view.setUint32(4, sequence)
  bytes[12] = 0x50
  bytes[13] = flags
  bytes.set(payload, 20)
  return frameOf(from, 6, bytes, segment.id ?? 0)
}

export function datagram(from: 'client' | 'server', serverPort: number, payload: Uint8Array, id: number): Uint8Array {
  const udp = new Uint8Array(8 + payload.length)
  const view = new DataView(udp.buffer)
  view.setUint16(0, from === 'client' ? 50_000 : serverPort)
  view.setUint16(2, from === 'client' ? serverPort : 50_000)
  view.setUint16(4, udp.length)
  udp.set(payload, 8)
  return frameOf(from, 17, udp, id)
}

export function frameOf(
  from: 'client' | 'server',
  protocol: number,
  payload: Uint8Array,
  id: number,
  client = 1,
): Uint8Array {
  const hosts = { client: [10, 0, 0, client], server: [10, 0, 0, 2] }
  const to = from === 'client' ? 'server' : 'client'
  const total = 20 + payload.length
  const header = [0x45, 0, total >> 8, total & 255, id >> 8, id & 255, 0x40, 0, 64, protocol, 0, 0]
  return Uint8Array.from([...macs[to], ...macs[from], 8, 0, ...header, ...hosts[from], ...hosts[to], ...payload])
}

export type Told = {
  connections: Row[]
  activities: Activity[]
  sightings: Sighting[]
  notices: Notice[]
  sensor: Sensor
}

/** Runs frames through a sensor; a frame without a time comes a millisecond after the one before. */
export function sense(frames: Iterable<Uint8Array | Timed>, options: Omit<SensorOptions, 'onBatch'> = {}): Told {
  const told = {
    connections: [] as Row[],
    activities: [] as Activity[],
    sightings: [] as Sighting[],
    notices: [] as Notice[],
  }
  const onBatch = (batch: Batch): void => {
    told.connections.push(...batch.connections)
    told.activities.push(...batch.activities)
    told.sightings.push(...batch.sightings)
    told.notices.push(...batch.notices)
  }
  const sensor = new Sensor({ ...options, onBatch })
  run(sensor, frames)
  return { ...told, sensor }
}

/** The same into a sensor of one's own. */
export function run(sensor: Sensor, frames: Iterable<Uint8Array | Timed>): void {
  // One slab for all frames, as a file reader has: whoever keeps a view of it reads the next frame's bytes.
  const slab = new Slab(65_536)
  let at = 1_767_225_600e6
  for (const frame of frames) {
    const timed = frame instanceof Uint8Array ? { at: at + 1000, bytes: frame } : frame
    at = timed.at
    slab.bytes.fill(0xee)
    slab.bytes.set(timed.bytes, 64)
    sensor.record(slab, 64, timed.bytes.length, timed.bytes.length, at, 1)
  }
  sensor.finish()
}

/** What was done, without times and frames. */
export const deeds = (activities: readonly Activity[]): string[] =>
  activities.map(a => {
    const values = a.items.map(i => JSON.stringify(i.last)).join(' ')
    return `${a.protocol} ${a.function.code} ${a.verb} ${a.object} ${a.outcome} ${values} ×${a.count}`
  })
