import type { AddressNote, Join, Party } from '@nautilus/model'
import { type Addresses, addressOf, fileOf } from './addresses.ts'
import { Pieces } from './identity/base.ts'
import { Merge, told } from './identity/merge.ts'
import { noteOf } from './identity/notes.ts'
import { type Piece, Places } from './identity/pieces.ts'
import type { Rules } from './identity/rules.ts'
import type { Signs } from './identity/signs.ts'
import type { Limits } from './limits.ts'
import type { Routing } from './routers.ts'
import { byText } from './seen.ts'
import type { TrafficLog } from './traffic.ts'

/** One device: the addresses that belong together. */
export type Device = {
  /** Of the part seen first. */
  readonly id: string
  /** Ids that its other parts would have alone. */
  readonly formerly: readonly string[]
  /** The one it lives at first; others that sent as its IP address after it. No MAC is two devices'. */
  readonly macs: readonly string[]
  readonly ips: readonly string[]
  /** Without a MAC of its own: the routers its packets come through. */
  readonly through: readonly string[]
  readonly routing: Routing | null
  readonly first: number
  readonly joins: readonly Join[]
  readonly notes: readonly AddressNote[]
}

export type Known = {
  readonly addresses: Addresses
  readonly signs: Signs
  readonly log: TrafficLog
  readonly rules: Rules
}

/** Which addresses are which device. Frames come first, then what devices say of themselves, above both the rules of people. */
export class Identity {
  /** Earliest first. */
  readonly devices: readonly Device[]
  /** Devices that found no room. */
  readonly dropped: number
  /** Rules of people that name nothing seen. */
  readonly idleRules: number
  readonly #places: Places
  /** By piece: its device, -1 when dropped. */
  readonly #deviceOf: Int32Array

  constructor({ addresses, signs, log, rules }: Known, limits: Limits) {
    const { pieces, tenants } = new Pieces(addresses, signs, rules).base()
    this.#places = new Places(pieces, tenants)
    const merge = new Merge(pieces, this.#places, signs, log, rules)
    const groups = merge.groups()
    this.#deviceOf = new Int32Array(pieces.length).fill(-1)
    this.devices = groups.slice(0, limits.assets).map((group, index) => {
      for (const piece of group) this.#deviceOf[piece] = index
      const parts = group.map(piece => pieces[piece]!)
      return deviceOf(
        parts,
        group.flatMap(piece => merge.joins[piece]!),
        limits,
      )
    })
    this.dropped = Math.max(0, groups.length - limits.assets)
    this.idleRules = merge.idle
  }

  /** Index into `devices` of a file or an address, -1 for what is no device's. `at`: microseconds. */
  indexOf(file: string, at?: number): number {
    return this.#deviceOf[this.#places.of(file, at)] ?? -1
  }

  /**
   * An IP address never seen is the device's whose MAC sends it, unless that is a router's. `at` decides for an address
   * that changed hands where the MAC does not; without it the last holder counts.
   */
  deviceOf(party: Party, at?: number): Device | null {
    const device = this.devices[this.indexOf(fileOf(party), at)]
    if (device) return device
    const sender = this.devices[this.indexOf(addressOf({ mac: party.mac, ip: '' }), at)]
    return sender && !sender.routing ? sender : null
  }
}

function deviceOf(parts: readonly Piece[], joins: readonly Join[], limits: Limits): Device {
  const [only, ...more] = parts
  const { macs, ips, through, notes, ...rest } = more.length === 0 ? { ...only!, formerly: none } : wholeOf(parts)
  const hidden = macs.length - limits.macs
  const { first, last } = rest
  return {
    id: rest.id,
    formerly: rest.formerly,
    macs: hidden > 0 ? macs.slice(0, limits.macs) : macs,
    ips,
    through: macs.length > 0 ? none : through.slice(0, limits.macs),
    routing: rest.routing,
    first,
    joins: joins.length === 0 ? none : told(joins).slice(0, limits.listed),
    notes: hidden > 0 ? [...notes, noteOf.shownInPart(macs[0]!, hidden, first, last)] : notes,
  }
}

const none: readonly never[] = []

type Whole = Omit<Piece, 'addresses' | 'joins'> & { readonly formerly: readonly string[] }

/** The parts as one, in the order in which they were seen: the id of the oldest stays. */
function wholeOf(parts: readonly Piece[]): Whole {
  const ordered = parts.toSorted((a, b) => a.first - b.first || byText(a.id, b.id))
  const [oldest, ...rest] = ordered
  const routings = ordered.flatMap(({ routing }) => routing ?? []).sort((a, b) => b.confidence - a.confidence)
  return {
    id: oldest!.id,
    formerly: rest.map(({ id }) => id),
    macs: macsOf(ordered),
    ips: [...new Set(ordered.flatMap(part => part.ips))].sort(byText),
    through: [...new Set(ordered.flatMap(part => part.through))].sort(byText),
    routing: routings[0] ?? null,
    first: oldest!.first,
    last: ordered.reduce((latest, part) => Math.max(latest, part.last), oldest!.last),
    notes: ordered.flatMap(part => part.notes),
  }
}

/** First where its IP addresses live, then the others; where there are none, the lowest: makers count ports up from it. */
function macsOf(ordered: readonly Piece[]): string[] {
  const home = ordered.find(({ ips, macs }) => macs.length > 0 && ips.length > 0)
  const others = [...new Set(ordered.flatMap(part => part.macs))].sort(byText)
  const main = home?.macs[0]
  return main === undefined ? others : [main, ...others.filter(mac => mac !== main)]
}
