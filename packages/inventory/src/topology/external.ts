// Conversations with the internet: an entry for each address, device, protocol and direction.
import type { Activity, ExternalPeer, Party } from '@nautilus/model'
import { isDeviceIp, isPublic } from '../address.ts'
import { byText, type Seen, seenAs, widen } from '../seen.ts'

/** Addresses of the internet kept; an office talks with thousands. */
export const MAX_EXTERNAL = 20_000

type Talk = Seen & {
  readonly client: Party
  readonly server: Party
  readonly protocol: string
  readonly port: number
  operations: number
  bytes: number
}

const isGlobal = (ip: string): boolean =>
  isDeviceIp(ip) && (ip.includes(':') ? /^[23][0-9a-f]{0,3}:/i.test(ip) : isPublic(ip))

export type SavedExternal = { readonly talks: Map<string, Talk>; readonly dropped: number }

/** Which of them are outside is asked at the end, when it is known which networks live here. */
export class ExternalLog {
  readonly #talks: Map<string, Talk>
  dropped: number

  constructor(saved?: SavedExternal) {
    this.#talks = saved?.talks ?? new Map()
    this.dropped = saved?.dropped ?? 0
  }

  save(): SavedExternal {
    return { talks: this.#talks, dropped: this.dropped }
  }

  learn(activity: Activity): void {
    const { client, server, protocol, port, outcome } = activity
    if (!isGlobal(client.ip) && !isGlobal(server.ip)) return
    // Who never answers need not exist.
    if (outcome === 'no-reply' && isGlobal(server.ip)) return
    const key = `${client.ip} ${server.ip} ${protocol} ${port}`
    let talk = this.#talks.get(key)
    if (!talk) {
      if (this.#talks.size >= MAX_EXTERNAL) {
        this.dropped += activity.count
        return
      }
      talk = { ...seenAs(activity), client, server, protocol, port, operations: 0, bytes: 0 }
      this.#talks.set(key, talk)
    }
    widen(talk, activity)
    talk.operations += activity.count
    talk.bytes += activity.bytes
  }

  peers(assetIdOf: (party: Party) => string | null, outside: ReadonlySet<string>): ExternalPeer[] {
    const peers: ExternalPeer[] = []
    for (const { client, server, protocol, port, operations, bytes, first, last } of this.#talks.values()) {
      const [from, to] = [assetIdOf(client), assetIdOf(server)]
      if (from === null || to === null || outside.has(from) === outside.has(to)) continue
      const direction = outside.has(from) ? 'in' : 'out'
      const [address, asset] = direction === 'in' ? [client.ip, to] : [server.ip, from]
      peers.push({ address, asset, direction, protocol, port, operations, bytes, first, last })
    }
    return peers.sort(byVolume)
  }
}

const byVolume = (a: ExternalPeer, b: ExternalPeer): number =>
  (a.direction === b.direction ? 0 : a.direction === 'in' ? -1 : 1) ||
  b.bytes - a.bytes ||
  byText(a.address, b.address) ||
  byText(a.asset, b.asset) ||
  byText(a.protocol, b.protocol) ||
  a.port - b.port
