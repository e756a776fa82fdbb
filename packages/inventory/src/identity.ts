import type { Party } from '@nautilus/model'
import { isLinkLocal, looksLikeBroadcast } from './address.ts'
import { type Addresses, addressOf, type Binding } from './addresses.ts'
import { assetIdFrom } from './asset-id.ts'
import type { Limits } from './limits.ts'
import { judgeMac, type MacJudgement, type Routing } from './routers.ts'
import { byText } from './seen.ts'

/** One device: the addresses that belong together. */
export type Device = {
  readonly id: string
  /** The one it lives at first; others that sent as its IP address after it. */
  readonly macs: readonly string[]
  readonly ips: readonly string[]
  /** Without a MAC of its own: the routers its packets come through. */
  readonly through: readonly string[]
  readonly routing: Routing | null
  readonly first: number
}

export class Identity {
  /** Earliest first. */
  readonly devices: readonly Device[]
  /** Devices that found no room. */
  readonly dropped: number
  readonly #indexOf = new Map<string, number>()

  constructor(addresses: Addresses, limits: Limits) {
    const drafts = new Drafts(addresses, limits)
    const all = drafts.devices().sort((a, b) => a.device.first - b.device.first || byText(a.device.id, b.device.id))
    const kept = all.slice(0, limits.assets)
    this.devices = kept.map(({ device }) => device)
    this.dropped = all.length - kept.length
    for (const [index, { addresses: filed }] of kept.entries()) {
      for (const address of filed) if (!this.#indexOf.has(address)) this.#indexOf.set(address, index)
    }
  }

  /** Index into `devices`, -1 for an address that is no device's. */
  indexOf(address: string): number {
    return this.#indexOf.get(address) ?? -1
  }

  /** An IP address never seen is the device's whose MAC sends it, unless that is a router's. */
  deviceOf(party: Party): Device | null {
    const device = this.devices[this.indexOf(addressOf(party))]
    if (device) return device
    const sender = this.devices[this.indexOf(addressOf({ mac: party.mac, ip: '' }))]
    return sender && !sender.routing ? sender : null
  }
}

/** `addresses`: everything that resolves to this device. */
type Draft = { readonly device: Device; readonly addresses: readonly string[] }

/**
 * Each IP address lives at the MAC that sent as it first; routers are asked only for what ARP claims for them. A MAC
 * with nothing living at it, that sent as the addresses of exactly one other device, is that device's second interface
 * or its stand-in; one that sent as addresses of several devices stays a device of its own.
 */
class Drafts {
  readonly #addresses: Addresses
  readonly #limits: Limits
  readonly #judged = new Map<string, MacJudgement>()
  readonly #home = new Map<string, string>()
  readonly #sendersOf = new Map<string, string[]>()
  readonly #homed = new Map<string, string[]>()
  readonly #guests = new Map<string, string[]>()
  readonly #isGuest = new Set<string>()
  /** By management address: the ports that name it. */
  readonly #portsAt = new Map<string, string[]>()

