// What nobody recognised, summed over the files of one analysis.
import { entropyOf, type Unrecognised as Seen, type Service } from '@nautilus/sensor'

/** A service that nobody here recognises, by `tcp/port`, `ethernet/type` and the like. */
export type Unrecognised = {
  readonly service: string
  readonly packets: number
  readonly bytes: number
  readonly flows: number
  /** Of these: what went to the likely server, and back. Below transport all counts as sent to it. */
  readonly toServer: { readonly packets: number; readonly bytes: number }
  readonly toClient: { readonly packets: number; readonly bytes: number }
  /** Payload of the smallest and the largest packet looked at, bytes. */
  readonly sizes: { readonly least: number; readonly most: number }
  /** Bits per byte, 0 to 8; null when too little was seen. */
  readonly entropy: number | null
}

type Sum = Service & { readonly histogram: Uint32Array }

export class Services {
  readonly #sums = new Map<string, Sum>()

  add(seen: Seen): void {
    for (const { name, ...service } of seen.services()) {
      const sum = this.#sums.get(name)
      if (sum) join(sum, service)
      else this.#sums.set(name, service)
    }
  }

  /** The one with the most bytes first. */
  list(): Unrecognised[] {
    const all = [...this.#sums].map(([service, sum]) => ({
      service,
      packets: sum.toServer.packets + sum.toClient.packets,
      bytes: sum.toServer.bytes + sum.toClient.bytes,
      flows: sum.flows,
      toServer: sum.toServer,
      toClient: sum.toClient,
      sizes: { least: sum.least, most: sum.most },
      entropy: roundedOf(entropyOf(sum.histogram)),
    }))
    return all.sort((a, b) => b.bytes - a.bytes || (a.service < b.service ? -1 : 1))
  }
}

const roundedOf = (bits: number | null): number | null => (bits === null ? null : Math.round(100 * bits) / 100)

function join(sum: Sum, more: Sum): void {
  sum.flows += more.flows
  for (const way of ['toServer', 'toClient'] as const) {
    sum[way].packets += more[way].packets
    sum[way].bytes += more[way].bytes
  }
  sum.least = sum.least === 0 ? more.least : Math.min(sum.least, more.least || sum.least)
  sum.most = Math.max(sum.most, more.most)
  for (let byte = 0; byte < 256; byte++) sum.histogram[byte]! += more.histogram[byte]!
}
