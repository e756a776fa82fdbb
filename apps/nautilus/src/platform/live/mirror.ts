// Whether what comes is a mirror of other ports, or only what a switch sends to every port: frames to one device are counted
// beside all of them, over the last minutes.
import type { RecordSink } from '@nautilus/capture'
import type { MirrorSight } from '@nautilus/model'

const ETHERNET = 1
/** Of the first byte of the destination: to many (IEEE 802). */
const GROUP = 1
/** ms after which what was counted moves on; twice as long it counts. */
const HALF = 150_000

export class MirrorCounter implements RecordSink {
  readonly #sink: RecordSink
  #frames = 0
  #unicast = 0
  #before = { frames: 0, unicast: 0 }
  #since = performance.now()

  constructor(sink: RecordSink) {
    this.#sink = sink
  }

  record: RecordSink['record'] = (slab, start, captured, original, at, link) => {
    if (link === ETHERNET && captured > 0) {
      this.#frames++
      if ((slab.bytes[start]! & GROUP) === 0) this.#unicast++
    }
    this.#sink.record(slab, start, captured, original, at, link)
  }

  unsupported: RecordSink['unsupported'] = linkType => this.#sink.unsupported(linkType)

  told(): Pick<MirrorSight, 'frames' | 'unicast'> {
    const { frames, unicast } = this.#before
    const told = { frames: frames + this.#frames, unicast: unicast + this.#unicast }
    if (performance.now() - this.#since > HALF) {
      this.#before = { frames: this.#frames, unicast: this.#unicast }
      this.#frames = this.#unicast = 0
      this.#since = performance.now()
    }
    return told
  }
}
