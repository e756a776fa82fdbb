// Who the ends of an event are, as the inventory knows them at the end of the batch.
import type { Who, WhoAsset } from '@nautilus/detection'
import { type Inventory, isDeviceIp, isDeviceMac, isPublic, looksLikeBroadcast } from '@nautilus/inventory'
import type { Asset, Batch, Party } from '@nautilus/model'

/** A weaker belief gives no role. */
const BELIEVED = 0.5
/** All devices are described anew when so much was learned since: roles come late, and describing costs. */
const GROWTH = 1.25
/** Describing all devices costs as much as there is to know of them. Where that is much, a new address waits for it. */
const MUCH = 5_000
/** It waits until as many messages as this share of what is known have come: known by its address alone till then. */
const WAIT = 0.25

/** Adds what people declared: zone, level, lists, safety, criticality. */
export type Declare = (who: Who) => Who

/** A device as rules ask for it, with the role that is believed. */
type Known = { readonly asset: WhoAsset; readonly role: Who['role'] }

/** Who is who: by IP and MAC address. */
type ByAddress = Map<string, Map<string, Who>>

/** What is known of everybody at a moment. What people declare is no part of it: it may be another when this is restored. */
export type SavedPeople = {
  readonly learned: number
  readonly version: number
  readonly renewAt: number
  readonly waitUntil: number
  readonly devices: ReadonlyMap<string, Known>
  readonly known: ByAddress
}

export class People {
  readonly #inventory: Inventory
  readonly #declare: Declare
  /** As the inventory told them, and with what people declared. */
  #known: ByAddress = new Map()
  #declared: ByAddress = new Map()
  #devices: ReadonlyMap<string, Known> = new Map()
  #version = -1
  #learned = 0
  #renewAt = 0
  #waitUntil = 0

  constructor(inventory: Inventory, declare: Declare = who => who, saved?: SavedPeople) {
    this.#inventory = inventory
    this.#declare = declare
    if (!saved) return
    this.#learned = saved.learned
    this.#version = saved.version
    this.#renewAt = saved.renewAt
    this.#waitUntil = saved.waitUntil
    this.#devices = saved.devices
    this.#known = saved.known
  }

  /** It is what this works with, not a copy: write it down before more is learned. */
  save(): SavedPeople {
    return {
      learned: this.#learned,
      version: this.#version,
      renewAt: this.#renewAt,
      waitUntil: this.#waitUntil,
      devices: this.#devices,
      known: this.#known,
    }
  }

  /** The inventory has learned this batch. */
  learned({ activities, sightings }: Batch): void {
    this.#learned += activities.length + sightings.length
    const { version } = this.#inventory
    const isNews = version !== this.#version && this.#learned >= this.#waitUntil
    if (!isNews && this.#learned < this.#renewAt) return
    this.#renew()
  }

  /** Describes all devices anew, as the inventory knows them now. */
  #renew(): void {
    const { version } = this.#inventory
    this.#version = version
    this.#waitUntil = version < MUCH ? 0 : this.#learned + version * WAIT
    this.#renewAt = this.#learned * GROWTH
    this.#devices = new Map(this.#inventory.placed().map(asset => [asset.id, knownOf(asset)]))
    this.#known = new Map()
    this.#declared = new Map()
  }

  readonly whoOf = (party: Party): Who => this.#declared.get(party.ip)?.get(party.mac) ?? this.#meet(party)

  #meet(party: Party): Who {
    return kept(this.#declared, party, () => this.#declare(kept(this.#known, party, () => this.#describe(party))))
  }

  #describe(party: Party): Who {
    const { ip, mac } = party
    const id = this.#inventory.assetIdOf(party)
    const { asset, role } = (id !== null && this.#devices.get(id)) || NOBODY
    const address = ip || mac
    return {
      id: id ?? address,
      label: asset?.name ? `${asset.name} (${address})` : address || 'an unknown device',
      ip,
      mac,
      kind: kindOf(party, asset),
      asset,
      role,
      safety: role === 'safety controller',
      level: asset?.level ?? null,
      zone: asset?.zone ?? null,
      lists: [],
    }
  }
}

function kept(people: ByAddress, { ip, mac }: Party, make: () => Who): Who {
  let byMac = people.get(ip)
  if (!byMac) {
    byMac = new Map()
    people.set(ip, byMac)
  }
  let who = byMac.get(mac)
  if (!who) {
    who = make()
    byMac.set(mac, who)
  }
  return who
}

const NOBODY: { readonly asset: null; readonly role: null } = { asset: null, role: null }

function knownOf(asset: Asset): Known {
  const { id, name, ip, mac, vendor, model, firmware, os, description, level, zone, criticality, sources, roles } =
    asset
  const tools = new Set([...(sources.software ?? []), ...(sources.session ?? [])].map(({ value }) => value))
  const [top] = roles
  return {
    asset: { id, name, ip, mac, vendor, model, firmware, os, description, level, zone, criticality, tools: [...tools] },
    role: top && top.confidence >= BELIEVED ? top.role : null,
  }
}

function kindOf({ ip, mac }: Party, asset: WhoAsset | null): Who['kind'] {
  if (ip === '255.255.255.255' || mac === 'ff:ff:ff:ff:ff:ff') return 'broadcast'
  if (isMulticast(ip) || (mac !== '' && isGroup(mac))) return 'multicast'
  if (ip !== '' && isDeviceIp(ip)) {
    if (!asset && looksLikeBroadcast(ip)) return 'broadcast'
    return isPublic(ip) || isGlobalV6(ip) ? 'public' : 'device'
  }
  return isDeviceMac(mac) ? 'device' : 'nobody'
}

const isMulticast = (ip: string): boolean => (ip.includes(':') ? /^ff/i.test(ip) : /^(22[4-9]|23\d)\./.test(ip))

const isGroup = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1

/** 2000::/3, RFC 4291 2.4. */
const isGlobalV6 = (ip: string): boolean => /^[23][0-9a-f]{3}:/i.test(ip)
