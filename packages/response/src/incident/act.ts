// What can happen in an incident, playbook runs, pages and obligations included. Times are µs since 1970-01-01 UTC.
import type { Finding, Severity } from '@nautilus/model'
import type { Duty } from '../duties.ts'
import type { Enrichment } from '../enrichment/enrichment.ts'
import type { LocalDate } from '../escalation/wall-time.ts'
import type { Reason } from './reason.ts'
import type { Outcome, State } from './states.ts'

/** A finding as it was when it was put into the incident: the record must stand when the finding is long forgotten. */
export type FindingCopy = Pick<
  Finding,
  | 'id'
  | 'rule'
  | 'title'
  | 'severity'
  | 'techniques'
  | 'consequences'
  | 'playbook'
  | 'confidence'
  | 'first'
  | 'last'
  | 'count'
  | 'source'
  | 'target'
  | 'assets'
  | 'why'
  | 'baseline'
  | 'changes'
  | 'window'
>

export type IncidentAct =
  /** The first of every incident. `exercise`: played, not real; it never changes. */
  | { readonly kind: 'opened'; readonly incident: string; readonly site: string; readonly exercise: boolean }
  | { readonly kind: 'titled'; readonly title: string }
  /** Again with the same id where it came again: the newest copy counts, the first reason stays. */
  | { readonly kind: 'finding-added'; readonly finding: FindingCopy; readonly reason: Reason }
  /** `to`: the incident that has it now; null where it belongs to none. */
  | { readonly kind: 'finding-removed'; readonly finding: string; readonly reason: string; readonly to: string | null }
  | { readonly kind: 'merged-from'; readonly incident: string; readonly reason: string }
  | { readonly kind: 'merged-into'; readonly incident: string; readonly reason: string }
  | { readonly kind: 'split-from'; readonly incident: string; readonly reason: string }
  /** `outcome` where it closes. `option` where it is decided: its id in the playbook that runs. */
  | {
      readonly kind: 'state-changed'
      readonly to: State
      readonly reason: string
      readonly outcome?: Outcome
      readonly option?: string
    }
  | { readonly kind: 'enriched'; readonly enrichment: Enrichment }
  | { readonly kind: 'assigned'; readonly to: string | null }
  | { readonly kind: 'commented'; readonly text: string }
  /** `hash`: SHA-256 in hex. `size`: bytes. `type`: media type, found from the content by whoever took it in. */
  | {
      readonly kind: 'attached'
      readonly name: string
      readonly hash: string
      readonly size: number
      readonly type: string
    }
  /** `subject`: an asset id or address that people keep an eye on. */
  | { readonly kind: 'watched'; readonly subject: string; readonly until: number | null; readonly reason: string }
  | { readonly kind: 'unwatched'; readonly subject: string }
  | { readonly kind: 'linked'; readonly what: LinkedKind; readonly id: string; readonly note: string }
  | { readonly kind: 'unlinked'; readonly what: LinkedKind; readonly id: string }
  /** What a person saw where no finding says it. `assets`: ids or addresses. Further ones add to it. */
  | {
      readonly kind: 'reported'
      readonly text: string
      readonly severity: Severity
      readonly assets: readonly string[]
    }
  /** What was learned from it, afterwards. Again where more is learned: the newest counts. */
  | {
      readonly kind: 'reviewed'
      readonly text: string
      readonly lessons: readonly string[]
      readonly actions: readonly string[]
      /** Older records do not have it. */
      readonly wentWell?: readonly string[]
    }
  /** What follows from the review. Again with the same id: the newest counts. `owner`: a person, by id; null: nobody yet. */
  | {
      readonly kind: 'action-agreed'
      readonly action: string
      readonly text: string
      readonly owner: string | null
      readonly due: LocalDate | null
    }
  | { readonly kind: 'action-done'; readonly action: string; readonly note: string }

export const linkedKinds = ['work-order', 'asset', 'incident', 'vulnerability', 'ticket'] as const
export type LinkedKind = (typeof linkedKinds)[number]

