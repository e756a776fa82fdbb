// One obligation of one legal entity in one incident: a fold over what people set, sent and were asked.
import type { Anchor, ObligationTemplate } from './template.ts'

type Deed = { readonly by: string /** µs */; readonly at: number }
export type ObligationEntry = Deed &
  (
    | {
        readonly kind: 'obligation-opened'
        /** The whole template: what is in force later changes nothing here. */
        readonly template: ObligationTemplate
        readonly timeZone: string
      }
    | { readonly kind: 'moment-set'; readonly anchor: Anchor; readonly moment: number; readonly reason: string }
    | {
        readonly kind: 'report-requested'
        readonly stage: string
        readonly moment: number
        readonly due: number | null
      }
    | {
        readonly kind: 'report-submitted'
        readonly stage: string
        readonly moment: number
        /** Reference of the authority. */
        readonly receipt: string | null
        /** A report cannot be taken back, only corrected; a correction moves no clock. */
        readonly correction: boolean
      }
    | { readonly kind: 'alternative-chosen'; readonly stage: string; readonly reason: string }
  )

export type Submission = Deed & {
  readonly moment: number
  readonly receipt: string | null
  readonly correction: boolean
}
export type Request = Deed & { readonly stage: string; readonly moment: number; readonly due: number | null }

export type Obligation = {
  readonly template: ObligationTemplate
  readonly timeZone: string
  /** The last that was set of each, with why. */
  readonly moments: ReadonlyMap<Anchor, Deed & { readonly moment: number; readonly reason: string }>
  /** By stage, in the order of the record. */
  readonly submissions: ReadonlyMap<string, readonly Submission[]>
  readonly requests: readonly Request[]
  /** Stages that somebody chose in place of others. */
  readonly alternatives: ReadonlySet<string>
  /** Entries that say nothing to this obligation, and why. */
  readonly ignored: readonly { readonly entry: ObligationEntry; readonly why: string }[]
}

/** The obligation that these entries make, or null before one is opened. */
export const obligationOf = (entries: readonly ObligationEntry[]): Obligation | null =>
  entries.reduce<Obligation | null>(obligationAfter, null)

/** The obligation after one more entry. */
export function obligationAfter(obligation: Obligation | null, entry: ObligationEntry): Obligation | null {
  if (!obligation) return entry.kind === 'obligation-opened' ? opened(entry) : null
  const why = whyIgnored(obligation, entry)
  if (why !== null) return { ...obligation, ignored: [...obligation.ignored, { entry, why }] }
  const { by, at } = entry
  switch (entry.kind) {
    case 'obligation-opened':
      return obligation
    case 'moment-set': {
      const { anchor, moment, reason } = entry
      return { ...obligation, moments: new Map(obligation.moments).set(anchor, { by, at, moment, reason }) }
    }
    case 'report-requested': {
      const { stage, moment, due } = entry
      return { ...obligation, requests: [...obligation.requests, { by, at, stage, moment, due }] }
    }
    case 'report-submitted': {
      const { stage, moment, receipt, correction } = entry
      const before = obligation.submissions.get(stage) ?? []
      const all = [...before, { by, at, moment, receipt, correction }]
      return { ...obligation, submissions: new Map(obligation.submissions).set(stage, all) }
    }
    case 'alternative-chosen':
      return { ...obligation, alternatives: new Set([...obligation.alternatives, entry.stage]) }
  }
}

const opened = ({ template, timeZone }: Extract<ObligationEntry, { kind: 'obligation-opened' }>): Obligation => ({
  template,
  timeZone,
  moments: new Map(),
  submissions: new Map(),
  requests: [],
  alternatives: new Set(),
  ignored: [],
})

function whyIgnored({ template, submissions }: Obligation, entry: ObligationEntry): string | null {
  if (entry.kind === 'obligation-opened') return 'The obligation was opened before.'
  if (entry.kind === 'moment-set')
    return entry.reason.trim() === '' ? 'A moment that a clock starts from needs a reason.' : null
  const stage = template.stages.find(({ key }) => key === entry.stage)
  if (!stage) return `${template.id} has no stage ${entry.stage}.`
  if (entry.kind === 'report-requested')
    return stage.onRequest ? null : `The stage ${entry.stage} is due by itself, not on request.`
  if (entry.kind === 'alternative-chosen')
    return stage.instead ? null : `The stage ${entry.stage} takes the place of no other.`
  if (entry.correction && !submissions.has(entry.stage)) return 'There is no report of this stage to correct.'
  return null
}
