import type { AddressNote, Join } from '@nautilus/model'
import { areNeighbours, isLinkLocal, isLocallyAdministered, looksLikeBroadcast } from '../address.ts'
import type { Addresses } from '../addresses.ts'
import { assetIdFrom } from '../asset-id.ts'
import { byText, type Seen } from '../seen.ts'
import { Acquaintance } from './acquaintance.ts'
import { Homes, push, type Tenancy } from './homes.ts'
import { joinOf } from './join.ts'
import { noteOf } from './notes.ts'
import type { Piece, Tenant } from './pieces.ts'
import type { Rules } from './rules.ts'
import type { Signs } from './signs.ts'
import { titleOf, virtualMacOf } from './virtual.ts'
import { movesOf } from './vlans.ts'

/** Devices named in one reason. */
const MOST_TOLD = 4

export type Base = { readonly pieces: readonly Piece[]; readonly tenants: ReadonlyMap<string, readonly Tenant[]> }

/**
 * Each IP address lives at the MAC that sent as it first; routers are asked only for what ARP claims for them. A MAC
 * with nothing living at it, that sent as the addresses of exactly one other device, is that device's second interface
 * or its stand-in; one that sent as addresses of several devices stays a device of its own.
 */
export class Pieces {
  readonly #addresses: Addresses
  readonly #rules: Rules
  readonly #homes: Homes
  /** By the MAC of the first turn to that of the last: the addresses that live there, and those that did. */
  readonly #homed = new Map<string, string[]>()
  readonly #left = new Map<string, string[]>()
  readonly #guests = new Map<string, string[]>()
  readonly #hostOf = new Map<string, string>()

