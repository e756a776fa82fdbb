// An obligation to report, as data.
import type { Duty } from '../duties.ts'
import type { Duration } from '../reading/duration.ts'
import type { Language, Text } from '../reading/text.ts'
import type { FieldId } from './fields.ts'
import type { Rule } from './rule.ts'

export const regimes = ['NIS2', 'GDPR', 'CER', 'DORA', 'CRA', 'CIRCIA', 'custom'] as const
export type Regime = (typeof regimes)[number]

/** How far a statement was confirmed: read in the law itself, read about it, or to be confirmed before relying on it. */
export const certainties = ['primary', 'secondary', 'to-confirm'] as const
export type Certainty = (typeof certainties)[number]

/** Moments that people set, each with a reason. */
export const anchors = [
  'awareAt',
  'detectedAt',
  'classifiedAt',
  'requestedAt',
  'handledAt',
  'paymentAt',
  'fixAvailableAt',
] as const
export type Anchor = (typeof anchors)[number]

/** `submitted:notification` is when the report of that stage was sent. */
export type Clock = {
  readonly from: Anchor | `submitted:${string}`
  readonly limit: Duration
  /** Of several submissions of that stage. */
  readonly submission: 'first' | 'last'
}

export const stageKinds = ['early-warning', 'notification', 'intermediate', 'progress', 'final', 'persons'] as const
export type StageKind = (typeof stageKinds)[number]

export const fieldNeeds = ['required', 'if-available', 'optional', 'carried', 'auto'] as const
export type FieldNeed = (typeof fieldNeeds)[number]

export type Stage = {
  readonly key: string
  readonly kind: StageKind
  readonly label: Text
  /** The earliest of those whose moment is known; empty: whenever the authority asks, by its own date. */
  readonly clocks: readonly Clock[]
  /** Of our own, earlier than the law; counted as the clocks are. */
  readonly target: Duration | null
  /** Only where this holds; null: always. */
  readonly when: Rule | null
  /** The stage that comes before. */
  readonly requires: string | null
  /** It takes the place of another stage at the same date, which is then due anew. */
  readonly instead: { readonly of: string; readonly afterwards: Clock } | null
  readonly onRequest: boolean
  /** In the order of the form. */
  readonly fields: readonly { readonly field: FieldId; readonly need: FieldNeed }[]
  readonly languages: readonly string[]
  readonly signoff: readonly Duty[]
  readonly certainty: Certainty
  readonly note: Text | null
}

export type Threshold = {
  /** Rules call it `threshold.` and this. */
  readonly name: string
  readonly value: number
  readonly says: Text
  readonly ref: string
  readonly certainty: Certainty
}
export type Criterion = {
  readonly id: string
  readonly says: Text
  readonly ref: string
  /** False: it binds others, and serves here as an example. */
  readonly binding: boolean
  readonly rule: Rule
}

/** Plain data through and through, so that a record can keep it as JSON. */
export type ObligationTemplate = {
  readonly id: string
  readonly version: number
  readonly regime: Regime
  /** `EU`, or a country of ISO 3166. */
  readonly jurisdiction: string
  readonly title: Text
  /** `2024-10-18`; null where the date is not settled. */
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly legalRefs: readonly string[]
  readonly sources: readonly { readonly what: string; readonly certainty: Certainty }[]
  readonly authority: {
    readonly name: string
    readonly channel: 'portal' | 'email' | 'phone' | 'api'
    readonly url: string | null
    readonly note: Text
  }
  readonly appliesIf: Rule
  readonly thresholds: readonly Threshold[]
  readonly significance: {
    readonly criteria: readonly Criterion[]
    readonly exclusions: readonly Criterion[]
    readonly deciders: readonly Duty[]
    readonly escalateAfter: Duration
  } | null
  readonly stages: readonly Stage[]
  readonly notes: readonly Text[]
}

export const templateName = ({ id, version }: ObligationTemplate): string => `${id}@${version}`

/** The languages of ours in which a stage may be drafted. */
export const draftLanguages = ({ languages }: Stage): Language[] =>
  languages.filter((language): language is Language => language === 'en' || language === 'de')
