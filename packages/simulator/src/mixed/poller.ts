// A TCP client that asks one server in a cycle. What it asks is a script; this is the connection below it.
import { Direction, type FleetHost, PAYLOAD_AT } from '../fleet/segment.ts'
import type { Random } from '../random.ts'
import { FLAG } from '../wire/tcp.ts'
import type { Talker } from './talker.ts'

/** A message and its answer; either may be missing. */
export type Exchange = { readonly request: Uint8Array | null; readonly reply: Uint8Array | null }

export type Script = {
  readonly port: number
  /** Microseconds from one exchange to the next. */
  readonly pause: number
  /** What is said before the cycle begins, anew for each connection. */
  opening(): readonly Exchange[]
  turn(): Exchange
  /** Exchanges after which the connection is closed and opened anew; 0 for never. */
  readonly turns: number
}

type Step = 'open' | 'accept' | 'confirm' | 'request' | 'reply' | 'acknowledge' | 'leave' | 'left' | 'gone'
type Ends = { readonly there: Direction; readonly back: Direction }

const FIRST_PORT = 49_152
const PORTS = 16_384

export class Poller implements Talker {
  readonly index: number
  at: number
  readonly #client: FleetHost
  readonly #server: FleetHost
  readonly #script: Script
  readonly #random: Random
  #step: Step = 'open'
  #ends: Ends
  #connections = 0
  #waiting: Exchange[] = []
  #exchange: Exchange = { request: null, reply: null }
  #turns = 0

  constructor(index: number, at: number, client: FleetHost, server: FleetHost, script: Script, random: Random) {
    this.index = index
    this.at = at
    this.#client = client
    this.#server = server
    this.#script = script
    this.#random = random
    this.#ends = this.#connect()
  }

  #connect(): Ends {
    const from = FIRST_PORT + ((this.index * 131 + this.#connections++) % PORTS)
    const to = this.#script.port
    const there = new Direction(this.#client, this.#server, { from, to }, this.#random.u32())
    const back = new Direction(this.#server, this.#client, { from: to, to: from }, this.#random.u32())
    this.#waiting = [...this.#script.opening()]
    this.#turns = 0
    return { there, back }
  }

  send(frame: Uint8Array): number {
    const { there, back } = this.#ends
    switch (this.#step) {
      case 'open':
        this.#then('accept', this.#random.between(100, 500))
        return there.open(frame, 0, 0)
      case 'accept':
        this.#then('confirm', 60)
        return back.open(frame, FLAG.ack, there.next)
      case 'confirm':
        this.#next(400)
        return there.write(frame, FLAG.ack, back.next, 0)
      case 'request':
        return this.#say(frame, there, back, this.#exchange.request, 'reply')
      case 'reply':
        return this.#say(frame, back, there, this.#exchange.reply, 'acknowledge')
      case 'acknowledge':
        return this.#acknowledge(frame, there, back)
      default:
        return this.#close(frame, there, back)
    }
  }

  /** Whoever received the last message says so. */
  #acknowledge(frame: Uint8Array, there: Direction, back: Direction): number {
    const answered = this.#exchange.reply !== null
    this.#next(this.#script.pause)
    return answered ? there.write(frame, FLAG.ack, back.next, 0) : back.write(frame, FLAG.ack, there.next, 0)
  }

  #then(step: Step, microseconds: number): void {
    this.#step = step
    this.at += microseconds
  }

  /** The next exchange: of the opening, then of the cycle. */
  #next(pause: number): void {
    const opening = this.#waiting.shift()
    const { turns } = this.#script
    if (!opening && turns > 0 && this.#turns++ >= turns) return this.#then('leave', 300)
    this.#exchange = opening ?? this.#script.turn()
    const wait = Math.round(pause * (0.9 + 0.2 * this.#random.unit()))
    this.#then(this.#exchange.request ? 'request' : 'reply', opening ? 300 : wait)
  }

  #say(frame: Uint8Array, from: Direction, to: Direction, message: Uint8Array | null, after: Step): number {
    if (message === null) throw new Error('A script has an exchange without a message.')
    frame.set(message, PAYLOAD_AT)
    const answered = after === 'reply' && this.#exchange.reply !== null
    this.#then(answered ? 'reply' : 'acknowledge', this.#random.between(400, 2_000))
    return from.write(frame, FLAG.psh | FLAG.ack, to.next, message.length)
  }

  #close(frame: Uint8Array, there: Direction, back: Direction): number {
    const step = this.#step
    if (step === 'leave') {
      this.#then('left', 200)
      return finish(frame, there, back.next)
    }
    if (step === 'left') {
      this.#then('gone', 100)
      return finish(frame, back, there.next)
    }
    const length = there.write(frame, FLAG.ack, back.next, 0)
    this.#ends = this.#connect()
    this.#then('open', this.#script.pause)
    return length
  }
}

/** A FIN takes one number. */
function finish(frame: Uint8Array, direction: Direction, acknowledged: number): number {
  const length = direction.write(frame, FLAG.fin | FLAG.ack, acknowledged, 0)
  direction.next = (direction.next + 1) >>> 0
  return length
}
