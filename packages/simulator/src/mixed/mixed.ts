// Many protocols at once: a plant in which cyclic data of I/O devices are most of the packets, as they are in real ones.
import { Queue } from '../fleet/queue.ts'
import type { FleetHost } from '../fleet/segment.ts'
import type { Frame } from '../frame.ts'
import { Random } from '../random.ts'
import { u24, u32 } from '../wire/bytes.ts'
import { arpReply, arpRequest, macBytes } from '../wire/ethernet.ts'
import { cipScript, dnp3Script, iec104Script, modbusScript, s7Script } from './classics.ts'
import { type DatagramScript, Datagrams, put } from './datagrams.ts'
import { bacnetScript, dnsScript, httpScript, tlsScript } from './offices.ts'
import { opcuaScript } from './opcua.ts'
import { Poller, type Script } from './poller.ts'
import { CyclicData } from './profinet.ts'
import type { Talker } from './talker.ts'

export type Start = {
  seed: number
  /** Microseconds since the epoch. */
  start: number
}

export type MixedOptions = Start & {
  /** How many frames come out, exactly. */
  packets: number
}

const LONGEST = 1514
const SECOND = 1_000_000
const IO_DEVICES = 24
const FRAME_ID = 0x8000

/** Who is there, and how fast they talk. */
export type MixedSize = {
  /** Servers by kind; those not named are not there. */
  readonly servers: Readonly<Partial<Record<Kind['name'], number>>>
  readonly ioDevices: number
  readonly rooms: number
  /** Every pause and cycle is so many times as long; whole. */
  readonly pace: number
}

/** Servers of one kind: how many, whose cards they have, and what is asked of them. */
type Kind = {
  readonly name: 'modbus' | 's7' | 'cip' | 'dnp3' | 'iec104' | 'opcua' | 'http' | 'tls'
  readonly count: number
  readonly mac: string
  readonly script: (random: Random, index: number) => Script
}

const kinds: readonly Kind[] = [
  { name: 'modbus', count: 16, mac: '00:80:f4:00:00:00', script: modbusScript },
  { name: 's7', count: 12, mac: '28:63:36:00:00:00', script: s7Script },
  {
    name: 'cip',
    count: 12,
    mac: '00:1d:9c:00:00:00',
    script: (random, index) => cipScript(random, `Line${index}_Temp`),
  },
  { name: 'dnp3', count: 8, mac: '00:30:a7:00:00:00', script: (random, index) => dnp3Script(random, 10 + index) },
  { name: 'iec104', count: 8, mac: '00:02:a3:00:00:00', script: (random, index) => iec104Script(random, 1 + index) },
  { name: 'opcua', count: 6, mac: '00:01:05:00:00:00', script: (random, index) => opcuaScript(random, 7 + index) },
  { name: 'http', count: 3, mac: '00:0e:8c:00:00:00', script: httpScript },
  {
    name: 'tls',
    count: 3,
    mac: '00:0c:29:00:00:00',
    script: (random, index) => tlsScript(random, `portal${index}.plant.example`),
  },
]

class Cast {
  readonly talkers: Talker[] = []
  readonly #random: Random
  readonly #start: number
  #hosts = 0

  constructor({ seed, start }: Start) {
    this.#random = new Random(seed)
    this.#start = start
  }

