import type { Random } from '../random.ts'
import { arpReply, arpRequest } from '../wire/ethernet.ts'
import { FLAG } from '../wire/tcp.ts'
import { type Memory, type Poll, pollPlan, putReply, putRequest, writePlan } from './poll.ts'
import { Direction, type FleetHost } from './segment.ts'

const SECOND = 1_000_000
const JITTER = 20_000
const PORT = 502
const WRITE_ONCE_IN = 200

type Step = 'ask' | 'tell' | 'open' | 'accept' | 'confirm' | 'request' | 'reply' | 'acknowledge'

/** How many frames are still to be promised: a request promises its reply. */
export type Budget = { left: number }

/** One master's connection to one controller. */
export class Link {
  readonly index: number
  at: number
  readonly #random: Random
  readonly #master: FleetHost
  readonly #controller: FleetHost
  readonly #there: Direction
  readonly #back: Direction
  readonly #memory: Memory
  readonly #plan: readonly Poll[]
  #step: Step = 'ask'
  #turn = 0
  #cycleAt: number
  #poll: Poll
  #acknowledges = false
  #transaction = 0

  constructor(index: number, at: number, master: FleetHost, controller: FleetHost, memory: Memory, random: Random) {
    this.index = index
    this.at = at
    this.#cycleAt = at
    this.#random = random
    this.#master = master
    this.#controller = controller
    this.#memory = memory
    const port = 49_152 + (index % 16_384)
    this.#there = new Direction(master, controller, { from: port, to: PORT }, random.u32())
    this.#back = new Direction(controller, master, { from: PORT, to: port }, random.u32())
    this.#plan = pollPlan(random)
    this.#poll = this.#plan[0]!
  }

  /** Writes the link's next frame, says when the one after it is due, and returns the length; 0 when it has ended. */
  send(frame: Uint8Array, budget: Budget): number {
    switch (this.#step) {
      case 'ask':
        return this.#promise(budget, 2) ? this.#ask(frame) : this.#fill(frame, budget)
      case 'tell':
        return this.#put(frame, arpReply(this.#controller, this.#master), 'open', 60)
      case 'open':
        return this.#promise(budget, 3) ? this.#open(frame) : this.#fill(frame, budget)
      case 'accept':
        this.#then('confirm', 70)
        return this.#back.open(frame, FLAG.ack, this.#there.next)
      case 'confirm':
        this.#then('request', 500)
        return this.#there.write(frame, FLAG.ack, this.#back.next, 0)
      case 'request':
        return this.#request(frame, budget)
      case 'reply':
        return this.#reply(frame)
      case 'acknowledge':
        this.#nextTurn()
        return this.#there.write(frame, FLAG.ack, this.#back.next, 0)
    }
  }

  #then(step: Step, microseconds: number): void {
    this.#step = step
    this.at += microseconds
  }

  #promise(budget: Budget, frames: number): boolean {
    if (budget.left < frames) return false
    budget.left -= frames
    return true
  }

  #put(frame: Uint8Array, bytes: Uint8Array, step: Step, microseconds: number): number {
    this.#then(step, microseconds)
    frame.set(bytes)
    return bytes.length
  }

  #ask(frame: Uint8Array): number {
    return this.#put(frame, arpRequest(this.#master, this.#controller.ip), 'tell', this.#random.between(100, 400))
  }

  /** The last frames of a capture do not make a whole exchange: a master announces itself instead. */
  #fill(frame: Uint8Array, budget: Budget): number {
    if (!this.#promise(budget, 1)) return 0
    return this.#put(frame, arpRequest(this.#master, this.#master.ip), this.#step, 1000)
  }

  #open(frame: Uint8Array): number {
    this.#then('accept', this.#random.between(200, 800))
    return this.#there.open(frame, 0, 0)
  }

  #request(frame: Uint8Array, budget: Budget): number {
    this.#acknowledges = budget.left > 2 && this.#random.u32() % 5 > 0
    if (!this.#promise(budget, this.#acknowledges ? 3 : 2)) return this.#fill(frame, budget)
    const writes = this.#random.u32() % WRITE_ONCE_IN === 0
    this.#poll = writes ? writePlan(this.#random) : this.#plan[this.#turn]!
    this.#transaction = (this.#transaction + 1) & 0xffff
    const length = putRequest(frame, this.#poll, this.#transaction, this.#memory)
    this.#then('reply', this.#random.between(2_000, 8_000))
    return this.#there.write(frame, FLAG.psh | FLAG.ack, this.#back.next, length)
  }

  #reply(frame: Uint8Array): number {
    const length = putReply(frame, this.#poll, this.#transaction, this.#memory)
    if (this.#acknowledges) this.#then('acknowledge', this.#random.between(300, 3_000))
    else this.#nextTurn()
    return this.#back.write(frame, FLAG.psh | FLAG.ack, this.#there.next, length)
  }

  /** The next poll soon, or when all had their turn, a second after the cycle began. */
  #nextTurn(): void {
    this.#turn++
    if (this.#turn < this.#plan.length) return this.#then('request', this.#random.between(3_000, 15_000))
    this.#turn = 0
    this.#cycleAt += SECOND
    this.#step = 'request'
    this.at = Math.max(this.at + 3_000, this.#cycleAt + this.#random.between(-JITTER, JITTER))
  }
}
