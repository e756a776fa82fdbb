// What whoever enriches must hand in. Null where nobody knows.
import type { Verb } from '@nautilus/model'
import type { FindingCopy } from '../incident/act.ts'

export type AssetFacts = {
  readonly id: string
  /** What people call it. */
  readonly label: string
  readonly role: string | null
  readonly criticality: 'low' | 'medium' | 'high' | 'critical' | null
  /** Part of the safety system. */
  readonly safety: boolean
  /** Name of the zone. */
  readonly zone: string | null
  /** Name of the process it works for. */
  readonly process: string | null
}

export type ProcessFacts = {
  readonly name: string
  /** For example `SIL 2`. */
  readonly safetyClass: string | null
  readonly downtimeCostPerHour: number | null
  readonly currency: string | null
  readonly redundant: boolean
  /** Who declared it: `site.yaml`, a person. */
  readonly by: string
}

/** Who else talked to a device of the incident around that time. */
export type PeerFacts = {
  readonly asset: string
  readonly peer: string
  readonly protocol: string
  readonly verbs: readonly Verb[]
  /** µs since 1970-01-01 UTC. */
  readonly first: number
  readonly last: number
  /** It had talked to it before the incident. */
  readonly usual: boolean
}

export type WeaknessFacts = {
  readonly asset: string
  readonly vulnerability: string
  readonly advisory: string
  /** `affected` is sure of product and version. */
  readonly verdict: 'affected' | 'likely' | 'review' | 'possible'
  /** Known to be exploited. */
  readonly exploited: boolean
  /** CVSS base score. */
  readonly score: number | null
}

/** An incident that is over, as far as similarity reads it. */
export type PastIncident = {
  readonly id: string
  readonly rules: readonly string[]
  readonly assets: readonly string[]
  readonly techniques: readonly string[]
  readonly outcome: 'resolved' | 'false' | 'benign' | null
  /** What was decided: the option's title. */
  readonly decision: string | null
}

/** What changed and whether it was planned is read from the findings. */
export type EnrichmentFacts = {
  readonly findings: readonly FindingCopy[]
  readonly assets: readonly AssetFacts[]
  readonly processes: readonly ProcessFacts[]
  /** Null where the traffic around it was not looked at. */
  readonly peers: readonly PeerFacts[] | null
  /** Null where no advisories are loaded. */
  readonly weaknesses: readonly WeaknessFacts[] | null
  readonly past: readonly PastIncident[]
}
