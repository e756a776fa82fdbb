// What the platform's routes answer. Whole documents are of the model package; these are the rows and frames around them.
import type { Asset, Finding, Link, Point, Severity } from '@nautilus/model'
import type { Place } from './api.ts'

export type Page<T> = { readonly items: readonly T[]; readonly next: string | null }
/** How many there are in all; not exact: at least so many. */
export type Total = { readonly count: number; readonly exact: boolean }
/** `total` comes with the first page. */
export type CountedPage<T> = Page<T> & { readonly total: Total | null }

export type Membership = {
  readonly tenant: string
  /** `*`: all of the tenant. */
  readonly site: string
  readonly role: string
  readonly name: string
  readonly branding: Branding
  readonly permissions: readonly string[]
}
export type Branding = {
  readonly product?: string
  readonly logo?: string
  readonly colours?: { readonly accent?: string }
}
export type Me = {
  readonly person: { readonly id: string; readonly email: string; readonly name: string }
  readonly memberships: readonly Membership[]
}

export type Site = {
  readonly tenant: string
  readonly id: string
  readonly name: string
  readonly time_zone: string
  readonly demo: boolean
}

/** Counts since the sensor's start. A sensor that said nothing yet has none of them. */
export type SensorHealth = {
  readonly packets: number
  readonly bytes: number
  readonly dropped: number
  readonly duplicates: number
  readonly malformed: number
  readonly unrecognised: number
  readonly flows: number
  readonly version: string
}
export type Sensor = {
  readonly id: string
  readonly name: string
  readonly kind: string
  /** ISO 8601 */
  readonly last_seen: string | null
  readonly version: string | null
  readonly health: Partial<SensorHealth>
  readonly enrolled_at: string
  readonly revoked_at: string | null
}

export type Readiness = {
  readonly ready: boolean
  /** Estimated share of what happens that was never seen before, 0 to 1. */
  readonly unseen: number
  readonly observations: number
  /** µs */
  readonly since: number
}
export type Blind = {
  readonly rule: string
  readonly title: string
  readonly why: string
  readonly needs: readonly string[]
}
export type DetectionFact = {
  readonly rules: number
  readonly blind: readonly Blind[]
  readonly taught: boolean
  readonly site: Readiness
}
export type Story = { readonly id: string; readonly title: string; readonly kind: 'attack' | 'look-alike' }

export type SiteOverview = Site & {
  readonly assets: number
  readonly links: number
  /** Open and confirmed ones. */
  readonly findings: Partial<Record<Severity, number>>
  readonly detection: DetectionFact | null
  readonly sensors: readonly Sensor[]
  readonly stories: readonly Story[] | null
}

export type AssetRow = Pick<
  Asset,
  'id' | 'ip' | 'mac' | 'vendor' | 'model' | 'firmware' | 'level' | 'zone' | 'protocols' | 'name'
> & {
  readonly site: string
  readonly role: string | null
  readonly confidence: number | null
  readonly criticality: string | null
  readonly owner: string | null
  readonly first: number | null
  readonly last: number | null
}
export type Facets = Readonly<Record<string, readonly { readonly value: string; readonly count: number }[]>>

export type AssetEdits = {
  readonly owner: string | null
  readonly note: string | null
  readonly criticality: string | null
  readonly zone: string | null
  readonly process: string | null
  readonly label: string | null
  readonly changed_by: string | null
  readonly changed_at: string
}
export type LinkRow = Pick<Link, 'client' | 'server' | 'protocol' | 'port'> & {
  readonly first: number | null
  readonly last: number | null
  readonly data: Link
}
export type AssetDetail = {
  readonly asset: Asset
  readonly edits: AssetEdits | null
  readonly links: readonly LinkRow[]
  readonly points: readonly Point[]
  readonly findings: readonly FindingRow[]
}

export const statuses = ['open', 'confirmed', 'accepted', 'suppressed', 'closed'] as const
export type Status = (typeof statuses)[number]

export type FindingRow = Pick<
  Finding,
  | 'id'
  | 'rule'
  | 'title'
  | 'severity'
  | 'first'
  | 'last'
  | 'count'
  | 'source'
  | 'target'
  | 'assets'
  | 'protocol'
  | 'why'
> & {
  readonly site: string
  readonly rank: number
  readonly verb: string | null
  /** What the devices are called; null where they are none of ours. */
  readonly source_name: string | null
  readonly target_name: string | null
  readonly status: Status
  readonly assignee: string | null
}
export type FindingWork = {
  readonly status: Status
  readonly reason: string | null
  readonly assignee: string | null
  readonly changed_by: string | null
  readonly changed_at: string | null
}
export type FindingDetail = { readonly finding: Finding; readonly work: FindingWork }

export type PointValue = {
  readonly at: number
  readonly last: number
  readonly min: number
  readonly max: number
  readonly written: boolean
}

/** What `/live` tells. */
export type LiveEvent = Place &
  (
    | { readonly kind: 'commit'; readonly activities: number; readonly assets: number }
    | { readonly kind: 'finding'; readonly id: string; readonly title: string; readonly severity: string }
    | { readonly kind: 'sensor'; readonly sensor: string; readonly health: object }
    | {
        readonly kind: 'upload'
        readonly id: string
        readonly state: string
        readonly progress: number
        readonly message: string | null
      }
  )
