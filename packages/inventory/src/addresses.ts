import type { Party } from '@nautilus/model'
import { isDeviceIp, isDeviceMac, isLinkLocal } from './address.ts'
import type { Limits } from './limits.ts'
import { type Seen, seenAs, widen } from './seen.ts'

/** A MAC address sent packets as an IP address, or claimed it by ARP. */
export type Binding = Seen & { arp: boolean }
export type SeenMac = Seen & { readonly ips: Map<string, Binding> }

/** Management addresses kept of one port. */
const MAX_MANAGED = 8

/**
 * What everything learned of one party is filed under until somebody asks which device it is. A link-local address is
 * filed under the MAC. Empty for broadcast, multicast and unknown parties.
 */
export function addressOf({ mac, ip }: Party): string {
  const hasMac = isDeviceMac(mac)
  if (isDeviceIp(ip) && !(hasMac && isLinkLocal(ip))) return ip
  return hasMac ? mac : ''
}

const macText = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/

/** The other way round: a party that is filed under this address. */
export const partyOf = (address: string): Party =>
  macText.test(address) ? { mac: address, ip: '' } : { mac: '', ip: address }

/** Every address seen and who sent as whom. Depends on the set of sights, never on their order. */
export class Addresses {
  readonly macs = new Map<string, SeenMac>()
  readonly ips = new Map<string, Seen>()
  /** By the MAC of a port: where LLDP says that its device is managed. */
  readonly managed = new Map<string, Set<string>>()
  /** Grows whenever something changed that can move an address to another device. */
  version = 0
  /** Mentions of addresses and bindings that found no room. */
  dropped = 0
  readonly #limits: Limits
  #bindings = 0

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /** False when there was no room for the address that this party is filed under. */
  see(party: Party, sight: Seen, arp = false): boolean {
    const mac = isDeviceMac(party.mac) ? this.#mac(party.mac, sight) : undefined
    const hasIp = isDeviceIp(party.ip) && this.#ip(party.ip, sight)
    if (mac && hasIp) this.#bind(mac, party.ip, sight, arp)
    const address = addressOf(party)
    return this.macs.has(address) || this.ips.has(address)
  }

  /** A port said by LLDP where its device is managed. */
  manage({ mac, ip }: Party, address: string): void {
    if (!isDeviceMac(mac) || ip !== '' || !(isDeviceIp(address) || isDeviceMac(address))) return
    const known = this.managed.get(mac) ?? new Set()
    if (known.has(address) || known.size >= MAX_MANAGED) return
    this.managed.set(mac, known.add(address))
    this.version++
  }

  #mac(mac: string, sight: Seen): SeenMac | undefined {
    const known = this.macs.get(mac)
    if (known) {
      if (widen(known, sight)) this.version++
      return known
    }
    if (!this.#room()) return undefined
    const added = { ...seenAs(sight), ips: new Map<string, Binding>() }
    this.macs.set(mac, added)
    return added
  }

  #ip(ip: string, sight: Seen): boolean {
    const known = this.ips.get(ip)
    if (known) {
      if (widen(known, sight)) this.version++
      return true
    }
    if (!this.#room()) return false
    this.ips.set(ip, seenAs(sight))
    return true
  }

  #bind(mac: SeenMac, ip: string, sight: Seen, arp: boolean): void {
    const known = mac.ips.get(ip)
    if (known) {
      if (widen(known, sight)) this.version++
      if (arp && !known.arp) {
        known.arp = true
        this.version++
      }
      return
    }
    if (this.#bindings >= this.#limits.bindings) {
      this.dropped++
      return
    }
    this.#bindings++
    this.version++
    mac.ips.set(ip, { ...seenAs(sight), arp })
  }

  #room(): boolean {
    if (this.macs.size + this.ips.size >= this.#limits.addresses) {
      this.dropped++
      return false
    }
    this.version++
    return true
  }
}
