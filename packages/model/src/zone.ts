import type { Criticality } from './asset.ts'

/** A group of devices with the same need of protection: IEC 62443-3-2. */
export type Zone = {
  /** The same for the same zone of the same capture. */
  readonly id: string
  readonly name: string
  readonly kind: ZoneKind
  readonly declared: boolean
  /** Purdue level; null when nothing tells. */
  readonly level: number | null
  readonly subnets: readonly string[]
  readonly vlans: readonly number[]
  /** Asset ids. */
  readonly assets: readonly string[]
  readonly reasons: readonly string[]
}

/** IEC 62443-3-2, ZCR 3.2 to 3.6, asks to keep these apart from each other. */
export const zoneKinds = [
  'cell', // a controller and what it works with
  'safety',
  'network', // what shares a network and has no closer tie
  'office',
  'remote access',
  'temporary', // devices that come and go
  'internet',
  'declared',
] as const
export type ZoneKind = (typeof zoneKinds)[number]

/** A zone as the people of the site drew it. A device belongs to the one that names it most precisely. */
export type DeclaredZone = {
  readonly name: string
  readonly level: number | null
  readonly match: {
    readonly cidr?: readonly string[]
    readonly vlan?: readonly number[]
    /** Asset ids, addresses or exact names. */
    readonly asset?: readonly string[]
    /** Names of devices; `*` stands for any text. */
    readonly name?: readonly string[]
  }
}

/** What may pass between two declared zones, by name. Empty `protocols` mean all. */
export type DeclaredConduit = {
  readonly from: string
  readonly to: string
  readonly protocols: readonly string[]
  readonly allowed: boolean
}

/** What the people of the site say of one device. It outranks what was heard, which stays among the sources. */
export type DeclaredAsset = {
  /** An IP or MAC address in lower case, or an asset id. */
  readonly address: string
  readonly name: string | null
  readonly level: number | null
  readonly criticality: Criticality | null
  /** Part of the safety system. */
  readonly safety: boolean
}

export type Declaration = {
  /** Who says so, for people to read: `site.yaml`. */
  readonly by?: string
  readonly zones: readonly DeclaredZone[]
  readonly conduits: readonly DeclaredConduit[]
  readonly assets?: readonly DeclaredAsset[]
}

/** Null where nothing was declared that it could be measured against. */
export type ConduitVerdict = 'declared' | 'undeclared' | 'forbidden' | 'unused'

export type ConduitUse = {
  readonly protocol: string
  readonly port: number
  readonly operations: number
  readonly verbs: Readonly<Record<string, number>>
  readonly pairs: number
  readonly verdict: ConduitVerdict | null
}

/** What passes from one zone, where the clients are, to another. */
export type Conduit = {
  /** Zone ids. */
  readonly from: string
  readonly to: string
  readonly uses: readonly ConduitUse[]
  /** Pairs of a client and a server. */
  readonly pairs: number
  /** The gravest of its uses. */
  readonly verdict: ConduitVerdict | null
  readonly first: number | null
  readonly last: number | null
}
