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
import { Addresses, addressOf, partyOf } from './addresses.ts'
import { assetsOf, type VendorOf } from './assets.ts'
import { Claims, isAttribute } from './claims.ts'
import { type ControlRow, controlTableOf } from './control-table.ts'
import { differenceOf } from './expected/difference.ts'
import { Identity } from './identity.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { exchangesOf, linksOf } from './links.ts'
import { mapOf, type SiteMap } from './map.ts'
import { noticesOf } from './notices.ts'
import { Points } from './points.ts'
import { byText } from './seen.ts'
import { ExternalLog } from './topology/external.ts'
import { Hearsay } from './topology/hearsay.ts'
import { outsideOf } from './topology/standing.ts'
import { TrafficLog } from './traffic.ts'

/**
 * The devices of a site, as a fold over what its sensors tell. Everything is filed under the address that showed it;
 * which addresses make one device is decided anew when somebody asks, so that late knowledge (that a MAC is a router's)
 * also puts in place what came before it. The order of batches changes nothing, short of the limits.
 */
export class Inventory {
  readonly #vendorOf: VendorOf
  readonly #limits: Limits
  readonly #addresses: Addresses
  readonly #claims: Claims
  readonly #log: TrafficLog
  readonly #points: Points
  readonly #hearsay = new Hearsay()
  readonly #external = new ExternalLog()
  #identity: { readonly at: number; readonly is: Identity } | null = null

  constructor(options: { readonly vendorOf: VendorOf; readonly limits?: Partial<Limits> }) {
    this.#vendorOf = options.vendorOf
    this.#limits = { ...defaultLimits, ...options.limits }
    this.#addresses = new Addresses(this.#limits)
    this.#claims = new Claims(this.#limits)
    this.#log = new TrafficLog(this.#limits)
    this.#points = new Points(this.#limits)
  }

  learn({ sightings, activities }: Batch): void {
    for (const sighting of sightings) this.#learnSighting(sighting)
    for (const activity of activities) this.#learnActivity(activity)
  }

  assets(): Asset[] {
    const identity = this.#resolve()
    return assetsOf({
      identity,
      addresses: this.#addresses,
      claims: this.#claims,
      exchanges: exchangesOf(identity, this.#log),
      vendorOf: this.#vendorOf,
      limits: this.#limits,
    })
  }

  links(): Link[] {
    const identity = this.#resolve()
    return linksOf(identity.devices, exchangesOf(identity, this.#log))
  }

  /** What the devices hold, with who reads and writes it. */
  points(): Point[] {
    return this.#points.list(this.#resolve())
  }

  controlTable(): ControlRow[] {
    return controlTableOf(this.assets(), exchangesOf(this.#resolve(), this.#log), this.#limits)
  }

  /** Every device in its place: networks, zones and what passes between them, ways to the process, what is critical. */
  map(declared?: Declaration): SiteMap {
    return mapOf({
      assets: this.assets(),
      links: this.links(),
      control: this.controlTable(),
      hearsay: this.#hearsay,
      external: this.#external,
      assetIdOf: party => this.assetIdOf(party),
      ...(declared ? { declared } : {}),
    })
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

  /** Null for broadcast, multicast, parties never learned and those beyond the limits. */
  assetIdOf(party: Party): string | null {
    return this.#resolve().deviceOf(party)?.id ?? null
  }

  /** What found no room, one sentence each. */
  notices(): Notice[] {
    return noticesOf(this.#limits, {
      assets: this.#resolve().dropped,
      addresses: this.#addresses.dropped,
      claims: this.#claims.dropped,
      operations: this.#log.dropped,
      points: this.#points.dropped,
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
    if (attribute === 'address' && source.startsWith('lldp')) this.#addresses.manage(party, value)
    if (isAttribute(attribute)) this.#claims.learn(addressOf(party), attribute, sighting)
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

  #resolve(): Identity {
    const { version } = this.#addresses
    if (this.#identity?.at !== version)
      this.#identity = { at: version, is: new Identity(this.#addresses, this.#limits) }
    return this.#identity.is
  }
}