  constructor(addresses: Addresses, signs: Signs, rules: Rules) {
    this.#addresses = addresses
    this.#rules = rules
    this.#homes = new Homes(addresses, new Acquaintance(signs), rules)
    for (const [ip, turns] of this.#homes.tenancies) {
      for (const turn of turns) {
        const isLast = turns.findLast(({ vlan }) => vlan === turn.vlan) === turn
        push(isLast ? this.#homed : this.#left, turn.macs[0]!, ip)
      }
    }
    for (const mac of [...addresses.macs.keys()].sort(byText)) {
      const host = this.#findHost(mac)
      this.#hostOf.set(mac, host)
      if (host !== mac) push(this.#guests, host, mac)
    }
  }

  base(): Base {
    const { macs, ips, loopbacks } = this.#addresses
    const pieces: Piece[] = []
    for (const mac of macs.keys()) {
      if (this.#hostOf.get(mac) === mac && !this.#homes.shared.has(mac)) pieces.push(this.#atMac(mac))
    }
    for (const ip of ips.keys()) if (this.#isAlone(ip)) pieces.push(this.#atIp(ip, ips.get(ip)!))
    // A machine that talks to itself is worth a line only where there is no other.
    if (pieces.length === 0) for (const [ip, seen] of loopbacks) pieces.push(this.#atIp(ip, seen))
    pieces.sort((a, b) => a.first - b.first || byText(a.id, b.id))
    return { pieces, tenants: this.#tenants(pieces) }
  }

  #isAlone(ip: string): boolean {
    const { tenancies, shared, sendersOf } = this.#homes
    if (tenancies.has(ip) || shared.has(ip)) return false
    const hasSent = sendersOf.has(ip)
    return hasSent ? !isLinkLocal(ip) : !looksLikeBroadcast(ip)
  }

  /** The MAC whose device this MAC belongs to: itself, nearly always. */
  #findHost(mac: string): string {
    if (this.#homes.routingOf(mac)) return mac
    const [only = mac, ...more] = this.#homes.holdersOf(mac)
    return more.length > 0 || this.#rules.apart(only, mac) ? mac : only
  }

  #atMac(mac: string): Piece {
    const homed = this.#homed.get(mac) ?? []
    const local = [...this.#addresses.macs.get(mac)!.ips.keys()].filter(isLinkLocal)
    const ips = [...homed, ...local].sort(byText)
    const guests = this.#guests.get(mac) ?? []
    const macs = [mac, ...guests]
    return {
      ...this.#origin(mac, homed),
      last: macs.reduce((most, one) => Math.max(most, this.#addresses.macs.get(one)!.last), 0),
      macs,
      ips,
      through: [],
      routing: this.#homes.routingOf(mac),
      addresses: [...macs, ...ips],
      joins: [...guests.map(guest => this.#guestJoin(mac, guest)), ...macs.flatMap(one => this.#refusalsOf(one))],
      notes: macs.flatMap(one => this.#notesOf(one)),
    }
  }

  #atIp(ip: string, { first, last }: Seen): Piece {
    const through = (this.#homes.sendersOf.get(ip) ?? []).toSorted(byText)
    const nothing = { macs: [], routing: null, joins: [], notes: [] }
    return { id: assetIdFrom(ip), first, last, ips: [ip], through, addresses: [ip], ...nothing }
  }

  /** The address seen first gives the id; one that was another's before says nothing of when this device began. */
  #origin(mac: string, homed: readonly string[]): { id: string; first: number } {
    let address = mac
    let first = this.#addresses.macs.get(mac)!.first
    const { tenancies } = this.#homes
    for (const ip of [...homed, ...(this.#left.get(mac) ?? [])].sort(byText)) {
      const seen = this.#addresses.ips.get(ip)?.first ?? Number.POSITIVE_INFINITY
      if (seen >= first || tenancies.get(ip)?.[0]?.macs[0] !== mac) continue
      address = ip
      first = seen
    }
    return { id: assetIdFrom(address), first }
  }

  #guestJoin(host: string, guest: string): Join {
    const ips = [...this.#addresses.macs.get(guest)!.ips.keys()].filter(ip =>
      this.#addresses.macs.get(host)!.ips.has(ip),
    )
    const since = Math.min(...ips.map(ip => this.#homes.bindingOf(guest, ip).first))
    const apart = ips.every(ip => this.#homes.bindingOf(guest, ip).first > this.#homes.bindingOf(host, ip).last)
    const near = areNeighbours(host, guest)
    const reasons = [
      `${host} and ${guest} send as ${ips.sort(byText).slice(0, 4).join(', ')}`,
      ...(near ? ['their MAC addresses follow each other'] : []),
      apart
        ? 'one soon after the other: a stand-in or another card'
        : 'at the same time: two interfaces (PRP, teaming, a bridge), or an address taken twice',
    ]
    const confidence = near ? 0.9 : apart ? 0.6 : 0.7
    return joinOf({
      verdict: 'same',
      addresses: [host, guest],
      rule: 'one address at two interfaces',
      reasons,
      confidence,
      since,
    })
  }

  /** Addresses of this MAC that others had too without being the same device. */
  #refusalsOf(mac: string): Join[] {
    const { rivals } = this.#homes
    return [...this.#addresses.macs.get(mac)!.ips.keys()].sort(byText).flatMap(ip => {
      const turns = this.#homes.turnsAround(mac, ip)
      const found: Join[] = []
      if (turns.length > 1 && turns.some(({ macs }) => macs.includes(mac))) found.push(movedOf(ip, turns))
      found.push(...this.#apartByVlan(mac, ip))
      for (const rival of rivals.get(ip) ?? []) {
        const since = this.#homes.bindingOf(rival, ip).first
        const around = this.#homes.turnsAround(rival, ip)
        const holder = (around.findLast(({ from }) => from <= since) ?? around[0]!).macs[0]!
        if (mac !== rival && mac !== holder) continue
        const reasons = [`both send as ${ip}`, 'they say different things of themselves, or a person keeps them apart']
        found.push(
          joinOf({
            verdict: 'different',
            addresses: [holder, rival],
            rule: 'address contested',
            reasons,
            confidence: 0.8,
            since,
          }),
        )
      }
      return found
    })
  }

  /** The same for all of the devices that have the address, each in its VLAN. */
  #apartByVlan(mac: string, ip: string): Join[] {
    const turns = this.#homes.tenancies.get(ip) ?? []
    if (new Set(turns.map(({ vlan }) => vlan)).size < 2 || !turns.some(({ macs }) => macs[0] === mac)) return []
    return [
      joinOf({
        verdict: 'different',
        addresses: turns.map(({ macs }) => macs[0]!),
        rule: 'one address in several VLANs',
        reasons: [
          `all have ${ip}`,
          `each answers for it in one VLAN only, at the same time as another elsewhere: ${turns
            .slice(0, MOST_TOLD)
            .map(({ macs, vlan }) => `${macs[0]} in VLAN ${vlan}`)
            .join(', ')}`,
        ],
        confidence: 0.85,
        since: turns[1]!.from,
      }),
    ]
  }

  #notesOf(mac: string): AddressNote[] {
    const { first, last, ips } = this.#addresses.macs.get(mac)!
    const notes: AddressNote[] = []
    const virtual = virtualMacOf(mac)
    if (virtual) {
      const reason = `${titleOf(virtual)}: a virtual address, of whose members none was seen`
      notes.push(noteOf.virtual(mac, [], reason, first, last))
    } else if (isLocallyAdministered(mac)) notes.push(noteOf.madeUp(mac, first, last))
    if (!this.#homes.routingOf(mac))
      notes.push(...movesOf(this.#addresses, mac).map(move => noteOf.vlanChanged(mac, move)))
    for (const ip of [...ips.keys()].sort(byText)) notes.push(...this.#noteOf(mac, ip))
    for (const address of this.#homes.sharedBy(mac)) {
      const { members, reason } = this.#homes.shared.get(address)!
      const seen = this.#addresses.macs.get(address) ?? this.#addresses.ips.get(address)!
      const others = members.filter(member => member !== mac)
      notes.push(noteOf.virtual(address, others, reason, seen.first, seen.last))
    }
    return notes
  }

  #noteOf(mac: string, ip: string): AddressNote[] {
    const all = this.#homes.tenancies.get(ip) ?? []
    const turns = this.#homes.turnsAround(mac, ip)
    const own = turns.findIndex(({ macs }) => macs.includes(mac))
    const elsewhere = all.filter(turn => !turns.includes(turn))
    const strangers = new Set(elsewhere.flatMap(({ macs }) => macs))
    const senders = (this.#homes.sendersOf.get(ip) ?? []).filter(sender => !strangers.has(sender))
    if (own < 0) return []
    const { from, until, macs, vlan } = turns[own]!
    const others = turns.filter((_, at) => at !== own).map(turn => turn.macs[0]!)
    const rivals = senders.filter(m => m !== mac && !macs.includes(m) && !others.includes(m) && this.#claims(m, ip))
    return [
      ...(others.length > 0 && macs[0] === mac
        ? [noteOf.moved(ip, others, own === turns.length - 1, from, until)]
        : []),
      ...(elsewhere.length > 0 && macs[0] === mac
        ? [
            noteOf.inSeveralVlans(
              ip,
              vlan!,
              elsewhere.map(turn => ({ mac: turn.macs[0]!, vlan: turn.vlan! })),
              from,
              until,
            ),
          ]
        : []),
      ...(rivals.length > 0 && macs[0] === mac ? [noteOf.contested(ip, rivals, from, until)] : []),
      ...(macs.length > 1 && macs[0] === mac ? [noteOf.contested(ip, macs.slice(1), from, until)] : []),
    ]
  }

  /** A router that forwards for the address contests nothing. */
  #claims = (mac: string, ip: string): boolean => this.#homes.judgementOf(mac)?.own.includes(ip) ?? false

  #tenants(pieces: readonly Piece[]): Map<string, readonly Tenant[]> {
    const pieceOf = new Map(pieces.flatMap((piece, index) => piece.macs.map(mac => [mac, index] as const)))
    const tenants = new Map<string, readonly Tenant[]>()
    for (const [ip, turns] of this.#homes.tenancies) {
      if (turns.length === 1 && !this.#homes.rivals.has(ip)) continue
      const rivals = (this.#homes.rivals.get(ip) ?? []).map(mac => ({
        macs: [mac],
        piece: pieceOf.get(mac)!,
        from: Number.POSITIVE_INFINITY,
      }))
      tenants.set(ip, [...turns.map(({ macs, from }) => ({ macs, piece: pieceOf.get(macs[0]!)!, from })), ...rivals])
    }
    for (const [address, { members }] of this.#homes.shared) {
      const first = (mac: string) => this.#addresses.macs.get(mac)!.ips.get(address)?.first ?? Number.NEGATIVE_INFINITY
      const list = members.map(mac => ({ macs: [mac], piece: pieceOf.get(this.#hostOf.get(mac)!)!, from: first(mac) }))
      tenants.set(
        address,
        list.sort((a, b) => a.from - b.from || byText(a.macs[0]!, b.macs[0]!)),
      )
    }
    return tenants
  }
}

function movedOf(ip: string, turns: readonly Tenancy[]): Join {
  const macs = turns.map(turn => turn.macs[0]!)
  const reasons = [`${macs.join(', then ')} had ${ip} one after the other, with silence between`]
  return joinOf({
    verdict: 'different',
    addresses: macs,
    rule: 'address changed hands',
    reasons,
    confidence: 0.7,
    since: turns[1]!.from,
  })
}
