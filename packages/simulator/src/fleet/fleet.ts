import type { Frame } from '../frame.ts'
import { Random } from '../random.ts'
import { u24, u32 } from '../wire/bytes.ts'
import { macBytes } from '../wire/ethernet.ts'
import { Link } from './link.ts'
import { Memory } from './poll.ts'
import { Queue } from './queue.ts'
import type { FleetHost } from './segment.ts'

export type FleetOptions = {
  seed: number
  /** Microseconds since the epoch. */
  start: number
  /** How many frames come out, exactly. */
  packets: number
  controllers: number
  masters: number
}

const LONGEST = 1514
const SECOND = 1_000_000
const MASTERS = { mac: 'd4:be:d9:00:00:00', ip: 0x0a1c_0000, ttl: 128 }
const CONTROLLERS = { mac: '00:80:f4:00:00:00', ip: 0x0a1d_0000, ttl: 64 }

/** Consecutive addresses, without those that end in 0 or 255. */
function host(kind: typeof MASTERS, index: number, random: Random): FleetHost {
  const mac = macBytes(kind.mac)
  mac.set(u24(0x10_0000 + index), 3)
  const ip = Uint8Array.from(u32(kind.ip + Math.floor(index / 254) * 256 + (index % 254) + 1))
  return { mac, ip, ttl: kind.ttl, packetId: random.between(0, 0xffff) }
}

/** Each controller is polled by one to three masters, neighbours in the list. */
function linksOf({ seed, start, controllers, masters }: FleetOptions): Link[] {
  const random = new Random(seed)
  const asking = Array.from({ length: masters }, (_, index) => host(MASTERS, index, random))
  const links: Link[] = []
  for (let index = 0; index < controllers; index++) {
    const asked = host(CONTROLLERS, index, random)
    const memory = new Memory(random.fork(`memory ${index}`))
    const count = Math.min(masters, random.between(1, 3))
    for (let i = 0; i < count; i++) {
      const master = asking[(index + i) % masters]!
      const at = start + random.between(0, SECOND)
      links.push(new Link(links.length, at, master, asked, memory, random.fork(`link ${links.length}`)))
    }
  }
  return links
}

/**
 * The frames of many Modbus controllers polled by a few masters, in time order, as many as wanted. One buffer is used
 * again and again: the bytes of a frame are only valid until the next one.
 */
export function* fleetFrames(options: FleetOptions): Iterable<Frame> {
  const queue = new Queue(linksOf(options))
  const budget = { left: options.packets }
  const buffer = new Uint8Array(LONGEST)
  const views = Array.from({ length: LONGEST + 1 }, (_, length) => buffer.subarray(0, length))
  for (let link = queue.first; link; link = queue.first) {
    const { at } = link
    const length = link.send(buffer, budget)
    if (length === 0) {
      queue.dropFirst()
      continue
    }
    queue.settleFirst()
    yield { at, bytes: views[length]! }
  }
}
