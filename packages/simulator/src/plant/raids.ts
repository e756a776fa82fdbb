import type { Frame } from '../frame.ts'
import { stopController } from '../stories/stop.ts'
import { type Device, pumping } from './cast.ts'
import { SECOND } from './story.ts'
import { type World, worldOf } from './world.ts'

export type RaidsOptions = {
  readonly seed: number
  /** µs since the epoch: when the first one begins. */
  readonly start: number
  /** µs between beginnings. */
  readonly every: number
  /** At most 60,000. */
  readonly count: number
}

/** `stops`: which raid's stop this frame asks for, from 0; null for every other frame. */
export type RaidFrame = Frame & { readonly stops: number | null }

/** As two bytes of an address, without those that end in 0 or 255. */
const pair = (index: number): readonly [number, number] => [Math.floor(index / 254), (index % 254) + 1]
const hex = (byte: number): string => byte.toString(16).padStart(2, '0')

/** The address of the controller that a raid stops: each its own. */
export const raided = (index: number): string => `10.67.${pair(index).join('.')}`

const device = (index: number, made: Partial<Device>, [vendor, net]: readonly [string, number]): Device => {
  const [high, low] = pair(index)
  return { ...pumping, name: `raid-${net}-${index}`, mac: `${vendor}:${hex(net)}:${hex(high)}:${hex(low)}`, ...made }
}

const STOP = new TextEncoder().encode('P_PROGRAM')
const endsWith = (bytes: Uint8Array, end: Uint8Array): boolean =>
  end.every((byte, at) => bytes[bytes.length - end.length + at] === byte)

/** Laptops that nobody knows stop controllers, each one another: as many separate incidents as raids. */
export class Raids {
  readonly #world: World
  readonly #count: number
  #found = 0

  constructor({ seed, start, every, count }: RaidsOptions) {
    this.#count = count
    const world = worldOf(seed, { start, seconds: Math.ceil((count * every) / SECOND) + 1 })
    const known = world.s7Controllers.get(pumping)!
    const pairs = Array.from({ length: count }, (_, index) => [
      device(index, { role: 'laptop', ip: `10.66.${pair(index).join('.')}` }, ['3c:97:0e', 0x66]),
      device(index, { ip: raided(index) }, ['28:63:36', 0x67]),
    ])
    this.#world = { ...world, s7Controllers: new Map(pairs.map(([, target]) => [target!, known])) }
    pairs.forEach(([from, to], index) => {
      world.scheduler.start(stopController(this.#world, from!, to!), index * every)
    })
  }

  get isOver(): boolean {
    return this.#found >= this.#count
  }

  /** The frames from where it stands up to that time. */
  *until(at: number): Iterable<RaidFrame> {
    const { scheduler, network } = this.#world
    while (scheduler.next < at) {
      scheduler.step()
      for (const frame of network.taken()) yield { ...frame, stops: this.#stopsOf(frame.bytes) }
    }
  }

  #stopsOf(bytes: Uint8Array): number | null {
    if (!endsWith(bytes, STOP)) return null
    this.#found++
    // The destination of an IPv4 packet without options, behind the Ethernet header.
    return bytes[32]! * 254 + bytes[33]! - 1
  }
}
