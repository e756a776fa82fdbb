// Which MAC an IP address lives at: by turns, where it changed hands; at several, where it is a virtual address.
import { areNeighbours, areOfOneBlock, isLinkLocal, networkOf } from '../address.ts'
import type { Addresses, Binding, SeenMac } from '../addresses.ts'
import { judgeMac, type MacJudgement, type Routing } from '../routers.ts'
import { byText } from '../seen.ts'
import type { Acquaintance } from './acquaintance.ts'
import type { Rules } from './rules.ts'
import { titleOf, type VirtualMac, virtualMacOf } from './virtual.ts'
import { sendersByVlan } from './vlans.ts'

/** An IP address that falls silent for so long (µs) and comes back at a stranger has changed hands. */
export const HANDOVER = 60e6
/** More members than this share no virtual address. */
const MOST_MEMBERS = 8

/**
 * A time during which an address belonged to one device: the MAC it lived at, then others that sent as it too. `vlan`: where
 * several VLANs have the address, the one that this is of; null otherwise.
 */
export type Tenancy = { readonly macs: string[]; readonly from: number; until: number; readonly vlan: number | null }

/** Who answers for an address in turn. */
export type Shared = { readonly members: readonly string[]; readonly reason: string }

export class Homes {
  readonly sendersOf = new Map<string, string[]>()
  /** By IP address, the earliest first. Each MAC is in one tenancy of an address at most. */
  readonly tenancies = new Map<string, Tenancy[]>()
  /** Virtual MAC and IP addresses whose members were seen. */
  readonly shared = new Map<string, Shared>()
  /** MACs that sent as an address during a tenancy and are told to be another device. */
  readonly rivals = new Map<string, string[]>()
  readonly #addresses: Addresses
  readonly #rules: Rules
  readonly #acquaintance: Acquaintance
  readonly #judged = new Map<string, MacJudgement>()
  readonly #owned = new Map<string, string[]>()
  readonly #owners = new Map<string, string[]>()
  readonly #sharedBy = new Map<string, string[]>()
  /** By MAC: addresses of others that it sent as without answering for them. */
  readonly #passedOn = new Map<string, string[]>()