  constructor(addresses: Addresses, limits: Limits) {
    this.#addresses = addresses
    this.#limits = limits
    for (const [mac, seen] of addresses.macs) {
      const judgement = judgeMac(seen)
      this.#judged.set(mac, judgement)
      for (const ip of seen.ips.keys()) push(this.#sendersOf, ip, mac)
      for (const ip of judgement.own) this.#settle(ip, mac)
    }
    for (const [ip, mac] of this.#home) push(this.#homed, mac, ip)
    for (const [mac, managed] of addresses.managed) {
      for (const address of managed) push(this.#portsAt, address, mac)
    }
    for (const mac of addresses.macs.keys()) {
      const host = this.#hostOf(mac)
      if (host === mac) continue
      this.#isGuest.add(mac)
      push(this.#guests, host, mac)
    }
  }

  devices(): Draft[] {
    const drafts: Draft[] = []
    for (const mac of this.#addresses.macs.keys()) {
      if (!this.#isGuest.has(mac)) drafts.push(this.#atMac(mac))
    }
    for (const ip of this.#addresses.ips.keys()) {
      if (this.#home.has(ip) || this.#isLinkLocalOfMac(ip)) continue
      if (!this.#sendersOf.has(ip) && looksLikeBroadcast(ip)) continue
      drafts.push(this.#atIp(ip))
    }
    return drafts
  }

  #settle(ip: string, mac: string): void {
    const rival = this.#home.get(ip)
    if (rival === undefined || this.#earlier(mac, rival, ip)) this.#home.set(ip, mac)
  }

  #earlier(mac: string, rival: string, ip: string): boolean {
    return (this.#binding(mac, ip).first - this.#binding(rival, ip).first || byText(mac, rival)) < 0
  }

  /** The MAC whose device this MAC belongs to: itself, nearly always. */
  #hostOf(mac: string): string {
    const judgement = this.#judged.get(mac)
    if (!judgement || judgement.routing) return mac
    if (judgement.own.length === 0) return this.#managedAt(mac)
    const homes = new Set(judgement.own.map(ip => this.#home.get(ip) ?? mac))
    const [only = mac] = homes
    return homes.size === 1 ? only : mac
  }

  /** A switch sends LLDP from a MAC per port; that it is managed at one address makes them one device. */
  #managedAt(mac: string): string {
    const managed = this.#addresses.managed
    const addresses = [...(managed.get(mac) ?? [])]
    const homes = new Set(addresses.flatMap(a => this.#home.get(a) ?? (this.#addresses.macs.has(a) ? a : [])))
    const [home] = homes
    if (home !== undefined) return homes.size === 1 ? home : mac
    // Nobody at that address was heard: the ports among themselves, the first one for all.
    const ports = addresses.flatMap(a => this.#portsAt.get(a) ?? [])
    return ports.toSorted(byText)[0] ?? mac
  }

  #atMac(mac: string): Draft {
    const homed = this.#homed.get(mac) ?? []
    const local = [...(this.#addresses.macs.get(mac)?.ips.keys() ?? [])].filter(isLinkLocal)
    const ips = [...homed, ...local].sort(byText)
    const ports = (this.#guests.get(mac) ?? []).filter(guest => this.#addresses.managed.has(guest))
    const others = new Set([...ports, ...homed.flatMap(ip => this.#ownersOf(ip))])
    others.delete(mac)
    const device: Device = {
      ...this.#origin(mac, homed),
      macs: [mac, ...[...others].sort(byText)].slice(0, this.#limits.macs),
      ips,
      through: [],
      routing: this.#judged.get(mac)?.routing ?? null,
    }
    return { device, addresses: [mac, ...(this.#guests.get(mac) ?? []), ...ips] }
  }

  #atIp(ip: string): Draft {
    const through = (this.#sendersOf.get(ip) ?? []).toSorted(byText).slice(0, this.#limits.macs)
    return { device: { ...this.#origin('', [ip]), macs: [], ips: [ip], through, routing: null }, addresses: [ip] }
  }

  /** The address seen first gives the id, so that addresses learned later do not change it. */
  #origin(mac: string, ips: readonly string[]): { id: string; first: number } {
    let address = mac
    let first = this.#addresses.macs.get(mac)?.first ?? Number.POSITIVE_INFINITY
    for (const ip of ips.toSorted(byText)) {
      const seen = this.#addresses.ips.get(ip)?.first ?? Number.POSITIVE_INFINITY
      if (seen >= first) continue
      address = ip
      first = seen
    }
    return { id: assetIdFrom(address), first }
  }

  #isLinkLocalOfMac(ip: string): boolean {
    return isLinkLocal(ip) && this.#sendersOf.has(ip)
  }

  /** Whoever sent as the address and is no router. */
  #ownersOf(ip: string): string[] {
    return (this.#sendersOf.get(ip) ?? []).filter(mac => this.#judged.get(mac)?.own.includes(ip))
  }

  #binding(mac: string, ip: string): Binding {
    return this.#addresses.macs.get(mac)!.ips.get(ip)!
  }
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
