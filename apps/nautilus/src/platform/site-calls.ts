// What is said between the platform and the threads in which its sites are worked on.
import type { Decision } from '@nautilus/detection'
import type { ExpectedDocument, Severity } from '@nautilus/model'
import type { Fence, SiteEvent } from '@nautilus/store'
import type { TraceOptions, TraceParent } from '@nautilus/trace'

export type Place = { readonly tenant: string; readonly site: string }

/** A batch on its way, still packed: only the thread of its site opens it. */
export type PackedBatch = {
  readonly sensor: string
  readonly epoch: string
  readonly seq: number
  readonly file: string | null
  /** A person gave its source as normal. */
  readonly taught: boolean
  readonly body: Uint8Array
  /** Why it has its place in the log and nothing more: whoever brought it looked into it. */
  readonly refused?: string
  /** What is missing before it will never come: it is taken all the same. */
  readonly lost?: boolean
}

export type Call =
  | { readonly kind: 'take'; readonly batch: PackedBatch }
  /** Write what is described only now and then. */
  | { readonly kind: 'settle' }
  /** What people declared changed. */
  | { readonly kind: 'renew' }
  /** The platform stops. */
  | { readonly kind: 'rest' }
  /** Answers the number of the decision; null when there is no such fact. */
  | { readonly kind: 'decide'; readonly decision: Decision }
  /** Something was noticed of a sensor. Answers whether it was news. */
  | { readonly kind: 'enter'; readonly event: SiteEvent }
  /** People changed the rules that they wrote. */
  | { readonly kind: 'rules' }
  /** People changed the work orders, or the threat feeds. */
  | { readonly kind: 'orders' }
  | { readonly kind: 'feeds' }
  /** Answer what people read. */
  | { readonly kind: 'baseline'; readonly device: string | null }
  | { readonly kind: 'compare'; readonly documents: readonly ExpectedDocument[] }

/** Sites, wherever they are worked on. */
export type Sites = {
  /** Resolves when it is done and stored, with what was asked for. */
  call<T = void>(place: Place, call: Call): Promise<T>
}

export type ToThread = Place & {
  readonly id: number
  readonly call: Call
  readonly parent: TraceParent | null
  /** By which lease the site is held; null where there is one machine alone. */
  readonly fence: Fence | null
}

export type Failure = { readonly message: string; readonly expected: number | null }

/** After each commit: what pages are told. */
export type Told = Place & {
  readonly activities: number
  readonly batches: number
  readonly assets: number
  /** The end of the newest batch (µs), and whether it came from live traffic. */
  readonly to: { readonly at: number; readonly live: boolean } | null
  readonly findings: readonly { readonly id: string; readonly title: string; readonly severity: Severity }[]
}

export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly id: number; readonly failure: Failure | null; readonly value: unknown }
  | { readonly kind: 'told'; readonly told: Told }
  /** A live batch came again with other contents. */
  | ({ readonly kind: 'strange'; readonly sensor: string; readonly detail: string } & Place)
  /** Something that an operator should know. */
  | { readonly kind: 'trouble'; readonly message: string }

export type ThreadData = {
  readonly databaseUrl: string
  readonly telemetryUrl: string
  /** Batches between snapshots of a site. */
  readonly snapshotEvery?: number | undefined
  /** Where spans go; null: nowhere. */
  readonly traces?: Traces | null
}

export type Traces = Omit<TraceOptions, 'onTrouble'>
