// Who speaks what on a new flow. Structure decides; a registered port lowers what has to be shown.
import { type Frame, Slab } from '@nautilus/capture'
import type { Dissector } from '@nautilus/protocols'

/** Evidence in bits that makes a protocol certain on a port of its own, and on any other. */
const ENOUGH_ON_PORT = 8
const ENOUGH_ELSEWHERE = 40
/** By how many bits the best must lead the second. */
const LEAD = 12
/** What a port says of which side is the server; what speaking first says. */
const PORT_BITS = 8
const FIRST_BITS = 2
/** Segments and bytes kept while undecided. */
const MAX_SEGMENTS = 8
const MAX_BYTES = 8192
/** How much of a segment is looked at. */
const LOOK = 512

export type HeldSegment = { direction: number; slab: Slab; length: number; at: number; frame: number }
export type Verdict = { dissector: Dissector; clientDirection: number } | 'undecided' | 'unknown'

type Trial = { dissector: Dissector; client: number; onPort: boolean; bits: number; segments: number; out: boolean }

/** The dissectors that a flow is tried with, and which of its directions is the server by each one's ports. */
export type Candidates = {
  readonly dissectors: readonly Dissector[]
  readonly portsOf: (dissector: Dissector) => readonly number[]
  /** Ports by the direction that sends from them. */
  readonly ports: readonly [number, number]
  /** The direction that opened the connection, -1 when that was not seen. */
  readonly opener: number
}

export class Probe {
  readonly held: HeldSegment[] = []
  #bytes = 0
  #segments = 0
  readonly #trials: Trial[]

  constructor(candidates: Candidates, first: number) {
    const directions = candidates.opener < 0 ? [0, 1] : [candidates.opener]
    this.#trials = candidates.dissectors.flatMap(d => directions.map(client => trialOf(candidates, d, client, first)))
  }

  /** Looks at one more segment, keeps a copy, and says what is known now. */
  offer(direction: number, from: Slab, start: number, end: number, frame: Frame): Verdict {
    const slab = new Slab(end - start)
    slab.bytes.set(from.bytes.subarray(start, end))
    this.#keep({ direction, slab, length: end - start, at: frame.at, frame: frame.number })
    this.#segments++
    const front = slab.bytes.subarray(0, LOOK)
    for (const trial of this.#trials) if (!trial.out) weigh(trial, front, direction)
    return this.#verdict()
  }

  #keep(segment: HeldSegment): void {
    this.held.push(segment)
    this.#bytes += segment.length
    while (this.held.length > 1 && (this.held.length > MAX_SEGMENTS || this.#bytes > MAX_BYTES)) {
      this.#bytes -= this.held.shift()!.length
    }
  }

  #verdict(): Verdict {
    const alive = this.#trials.filter(t => !t.out)
    if (alive.length === 0) return 'unknown'
    const best = alive.reduce((a, b) => (b.bits > a.bits ? b : a))
    const rival = alive.reduce((most, t) => (t.dissector !== best.dissector ? Math.max(most, t.bits) : most), 0)
    const shown = best.segments > 0 && (best.onPort || best.segments > 1)
    const enough = best.onPort ? ENOUGH_ON_PORT + PORT_BITS : ENOUGH_ELSEWHERE
    if (shown && best.bits >= enough && best.bits - rival >= LEAD) return verdictOf(best)
    // A flow on a registered port is never given up: what is garbage now may make sense later.
    return this.#segments >= MAX_SEGMENTS && !alive.some(t => t.onPort) ? 'unknown' : 'undecided'
  }

  /** The flow is over: what it most likely was. */
  settle(): Verdict {
    const shown = this.#trials.filter(t => !t.out && t.onPort && t.segments > 0 && t.bits >= ENOUGH_ON_PORT + PORT_BITS)
    if (shown.length === 0) return 'unknown'
    return verdictOf(shown.reduce((a, b) => (b.bits > a.bits ? b : a)))
  }
}

/** What the ports, and who spoke first, say for this protocol with this client. */
function trialOf({ portsOf, ports }: Candidates, dissector: Dissector, client: number, first: number): Trial {
  const own = portsOf(dissector)
  const onPort = own.includes(ports[1 - client]!)
  const wrongWay = !onPort && own.includes(ports[client]!)
  const bits = (onPort ? PORT_BITS : wrongWay ? -PORT_BITS : 0) + (client === first ? FIRST_BITS : 0)
  return { dissector, client, onPort: onPort || wrongWay, bits, segments: 0, out: false }
}

const verdictOf = ({ dissector, client }: Trial): Verdict => ({ dissector, clientDirection: client })

function weigh(trial: Trial, front: Uint8Array, direction: number): void {
  const bits = trial.dissector.recognize(front, direction === trial.client ? 'client' : 'server')
  if (bits > 0) {
    trial.bits += bits
    trial.segments++
  } else if (bits < 0 && !trial.onPort) trial.out = true
}
