// What the repeat path counts, in one block of memory. A record lies in three cache lines side by side; with an object
// per record the cache misses alone cost ten times the counting (ARCHITECTURE.md, the repeat path).
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
export const TEMPLATE = 39
export const REQUEST_SIZE = 40
export const REPLY_SIZE = 41
export const SUCCESSOR = 42
export const FRESH = 43
export const ASKED_FUNCTION = 44
export const ANSWERED_FUNCTION = 45
export const NEGATIVE = 46
export const ASKED_FRAME = 47

export const DOUBLES = 24
export const WORDS = 2 * DOUBLES
const START = 256

/** Records by number. Numbers are used again; `GENERATION` tells one use from the next. */
export class Ledger {
  doubles = new Float64Array(START * DOUBLES)
  words = new Int32Array(this.doubles.buffer)
  readonly #free: number[] = []
  #used = 0

  allocate(link: number): number {
    const id = this.#free.pop() ?? this.#used++
    if ((id + 1) * DOUBLES > this.doubles.length) this.#grow()
    const word = id * WORDS
    const generation = this.words[word + GENERATION]! + 1
    this.doubles.fill(0, id * DOUBLES, (id + 1) * DOUBLES)
    this.words[word + GENERATION] = generation
    this.words[word + LINK] = link
    this.words[word + SUCCESSOR] = -1
    this.words[word + FRESH] = 1
    this.doubles[id * DOUBLES + LAST] = -1
    return id
  }

  #grow(): void {
    const larger = new Float64Array(2 * this.doubles.length)
    larger.set(this.doubles)
    this.doubles = larger
    this.words = new Int32Array(larger.buffer)
  }

  free(id: number): void {
    const word = id * WORDS
    this.words[word + GENERATION]!++
    this.words[word + OWNER] = 0
    this.words[word + REQUEST_SIZE] = 0
    this.words[word + REPLY_SIZE] = 0
    this.#free.push(id)
  }

  get(id: number, field: number): number {
    return this.doubles[id * DOUBLES + field]!
  }

  set(id: number, field: number, value: number): void {
    this.doubles[id * DOUBLES + field] = value
  }

  word(id: number, field: number): number {
    return this.words[id * WORDS + field]!
  }

  setWord(id: number, field: number, value: number): void {
    this.words[id * WORDS + field] = value
  }

  /** One more operation. `latency` is negative when there was no reply. All times in microseconds. */
  hit(id: number, at: number, latency: number, bytes: number, frame: number): void {
    const { doubles } = this
    const r = id * DOUBLES
    const count = doubles[r + COUNT]!
    if (count === 0) {
      doubles[r + FIRST] = at
      doubles[r + FRAME] = frame
    }
    doubles[r + COUNT] = count + 1
    doubles[r + BYTES]! += bytes
    const last = doubles[r + LAST]!
    if (last >= 0) spread(doubles, r + INTERVAL, at - last)
    doubles[r + LAST] = at
    if (latency >= 0) spread(doubles, r + LATENCY, latency)
  }

  /** The same for the request that waits in the record, answered by this frame. */
  answered(id: number, frame: Frame): void {
    const { doubles, words } = this
    const w = id * WORDS
    const at = doubles[id * DOUBLES + ASKED_AT]!
    this.hit(id, at, frame.at - at, words[w + REQUEST_SIZE]! + words[w + REPLY_SIZE]!, words[w + ASKED_FRAME]!)
  }

  spread(id: number, field: number): Spread | null {
    const { doubles } = this
    const s = id * DOUBLES + field
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
    const r = id * DOUBLES
    this.doubles.fill(0, r, r + LAST)
    this.doubles.fill(0, r + INTERVAL, r + LATENCY + 5)
    this.words[id * WORDS + FRESH] = 1
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
