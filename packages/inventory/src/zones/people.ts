// What the people of the site say of its devices: it outranks what was heard, and says who said it.
import type { Asset, Declaration, DeclaredAsset, Provenance, Role } from '@nautilus/model'
import { type Match, placedBy } from './declared.ts'

export type Declared = {
  readonly assets: readonly Asset[]
  readonly placed: ReadonlyMap<string, Match>
  /** What was declared of an asset, by its id. */
  readonly of: ReadonlyMap<string, DeclaredAsset>
}

/** Names, levels and roles as declared. A device without a level of its own has that of its declared zone. */
export function declaredOf(heard: readonly Asset[], { by = '', zones, assets: entries = [] }: Declaration): Declared {
  const of = entriesOf(heard, entries)
  const named = heard.map(asset => {
    const entry = of.get(asset.id)
    return entry ? overruled(asset, entry, by) : asset
  })
  const placed = placedBy(named, zones)
  const assets = named.map(asset => {
    const level = of.get(asset.id)?.level == null ? (zones[placed.get(asset.id)?.zone ?? -1]?.level ?? null) : null
    return level === null ? asset : withLevel(asset, level, by)
  })
  return { assets, placed, of }
}

/** An id is precise, an IP address is next; a MAC address may be that of a router. */
function entriesOf(assets: readonly Asset[], entries: readonly DeclaredAsset[]): Map<string, DeclaredAsset> {
  const at = new Map(entries.map(entry => [entry.address, entry]))
  const of = new Map<string, DeclaredAsset>()
  if (at.size === 0) return of
  for (const { id, ip, mac } of assets) {
    const found = [id, ...ip, ...mac].find(key => at.has(key))
    if (found !== undefined) of.set(id, at.get(found)!)
  }
  return of
}

/** The roles that a device of the safety system may have been taken for. */
const mistaken: ReadonlySet<Role | null> = new Set<Role | null>([null, 'controller'])

function overruled(asset: Asset, { name, level, safety }: DeclaredAsset, by: string): Asset {
  const named = name === null ? asset : { ...asset, name, sources: withSource(asset, 'name', name, by) }
  const placed = level === null ? named : withLevel(named, level, by)
  if (!safety || !mistaken.has(asset.role)) return placed
  const role: Role = 'safety controller'
  const others = asset.roles.filter(idea => idea.role !== role)
  return { ...placed, role, roles: [{ role, confidence: 1, reasons: [`declared in ${by}`] }, ...others] }
}

const withLevel = (asset: Asset, level: number, by: string): Asset => ({
  ...asset,
  level,
  sources: withSource(asset, 'level', String(level), by),
})

function withSource({ sources, first, last }: Asset, attribute: string, value: string, by: string): Asset['sources'] {
  const said: Provenance = { value, source: `declared in ${by}`, confidence: 1, first, last, frame: 0 }
  return { ...sources, [attribute]: [said, ...(sources[attribute] ?? [])] }
}
