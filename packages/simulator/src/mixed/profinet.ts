// PROFINET cyclic data (IEC 61158-6-10, RT_CLASS_1): an I/O device and its controller, each in its cycle.
import type { FleetHost } from '../fleet/segment.ts'
import type { Random } from '../random.ts'
import { join, u16 } from '../wire/bytes.ts'
import type { Talker } from './talker.ts'

const CYCLE = 4_000 // microseconds; the counter runs in steps of 31.25
const STEPS = 128
const PRIORITY_6 = [0x81, 0x00, 0xc0, 0x00]
const TYPE = [0x88, 0x92]
const DATA = 40
const GOOD = 0x80 // provider status of the submodules behind the data
/** Primary, valid, provider running, no problem. */
const STATUS = [0x35, 0x00]
const CHANGES_ONCE_IN = 8

export class CyclicData implements Talker {
  readonly index: number
  at: number
  readonly #frame: Uint8Array
  readonly #random: Random
  readonly #pace: number
  #counter: number

  constructor(index: number, at: number, from: FleetHost, to: FleetHost, frameId: number, random: Random, pace = 1) {
    this.#pace = pace
    this.index = index
    this.at = at
    this.#random = random
    this.#counter = random.between(0, 511) * STEPS
    const data = new Uint8Array(DATA).map((_, i) => (i % 10 === 9 ? GOOD : random.between(0, 255)))
    this.#frame = join(to.mac, from.mac, PRIORITY_6, TYPE, u16(frameId), data, u16(0), STATUS)
  }

  send(buffer: Uint8Array): number {
    const frame = this.#frame
    const at = frame.length - 4
    this.#counter = (this.#counter + STEPS * this.#pace) & 0xffff
    frame[at] = this.#counter >>> 8
    frame[at + 1] = this.#counter
    if (this.#random.u32() % CHANGES_ONCE_IN === 0)
      frame[20 + (this.#random.u32() % 4)]! ^= 1 << (this.#random.u32() & 7)
    this.at += CYCLE * this.#pace + this.#random.between(-20, 20)
    buffer.set(frame)
    return frame.length
  }
}
