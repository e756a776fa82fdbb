import type { Party } from '@nautilus/model'
import { isDeviceIp, isDeviceMac, isLinkLocal, isLoopback } from './address.ts'
import type { Limits } from './limits.ts'
import { type Seen, seenAs, widen } from './seen.ts'

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

export type SavedAddresses = Pick<Addresses, 'macs' | 'ips' | 'loopbacks' | 'dropped'> & { readonly bindings: number }

/** Every address seen and who sent as whom. Depends on the set of sights, never on their order. */
export class Addresses {
  readonly macs: Map<string, SeenMac>
  readonly ips: Map<string, Seen>
  /** Loopback addresses, which are devices only where nothing else was seen. */
  readonly loopbacks: Map<string, Seen>
  /** Mentions of addresses and bindings that found no room. */
  dropped: number
  readonly #limits: Limits
  #bindings: number

  constructor(limits: Limits, saved?: SavedAddresses) {
    this.#limits = limits
    this.macs = saved?.macs ?? new Map()
    this.ips = saved?.ips ?? new Map()
    this.loopbacks = saved?.loopbacks ?? new Map()
    this.dropped = saved?.dropped ?? 0
    this.#bindings = saved?.bindings ?? 0
  }

  save(): SavedAddresses {
    const { macs, ips, loopbacks, dropped } = this
    return { macs, ips, loopbacks, dropped, bindings: this.#bindings }
  }

  /** Addresses and bindings so far. */
  get size(): number {
    return this.macs.size + this.ips.size + this.loopbacks.size + this.#bindings
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
