// What every way of listening has in common: frames go to a sink, and it says how it stands.
import type { RecordSink } from '@nautilus/capture'
import type { HeardInterface, Hearing } from '@nautilus/model'

export type Ear = {
  /** Rates are those since this was asked before. */
  hearing(): Hearing
  /** Everything that waits is handed over, then `last` is called; after it frames must not be looked at. */
  stop(last: () => void): void
}

export type EarOptions = {
  readonly sink: RecordSink
  /** The sink may tell what it has: after what waited was handed over, or every `TURN`. */
  readonly onTurn: () => void
  /** Something for the log of the platform. */
  readonly onWord: (sentence: string) => void
  /** Nothing will come any more, and why. */
  readonly onEnd: (problem: string) => void
}

/** ms between turns of what comes piece by piece. */
export const TURN = 100

/** Counts what passes on its way to the sink. */
export class Counted implements RecordSink {
  frames = 0
  readonly #sink: RecordSink

  constructor(sink: RecordSink) {
    this.#sink = sink
  }

  record: RecordSink['record'] = (slab, start, captured, original, at, link) => {
    this.frames++
    this.#sink.record(slab, start, captured, original, at, link)
  }

  unsupported: RecordSink['unsupported'] = linkType => this.#sink.unsupported(linkType)
}

/** Packets a second of each interface, between two questions, and for how long none came. */
export class Rates {
  readonly #before = new Map<string, { readonly packets: number; readonly at: number }>()
  readonly #moved = new Map<string, { readonly packets: number; readonly at: number }>()

  of(name: string, packets: number): number {
    const at = performance.now()
    const before = this.#before.get(name)
    this.#before.set(name, { packets, at })
    if (!before || at <= before.at) return 0
    return Math.max(0, Math.round((1000 * (packets - before.packets)) / (at - before.at)))
  }

  /** s, with what it is since the start or the last packet. */
  quiet(name: string, packets: number): number {
    const at = performance.now()
    const moved = this.#moved.get(name)
    if (moved?.packets === packets) return Math.round((at - moved.at) / 1000)
    this.#moved.set(name, { packets, at })
    return 0
  }
}

export const droppedOf = ({ interfaces }: { readonly interfaces: readonly HeardInterface[] }): number =>
  interfaces.reduce((sum, { dropped }) => sum + dropped, 0)

/** For the log, when it changes. */
export function stateSentence(name: string, state: HeardInterface['state']): string {
  if (state === 'up') return `${name} is up: it is listened to`
  if (state === 'down') return `${name} is down: nothing comes until the link is back; look at the cable and the switch`
  return `${name} is gone: it is listened to again when an interface of this name is there`
}
