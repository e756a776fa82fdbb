// What the repeat path counts and compares with, in one block of memory. A record and its template lie side by side and
// are read forward: an object per record was three times as slow, for the memory it had to wait for (ARCHITECTURE.md, the
// repeat path).
import type { Frame } from '@nautilus/capture'
import type { Spread } from '@nautilus/model'

/** Doubles of a record. */
export const COUNT = 0
export const BYTES = 1
export const FIRST = 2
export const LAST = 3
export const FRAME = 4
/** Each spread takes five doubles: number, minimum, maximum, mean, sum of squares. */
export const INTERVAL = 5
export const LATENCY = 10
/** The request outstanding, on the cache line of the words: its pair and time. */
export const ASKED_PAIR = 16
export const ASKED_AT = 17
/** 32-bit words of a record, behind its doubles. */
export const LINK = 36
export const GENERATION = 37
export const OWNER = 38
const UNITS = 39
export const REQUEST_SIZE = 40
export const REPLY_SIZE = 41
export const SUCCESSOR = 42
export const FRESH = 43
export const ASKED_FUNCTION = 44
export const ANSWERED_FUNCTION = 45
export const NEGATIVE = 46
export const ASKED_FRAME = 47

/** Bytes of a record without its template. */
export const RECORD = 192
/** Blocks are multiples of a cache line, so that what is freed fits what comes. */
const UNIT = 64
const START = 65_536

/**
 * Records by number, the number being where a record lies, counted in doubles. Numbers are used again; `GENERATION`
 * tells one use from the next.
 */
export class Ledger {
  doubles = new Float64Array(START / 8)
  words = new Int32Array(this.doubles.buffer)
  bytes = new Uint8Array(this.doubles.buffer)
  view = new DataView(this.doubles.buffer)
  #end = 0
  /** Free blocks by their size in units. */
  readonly #free = new Map<number, number[]>()

  /** A record with room for a template of so many bytes. */
  allocate(link: number, template: number): number {
    const units = Math.ceil((RECORD + template) / UNIT)
    const id = this.#free.get(units)?.pop() ?? this.#extend(units)
    const generation = this.word(id, GENERATION) + 1
    this.doubles.fill(0, id, id + RECORD / 8)
    this.setWord(id, GENERATION, generation)
    this.setWord(id, UNITS, units)
    this.setWord(id, LINK, link)
    this.setWord(id, SUCCESSOR, -1)
    this.setWord(id, FRESH, 1)
    this.doubles[id + LAST] = -1
    return id
  }

  #extend(units: number): number {
    const id = this.#end / 8
    this.#end += units * UNIT
    if (this.#end > this.bytes.length) this.#grow()
    return id
  }

  #grow(): void {
    const larger = new Float64Array(Math.max(2 * this.doubles.length, this.#end / 8))
    larger.set(this.doubles)
    this.doubles = larger
    this.words = new Int32Array(larger.buffer)
    this.bytes = new Uint8Array(larger.buffer)
    this.view = new DataView(larger.buffer)
  }

  /** Moves a record to where there is room for a template; its number changes. */
  widen(id: number, template: number): number {
    const wide = this.allocate(this.word(id, LINK), template)
    this.doubles.copyWithin(wide, id, id + LATENCY + 5)
    this.free(id)
    return wide
  }

  free(id: number): void {
    const units = this.word(id, UNITS)
    this.setWord(id, GENERATION, this.word(id, GENERATION) + 1)
    this.setWord(id, OWNER, 0)
    this.setWord(id, REQUEST_SIZE, 0)
    this.setWord(id, REPLY_SIZE, 0)
    const list = this.#free.get(units)
    if (list) list.push(id)
    else this.#free.set(units, [id])
  }

  get(id: number, field: number): number {
    return this.doubles[id + field]!
  }

  set(id: number, field: number, value: number): void {
    this.doubles[id + field] = value
  }

  word(id: number, field: number): number {
    return this.words[2 * id + field]!
  }

  setWord(id: number, field: number, value: number): void {
    this.words[2 * id + field] = value
  }

  /** One more operation. `latency` is negative when there was no reply. All times in microseconds. */
  hit(id: number, at: number, latency: number, bytes: number, frame: number): void {
    const { doubles } = this
    const count = doubles[id + COUNT]!
    if (count === 0) {
      doubles[id + FIRST] = at
      doubles[id + FRAME] = frame
    }
    doubles[id + COUNT] = count + 1
    doubles[id + BYTES]! += bytes
    const last = doubles[id + LAST]!
    if (last >= 0) spread(doubles, id + INTERVAL, at - last)
    doubles[id + LAST] = at
    if (latency >= 0) spread(doubles, id + LATENCY, latency)
  }

  /** The same for the request that waits in the record, answered by this frame. */
  answered(id: number, frame: Frame): void {
    const { doubles, words } = this
    const w = 2 * id
    const at = doubles[id + ASKED_AT]!
    this.hit(id, at, frame.at - at, words[w + REQUEST_SIZE]! + words[w + REPLY_SIZE]!, words[w + ASKED_FRAME]!)
  }

  spread(id: number, field: number): Spread | null {
    const { doubles } = this
    const s = id + field
    const number = doubles[s]!
    if (number === 0) return null
    return {
      min: doubles[s + 1]!,
      mean: doubles[s + 3]!,
      max: doubles[s + 2]!,
      jitter: Math.sqrt(doubles[s + 4]! / number),
    }
  }

  /** A new interval begins; the time of the last operation stays. */
  restart(id: number): void {
    this.doubles.fill(0, id, id + LAST)
    this.doubles.fill(0, id + INTERVAL, id + LATENCY + 5)
    this.setWord(id, FRESH, 1)
  }
}

/** Welford's running mean and sum of squared differences. */
function spread(doubles: Float64Array, s: number, value: number): void {
  const number = doubles[s]! + 1
  doubles[s] = number
  if (number === 1 || value < doubles[s + 1]!) doubles[s + 1] = value
  if (number === 1 || value > doubles[s + 2]!) doubles[s + 2] = value
  const mean = doubles[s + 3]!
  const delta = value - mean
  const moved = mean + delta / number
  doubles[s + 3] = moved
  doubles[s + 4]! += delta * (value - moved)
}
