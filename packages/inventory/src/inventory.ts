import type {
  Activity,
  Asset,
  Batch,
  Declaration,
  Expectation,
  ExpectedDocument,
  Link,
  Notice,
  Party,
  Point,
  Sighting,
} from '@nautilus/model'
import { Addresses, fileOf, partyOf } from './addresses.ts'
import { assetsOf, type VendorOf } from './assets.ts'
import { Claims, isAttribute } from './claims.ts'
import { type ControlRow, controlTableOf } from './control-table.ts'
import { differenceOf } from './expected/difference.ts'
import { type MacAccount, macAccounts } from './identity/accounts.ts'
import { type IdentityRule, Rules } from './identity/rules.ts'
import { Signs } from './identity/signs.ts'
import { Identity } from './identity.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { exchangesOf, linksOf } from './links.ts'
import { mapOf, type PlaceSources, placesOf, type SiteMap } from './map.ts'
import { noticesOf } from './notices.ts'
import { Points } from './points.ts'
import type { Exchange } from './roles/portrait.ts'
import { SAVED_INVENTORY, type SavedInventory } from './saved.ts'
import { byText } from './seen.ts'
import { ExternalLog } from './topology/external.ts'
import { Hearsay } from './topology/hearsay.ts'
import { outsideOf } from './topology/standing.ts'
import { TrafficLog } from './traffic.ts'

/**
 * The devices of a site, as a fold over what its sensors tell. Everything is filed under the address that showed it;
 * which addresses make one device is decided anew when somebody asks, so that late knowledge (that a MAC is a router's)
 * also puts in place what came before it, and so that a rule of a person can be taken back. The order of batches changes
 * nothing, short of the limits. Deciding costs a pass over all that is known: ask after many batches, not after each.
 */
export class Inventory {
  readonly #vendorOf: VendorOf
  readonly #limits: Limits
  readonly #addresses: Addresses
  readonly #claims: Claims
  readonly #log: TrafficLog
  readonly #points: Points
  readonly #signs: Signs
  #rules: Rules
  /** Until more is learned: who is who, and what rests on that. */
  #identity: Identity | null = null
  #latest: { readonly identity: Identity; readonly version: number } | null = null
  #exchanged: readonly Exchange[] | null = null
  #listed: readonly Asset[] | null = null
  readonly #hearsay: Hearsay
  readonly #external: ExternalLog

  constructor(options: {
    readonly vendorOf: VendorOf
    readonly limits?: Partial<Limits>
    readonly rules?: readonly IdentityRule[]
    /** Of another inventory; it belongs to this one from now on. */
    readonly saved?: SavedInventory
  }) {
    const { saved } = options
    this.#vendorOf = options.vendorOf
    this.#limits = { ...defaultLimits, ...options.limits }
    this.#addresses = new Addresses(this.#limits, saved?.addresses)
    this.#claims = new Claims(this.#limits, saved?.claims)
    this.#log = new TrafficLog(this.#limits, saved?.traffic)
    this.#points = new Points(this.#limits, saved?.points)
    this.#signs = new Signs(this.#limits, saved?.signs)
    this.#hearsay = new Hearsay(saved?.hearsay)
    this.#external = new ExternalLog(saved?.external)
    this.#rules = new Rules(options.rules ?? [])
  }

  /** All rules that hold from now on; one that is left out has never been. */
  setRules(rules: readonly IdentityRule[]): void {
    this.#rules = new Rules(rules)
    this.#forget()
    this.#latest = null
  }

  /** Grows whenever an address, a binding or a sign of identity is new: which addresses make one device may differ. */
  get version(): number {
    return this.#addresses.size + this.#signs.size
  }

  learn({ sightings, activities }: Batch): void {
    if (sightings.length + activities.length > 0) this.#forget()
    for (const sighting of sightings) this.#learnSighting(sighting)
    for (const activity of activities) this.#learnActivity(activity)
  }

  /** Everything learned. It is what this works with, not a copy: write it down before more is learned. */
  save(): SavedInventory {
    return {
      version: SAVED_INVENTORY,
      addresses: this.#addresses.save(),
      claims: this.#claims.save(),
      traffic: this.#log.save(),
      points: this.#points.save(),
      signs: this.#signs.save(),
      hearsay: this.#hearsay.save(),
      external: this.#external.save(),
    }
  }

