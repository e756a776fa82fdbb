import type { Duty } from '../duties.ts'
import type { Words } from '../sentence.ts'

/** `S0`: no safety function concerned. `S1`: possibly. `S2`: a safety system is involved. */
export type SafetyClass = 'S0' | 'S1' | 'S2'

/**
 * `blocks`: while it is unanswered nothing is approved. `safety`: it is asked for people's sake. `who`: whose question it
 * is; one of safety is answered by them, or by somebody who answers for the process.
 */
export type Fact = {
  readonly id: string
  readonly question: Words
  readonly blocks: boolean
  readonly safety: boolean
  readonly who?: Duty
}

/**
 * So many different persons who hold this duty, or any of these. `when`: only if the fact has one of these answers, where
 * one that nobody gave is `unknown`.
 */
export type Need = {
  readonly duty: Duty | readonly Duty[]
  readonly count: number
  readonly when?: { readonly fact: string; readonly is: readonly string[] }
}

export type Option = {
  readonly id: string
  readonly title: Words
  /** Who carries it out. */
  readonly who: Duty
  readonly reversible: boolean
  /** It can change what a running process does. */
  readonly affectsProcess: boolean
  /** `expires`: µs for which an approval holds; half an hour where nothing is said. */
  readonly approval: { readonly need: readonly Need[]; readonly expires?: number }
  /** Keep running and watch. */
  readonly keepRunning: boolean
}

/** What a decision needs of a playbook. */
export type Playbook = {
  readonly id: string
  readonly version: string
  readonly safetyClass: SafetyClass
  readonly facts: readonly Fact[]
  readonly options: readonly Option[]
}

/** The playbook of that id and version; null where nobody has it, and then nothing is approved. */
export type FindPlaybook = (id: string, version: string) => Playbook | null
