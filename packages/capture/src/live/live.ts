// Listening to interfaces on the event loop: what waits in their rings goes to one sink, in the order of time; a link
// that fails and an interface that goes and comes back are survived, and told.
import type { RecordSink } from '../records.ts'
import { ENETDOWN } from './kernel.ts'
import type { Libc } from './libc.ts'
import { hasLink } from './link-state.ts'
import { MOST_BLOCKS, type Ring } from './ring.ts'
import { join, RETIRE } from './socket.ts'

/** `down`: switched off, or nothing at the other end. `gone`: there is no such interface any more. */
export type LinkState = 'up' | 'down' | 'gone'

export type Listened = {
  readonly interface: string
  readonly state: LinkState
  /** Since the start. */
  readonly frames: number
  readonly dropped: number
  readonly frozen: number
  /** The fullest its ring was since this was asked, 0 to 1. */
  readonly fill: number
}

export type LiveOptions = {
  readonly libc: Libc
  readonly rings: readonly Ring[]
  readonly sink: RecordSink
  /** µs since 1970-01-01 UTC, by the clock of this machine, which the kernel stamps frames with. */
  readonly now: () => number
  /** What waited was handed over; at least ten times a second, whether something came or not. */
  readonly onTurn?: () => void
  readonly onState?: (name: string, state: LinkState) => void
}

/**
 * ms between turns. Asked in turns instead of woken by the descriptor: a thread that is ended while its event loop
 * watches a descriptor of koffi takes the process with it. Long ones: after each pause the caches of the processor have
 * to be filled again, which took more than reading what had come in 20 ms.
 */
const TURN = 100
/** The same where much comes, and the share of a ring that is much: a burst must not meet a ring that is half full. */
const SOON = 20
const MUCH = 1 / 16
/** µs between looks at links. */
const LOOK = 500_000
/** µs that a frame waits for an earlier one of another ring, whose block the kernel has not handed over yet. */
const HOLD = 2.5 * RETIRE * 1000
/** µs. Frames further ahead are of a clock that was set back. */
const AHEAD = 1e6

type Watched = { readonly ring: Ring; index: number; state: LinkState }

export class LiveCapture {
  readonly #options: LiveOptions
  readonly #watched: readonly Watched[]
  #timer: ReturnType<typeof setTimeout> | null = null
  /** µs, when links were looked at. */
  #lookedAt = 0
  #isStopped = false

  constructor(options: LiveOptions) {
    this.#options = options
    const { libc, rings } = options
    this.#watched = rings.map(ring => ({ ring, index: libc.ifIndex(ring.socket.interface), state: 'up' }))
  }

  start(): void {
    this.#look(this.#options.now())
    this.#timer = setTimeout(this.#turn, SOON)
  }

  /** What waits in the rings is read, and they are given back. Frames must not be looked at after `beforeClosing`. */
  stop(beforeClosing: () => void): void {
    if (this.#isStopped) return
    this.#isStopped = true
    if (this.#timer) clearTimeout(this.#timer)
    while (this.#read(Number.POSITIVE_INFINITY) > 0);
    beforeClosing()
    for (const { ring } of this.#watched) ring.close()
  }

  listened(): Listened[] {
    return this.#watched.map(({ ring, state }) => {
      ring.count()
      const { frames, dropped, frozen, socket } = ring
      return { interface: socket.interface, state, frames, dropped, frozen, fill: ring.fill() }
    })
  }

  readonly #turn = (): void => {
    if (this.#isStopped) return
    let fullest = 0
    let blocks = 0
    for (const { ring } of this.#watched) fullest = Math.max(fullest, ring.gauge())
    // Whatever fails on the way, there is a next turn.
    try {
      const now = this.#options.now()
      blocks = this.#read(now)
      // Either way: the clock may be set back.
      if (Math.abs(now - this.#lookedAt) >= LOOK) this.#look(now)
      this.#options.onTurn?.()
    } finally {
      // What is left is read soon; others on this event loop have their turn before.
      if (blocks >= MOST_BLOCKS) setImmediate(this.#turn)
      else if (!this.#isStopped) this.#timer = setTimeout(this.#turn, fullest >= MUCH ? SOON : TURN)
    }
  }

  /** Returns how many blocks were used up. */
  #read(now: number): number {
    const [only, ...others] = this.#watched
    if (!only) return 0
    if (others.length > 0) return this.#inOrder(now)
    return only.ring.read(this.#options.sink, Number.POSITIVE_INFINITY)
  }

  /** One run of frames after the other, from the ring that has the earliest. */
  #inOrder(now: number): number {
    const { sink } = this.#options
    const bound = now - HOLD
    let blocks = 0
    while (blocks < MOST_BLOCKS) {
      let first: Ring | null = null
      let at = Number.POSITIVE_INFINITY
      let second = Number.POSITIVE_INFINITY
      for (const { ring } of this.#watched) {
        const next = ring.next()
        if (next < at) {
          second = at
          at = next
          first = ring
        } else if (next < second) second = next
      }
      if (!first || (at >= bound && at < now + AHEAD)) break
      // Of two that came in the same microsecond the one goes first that was asked first.
      blocks += first.read(sink, Math.max(at + 1, Math.min(second, bound)), MOST_BLOCKS)
    }
    return blocks
  }

  #look(now: number): void {
    this.#lookedAt = now
    for (const watched of this.#watched) {
      const state = this.#stateOf(watched)
      if (state === watched.state) continue
      watched.state = state
      this.#options.onState?.(watched.ring.socket.interface, state)
    }
  }

  #stateOf(watched: Watched): LinkState {
    const { libc } = this.#options
    const { socket } = watched.ring
    const hasFailed = watched.ring.error() === ENETDOWN
    const index = libc.ifIndex(socket.interface)
    if (index === 0) {
      watched.index = 0
      return 'gone'
    }
    if (index !== watched.index || hasFailed) {
      // One of the same name is another interface; a shared socket cannot be moved to it.
      if (socket.isShared ? index !== watched.index : !join(libc, socket.descriptor, index)) return 'gone'
      watched.index = index
    }
    return hasLink(socket.interface) ? 'up' : 'down'
  }
}
