import type { Party } from '@nautilus/model'
import type { ProtocolStatistics } from './statistics.ts'

/**
 * A client, a server and a protocol. It outlives connections, so that a master which connects anew for every poll still
 * takes the repeat path.
 */
export class Link {
  readonly number: number
  readonly client: Party
  readonly server: Party
  readonly protocol: string
  readonly port: number
  readonly statistics: ProtocolStatistics
  /** The same with client and server exchanged; made when first needed. */
  reversed: Link | null = null

  constructor(
    number: number,
    client: Party,
    server: Party,
    protocol: string,
    port: number,
    statistics: ProtocolStatistics,
  ) {
    this.number = number
    this.client = client
    this.server = server
    this.protocol = protocol
    this.port = port
    this.statistics = statistics
  }
}

/** Links kept at once; beyond it the table starts anew, which costs only what had been remembered. */
export const MAX_LINKS = 65_536

export class Links {
  #links = new Map<string, Link>()
  #made = 0

  of(client: Party, server: Party, protocol: string, port: number, statistics: ProtocolStatistics): Link {
    const key = `${protocol} ${port} ${client.mac} ${client.ip} ${server.mac} ${server.ip}`
    const known = this.#links.get(key)
    if (known) return known
    if (this.#links.size >= MAX_LINKS) this.#links = new Map()
    const made = new Link(this.#made++, client, server, protocol, port, statistics)
    this.#links.set(key, made)
    return made
  }

  /** Between equals: the link on which the server of this one is the client. Its port is that of this one. */
  reversed(link: Link): Link {
    link.reversed ??= this.of(link.server, link.client, link.protocol, link.port, link.statistics)
    return link.reversed
  }
}
