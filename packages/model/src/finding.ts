import type { Verb } from './verbs.ts'

/** Sigma's words, and `recorded`: planned work, kept as evidence, nobody is called. */
export const severities = ['recorded', 'low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof severities)[number]

/** One reason why the severity is what it is, in the order applied. */
export type SeverityTerm = {
  /** `rule`, `impact`, `safety`, `certainty`, `window`, `redundancy`, … */
  readonly term: string
  /** Steps up or down; 0 where it left things as they were. */
  readonly step: number
  /** What the severity is after it. */
  readonly to: Severity
  readonly why: string
}

/** Does approved work cover this? One verdict for each thing that a work order names. */
export type WindowVerdict = {
  /** `covered`: everything fits. `impostor`: some of it does. `overrun`: fits, but after the end. `none`: no order. */
  readonly kind: 'covered' | 'impostor' | 'overrun' | 'none'
  /** The order that fits best; null without one. */
  readonly order: string | null
  /** Which version of it, where its changes are kept: an order that is changed later changes no verdict. */
  readonly version?: number
  readonly dimensions: Readonly<Record<'asset' | 'verb' | 'source' | 'tool' | 'time', boolean | null>>
}

/** A value before and after. Null where it was not seen. */
export type Change = { readonly object: string; readonly before: string | null; readonly after: string | null }

/** One rule's match on one source, target and verb, however often it came. */
export type Finding = {
  /** A hash of rule, source, target, verb and what else tells it apart: replay gives the same. */
  readonly id: string
  readonly rule: string
  readonly title: string
  readonly severity: Severity
  readonly terms: readonly SeverityTerm[]
  /** ATT&CK for ICS: what was observed; what it enables or could lead to. */
  readonly techniques: readonly string[]
  readonly consequences: readonly string[]
  readonly playbook: string
  /** 0 to 1. */
  readonly confidence: number
  readonly first: number
  readonly last: number
  readonly count: number
  /** µs since when it is over; absent while it goes on, and where nobody can tell. */
  readonly ended?: number
  /** Asset ids, or addresses where no asset is known; null where there is none. */
  readonly source: string | null
  readonly target: string | null
  readonly assets: readonly string[]
  readonly protocol: string | null
  readonly verb: Verb | null
  /** One sentence: who did what to whom. */
  readonly why: string
  /** One sentence: what was normal, since when, how often seen; null for a rule that needs no baseline. */
  readonly baseline: string | null
  readonly changes: readonly Change[]
  readonly window: WindowVerdict
  readonly evidence: { readonly file: string | null; readonly frames: readonly number[] }
  /** Further findings that this one accounts for: rule and how often. */
  readonly explains: readonly { readonly rule: string; readonly count: number }[]
}
