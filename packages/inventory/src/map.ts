// Where every device stands: networks, zones, who is plugged in where, who gets where, what depends on whom.
import type {
  Asset,
  Conduit,
  Declaration,
  ExposurePath,
  ExternalPeer,
  Link,
  Neighbour,
  Party,
  Reach,
  Subnet,
  Zone,
} from '@nautilus/model'
import { partyOf } from './addresses.ts'
import type { ControlRow } from './control-table.ts'
import { criticalityOf } from './topology/criticality.ts'
import type { ExternalLog } from './topology/external.ts'
import type { Hearsay } from './topology/hearsay.ts'
import { neighboursOf } from './topology/neighbours.ts'
import { pathsOf } from './topology/paths.ts'
import { reachOf } from './topology/reach.ts'
import { outsideOf } from './topology/standing.ts'
import { steppingOf } from './topology/stepping.ts'
import { subnetsOf } from './topology/subnets.ts'
import { conduitsOf } from './zones/conduits.ts'
import { zonesOf } from './zones/declared.ts'
import { declaredOf } from './zones/people.ts'
import { proposeZones } from './zones/propose.ts'

export type SiteMap = {
  /** As before, each with its zone and criticality. */
  readonly assets: readonly Asset[]
  readonly subnets: readonly Subnet[]
  readonly zones: readonly Zone[]
  readonly conduits: readonly Conduit[]
  readonly neighbours: readonly Neighbour[]
  readonly paths: readonly ExposurePath[]
  /** There are more ways than are told. */
  readonly pathsCut: boolean
  readonly external: readonly ExternalPeer[]
  readonly reach: readonly Reach[]
}

export type PlaceSources = {
  readonly assets: readonly Asset[]
  readonly links: readonly Link[]
  readonly hearsay: Hearsay
  readonly assetIdOf: (party: Party) => string | null
  readonly declared?: Declaration
}

export type MapSources = PlaceSources & { readonly control: readonly ControlRow[]; readonly external: ExternalLog }

type Places = Pick<SiteMap, 'assets' | 'subnets' | 'zones' | 'neighbours'> & {
  /** Asset ids of what is outside of the site. */
  readonly outside: ReadonlySet<string>
}

const nothing: Declaration = { zones: [], conduits: [] }

/** Where every device stands, and how much depends on it. */
export function placesOf({ assets: heard, links, hearsay, assetIdOf, declared = nothing }: PlaceSources): Places {
  const { assets, placed, of: entries } = declaredOf(heard, declared)
  const outside = outsideOf(assets)
  const assetAt = (address: string) => assetIdOf(partyOf(address))
  const subnets = subnetsOf({ assets, outside, hearsay, assetAt })
  const proposed = proposeZones({ assets, links, subnets, outside })
  const zones = zonesOf(assets, proposed, declared.zones, placed, declared.by)
  const neighbours = neighboursOf(assets)
  const criticality = criticalityOf({ assets, links, subnets, neighbours, outside })
  const zoneOf = new Map(zones.flatMap(({ id, assets: members }) => members.map(member => [member, id] as const)))
  return {
    assets: assets.map(asset => ({
      ...asset,
      zone: zoneOf.get(asset.id) ?? null,
      criticality: entries.get(asset.id)?.criticality ?? criticality.get(asset.id) ?? null,
    })),
    subnets,
    zones,
    neighbours,
    outside,
  }
}

export function mapOf({ control, external, ...sources }: MapSources): SiteMap {
  const { links, assetIdOf, declared = nothing } = sources
  const { outside, ...places } = placesOf(sources)
  const { assets, zones } = places
  const stepping = steppingOf(assets, links)
  const { paths, cut } = pathsOf(stepping, outside)
  return {
    ...places,
    conduits: conduitsOf(links, zones, declared.conduits),
    paths,
    pathsCut: cut,
    external: external.peers(assetIdOf, outside),
    reach: reachOf(stepping, control),
  }
}
