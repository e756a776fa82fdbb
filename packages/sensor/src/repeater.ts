// The repeat path of one conversation: which request is outstanding, which one is expected next.
import type { Frame, Slab } from '@nautilus/capture'
import type { Side } from '@nautilus/model'
import type { Repeat } from '@nautilus/protocols'
import type { Context } from './context.ts'
import {
  ASKED_AT,
  ASKED_FRAME,
  ASKED_PAIR,
  GENERATION,
  type Ledger,
  NEGATIVE,
  OWNER,
  REPLY_SIZE,
  REQUEST_SIZE,
  SUCCESSOR,
} from './ledger.ts'
import type { Link } from './link.ts'
import type { Memo } from './memo.ts'
import type { Queues } from './pending.ts'
import type { Rollup } from './rollup.ts'
import type { ProtocolStatistics } from './statistics.ts'

export class Repeater {
  readonly #repeat: Repeat
  readonly #memo: Memo
  readonly #ledger: Ledger
  readonly #rollup: Rollup
  readonly #queues: Queues
  readonly #statistics: ProtocolStatistics
  readonly #link: number
  readonly #clientDirection: number
  /** Tells this conversation's outstanding request from that of another on the same link. */
  readonly #number: number
  /**
   * By the direction in which it was sent: record of the one request outstanding, -1 without. Its pair, time and frame
   * stand in the record. A second one outstanding sends both to the queue.
   */
  #asked0 = -1
  #asked1 = -1
  /** Record of the request last recognised. */
  #before = -1

  constructor(repeat: Repeat, context: Context, queues: Queues, link: Link, clientDirection: number) {
    this.#repeat = repeat
    this.#rollup = context.rollup
    this.#memo = context.rollup.memo
    this.#ledger = context.rollup.ledger
    this.#queues = queues
    this.#statistics = link.statistics
    this.#link = link.number
    this.#clientDirection = clientDirection
    this.#number = ++context.conversations
  }

  /** Takes as many messages as are known; the first byte that is not, which goes down the clear path. */
  take(direction: number, slab: Slab, start: number, end: number, frame: Frame): number {
    const repeat = this.#repeat
    const side: Side = direction === this.#clientDirection ? 'client' : 'server'
    let next = start
    while (next < end) {
      const size = repeat.size(slab.bytes, next, end)
      if (size === 0) return next
      const role = repeat.role(slab.bytes, next, side)
      if (role === 1) {
        if (!this.#asks(direction, slab, next, size, frame)) return next
      } else if (role !== 2 || !this.#answers(direction, slab, next, size, frame)) return next
      this.#statistics.messages++
      next += size
    }
    return next
  }

  #asks(direction: number, slab: Slab, start: number, size: number, frame: Frame): boolean {
    const id = this.#find(slab, start, size)
    if (id < 0) return false
    this.#before = id
    this.#memo.asked(id).requests++
    const ledger = this.#ledger
    const pair = this.#repeat.pair(slab.bytes, start)
    if (this.#asked0 >= 0 || this.#asked1 >= 0 || this.#queues.count > 0 || ledger.word(id, OWNER) !== 0) {
      this.spill()
      this.#queues.push(direction, pair, frame.at, frame.number, id, ledger.word(id, GENERATION), null)
      return true
    }
    ledger.set(id, ASKED_PAIR, pair)
    ledger.set(id, ASKED_AT, frame.at)
    ledger.setWord(id, ASKED_FRAME, frame.number)
    ledger.setWord(id, OWNER, this.#number)
    if (direction === 0) this.#asked0 = id
    else this.#asked1 = id
    return true
  }

  /** In a poll cycle the request after this one is the one that came after it last time. */
  #find(slab: Slab, start: number, size: number): number {
    const { volatile } = this.#repeat
    const before = this.#before
    const memo = this.#memo
    if (before >= 0) {
      const expected = this.#ledger.word(before, SUCCESSOR)
      if (expected >= 0 && memo.asks(expected, this.#link, slab.view, start, size, volatile)) return expected
    }
    const found = memo.find(this.#link, slab.view, slab.bytes, start, size, volatile)
    if (found >= 0 && before >= 0) this.#ledger.setWord(before, SUCCESSOR, found)
    return found
  }

  #answers(direction: number, slab: Slab, start: number, size: number, frame: Frame): boolean {
    const pair = this.#repeat.pair(slab.bytes, start)
    const id = direction === 0 ? this.#asked1 : this.#asked0
    if (id < 0) return this.#queues.count > 0 && this.#answersQueued(direction, pair, slab, start, size, frame)
    const ledger = this.#ledger
    if (ledger.word(id, OWNER) !== this.#number || ledger.get(id, ASKED_PAIR) !== pair) return false
    if (!this.#memo.answers(id, slab.view, start, size)) return false
    if (direction === 0) this.#asked1 = -1
    else this.#asked0 = -1
    ledger.setWord(id, OWNER, 0)
    this.#count(id)
    ledger.answered(id, frame)
    return true
  }

  #answersQueued(direction: number, pair: number, slab: Slab, start: number, size: number, frame: Frame): boolean {
    const pending = this.#queues.of(1 - direction)
    const index = pending.find(pair)
    const id = index < 0 ? -1 : pending.get(index).record
    const ledger = this.#ledger
    if (id < 0 || ledger.word(id, GENERATION) !== pending.get(index).generation) return false
    if (!this.#memo.answers(id, slab.view, start, size)) return false
    const asked = pending.get(index).at
    this.#count(id)
    const bytes = ledger.word(id, REQUEST_SIZE) + ledger.word(id, REPLY_SIZE)
    ledger.hit(id, asked, frame.at - asked, bytes, pending.get(index).frame)
    this.#queues.remove(1 - direction, index)
    return true
  }

  #count(id: number): void {
    const answered = this.#memo.answered(id)
    answered.replies++
    if (this.#ledger.word(id, NEGATIVE) !== 0) answered.errors++
    this.#rollup.operations++
  }

  /** Moves what waits in its record to the queue, where the clear path looks. */
  spill(): void {
    if (this.#asked0 >= 0) this.#queue(0, this.#asked0)
    if (this.#asked1 >= 0) this.#queue(1, this.#asked1)
    this.#asked0 = -1
    this.#asked1 = -1
  }

  #queue(direction: number, id: number): void {
    const ledger = this.#ledger
    // The record went to another use because more was going on than is kept apart: the request is lost.
    if (ledger.word(id, OWNER) !== this.#number) return
    ledger.setWord(id, OWNER, 0)
    const frame = ledger.word(id, ASKED_FRAME)
    const generation = ledger.word(id, GENERATION)
    this.#queues.push(direction, ledger.get(id, ASKED_PAIR), ledger.get(id, ASKED_AT), frame, id, generation, null)
  }
}
