// Who speaks what on a new flow. Structure decides; a registered port lowers what has to be shown.
import { type Frame, Slab } from '@nautilus/capture'
import type { Dissector } from '@nautilus/protocols'

/** Evidence in bits that makes a protocol certain on a port of its own, and on any other. */
const ENOUGH_ON_PORT = 8
const ENOUGH_ELSEWHERE = 40
/** By how many bits the best must lead the second. */
const LEAD = 24
/** What a port says of which side is the server; what opening the connection and speaking first say of the client. */
const PORT_BITS = 8
const OPENER_BITS = 24
const FIRST_BITS = 2
/** Segments and bytes kept while undecided, and segments after which a flow on no port of ours is given up. */
const MAX_SEGMENTS = 64
const MAX_BYTES = 8192
const PATIENCE = 8
/** How much of a segment is looked at. */
const LOOK = 512

export type HeldSegment = { direction: number; slab: Slab; at: number; frame: number }
export type Verdict = { dissector: Dissector; clientDirection: number } | 'undecided' | 'unknown'

type Trial = {
  readonly dissector: Dissector
  readonly client: number
  readonly onPort: boolean
  /** What ports and order of speaking say, then the best shown by each direction. */
  readonly prior: number
  readonly shown: [number, number]
  /** Segments that spoke for it, and that spoke against it. */
  segments: number
  against: number
  out: boolean
}

/** What was shown decides whether it is this protocol; with the prior, which of several, and who is the client. */
const shownBy = ({ shown }: Trial): number => shown[0] + shown[1]
const bitsOf = (trial: Trial): number => trial.prior + shownBy(trial)

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
    // Who opened the connection is nearly always the client; but a SYN can be forged, and structure decides.
    this.#trials = candidates.dissectors.flatMap(d => [0, 1].map(client => trialOf(candidates, d, client, first)))
  }

  /** Looks at one more segment and says what is known now. */
  look(direction: number, slab: Slab, start: number, end: number): Verdict {
    this.#segments++
    // A message may be cut, so all that came is looked at; and the flow may have been met in the middle of one.
    const alone = slab.bytes.subarray(start, Math.min(end, start + LOOK))
    const joined = this.#joined(direction, alone)
    for (const trial of this.#trials) if (!trial.out) weigh(trial, joined, alone, direction)
    return this.#verdict()
  }

  #joined(direction: number, newest: Uint8Array): Uint8Array {
    const before = this.held.filter(h => h.direction === direction)
    if (before.length === 0) return newest
    return Uint8Array.from([...before.flatMap(h => [...h.slab.bytes.subarray(0, LOOK)]), ...newest].slice(0, LOOK))
  }

  /** Keeps a copy of a segment until it is known whose it is; the oldest give way. */
  keep(direction: number, from: Slab, start: number, end: number, frame: Frame): void {
    const slab = new Slab(end - start)
    slab.bytes.set(from.bytes.subarray(start, end))
    this.held.push({ direction, slab, at: frame.at, frame: frame.number })
    this.#bytes += end - start
    while (this.held.length > 1 && (this.held.length > MAX_SEGMENTS || this.#bytes > MAX_BYTES)) {
      this.#bytes -= this.held.shift()!.slab.bytes.length
    }
  }

  #verdict(): Verdict {
    const alive = this.#trials.filter(t => !t.out)
    if (alive.length === 0) return 'unknown'
    const best = bestOf(alive.filter(t => t.segments > 0))
    if (best && isEnough(best) && leads(best, alive)) return verdictOf(best)
    // A flow on a registered port is never given up: what is garbage now may make sense later.
    return this.#segments >= PATIENCE && !alive.some(t => t.onPort) ? 'unknown' : 'undecided'
  }

  /** The flow is over: what it most likely was. */
  settle(): Verdict {
    const shown = this.#trials.filter(
      t => !t.out && t.onPort && t.segments > 0 && t.against === 0 && shownBy(t) >= ENOUGH_ON_PORT,
    )
    const best = bestOf(shown)
    return best ? verdictOf(best) : 'unknown'
  }
}

function bestOf(trials: readonly Trial[]): Trial | null {
  return trials.reduce<Trial | null>((best, t) => (best === null || bitsOf(t) > bitsOf(best) ? t : best), null)
}

function isEnough(trial: Trial): boolean {
  const { onPort, against, segments } = trial
  if (!onPort && segments < 2) return false
  return shownBy(trial) >= (onPort && against === 0 ? ENOUGH_ON_PORT : ENOUGH_ELSEWHERE)
}

/** Nothing speaks for another protocol, or much less. */
function leads(best: Trial, alive: readonly Trial[]): boolean {
  const rivals = alive.filter(t => t.dissector !== best.dissector).map(shownBy)
  const rival = Math.max(0, ...rivals)
  return rival === 0 || shownBy(best) - rival >= LEAD
}

/** What the ports, and who spoke first, say for this protocol with this client. */
function trialOf({ portsOf, ports, opener }: Candidates, dissector: Dissector, client: number, first: number): Trial {
  const own = portsOf(dissector)
  const onPort = own.includes(ports[1 - client]!)
  const wrongWay = !onPort && own.includes(ports[client]!)
  const port = onPort ? PORT_BITS : wrongWay ? -PORT_BITS : 0
  const opened = opener < 0 ? 0 : client === opener ? OPENER_BITS : -OPENER_BITS
  const prior = port + opened + (client === first ? FIRST_BITS : 0)
  return { dissector, client, onPort: onPort || wrongWay, prior, shown: [0, 0], segments: 0, against: 0, out: false }
}

const verdictOf = ({ dissector, client }: Trial): Verdict => ({ dissector, clientDirection: client })

function weigh(trial: Trial, joined: Uint8Array, alone: Uint8Array, direction: number): void {
  const side = direction === trial.client ? 'client' : 'server'
  const whole = trial.dissector.recognize(joined, side)
  const bits = Math.max(whole, joined.length === alone.length ? whole : trial.dissector.recognize(alone, side))
  const k = direction === 0 ? 0 : 1
  if (bits > 0) {
    trial.shown[k] = Math.max(trial.shown[k], bits)
    trial.segments++
  } else if (bits < 0) {
    trial.against++
    if (!trial.onPort) trial.out = true
  }
}
