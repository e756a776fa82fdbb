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

/** When all devices are described anew; who they are follows from the inventory. */
export type SavedPeople = { readonly learned: number }

export class People {
  readonly #inventory: Inventory
  readonly #declare: Declare
  #known = new Map<string, Map<string, Who>>()
  #assets = new Map<string, Asset>()
  #told = new Map<string, WhoAsset>()
  #version = -1
  #learned = 0
  #renewAt = 0
  #waitUntil = 0

  constructor(inventory: Inventory, declare: Declare = who => who, saved?: SavedPeople) {
    this.#inventory = inventory
    this.#declare = declare
    if (!saved) return
    this.#learned = saved.learned
    this.renew()
  }

  /** What is needed to go on from a moment at which everybody was described anew. */
  save(): SavedPeople {
    return { learned: this.#learned }
  }

  /** The inventory has learned this batch. */
  learned({ activities, sightings }: Batch): void {
    this.#learned += activities.length + sightings.length
    const { version } = this.#inventory
    const isNews = version !== this.#version && this.#learned >= this.#waitUntil
    if (!isNews && this.#learned < this.#renewAt) return
    this.renew()
  }

  /** Describes all devices anew, as the inventory knows them now. */
  renew(): void {
    const { version } = this.#inventory
    this.#version = version
    this.#waitUntil = version < MUCH ? 0 : this.#learned + version * WAIT
    this.#renewAt = this.#learned * GROWTH
    this.#assets = new Map(this.#inventory.placed().map(asset => [asset.id, asset]))
    this.#known = new Map()
    this.#told = new Map()
  }

  readonly whoOf = (party: Party): Who => {
    let byMac = this.#known.get(party.ip)
    if (!byMac) {
      byMac = new Map()
      this.#known.set(party.ip, byMac)
    }
    let who = byMac.get(party.mac)
    if (!who) {
      who = this.#declare(this.#describe(party))
      byMac.set(party.mac, who)
    }
    return who
  }

  /** Devices with several addresses share one. */
  #asset(asset: Asset): WhoAsset {
    let told = this.#told.get(asset.id)
    if (!told) {
      told = whoAsset(asset)
      this.#told.set(asset.id, told)
    }
    return told
  }

  #describe(party: Party): Who {
    const { ip, mac } = party
    const id = this.#inventory.assetIdOf(party)
    const asset = (id !== null && this.#assets.get(id)) || null
    const address = ip || mac
    const top = asset?.roles[0]
    const role = top && top.confidence >= BELIEVED ? top.role : null
    return {
      id: id ?? address,
      label: asset?.name ? `${asset.name} (${address})` : address || 'an unknown device',
      ip,
      mac,
      kind: kindOf(party, asset),
      asset: asset && this.#asset(asset),
      role,
      safety: role === 'safety controller',
      level: asset?.level ?? null,
      zone: asset?.zone ?? null,
      lists: [],
    }
  }
}

export function whoAsset(asset: Asset): WhoAsset {
  const { id, name, ip, mac, vendor, model, firmware, os, level, zone, criticality, sources } = asset
  const tools = [...(sources.software ?? []), ...(sources.session ?? [])].map(({ value }) => value)
  return { id, name, ip, mac, vendor, model, firmware, os, level, zone, criticality, tools: [...new Set(tools)] }
}

function kindOf({ ip, mac }: Party, asset: Asset | null): Who['kind'] {
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
