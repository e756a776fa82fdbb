// What site.yaml says, checked, in our words.
import type { Conduit, Process, Selector } from '@nautilus/detection'
import type { Criticality } from '@nautilus/model'

export type Grade = Criticality['grade']

export type ZoneEntry = { readonly name: string; readonly networks: readonly string[]; readonly level: number | null }
export type ProcessEntry = Process & { readonly criticality: Grade | null }

export type AssetEntry = {
  readonly name: string
  readonly at: Selector
  readonly zone: string | null
  readonly process: string | null
  readonly criticality: Grade | null
  readonly level: number | null
  readonly safety: boolean
}

/** Minutes after midnight; over midnight where `to` is not after `from`. Days 1 (Monday) to 7. */
export type Shift = { readonly days: readonly number[]; readonly from: number; readonly to: number }

export type SiteDocument = {
  readonly name: string
  readonly timeZone: string
  readonly zones: readonly ZoneEntry[]
  readonly processes: readonly ProcessEntry[]
  readonly assets: readonly AssetEntry[]
  readonly lists: ReadonlyMap<string, readonly Selector[]>
  readonly conduits: readonly Conduit[]
  readonly allowedOutside: readonly string[]
  readonly shifts: readonly Shift[]
  readonly settings: Readonly<Record<string, Readonly<Record<string, number>>>>
}
