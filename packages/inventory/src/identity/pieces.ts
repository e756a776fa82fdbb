// What belongs together by frames alone: a MAC with the IP addresses that live at it.
import type { AddressNote, Join } from '@nautilus/model'
import type { Routing } from '../routers.ts'

/** A device as far as frames show it, before anything that devices say of themselves is heard. */
export type Piece = {
  readonly id: string
  /** The one it lives at first. */
  readonly macs: readonly string[]
  readonly ips: readonly string[]
  readonly through: readonly string[]
  readonly routing: Routing | null
  readonly first: number
  readonly last: number
  /** Every address that leads to it. */
  readonly addresses: readonly string[]
  readonly joins: readonly Join[]
  readonly notes: readonly AddressNote[]
}

/** One of those that an IP address belongs to in turn. */
export type Tenant = { readonly macs: readonly string[]; readonly piece: number; readonly from: number }

/** Which piece an address is. */
export class Places {
  readonly #pieceOf = new Map<string, number>()
  readonly #tenants: ReadonlyMap<string, readonly Tenant[]>

  constructor(pieces: readonly Piece[], tenants: ReadonlyMap<string, readonly Tenant[]>) {
    this.#tenants = tenants
    for (const [index, { addresses }] of pieces.entries()) {
      for (const address of addresses) {
        if (!tenants.has(address) && !this.#pieceOf.has(address)) this.#pieceOf.set(address, index)
      }
    }
  }

  /** -1 for what is no device's. `at`: when, for an address that changed hands; otherwise its last holder. */
  of(file: string, at = Number.POSITIVE_INFINITY): number {
    const known = this.#pieceOf.get(file)
    if (known !== undefined) return known
    const space = file.indexOf(' ')
    const address = space < 0 ? file : file.slice(0, space)
    const tenants = this.#tenants.get(address)
    if (tenants) return tenantOf(tenants, space < 0 ? '' : file.slice(space + 1), at)
    const piece = this.#pieceOf.get(address) ?? -1
    // The same few files are asked for again and again.
    if (piece >= 0) this.#pieceOf.set(file, piece)
    return piece
  }

  /** Whether it belongs to several in turn. */
  isShared(address: string): boolean {
    return this.#tenants.has(address)
  }
}

function tenantOf(tenants: readonly Tenant[], mac: string, at: number): number {
  const sender = mac === '' ? undefined : tenants.find(({ macs }) => macs.includes(mac))
  const holder = sender ?? tenants.findLast(({ from }) => from <= at) ?? tenants[0]
  return holder?.piece ?? -1
}
