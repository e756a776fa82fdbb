// A large site is drawn by its zones: each is one node until somebody opens it.
import type { Severity, Zone } from '@nautilus/model'
import { severities } from '../../shared/grades.ts'
import type { AssetRow } from '../../shared/wire.ts'
import type { Line } from './network.ts'

/** Devices up to which each is drawn by itself. */
export const MOST_ALONE = 300
/** In the address: every zone is open. */
export const EVERY = '*'
/** The group of the devices that are in no zone. */
export const NO_ZONE = '~'

export type Group = {
  /** Of the zone; `NO_ZONE`. */
  readonly id: string
  readonly level: number | null
  readonly devices: readonly AssetRow[]
}

export type Grouped = {
  /** Drawn by themselves. */
  readonly alone: readonly AssetRow[]
  readonly groups: readonly Group[]
  /** What is drawn for each device: itself, or the group that it is in. */
  readonly nodeOf: ReadonlyMap<string, string>
}

/** How devices are drawn where zones of `open` are open. A zone of one device is no group. */
export function groupedBy(assets: readonly AssetRow[], zones: readonly Zone[], open: ReadonlySet<string>): Grouped {
  const nodeOf = new Map(assets.map(({ id }) => [id, id]))
  if (assets.length <= MOST_ALONE || open.has(EVERY)) return { alone: assets, groups: [], nodeOf }
  const levelOf = new Map(zones.map(({ id, level }) => [id, level]))
  const groups = [...Map.groupBy(assets, ({ zone }) => zone ?? NO_ZONE)]
    .filter(([id, devices]) => devices.length > 1 && !open.has(id))
    .map(([id, devices]): Group => ({ id, devices, level: levelOf.get(id) ?? commonest(devices) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  for (const { id, devices } of groups) for (const device of devices) nodeOf.set(device.id, id)
  return { alone: assets.filter(({ id }) => nodeOf.get(id) === id), groups, nodeOf }
}

/** The level that most of them have; of several the lowest. */
function commonest(devices: readonly AssetRow[]): number | null {
  const known = devices.map(({ level }) => level).filter(level => level !== null)
  const counted = [...Map.groupBy(known, level => level)].map(([level, own]) => ({ level, count: own.length }))
  return counted.sort((a, b) => b.count - a.count || a.level - b.level)[0]?.level ?? null
}

/** Lines of which at least one end is a group, as one. */
export type Bundle = {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly lines: number
  /** Sorted. */
  readonly protocols: readonly string[]
  readonly changes: boolean
  readonly isNew: boolean
}

export function bundled(
  lines: readonly Line[],
  nodeOf: ReadonlyMap<string, string>,
): { readonly single: readonly Line[]; readonly bundles: readonly Bundle[] } {
  const single: Line[] = []
  const groups = new Map<string, Line[]>()
  for (const line of lines) {
    const [from, to] = [nodeOf.get(line.client), nodeOf.get(line.server)]
    if (from === undefined || to === undefined || from === to) continue
    if (from === line.client && to === line.server) single.push(line)
    else {
      const key = JSON.stringify([from, to])
      const known = groups.get(key)
      if (known) known.push(line)
      else groups.set(key, [line])
    }
  }
  const bundles = [...groups].map(([key, own]): Bundle => {
    const [from, to] = JSON.parse(key) as [string, string]
    return {
      id: `${from}>>${to}`,
      from,
      to,
      lines: own.length,
      protocols: [...new Set(own.map(({ protocol }) => protocol))].sort(),
      changes: own.some(({ changes }) => changes),
      isNew: own.some(({ isNew }) => isNew),
    }
  })
  return { single, bundles: bundles.sort((a, b) => (a.id < b.id ? -1 : 1)) }
}

/** The gravest of what waits at any of them. */
export function worstAmong(devices: readonly AssetRow[], worst: ReadonlyMap<string, Severity>): Severity | 'none' {
  const found = new Set(devices.map(({ id }) => worst.get(id)))
  return severities.find(grade => found.has(grade)) ?? 'none'
}