  assets(): Asset[] {
    return [...this.#assets()]
  }

  links(): Link[] {
    return this.#linksWith(this.#exchanges())
  }

  /** What the devices hold, with who reads and writes it. */
  points(): Point[] {
    return this.#points.list(this.#resolve())
  }

  controlTable(): ControlRow[] {
    const exchanges = this.#exchanges()
    return controlTableOf(this.#assets(), exchanges, this.#limits)
  }

  /**
   * Null for broadcast, multicast, parties never learned and those beyond the limits. `at`, in microseconds, is when: an
   * IP address may have been another device's before.
   */
  assetIdOf(party: Party, at?: number): string | null {
    return this.#resolve().deviceOf(party, at)?.id ?? null
  }

  /**
   * As `assetIdOf`, for whoever asks with every batch: by what was known when an address or a sign of identity was new
   * last, or when somebody asked for more. Which address was whose in which second may be known better by now.
   */
  assetIdSoFar(party: Party, at?: number): string | null {
    const known = this.#latest?.version === this.version ? this.#latest.identity : this.#resolve()
    return known.deviceOf(party, at)?.id ?? null
  }

  /** Every MAC address that sent, and whose it is, also where an asset does not list it. */
  macs(): MacAccount[] {
    return macAccounts(this.#addresses, this.#resolve())
  }

  /** Every device in its place: networks, zones and what passes between them, ways to the process, what is critical. */
  map(declared?: Declaration): SiteMap {
    const exchanges = this.#exchanges()
    const assets = this.#assets()
    return mapOf({
      ...this.#surroundings(assets, exchanges, declared),
      control: controlTableOf(assets, exchanges, this.#limits),
      external: this.#external,
    })
  }

  /** The assets of the map, each with its zone and criticality, without the rest of it: a fraction of the work. */
  placed(declared?: Declaration): Asset[] {
    const exchanges = this.#exchanges()
    return [...placesOf(this.#surroundings(this.#assets(), exchanges, declared)).assets]
  }

  /** What documents say is there, against what was heard. */
  compare(documents: readonly ExpectedDocument[], assets: readonly Asset[]): Expectation {
    const ids = new Map<string, string>()
    for (const [address, id] of [...this.#hearsay.deviceIds].sort(([a], [b]) => byText(a, b))) {
      const asset = this.assetIdOf(partyOf(address))
      if (asset !== null) ids.set(asset, id)
    }
    return differenceOf(documents, { assets, outside: outsideOf(assets), deviceIdOf: id => ids.get(id) ?? null })
  }

  /** What messages say of networks beyond their devices: addresses that were asked for and never heard. */
  get hearsay(): Hearsay {
    return this.#hearsay
  }

  /** What found no room, one sentence each. */
  notices(): Notice[] {
    return noticesOf(this.#limits, {
      assets: this.#resolve().dropped,
      addresses: this.#addresses.dropped,
      claims: this.#claims.dropped + this.#signs.dropped,
      operations: this.#log.dropped,
      points: this.#points.dropped,
      idleRules: this.#resolve().idleRules,
      told: this.#hearsay.dropped + this.#external.dropped,
    })
  }

  #learnSighting(sighting: Sighting): void {
    const { party, attribute, value, source } = sighting
    if (attribute === 'binding') {
      this.#addresses.see({ mac: party.mac, ip: party.ip || value }, sighting)
      return
    }
    if (!this.#addresses.see(party, sighting)) return
    if (attribute === 'address' && source.startsWith('arp')) {
      this.#addresses.see({ mac: party.mac, ip: value }, sighting, true)
      return
    }
    if (attribute === 'vlan') this.#addresses.tag(party.mac, value, sighting)
    // A tag is the sender's: behind a router the frames of others carry the router's.
    const file = fileOf(attribute === 'vlan' ? { ...party, ip: '' } : party)
    if (isAttribute(attribute)) this.#claims.learn(file, attribute, sighting)
    this.#signs.learn(file, sighting)
  }

  #learnActivity(activity: Activity): void {
    this.#addresses.see(activity.client, activity)
    // Who never answers need not exist: a ping sweep must not fill the list of devices.
    if (activity.outcome !== 'no-reply') this.#addresses.see(activity.server, activity)
    this.#log.learn(activity)
    this.#points.learn(activity)
    this.#hearsay.learn(activity)
    this.#external.learn(activity)
  }

  #forget(): void {
    this.#identity = null
    this.#exchanged = null
    this.#listed = null
  }

  #exchanges(): readonly Exchange[] {
    this.#exchanged ??= exchangesOf(this.#resolve(), this.#log)
    return this.#exchanged
  }

  #assets(): readonly Asset[] {
    this.#listed ??= assetsOf({
      identity: this.#resolve(),
      addresses: this.#addresses,
      claims: this.#claims,
      exchanges: this.#exchanges(),
      vendorOf: this.#vendorOf,
      limits: this.#limits,
    })
    return this.#listed
  }

  #linksWith(exchanges: readonly Exchange[]): Link[] {
    return linksOf(this.#resolve().devices, exchanges)
  }

  #surroundings(
    assets: readonly Asset[],
    exchanges: readonly Exchange[],
    declared: Declaration | undefined,
  ): PlaceSources {
    return {
      assets,
      links: this.#linksWith(exchanges),
      hearsay: this.#hearsay,
      assetIdOf: party => this.assetIdOf(party),
      ...(declared ? { declared } : {}),
    }
  }

  #resolve(): Identity {
    if (this.#identity) return this.#identity
    const identity = new Identity(
      { addresses: this.#addresses, signs: this.#signs, log: this.#log, rules: this.#rules },
      this.#limits,
    )
    this.#identity = identity
    this.#latest = { identity, version: this.version }
    return identity
  }
}
