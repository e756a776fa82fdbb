// A playbook as the rest of the code sees it: read, checked, and complete with what all playbooks share.
import type { Duty } from '../duties.ts'
import type { Duration } from '../reading/duration.ts'
import type { Text } from '../reading/text.ts'

/** S0: no safety function near; S1: one may be; S2: the safety system itself is involved. */
export const safetyClasses = ['S0', 'S1', 'S2'] as const
export type SafetyClass = (typeof safetyClasses)[number]

export const channels = ['phone', 'push', 'mail', 'chat'] as const
export type Channel = (typeof channels)[number]

export type Notify = {
  readonly duty: Duty
  readonly within: Duration
  readonly channels: readonly Channel[]
  readonly why: Text
  /** The answer to a fact that makes this call needed; null: always. */
  readonly if: Condition | null
}

export const answers = ['yes', 'no', 'unknown'] as const
export type Answer = (typeof answers)[number]
/** An answer to a fact. One that nobody gave counts as `unknown`. */
export type Condition = { readonly fact: string; readonly is: readonly Answer[] }

/** What must be known. `auto` is filled from what Nautilus saw, `ask` by a person, `both` by either. */
export const factSources = ['auto', 'ask', 'both'] as const
export type Fact = {
  readonly id: string
  readonly question: Text
  readonly source: (typeof factSources)[number]
  /** What it is called in the enrichment of an incident; null where people alone can know. */
  readonly key: string | null
  /** Who answers; also where the network shows nothing. */
  readonly who: Duty
  /** No option that touches anything may be chosen before this is answered. */
  readonly blocks: boolean
  /** About people or the safe state: while it blocks, nothing is approved, and `unknown` is no answer. */
  readonly safety: boolean
  readonly why: Text
}

/** Where a decision leads: `D2`, `option:a`, `PB-08`, or `close`. */
export type Outcome = { readonly id: string; readonly label: Text; readonly next: readonly string[] }
export type Decision = {
  readonly id: string
  readonly question: Text
  readonly deciders: readonly Duty[]
  /** Ids of facts. */
  readonly inputs: readonly string[]
  readonly outcomes: readonly Outcome[]
}

/**
 * What an option touches. `none`: somebody looks or writes down. `it`: the office side alone. `process`: anything that a
 * running process may feel. `keep-running`: the plant runs on, watched.
 */
export const effects = ['none', 'it', 'process', 'keep-running'] as const
export type Effect = (typeof effects)[number]

/** From 0 none to 4 severe. */
export type Risk = {
  readonly safety: number
  readonly availability: number
  readonly quality: number
  readonly equipment: number
  /** The worst credible effect on the process, which people read first. */
  readonly worst: Text
  readonly benefit: Text
}

/** One person holding one of these duties. */
export type Need = { readonly anyOf: readonly Duty[] }
export type ExtraNeed = { readonly when: Condition; readonly needs: readonly Need[] }
/** Every need is a different person. Nothing is ever approved by time running out. */
export type ApprovalRule = {
  readonly needs: readonly Need[]
  readonly extra: readonly ExtraNeed[]
  /** Who is told, without being asked. */
  readonly informs: readonly Duty[]
  /** An approval counts this long. */
  readonly expires: Duration
}

export type Option = {
  readonly id: string
  readonly effect: Effect
  readonly title: Text
  /** Who carries it out, by hand: Nautilus cannot. */
  readonly who: Duty
  readonly steps: readonly Text[]
  readonly risk: Risk
  readonly reversible: boolean
  readonly rollback: Text
  readonly leadTime: Duration
  readonly preconditions: readonly Text[]
  readonly approval: ApprovalRule
  /** The option is looked at again after this long; `keep-running` always is. */
  readonly reviewEvery: Duration | null
}

/** Preparation, identification, containment, eradication, recovery, lessons. */
export const phaseNames = [
  'preparation',
  'identification',
  'containment',
  'eradication',
  'recovery',
  'lessons',
] as const
export type PhaseName = (typeof phaseNames)[number]

export type Step = {
  readonly id: string
  readonly text: Text
  readonly who: Duty
  /** Outcomes of NIST CSF 2.0. */
  readonly csf: readonly string[]
}
export type Phase = { readonly name: PhaseName; readonly steps: readonly Step[] }

/** Stores keep it as JSON, with all its versions: a further field is one that may be missing, or comes with a migration. */
export type Playbook = {
  readonly id: string
  readonly version: number
  /** `PB-01@3`: the version that a site changed; null for one that nobody changed. */
  readonly parent: string | null
  readonly title: Text
  readonly scenario: Text
  readonly signs: readonly Text[]
  readonly techniques: readonly string[]
  readonly safetyClass: SafetyClass
  readonly notify: readonly Notify[]
  readonly facts: readonly Fact[]
  readonly decisions: readonly Decision[]
  readonly options: readonly Option[]
  readonly forbidden: readonly Text[]
  readonly evidence: readonly { readonly what: Text; readonly who: Duty }[]
  readonly nis2: { readonly hints: readonly Text[]; readonly startClockIf: Text }
  readonly phases: readonly Phase[]
  readonly exit: readonly Text[]
  readonly exerciseEvery: Duration
}

/** The version of a playbook by its name: `PB-01@3`. */
export const nameOf = ({ id, version }: Pick<Playbook, 'id' | 'version'>): string => `${id}@${version}`
