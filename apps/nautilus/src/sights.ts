// What the sensors of all files counted about their own sight, as one.
import type { Decoded, Sight } from '@nautilus/model'
import type { ProtocolStatistics, Sensor } from '@nautilus/sensor'

export class Sights {
  #sum: Sight = {
    packets: 0,
    duplicates: 0,
    broken: 0,
    connections: { both: 0, oneSided: 0 },
    pairs: { any: 0, bothWays: 0 },
    commonMac: '',
    senders: 0,
    gaps: 0,
    lostBytes: 0,
    clock: { back: 0, most: 0, longestSilence: 0 },
    vlans: [],
    untagged: false,
  }
  readonly #common = new Set<string>()
  readonly #vlans = new Set<number>()

  add({ packets, duplicates, decoder, streams, sight, bindings }: Sensor): void {
    const sum = this.#sum
    this.#common.add(sight.commonMac())
    for (const tag of sight.vlans()) this.#vlans.add(tag)
    this.#sum = {
      packets: sum.packets + packets,
      duplicates: sum.duplicates + duplicates.count,
      broken: sum.broken + decoder.broken,
      connections: {
        both: sum.connections.both + sight.both,
        oneSided: sum.connections.oneSided + sight.oneSided,
      },
      pairs: { any: sum.pairs.any + sight.pairs, bothWays: sum.pairs.bothWays + sight.pairsBothWays },
      commonMac: '',
      senders: Math.max(sum.senders, bindings.senders),
      gaps: sum.gaps + streams.gaps,
      lostBytes: sum.lostBytes + streams.lostBytes,
      clock: {
        back: sum.clock.back + sight.back,
        most: Math.max(sum.clock.most, sight.mostBack),
        longestSilence: Math.max(sum.clock.longestSilence, sight.longestSilence),
      },
      vlans: [],
      untagged: sum.untagged || sight.untagged,
    }
  }

  /** Files of different places have no device in common. */
  all(): Sight {
    const commonMac = this.#common.size === 1 ? [...this.#common][0]! : ''
    return { ...this.#sum, commonMac, vlans: [...this.#vlans].sort((a, b) => a - b) }
  }
}

export const decodedOf = ([protocol, { packets, messages, malformed, functions }]: readonly [
  string,
  ProtocolStatistics,
]): Decoded => {
  let requests = 0
  let replies = 0
  for (const counts of functions.values()) {
    requests += counts.requests
    replies += counts.replies
  }
  return { protocol, packets, messages, malformed, requests, replies }
}