  constructor(addresses: Addresses, acquaintance: Acquaintance, rules: Rules) {
    this.#addresses = addresses
    this.#acquaintance = acquaintance
    this.#rules = rules
    const virtual: [string, VirtualMac][] = []
    for (const mac of [...addresses.macs.keys()].sort(byText)) {
      for (const ip of this.#mac(mac).ips.keys()) push(this.sendersOf, ip, mac)
      const taken = virtualMacOf(mac)
      if (taken) virtual.push([mac, taken])
      else this.#settle(mac)
    }
    for (const [mac, taken] of virtual) this.#settleVirtual(mac, taken)
    for (const [ip, owners] of this.#owners) this.#assign(ip, owners)
    for (const [address, { members }] of this.shared) for (const mac of members) push(this.#sharedBy, mac, address)
  }

  /** The virtual addresses that this MAC is a member of. */
  sharedBy(mac: string): string[] {
    return (this.#sharedBy.get(mac) ?? []).sort(byText)
  }

  judgementOf(mac: string): MacJudgement | null {
    return this.#judged.get(mac) ?? null
  }

  /** The MACs that an address of this one lives at. */
  holdersOf(mac: string): Set<string> {
    const holders = new Set<string>()
    for (const ip of this.#owned.get(mac) ?? []) {
      const tenancy = this.tenancies.get(ip)?.find(({ macs }) => macs.includes(mac))
      if (tenancy) holders.add(tenancy.macs[0]!)
      else holders.add(mac)
    }
    return holders
  }

  /** Why packets of others come from this MAC; null when none do. */
  routingOf(mac: string): Routing | null {
    const routing = this.#judged.get(mac)?.routing
    if (routing) return routing
    const ips = this.#passedOn.get(mac)
    if (!ips) return null
    const named = ips.sort(byText).slice(0, 3).join(', ')
    const reason = `sends packets as ${named}, ${ips.length === 1 ? 'which is' : 'which are'} at home elsewhere`
    return { confidence: ips.length > 1 ? 0.7 : 0.5, reason }
  }

  bindingOf(mac: string, ip: string): Binding {
    return this.#mac(mac).ips.get(ip)!
  }

  #mac(mac: string): SeenMac {
    return this.#addresses.macs.get(mac)!
  }

  #settle(mac: string): void {
    const judgement = judgeMac(this.#mac(mac))
    this.#judged.set(mac, judgement)
    this.#own(mac, judgement.own)
  }

  /** A person may say that addresses at one MAC are different devices: the first stays. */
  #own(mac: string, ips: readonly string[]): void {
    const kept: string[] = []
    const first = (ip: string) => this.bindingOf(mac, ip).first
    for (const ip of ips.toSorted((a, b) => first(a) - first(b) || byText(a, b))) {
      if (this.#rules.apartAny([ip], [mac, ...kept])) continue
      kept.push(ip)
      push(this.#owners, ip, mac)
    }
    this.#owned.set(mac, kept)
  }

  /** With no member to be seen the virtual MAC is all that is known of the device behind it. */
  #settleVirtual(mac: string, taken: VirtualMac): void {
    const { ips } = this.#mac(mac)
    const all = [...ips.keys()].sort(byText)
    const claimed = all.filter(ip => ips.get(ip)?.arp)
    const members = this.#membersOf(all, claimed)
    if (members.length > 0 && members.length <= MOST_MEMBERS) {
      const reason = `${titleOf(taken)}: ${members.length === 1 ? 'one member was' : `${members.length} members were`} seen`
      for (const address of [mac, ...claimed]) this.shared.set(address, { members, reason })
      this.#judged.set(mac, { own: [], routing: null })
      return
    }
    const others = all.filter(ip => !claimed.includes(ip) && !isLinkLocal(ip))
    const own = [...claimed, ...(others.length === 1 ? others : [])]
    this.#judged.set(mac, { own, routing: null })
    this.#own(mac, own)
  }

  /** Who sends from its own MAC too as one of the addresses that sent from the virtual one, in the same network. */
  #membersOf(all: readonly string[], claimed: readonly string[]): string[] {
    const networks = new Set(claimed.map(networkOf))
    const isNear = (ip: string) => networks.size === 0 || networks.has(networkOf(ip))
    const members = new Set<string>()
    for (const ip of all) {
      const own = isLinkLocal(ip) ? (this.sendersOf.get(ip) ?? []) : isNear(ip) ? (this.#owners.get(ip) ?? []) : []
      for (const mac of own) if (!virtualMacOf(mac)) members.add(mac)
    }
    return [...members].sort(byText)
  }

  #assign(ip: string, senders: readonly string[]): void {
    if (this.shared.has(ip)) return
    const owners = this.#withoutForwarders(ip, senders)
    if (owners.length === 1) {
      const { first, last } = this.bindingOf(owners[0]!, ip)
      this.tenancies.set(ip, [{ macs: [owners[0]!], from: first, until: last, vlan: null }])
      return
    }
    if (this.#isTakenOver(ip, owners)) {
      const reason = `${owners.join(' and ')} answer for it, each with an address of its own besides: it moves between them on fail-over, or one of them claims it wrongly`
      this.shared.set(ip, { members: owners, reason })
      return
    }
    const apart = sendersByVlan(this.#addresses, ip, owners, (one, other) => this.#acquaintance.areAlike(one, other))
    const turns =
      apart?.flatMap(macs => this.#turnsOf(ip, macs, this.vlanOf(macs[0]!))) ?? this.#turnsOf(ip, owners, null)
    this.tenancies.set(
      ip,
      turns.sort((a, b) => a.from - b.from || byText(a.macs[0]!, b.macs[0]!)),
    )
  }

  /** The turns at an address that concern this MAC: where several VLANs have the address, those of its own. */
  turnsAround(mac: string, ip: string): readonly Tenancy[] {
    const turns = this.tenancies.get(ip) ?? []
    if (turns.every(({ vlan }) => vlan === null)) return turns
    const own = this.vlanOf(mac)
    return turns.filter(({ vlan }) => vlan === own)
  }

  /** The first VLAN by number that it was heard in; null where none was. */
  vlanOf(mac: string): number | null {
    const tags = this.#addresses.vlans.get(mac)
    return tags ? Math.min(...tags.keys()) : null
  }

  /**
   * Who sends as an address later than another, and never answers ARP for it, passes packets on: both sides of a router,
   * a firewall or a bridge were seen. Two ports of one device are numbered one after the other, or are at least of one
   * maker where nobody answered ARP. Who came first stays, so that no forged answer takes an address from its device.
   */
  #withoutForwarders(ip: string, senders: readonly string[]): readonly string[] {
    if (senders.length === 1) return senders
    const first = (mac: string) => this.bindingOf(mac, ip).first
    const [earliest = '', ...later] = senders.toSorted((a, b) => first(a) - first(b) || byText(a, b))
    const isAnswered = this.bindingOf(earliest, ip).arp
    const isOwn = (mac: string) =>
      this.bindingOf(mac, ip).arp ||
      (isAnswered ? areNeighbours(earliest, mac) : areOfOneBlock(earliest, mac)) ||
      this.#acquaintance.areAlike(earliest, mac)
    const own = [earliest]
    let until = this.bindingOf(earliest, ip).last
    for (const mac of later) {
      const binding = this.bindingOf(mac, ip)
      // After a silence it is the next holder.
      if (binding.first - until < HANDOVER && !isOwn(mac)) push(this.#passedOn, mac, ip)
      else {
        own.push(mac)
        until = Math.max(until, binding.last)
      }
    }
    return own
  }

  /** Several answer ARP for it, each has an address of its own in that network, and they share with nobody else. */
  #isTakenOver(ip: string, owners: readonly string[]): boolean {
    if (owners.length > MOST_MEMBERS) return false
    const network = networkOf(ip)
    return owners.every(mac => {
      if (!this.bindingOf(mac, ip).arp) return false
      const own = this.#owned.get(mac) ?? []
      const partners = own.flatMap(other => this.#owners.get(other) ?? [])
      return (
        own.some(other => networkOf(other) === network && this.#owners.get(other)?.length === 1) &&
        partners.every(partner => owners.includes(partner))
      )
    })
  }

  #turnsOf(ip: string, owners: readonly string[], vlan: number | null): Tenancy[] {
    const turns: Tenancy[] = []
    const first = (mac: string) => this.bindingOf(mac, ip).first
    for (const mac of owners.toSorted((a, b) => first(a) - first(b) || byText(a, b))) {
      const { first: from, last: until } = this.bindingOf(mac, ip)
      const turn = turns.at(-1)
      if (!turn || this.#changesHands(turn, mac, from)) turns.push({ macs: [mac], from, until, vlan })
      else if (this.#isStranger(turn.macs[0]!, mac)) push(this.rivals, ip, mac)
      else {
        turn.macs.push(mac)
        turn.until = Math.max(turn.until, until)
      }
    }
    return turns
  }

  #changesHands({ macs: [holder = ''], until }: Tenancy, mac: string, from: number): boolean {
    if (from <= until) return false
    if (this.#isStranger(holder, mac)) return true
    return from - until >= HANDOVER && !areNeighbours(holder, mac) && !this.#acquaintance.areAlike(holder, mac)
  }

  #isStranger = (one: string, other: string): boolean =>
    this.#rules.apart(one, other) !== null || this.#acquaintance.differ(one, other)
}

export function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
