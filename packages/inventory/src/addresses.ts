import type { Party } from '@nautilus/model'
import { isDeviceIp, isDeviceMac, isLinkLocal, isLoopback } from './address.ts'
import type { Limits } from './limits.ts'
import { type Seen, seenAs, widen } from './seen.ts'

/** IEEE 802.1Q, table 9-2: 0 is no VLAN, 4095 is reserved. */
const LAST_VLAN = 4094
/** Tags kept of one MAC address: whoever carries more is a trunk, which none of what is told of tags concerns. */
const MAX_TAGS = 16

/** A MAC address sent packets as an IP address, or claimed it by ARP. */
export type Binding = Seen & { arp: boolean }
export type SeenMac = Seen & { readonly ips: Map<string, Binding> }

/**
 * The address by which a party is named. A link-local address means nothing on other wires: there the MAC names the
 * party. Empty for broadcast, multicast and unknown parties.
 */
export function addressOf({ mac, ip }: Party): string {
  const hasMac = isDeviceMac(mac)
  if (isDeviceIp(ip) && !(hasMac && isLinkLocal(ip))) return ip
  if (hasMac) return mac
  return isLoopback(ip) ? ip : ''
}

/**
 * What everything learned of one party is filed under until somebody asks which device it is: its address, and behind an
 * IP address also the MAC that sent as it, `10.0.0.1 00:1b:1b:00:00:01`, because an IP address may change hands.
 */
export function fileOf(party: Party): string {
  const address = addressOf(party)
  return address !== '' && address === party.ip && isDeviceMac(party.mac) ? `${address} ${party.mac}` : address
}

const macText = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/

/** The other way round: a party that is filed under this address. */
export const partyOf = (address: string): Party =>
  macText.test(address) ? { mac: address, ip: '' } : { mac: '', ip: address }

export type SavedAddresses = Pick<Addresses, 'macs' | 'ips' | 'loopbacks' | 'vlans' | 'dropped'> & {
  readonly bindings: number
  readonly tags: number
}

/** Every address seen and who sent as whom. Depends on the set of sights, never on their order. */
export class Addresses {
  readonly macs: Map<string, SeenMac>
  readonly ips: Map<string, Seen>
  /** Loopback addresses, which are devices only where nothing else was seen. */
  readonly loopbacks: Map<string, Seen>
  /** By MAC address: the tags (IEEE 802.1Q) that its frames carried, by number. */
  readonly vlans: Map<string, Map<number, Seen>>
  /** Mentions of addresses and bindings that found no room. */
  dropped: number
  readonly #limits: Limits
  #bindings: number
  #tags: number

  constructor(limits: Limits, saved?: SavedAddresses) {
    this.#limits = limits
    this.macs = saved?.macs ?? new Map()
    this.ips = saved?.ips ?? new Map()
    this.loopbacks = saved?.loopbacks ?? new Map()
    this.dropped = saved?.dropped ?? 0
    this.vlans = saved?.vlans ?? new Map()
    this.#bindings = saved?.bindings ?? 0
    this.#tags = saved?.tags ?? 0
  }

  save(): SavedAddresses {
    const { macs, ips, loopbacks, vlans, dropped } = this
    return { macs, ips, loopbacks, vlans, dropped, bindings: this.#bindings, tags: this.#tags }
  }

  /** Addresses, bindings and tags so far. */
  get size(): number {
    return this.macs.size + this.ips.size + this.loopbacks.size + this.#bindings + this.#tags
  }

  /** False when there was no room for the address that this party is filed under. */
  see(party: Party, sight: Seen, arp = false): boolean {
    const mac = isDeviceMac(party.mac) ? this.#mac(party.mac, sight) : undefined
    const hasIp = isDeviceIp(party.ip) && this.#note(this.ips, party.ip, sight)
    if (mac && hasIp) this.#bind(mac, party.ip, sight, arp)
    const address = addressOf(party)
    if (!mac && isLoopback(address)) return this.#note(this.loopbacks, address, sight)
    return this.macs.has(address) || this.ips.has(address)
  }

  /** A frame of this MAC carried a tag; what is no tag, or of no MAC seen, is passed over. */
  tag(mac: string, text: string, sight: Seen): void {
    const vlan = /^\d{1,4}$/.test(text) ? Number(text) : 0
    if (vlan < 1 || vlan > LAST_VLAN || !this.macs.has(mac)) return
    const tags = this.vlans.get(mac) ?? new Map<number, Seen>()
    const known = tags.get(vlan)
    if (known) widen(known, sight)
    else if (tags.size < MAX_TAGS) {
      this.vlans.set(mac, tags.set(vlan, seenAs(sight)))
      this.#tags++
    } else this.dropped++
  }

  #mac(mac: string, sight: Seen): SeenMac | undefined {
    const known = this.macs.get(mac)
    if (known) {
      widen(known, sight)
      return known
    }
    if (!this.#room()) return undefined
    const added = { ...seenAs(sight), ips: new Map<string, Binding>() }
    this.macs.set(mac, added)
    return added
  }

  #note(seen: Map<string, Seen>, ip: string, sight: Seen): boolean {
    const known = seen.get(ip)
    if (known) {
      widen(known, sight)
      return true
    }
    if (!this.#room()) return false
    seen.set(ip, seenAs(sight))
    return true
  }

  #bind(mac: SeenMac, ip: string, sight: Seen, arp: boolean): void {
    const known = mac.ips.get(ip)
    if (known) {
      widen(known, sight)
      if (arp) known.arp = true
      return
    }
    if (this.#bindings >= this.#limits.bindings) {
      this.dropped++
      return
    }
    this.#bindings++
    mac.ips.set(ip, { ...seenAs(sight), arp })
  }

  #room(): boolean {
    if (this.macs.size + this.ips.size + this.loopbacks.size < this.#limits.addresses) return true
    this.dropped++
    return false
  }
}
