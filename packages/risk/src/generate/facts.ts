// What is known of a site, as the generator reads it. Null where nobody knows.
import type { ExposurePath, ExternalPeer, Reach } from '@nautilus/model'

export type RiskProcess = {
  readonly name: string
  /** `SIL 2` */
  readonly safetyClass: string | null
  readonly costPerHour: number | null
  readonly currency: string | null
  readonly redundant: boolean
}

export type RiskAsset = {
  readonly id: string
  readonly label: string
  readonly role: string | null
  readonly criticality: 'low' | 'medium' | 'high' | 'critical' | null
  /** Part of the safety system. */
  readonly safety: boolean
  readonly process: string | null
  readonly vendor: string | null
  /** Protocols served and used, `modbus server`. */
  readonly protocols: readonly string[]
}

/** h; how long own incidents took. `exercises`: played ones, where there were too few real ones. */
export type OwnTime = {
  readonly count: number
  readonly median: number
  readonly p90: number
  readonly exercises: boolean
}

export type RiskFacts = {
  readonly processes: readonly RiskProcess[]
  readonly assets: readonly RiskAsset[]
  readonly paths: readonly ExposurePath[]
  readonly external: readonly ExternalPeer[]
  readonly reach: readonly Reach[]
  /** Not fixed, of devices that can be reached; null where no advisories are loaded. */
  readonly weaknesses: readonly { readonly asset: string; readonly exploited: boolean }[] | null
  /** Open, high or critical: assets of each. */
  readonly findings: readonly { readonly id: string; readonly assets: readonly string[] }[]
  /** Parts of the site that no sensor sees. */
  readonly blind: number
  readonly detect: OwnTime | null
  readonly decide: OwnTime | null
  /** Of the legal entity: what decides the highest fine. Turnover in euros. */
  readonly entity: { readonly class: string; readonly turnover: number | null } | null
  /** `2026-03-01`: of what was observed. */
  readonly today: string
}
