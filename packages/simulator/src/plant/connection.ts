import { join, u16 } from '../wire/bytes.ts'
import { FLAG, tcpFrame } from '../wire/tcp.ts'
import type { Host, Network } from './network.ts'
import type { Script } from './scheduler.ts'
import { SECOND } from './story.ts'

export type Side = 'client' | 'server'

const other = (side: Side): Side => (side === 'client' ? 'server' : 'client')

const NOTHING: Uint8Array = new Uint8Array(0)
const SEGMENT_SIZE = join([2, 4], u16(1460))
/** Segment size, window scale and selective acknowledgement, as a PC asks for. */
const PC_OPTIONS = join(SEGMENT_SIZE, [1, 3, 3, 8, 1, 1, 4, 2])

type End = {
  host: Host
  port: number
  /** The sequence number of the next byte it sends. */
  next: number
  /** Segments it got and has not acknowledged. */
  owed: number
  window: number
  acknowledgeWithin: number
}

const isController = (host: Host): boolean => host.device.role === 'controller'

function endOf(host: Host, port: number): End {
  const window = isController(host) ? 8192 : 64_240
  const acknowledgeWithin = isController(host) ? 200_000 : 120_000
  return { host, port, next: host.random.u32(), owed: 0, window, acknowledgeWithin }
}

/** A TCP connection without loss: both ends have always got what the other sent. */
export class Connection {
  readonly #network: Network
  readonly #ends: Record<Side, End>
  #usedAt = 0
  open = false
  /** It was opened once; a port is not used twice. */
  used = false

  constructor(network: Network, client: Host, server: Host, port: number) {
    this.#network = network
    this.#ends = { client: endOf(client, client.nextPort()), server: endOf(server, port) }
  }

  get random() {
    return this.#ends.client.host.random
  }

  *connect(): Script {
    this.used = true
    const { client, server } = this.#ends
    yield* this.#network.resolve(client.host, server.host)
    this.#control('client', FLAG.syn, isController(client.host) ? SEGMENT_SIZE : PC_OPTIONS)
    yield this.random.between(200, 900)
    this.#control('server', FLAG.syn | FLAG.ack, SEGMENT_SIZE)
    yield this.random.between(40, 120)
    this.#acknowledge('client')
    this.open = true
    this.#network.scheduler.start(this.#keepNeighbours('client'))
    this.#network.scheduler.start(this.#keepNeighbours('server'))
    yield this.random.between(100, 500)
  }

  /** Sends bytes that fit in one segment. */
  send(from: Side, payload: Uint8Array): void {
    const receiver = this.#ends[other(from)]
    this.#segment(from, FLAG.psh | FLAG.ack, payload)
    receiver.owed++
    if (receiver.owed >= 2) this.#after(30, () => this.#settle(other(from)))
    else this.#after(receiver.acknowledgeWithin, () => this.#settle(other(from)))
  }

  /** Both ends lost their power: nobody says anything any more. */
  drop(): void {
    this.open = false
  }

  /** The client is done: each side says so and the other confirms it. */
  *close(): Script {
    this.open = false
    this.#control('client', FLAG.fin | FLAG.ack)
    yield this.random.between(150, 600)
    this.#acknowledge('server')
    yield this.random.between(100, 900)
    this.#control('server', FLAG.fin | FLAG.ack)
    yield this.random.between(40, 120)
    this.#acknowledge('client')
  }

  /** A side asks every so often whether an idle peer is still there: RFC 9293, 3.8.4. */
  *keepAlive(side: Side, every: number): Script {
    while (this.open) {
      const idle = this.#network.scheduler.now - this.#usedAt
      if (idle < every) {
        yield every - idle
        continue
      }
      const probedAt = this.#network.scheduler.now
      this.#acknowledge(side, this.#ends[side].next - 1)
      yield this.random.between(150, 500)
      if (this.open && this.#usedAt === probedAt) this.#acknowledge(other(side))
    }
  }

  *#keepNeighbours(side: Side): Script {
    const asking = this.#ends[side].host
    const asked = this.#ends[other(side)].host
    const [low, high] = isController(asking) ? [240, 320] : [25, 45]
    for (;;) {
      yield asking.random.between(low! * SECOND, high! * SECOND)
      if (!this.open) return
      yield* this.#network.ask(asking, asked)
    }
  }

  #after(microseconds: number, run: () => void): void {
    this.#network.scheduler.after(microseconds, run)
  }

  /** Acknowledges what is owed, unless a segment already did. */
  #settle(side: Side): void {
    if (this.#ends[side].owed > 0) this.#acknowledge(side)
  }

  #acknowledge(side: Side, sequence = this.#ends[side].next): void {
    this.#segment(side, FLAG.ack, NOTHING, NOTHING, sequence)
  }

  /** SYN and FIN count as one byte. */
  #control(side: Side, flags: number, options = NOTHING): void {
    this.#segment(side, flags, NOTHING, options)
    this.#ends[side].next = (this.#ends[side].next + 1) >>> 0
  }

  #segment(side: Side, flags: number, payload: Uint8Array, options = NOTHING, sequence = this.#ends[side].next): void {
    const from = this.#ends[side]
    const to = this.#ends[other(side)]
    const segment = {
      fromPort: from.port,
      toPort: to.port,
      sequence: sequence >>> 0,
      acknowledged: flags & FLAG.ack ? to.next : 0,
      flags,
      window: from.window,
      options,
      payload,
    }
    this.#network.send(tcpFrame(from.host.routeTo(to.host), segment))
    from.next = (from.next + payload.length) >>> 0
    from.owed = 0
    this.#usedAt = this.#network.scheduler.now
  }
}
