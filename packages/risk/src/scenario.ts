// A way to lose money, after FAIR (The Open Group, Open FAIR): how often, and how much when it happens.
import type { Range } from './range.ts'

/**
 * How likely an attempt becomes a loss. `factors`: their product, never above 1. `strength`: that what the attacker can
 * do exceeds what the defence resists, on one scale.
 */
export type Vulnerability =
  | { readonly kind: 'factors'; readonly factors: readonly Range[] }
  | { readonly kind: 'strength'; readonly capability: Range; readonly resistance: Range }

/** Loss events in a year: `known` as such, or attempts (the product of `attempts`) of which some succeed. */
export type Frequency =
  | { readonly kind: 'known'; readonly perYear: Range }
  | { readonly kind: 'threat'; readonly attempts: readonly Range[]; readonly vulnerability: Vulnerability }

/** Money is in one currency throughout. */
export type Severity = {
  /** h until it is noticed, until it is decided what to do, until the process runs again; they follow each other. */
  readonly detect: Range
  readonly decide: Range
  readonly recover: Range
  /** h that stocks and buffers bridge before a loss begins. */
  readonly buffer: Range
  readonly costPerHour: Range
  /** Of the output that is lost, 0 to 1: what manual operation cannot replace. */
  readonly share: Range
  /** Scrap and ramp-up of the restart. */
  readonly restart: Range
  readonly response: Range
  readonly replacement: Range
  /** What others do then. */
  readonly secondary: {
    readonly probability: Range
    readonly penalties: Range
    readonly competitive: Range
    readonly reputation: Range
  }
  /** Of a regulator: kept apart from every other loss. */
  readonly fine: { readonly probability: Range; readonly amount: Range } | null
}

/** Of people; never in money. `probability`: that one such event puts somebody in danger. */
export type Safety = { readonly class: string | null; readonly probability: Range }

export type Scenario = {
  readonly id: string
  readonly frequency: Frequency
  readonly severity: Severity
  readonly safety: Safety | null
}

/**
 * What several scenarios have in common. In a year in which it happens, each of them is `factor` times as frequent; in
 * the others so much less that its frequency over all years stays what it is.
 */
export type Shock = {
  readonly id: string
  /** Of a year, 0 to 1. */
  readonly chance: Range
  /** 1 or more. */
  readonly factor: Range
  /** Ids of scenarios. */
  readonly scenarios: readonly string[]
}

export type Portfolio = { readonly scenarios: readonly Scenario[]; readonly shocks: readonly Shock[] }

/** FAIR's six forms of loss. Fines of regulators are in none of them. */
export const lossForms = ['productivity', 'response', 'replacement', 'judgments', 'competitive', 'reputation'] as const
export type LossForm = (typeof lossForms)[number]