  host(card: string): FleetHost {
    const number = ++this.#hosts
    const mac = macBytes(card)
    mac.set(u24(0x10_0000 + number), 3)
    const ip = Uint8Array.from(u32(0x0a1e_0000 + number))
    return { mac, ip, ttl: 64, packetId: this.#random.between(0, 0xffff) }
  }

  /** Adds somebody who begins within the first second. */
  add(make: (index: number, at: number, random: Random) => Talker): void {
    const index = this.talkers.length
    const random = this.#random.fork(`talker ${index}`)
    this.talkers.push(make(index, this.#start + random.between(0, SECOND), random))
  }
}

/** A plant of a hundred devices, at full speed. */
const large: MixedSize = {
  servers: Object.fromEntries(kinds.map(({ name, count }) => [name, count])),
  ioDevices: IO_DEVICES,
  rooms: 8,
  pace: 1,
}

/** `pace`: how many times as long it pauses. */
const slowed = (script: Script, pace: number): Script => ({
  port: script.port,
  pause: script.pause * pace,
  turns: script.turns,
  opening: () => script.opening(),
  turn: () => script.turn(),
})

const slowedDatagrams = ({ ports, pause, turn }: DatagramScript, pace: number): DatagramScript => ({
  ports,
  pause: pause * pace,
  turn,
})

function castOf(options: Start, { servers, ioDevices, rooms, pace }: MixedSize = large): Talker[] {
  const cast = new Cast(options)
  const client = cast.host('d4:be:d9:00:00:00')
  const controller = cast.host('00:1b:1b:00:00:00')
  for (const { name, mac, script } of kinds) {
    for (let k = 0; k < (servers[name] ?? 0); k++) {
      const server = cast.host(mac)
      cast.add((index, at, random) => new Poller(index, at, client, server, slowed(script(random, k), pace), random))
    }
  }
  for (let k = 0; k < ioDevices; k++) {
    const device = cast.host('28:63:36:00:00:00')
    cast.add((index, at, random) => new CyclicData(index, at, device, controller, FRAME_ID + 2 * k, random, pace))
    cast.add((index, at, random) => new CyclicData(index, at, controller, device, FRAME_ID + 2 * k + 1, random, pace))
  }
  for (let k = 0; k < rooms; k++) {
    const room = cast.host('00:10:8d:00:00:00')
    cast.add(
      (index, at, random) =>
        new Datagrams(index, at, client, room, slowedDatagrams(bacnetScript(random), pace), random),
    )
  }
  const names = cast.host('00:0c:29:00:00:00')
  cast.add(
    (index, at, random) => new Datagrams(index, at, client, names, slowedDatagrams(dnsScript(random), pace), random),
  )
  cast.add((index, at) => new AddressKeeper(index, at, client, controller))
  return cast.talkers
}

/** Refreshes an entry of its ARP table. */
class AddressKeeper implements Talker {
  readonly index: number
  at: number
  readonly #asker: FleetHost
  readonly #asked: FleetHost
  #answer = false

  constructor(index: number, at: number, asker: FleetHost, asked: FleetHost) {
    this.index = index
    this.at = at
    this.#asker = asker
    this.#asked = asked
  }

  send(frame: Uint8Array): number {
    const answer = this.#answer
    this.#answer = !answer
    this.at += answer ? SECOND : 300
    return put(frame, answer ? arpReply(this.#asked, this.#asker) : arpRequest(this.#asker, this.#asked.ip))
  }
}

/** The frames in time order, as many as wanted. The bytes of a frame are only valid until the next one. */
export function* mixedFrames(options: MixedOptions): Iterable<Frame> {
  const queue = new Queue<Talker>(castOf(options))
  const buffer = new Uint8Array(LONGEST)
  for (let left = options.packets; left > 0; left--) {
    const talker = queue.first
    if (!talker) return
    const { at } = talker
    const length = talker.send(buffer)
    queue.settleFirst()
    yield { at, bytes: buffer.subarray(0, length) }
  }
}

/** The same without an end, in the size that is wanted. */
export class MixedPlant {
  readonly #queue: Queue<Talker>
  readonly #buffer = new Uint8Array(LONGEST)

  constructor(start: Start, size: MixedSize) {
    this.#queue = new Queue<Talker>(castOf(start, size))
  }

  /** When the next frame comes; Infinity when nobody is there. */
  get next(): number {
    return this.#queue.first?.at ?? Number.POSITIVE_INFINITY
  }

  /** Its bytes are only valid until the next one. */
  take(): Frame {
    const talker = this.#queue.first!
    const { at } = talker
    const length = talker.send(this.#buffer)
    this.#queue.settleFirst()
    return { at, bytes: this.#buffer.subarray(0, length) }
  }
}
