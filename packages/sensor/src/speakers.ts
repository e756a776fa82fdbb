// Who asks on a flow, who answers, and in which protocol, as far as is known at the moment.
import { type FlowTable, OPENED_BY_0, OPENED_BY_1, PROBED_0, PROBED_1 } from '@nautilus/capture'
import type { Party } from '@nautilus/model'

/** What a recognised flow says of it. */
type Spoken = { readonly dissector: { readonly name: string }; readonly clientDirection: number }

export class Speakers {
  readonly #table: FlowTable
  readonly #textOf: (version: number, address: number) => string
  readonly #spokenOn: (flow: number) => Spoken | null

  /** @param spokenOn null while nobody knows what is spoken on a flow */
  constructor(
    table: FlowTable,
    textOf: (version: number, address: number) => string,
    spokenOn: (flow: number) => Spoken | null,
  ) {
    this.#table = table
    this.#textOf = textOf
    this.#spokenOn = spokenOn
  }

  /** Identity is by IP here; which MAC sends as that IP is told by bindings. */
  partyOf(flow: number, direction: number): Party {
    const table = this.#table
    return { mac: '', ip: this.#textOf(table.versionOf(flow), table.addressOf(flow, direction)) }
  }

  protocolOf(flow: number): string | null {
    return this.#spokenOn(flow)?.dissector.name ?? null
  }

  /** The direction of who opened the connection or felt for it, else of who asks, else of the higher port. */
  clientOf(flow: number): number {
    const bits = this.#table.state[flow]!
    if ((bits & (OPENED_BY_0 | OPENED_BY_1)) !== 0) return 1 - this.serverOf(flow)
    if ((bits & (PROBED_0 | PROBED_1)) !== 0) return (bits & PROBED_0) !== 0 ? 0 : 1
    const spoken = this.#spokenOn(flow)
    if (spoken) return spoken.clientDirection
    if (this.#isGroup(flow, 0)) return 1
    return this.#isGroup(flow, 1) ? 0 : 1 - this.serverOf(flow)
  }

  /** The side that sends from the likely server's port: the one that did not open the connection, else the lower port. */
  serverOf(flow: number): number {
    const opened = this.#table.state[flow]!
    if ((opened & OPENED_BY_0) !== 0) return 1
    if ((opened & OPENED_BY_1) !== 0) return 0
    return this.#table.portOf(flow, 0) <= this.#table.portOf(flow, 1) ? 0 : 1
  }

  /** Whether one side is a broadcast or multicast address. */
  isGroup(flow: number): boolean {
    return this.#isGroup(flow, 0) || this.#isGroup(flow, 1)
  }

  #isGroup(flow: number, direction: number): boolean {
    const address = this.#table.addressOf(flow, direction)
    // IPv4 224.0.0.0/4 and 255.255.255.255; of the rest of 240.0.0.0/4 nothing is in use.
    if (this.#table.versionOf(flow) === 4) return address >>> 0 >= 0xe000_0000
    return this.#textOf(6, address).startsWith('ff')
  }
}
