// What site.yaml says of devices, zones and conduits, in the words of the inventory.
import type { Criticality, Declaration, DeclaredAsset, DeclaredZone } from '@nautilus/model'
import type { AssetEntry, ProcessEntry, SiteDocument } from './document.ts'

/** `by` is how the file is called in reports. */
export function declarationOf({ zones, conduits, assets, processes }: SiteDocument, by: string): Declaration {
  const placed = Map.groupBy(
    assets.filter(({ zone }) => zone !== null),
    ({ zone }) => zone,
  )
  const process = new Map(processes.map(entry => [entry.name, entry]))
  return {
    by,
    zones: zones.map(
      ({ name, level, networks }): DeclaredZone => ({
        name,
        level,
        match: { cidr: networks, asset: (placed.get(name) ?? []).map(({ at }) => at.value) },
      }),
    ),
    conduits: conduits.map(({ from, to, protocols, forbidden = false }) => ({
      from,
      to,
      protocols: protocols ?? [],
      allowed: !forbidden,
    })),
    assets: assets.map(entry => assetOf(entry, (entry.process && process.get(entry.process)) || null, by)),
  }
}

const assetOf = (entry: AssetEntry, process: ProcessEntry | null, by: string): DeclaredAsset => ({
  address: entry.at.value,
  name: entry.name,
  level: entry.level,
  criticality: criticalityOf(entry, process, by),
  safety: entry.safety,
})

export function criticalityOf(entry: AssetEntry, process: ProcessEntry | null, by: string): Criticality | null {
  if (entry.criticality) return { grade: entry.criticality, reasons: [`declared in ${by}`] }
  if (entry.safety) return { grade: 'critical', reasons: [`part of the safety system, declared in ${by}`] }
  if (!process?.criticality) return null
  return { grade: process.criticality, reasons: [`that of its process ${process.name}, declared in ${by}`] }
}
