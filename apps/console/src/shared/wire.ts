// What the platform's routes answer, by the API's own description. Whole documents are of the model package; where the
// description says only that there is one, or a word, it is said here which.
import type { Asset, Finding, Link, Point, SensorHealth, Severity } from '@nautilus/model'
import type { Answer, Place } from './api.ts'

/** The same with some fields told more exactly: each must be there. */
type With<T, Exact extends { readonly [Field in keyof Exact]: Field extends keyof T ? unknown : never }> = Omit<
  T,
  keyof Exact
> &
  Exact
type RowOf<T extends { readonly items: readonly unknown[] }> = T['items'][number]

export type Page<T> = { readonly items: readonly T[]; readonly next: string | null }
/** How many there are in all; not exact: at least so many. */
export type Total = { readonly count: number; readonly exact: boolean }
/** `total` comes with the first page. */
export type CountedPage<T> = Page<T> & { readonly total: Total | null }

export type Membership = With<Answer<'GET /api/me'>['memberships'][number], { readonly branding: Branding }>
export type Branding = {
  readonly product?: string
  readonly logo?: string
  readonly colours?: { readonly accent?: string | undefined }
  readonly language?: 'en' | 'de'
}
export type Me = With<Answer<'GET /api/me'>, { readonly memberships: readonly Membership[] }>

export type Site = With<RowOf<Answer<'GET /api/tenants/{tenant}/sites'>>, { readonly branding: Branding }>
export type Sensor = With<
  RowOf<Answer<'GET /api/tenants/{tenant}/sites/{site}/sensors'>>,
  /** A sensor that said nothing yet has none of it. */
  { readonly health: Partial<SensorHealth> }
>

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

export type SiteOverview = With<
  Answer<'GET /api/tenants/{tenant}/sites/{site}'>,
  {
    /** Open and confirmed ones. */
    readonly findings: Partial<Record<Severity, number>>
    readonly detection: DetectionFact | null
    readonly sensors: readonly Sensor[]
    readonly stories: readonly Story[] | null
  }
>

export type AssetRow = RowOf<Answer<'GET /api/tenants/{tenant}/sites/{site}/assets'>>
export type Facets = Answer<'GET /api/tenants/{tenant}/sites/{site}/assets-facets'>

type OneAsset = Answer<'GET /api/tenants/{tenant}/sites/{site}/assets/{asset}'>
export type AssetEdits = NonNullable<OneAsset['edits']>
export type LinkRow = Pick<Link, 'client' | 'server' | 'protocol' | 'port'> & {
  readonly first: number | null
  readonly last: number | null
  readonly data: Link
}
export type AssetDetail = With<
  OneAsset,
  {
    readonly asset: Asset
    readonly links: readonly LinkRow[]
    readonly points: readonly Point[]
    readonly findings: readonly FindingRow[]
  }
>

export const statuses = ['open', 'confirmed', 'accepted', 'suppressed', 'closed'] as const
export type Status = (typeof statuses)[number]

export type FindingRow = With<
  RowOf<Answer<'GET /api/tenants/{tenant}/sites/{site}/findings'>>,
  Pick<Finding, 'severity' | 'source' | 'target' | 'protocol' | 'why'> & { readonly status: Status }
>
type OneFinding = Answer<'GET /api/tenants/{tenant}/sites/{site}/findings/{finding}'>
export type FindingWork = With<OneFinding['work'], { readonly status: Status }>
export type FindingDetail = With<OneFinding, { readonly finding: Finding; readonly work: FindingWork }>

export type PointValue = Answer<'GET /api/tenants/{tenant}/sites/{site}/assets/{asset}/history'>['values'][number]
export type IncidentRow = RowOf<Answer<'GET /api/tenants/{tenant}/sites/{site}/incidents'>>
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
    | {
        readonly kind: 'incident'
        readonly id: string
        readonly title: string
        readonly severity: string
        readonly state: string
      }
  )