export type PlaybookAct =
  | { readonly kind: 'playbook-started'; readonly playbook: string; readonly version: string }
  | { readonly kind: 'step-done'; readonly step: string; readonly note?: string }
  /** `unknown` is an answer, and one that unblocks nothing. */
  | { readonly kind: 'fact-answered'; readonly fact: string; readonly answer: string; readonly note: string }
  /** A question of the playbook that leads to one step or another, `D2`; not the engineering decision. */
  | {
      readonly kind: 'decision-answered'
      readonly decision: string
      readonly outcome: string
      readonly note?: string
    }
  /** Somebody proposes it. Nothing follows from it. */
  | { readonly kind: 'option-chosen'; readonly option: string; readonly note?: string }
  | { readonly kind: 'option-approved'; readonly option: string; readonly note?: string }
  | { readonly kind: 'approval-withdrawn'; readonly option: string; readonly reason: string }
  /** Go on although these blocking facts are unanswered. Holds only when another person confirms it. */
  | {
      readonly kind: 'override-asked'
      readonly option: string
      readonly facts: readonly string[]
      readonly reason: string
    }
  | { readonly kind: 'override-confirmed'; readonly option: string; readonly reason: string }

export type EscalationAct =
  | { readonly kind: 'escalation-started'; readonly policy: string; readonly reason: string }
  | { readonly kind: 'escalation-stopped'; readonly reason: string }
  /** The page is in the outbox. `page`: its id as `due` gave it; `slot`: its place in the policy. */
  | {
      readonly kind: 'paged'
      readonly page: string
      readonly slot: string
      readonly duty: Duty
      readonly person: string
      readonly channel: string
    }
  | { readonly kind: 'page-delivered'; readonly page: string }
  | { readonly kind: 'page-failed'; readonly page: string; readonly error: string }
  | { readonly kind: 'acknowledged'; readonly page: string | null }

export type ObligationAct =
  /** `timeZone`: in which its clocks run and are shown. The version of the template stays the one named here. */
  | {
      readonly kind: 'obligation-started'
      readonly obligation: string
      readonly version: string
      readonly timeZone: string
    }
  | { readonly kind: 'aware-set'; readonly at: number; readonly reason: string }
  /** Further moments from which a clock may run. `obligation`: the one it counts for; null for all. */
  | {
      readonly kind: 'moment-set'
      readonly anchor: 'detectedAt' | 'classifiedAt' | 'requestedAt' | 'handledAt' | 'paymentAt' | 'fixAvailableAt'
      readonly obligation: string | null
      readonly at: number
      readonly reason: string
    }
  | {
      readonly kind: 'significance-answered'
      readonly question: string
      readonly answer: string
      readonly note: string
    }
  | {
      readonly kind: 'significance-decided'
      readonly outcome: 'report' | 'do_not_report' | 'undecided'
      readonly reasons: readonly string[]
    }
  /** `hash`: SHA-256 of the draft. */
  | { readonly kind: 'stage-drafted'; readonly obligation: string; readonly stage: string; readonly hash: string }
  | { readonly kind: 'stage-signed'; readonly obligation: string; readonly stage: string; readonly hash: string }
  /** The authority asked for it at `at`, and wants it by `due`; null: it did not say. */
  | {
      readonly kind: 'stage-requested'
      readonly obligation: string
      readonly stage: string
      readonly at: number
      readonly due: number | null
    }
  /** This stage takes the place of another, a progress report that of the final one. */
  | {
      readonly kind: 'alternative-chosen'
      readonly obligation: string
      readonly stage: string
      readonly reason: string
    }
  /** `at`: when the authority had it. `correction`: it corrects an earlier one, and moves no clock. */
  | {
      readonly kind: 'stage-submitted'
      readonly obligation: string
      readonly stage: string
      readonly at: number
      readonly receipt: string
      readonly correction?: boolean
      /** SHA-256 of the draft that was sent, and of the proof that was taken in as an attachment. */
      readonly hash?: string
      readonly proof?: string
    }

export type Act = IncidentAct | PlaybookAct | EscalationAct | ObligationAct
export type ActKind = Act['kind']
export type ActOf<K extends ActKind> = Extract<Act, { readonly kind: K }>
