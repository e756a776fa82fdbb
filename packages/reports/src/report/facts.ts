// What a report is made of: numbers and rows from the store, each with the question that gave it. Moments in ms since
// 1970-01-01 UTC.
import type { Known, SiteName } from './report.ts'

export type BySeverity = Readonly<Record<string, number>>

export type AssetFigures = {
  readonly total: number
  /** Of these: with somebody who answers for it, a criticality, a firmware that was heard, a vendor, a role. */
  readonly owned: number
  readonly ranked: number
  readonly firmware: number
  readonly vendor: number
  readonly role: number
  /** First heard in the period. */
  readonly added: number
}

export type FindingFigures = {
  /** Begun in the period. */
  readonly found: BySeverity
  /** Of these: closed or accepted by people. */
  readonly worked: number
  /** Open now, whenever they began. */
  readonly open: BySeverity
  readonly weeks: readonly { readonly from: number; readonly count: number }[]
  /** What was found most: the gravest first. */
  readonly top: readonly { readonly title: string; readonly severity: string; readonly count: number }[]
}

export type Waiting = {
  readonly id: string
  readonly title: string
  readonly severity: string
  readonly since: number
}

/** Real ones; exercises never count among them. Durations in ms; null where none has it. */
export type IncidentFigures = {
  readonly opened: number
  readonly closed: number
  readonly open: number
  readonly awaiting: readonly Waiting[]
  /** Of those opened in the period: with a playbook, with a decision, with somebody who looked back. */
  readonly withPlaybook: number
  readonly decided: number
  readonly reviewed: number
  readonly detect: number | null
  readonly decide: number | null
  readonly list: readonly {
    readonly id: string
    readonly title: string
    readonly severity: string
    readonly state: string
    readonly opened: number
  }[]
}

export type SensorFigures = {
  readonly total: number
  /** Live ones that were not heard for a while. */
  readonly silent: number
  /** Places that no sensor sees at all, and in part. */
  readonly blind: readonly string[]
  readonly partial: number
  /** Share of the packets that were recognised and that were encrypted, 0 to 1; null where nothing was heard. */
  readonly recognised: number | null
  readonly encrypted: number | null
}

export type ControlRow = {
  readonly controller: string
  readonly client: string
  readonly protocol: string
  /** How often, by what it did. */
  readonly verbs: Readonly<Record<string, number>>
  readonly refused: Readonly<Record<string, number>>
  readonly last: number
}
export type ReachRow = {
  readonly controller: string
  readonly client: string
  /** The next one on the way. */
  readonly through: string
  readonly protocol: string
  readonly kind: string
  readonly steps: number
}
export type ControlFigures = {
  readonly rows: readonly ControlRow[]
  readonly indirect: readonly ReachRow[]
  /** Devices that talk with addresses outside, and ways that begin outside or at a remote access. */
  readonly external: number
  readonly ways: number
}

export type BoundaryFigures = {
  readonly zones: number
  readonly declared: number
  readonly conduits: number
  readonly undeclared: number
  readonly forbidden: number
}

export type PracticeFigures = {
  /** Exercises that ended in the period. */
  readonly exercises: number
  /** Orders and visits in force, and those that wait for a second person. */
  readonly orders: number
  readonly ordersWaiting: number
  /** Obligations to report that were begun, and stages that were sent, in the period. */
  readonly reports: number
}

/** In money a year. */
export type RiskFigures = {
  readonly currency: string
  readonly trials: number
  readonly expected: number
  readonly anyLoss: number
  readonly givenLoss: { readonly p50: number; readonly p90: number } | null
  readonly var99: number
  readonly curve: readonly { readonly loss: number; readonly probability: number }[]
  readonly scenarios: readonly {
    readonly kind: string
    readonly process: string
    readonly expected: number
    readonly tail: number
  }[]
}

export type RiskPast = { readonly at: number; readonly expected: number; readonly currency: string }

export type AssetLine = {
  readonly name: string
  readonly address: string
  readonly role: string | null
  readonly vendor: string | null
  readonly model: string | null
  readonly firmware: string | null
  readonly zone: string | null
  readonly criticality: string | null
  readonly owner: string | null
  readonly open: number
}

/** Vulnerabilities of devices, as advisories say. */
export type WeakFigures = {
  readonly total: number
  /** Of these: to be dealt with now, and known to be exploited. */
  readonly now: number
  readonly exploited: number
  readonly devices: number
  /** What it rests on, and how old that is; one sentence each, in English. */
  readonly age: readonly string[]
  /** The most urgent first. */
  readonly top: readonly {
    readonly device: string
    readonly vulnerability: string
    readonly title: string
    readonly verdict: string
    readonly urgency: string | null
    readonly exploited: boolean
    readonly score: number | null
  }[]
}

/** What is known of one site. Null: not asked for this report, or not there. */
export type SiteFacts = {
  readonly site: SiteName
  readonly assets: Known<AssetFigures>
  readonly findings: Known<FindingFigures>
  readonly incidents: Known<IncidentFigures>
  readonly sensors: Known<SensorFigures>
  readonly control: Known<ControlFigures>
  readonly boundary: Known<BoundaryFigures>
  readonly practice: Known<PracticeFigures>
  readonly devices: Known<readonly AssetLine[]> | null
  /** Null too where no advisories are here. */
  readonly weak: Known<WeakFigures> | null
  readonly risk: Known<RiskFigures> | null
  readonly past: Known<readonly RiskPast[]>
}

/** The signed record of what people did. */
export type RecordFigures = { readonly whole: boolean; readonly links: number; readonly days: number }
