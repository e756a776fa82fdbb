// What an incident is, after its entries.
import type { Severity } from '@nautilus/model'
import type { Duty } from '../duties.ts'
import type { Enrichment } from '../enrichment/enrichment.ts'
import type { ActOf, FindingCopy, LinkedKind } from './act.ts'
import type { Actor } from './actor.ts'
import type { Reason } from './reason.ts'
import type { Refusal } from './refusal.ts'
import type { Outcome, State } from './states.ts'

/** When and by whom. */
export type Stamp = { readonly at: number; readonly by: Actor }

/** Null `from`: the beginning. */
export type Transition = Stamp & { readonly from: State | null; readonly to: State; readonly reason: string }

export type Member = Stamp & { readonly finding: FindingCopy; readonly reason: Reason }
export type Comment = Stamp & { readonly text: string }
export type Attachment = Stamp & Omit<ActOf<'attached'>, 'kind'>
export type Watched = Stamp & Omit<ActOf<'watched'>, 'kind'>
export type LinkedThing = Stamp & { readonly what: LinkedKind; readonly id: string; readonly note: string }

export type Review = Stamp & Omit<ActOf<'reviewed'>, 'kind'>
export type Reported = Stamp & Omit<ActOf<'reported'>, 'kind'>
/** `done`: null until somebody says so. */
export type FollowUp = Stamp &
  Omit<ActOf<'action-agreed'>, 'kind'> & { readonly done: (Stamp & { readonly note: string }) | null }

/** The newest answer of each fact. */
export type FactAnswer = Stamp & { readonly fact: string; readonly answer: string; readonly note: string }

/** An approval of one person. `person` and `duties` as they were then. */
export type Approval = {
  readonly at: number
  readonly option: string
  readonly person: string
  readonly duties: readonly Duty[]
}

/** `confirmed`: null until another person does. */
export type Override = {
  readonly at: number
  readonly option: string
  readonly person: string
  readonly facts: readonly string[]
  readonly reason: string
  readonly confirmed: { readonly at: number; readonly person: string; readonly reason: string } | null
}

/** A playbook that runs in the incident. Another one that starts replaces it, and with it what was approved. */
export type Run = {
  readonly playbook: string
  readonly version: string
  readonly started: Stamp
  readonly steps: readonly (Stamp & { readonly step: string; readonly note: string })[]
  /** The newest of each question that leads on. */
  readonly outcomes: readonly (Stamp & { readonly decision: string; readonly outcome: string })[]
  readonly answers: readonly FactAnswer[]
  /** Proposed options, the newest last. */
  readonly chosen: readonly (Stamp & { readonly option: string })[]
  readonly approvals: readonly Approval[]
  readonly overrides: readonly Override[]
}

/** What an engineer decided, on which facts and with whose approval. */
export type Decision = Stamp & {
  readonly playbook: string
  readonly version: string
  readonly option: string
  readonly reason: string
  readonly answers: readonly FactAnswer[]
  readonly approvals: readonly Approval[]
  readonly override: Override | null
}

export type Escalation = Stamp & { readonly policy: string; readonly stopped: number | null }

export type PageSent = Stamp &
  Omit<ActOf<'paged'>, 'kind'> & { readonly escalation: number; readonly outcome: 'sent' | 'delivered' | 'failed' }

export type Acknowledgement = { readonly at: number; readonly person: string; readonly duties: readonly Duty[] }

/** An entry that may not be: the fold leaves it without effect, wherever it came from. `place`: among the entries, from 0. */
export type RefusedEntry = Refusal & { readonly place: number }

export type Incident = {
  readonly id: string
  readonly site: string
  readonly exercise: boolean
  readonly title: string
  /** Who gave it this title; null where nobody did. */
  readonly titled: Stamp | null
  readonly opened: number
  /** Of the newest entry that had an effect. */
  readonly changed: number
  /** How many entries had an effect. */
  readonly entries: number
  /** A person has done something here. */
  readonly touched: boolean
  readonly state: State
  /** Null unless closed. */
  readonly outcome: Outcome | null
  readonly severity: Severity
  /** By beginning. */
  readonly findings: readonly Member[]
  readonly history: readonly Transition[]
  readonly enrichment: Enrichment | null
  readonly assignee: string | null
  readonly comments: readonly Comment[]
  readonly attachments: readonly Attachment[]
  readonly watched: readonly Watched[]
  readonly links: readonly LinkedThing[]
  /** The newest last. */
  readonly reports: readonly Reported[]
  readonly reviews: readonly Review[]
  /** What was agreed afterwards, in the order of the record. */
  readonly actions: readonly FollowUp[]
  /** Incidents that went into this one; that this one went into; that it was split from. */
  readonly mergedFrom: readonly string[]
  readonly mergedInto: string | null
  readonly splitFrom: string | null
  /** All that were started, the newest last: what the strictest of them asks for holds to the end. */
  readonly playbooks: readonly { readonly playbook: string; readonly version: string }[]
  readonly run: Run | null
  /** The newest last. */
  readonly decisions: readonly Decision[]
  readonly escalations: readonly Escalation[]
  readonly pages: readonly PageSent[]
  readonly acknowledgements: readonly Acknowledgement[]
  /** Since when the organisation has known of it, µs; null until a person says so. The newest word counts. */
  readonly aware: number | null
  /** Templates whose clocks run here. */
  readonly obligations: readonly string[]
  readonly refused: readonly RefusedEntry[]
}

/** The devices of all its findings and of what was reported, each once, in order. */
export const assetsOf = ({ findings, reports }: Incident): readonly string[] => [
  ...new Set([
    ...findings.flatMap(({ finding: { source, target, assets } }) =>
      [target, source, ...assets].filter(device => device !== null),
    ),
    ...reports.flatMap(({ assets }) => assets),
  ]),
]

/** An incident that was kept as JSON, by this version or an older one. */
export const keptIncident = (data: unknown): Incident =>
  ({ reports: [], actions: [], ...(data as object) }) as unknown as Incident

/** Since when it is in its state. */
export const since = ({ history, opened }: Incident): number => history.at(-1)?.at ?? opened
