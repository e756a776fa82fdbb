// What carried data and is no protocol that is known here: named by where it was met, with what its bytes look like.

/** Services nobody here recognises that are kept apart in the report. */
const MAX_UNRECOGNISED = 4096
/** Bytes of one service that are looked at. */
const MAX_SAMPLE = 32_768

/** A service by `tcp/port`, `udp/port`, `ethernet/type`, `llc/access point`, `snap/…` or `ip/protocol`. */
export type Service = {
  flows: number
  /** Below transport, where nobody is a server, everything counts as sent to it. */
  readonly toServer: { packets: number; bytes: number }
  readonly toClient: { packets: number; bytes: number }
  /** Bytes of payload of the smallest and the largest packet that was looked at; 0 when none was. */
  least: number
  most: number
}

type Looked = Service & { sampled: number; readonly histogram: Uint32Array }

export class Unrecognised {
  readonly #services = new Map<string, Looked>()

  /** Null when there is no room for one more. */
  of(name: string): Service | null {
    return this.#of(name)
  }

  #of(name: string): Looked | null {
    const known = this.#services.get(name)
    if (known) return known
    if (this.#services.size >= MAX_UNRECOGNISED) return null
    const none = { packets: 0, bytes: 0 }
    const made = { flows: 0, toServer: none, toClient: { ...none }, least: 0, most: 0, sampled: 0 }
    const service = { ...made, histogram: new Uint32Array(256) }
    this.#services.set(name, service)
    return service
  }

  /** Looks at the payload of one packet. */
  look(name: string, bytes: Uint8Array, start: number, end: number): void {
    const service = this.#of(name)
    if (!service || end <= start) return
    service.least = service.least === 0 ? end - start : Math.min(service.least, end - start)
    service.most = Math.max(service.most, end - start)
    const stop = Math.min(end, start + MAX_SAMPLE - service.sampled)
    for (let at = start; at < stop; at++) service.histogram[bytes[at]!]!++
    service.sampled += Math.max(0, stop - start)
  }

  get names(): string[] {
    return [...this.#services.keys()]
  }

  *services(): Iterable<Service & { readonly name: string; readonly histogram: Uint32Array }> {
    for (const [name, { sampled: _, ...service }] of this.#services) yield { name, ...service }
  }
}

/**
 * Shannon entropy in bits per byte, 0 to 8: near 8 is encrypted or packed, text lies near 4.5. Null below 64 bytes, which
 * say little.
 */
export function entropyOf(histogram: Uint32Array): number | null {
  const total = histogram.reduce((sum, count) => sum + count, 0)
  if (total < 64) return null
  let bits = 0
  for (const count of histogram) if (count > 0) bits -= (count / total) * Math.log2(count / total)
  return bits
}
