// A rule: one file, one idea, its metadata in Sigma's words, its examples its tests.
import type { Change, Severity, Verb } from '@nautilus/model'
import type { Event, EventOf, Kind, Who } from './event.ts'
import type { IndicatorBook } from './indicators/book.ts'
import type { Indicator } from './indicators/indicator.ts'
import type { Known } from './known.ts'
import type { Site } from './site.ts'
import type { WorkOrder } from './work/order.ts'
import type { Judge } from './work/verdict.ts'

/** Beyond the event itself. The same for every rule, read only. */
export type Context = {
  readonly known: Known
  readonly site: Site
  /** A named threshold of this rule: its default, or what the site says. */
  setting(name: string): number
  /** What approved work says of a deed. Absent: nobody said what was planned, which is not the same as nothing. */
  readonly planned?: Judge | undefined
  /** Threat indicators. Absent: no feed was given. */
  readonly indicators?: IndicatorBook | null
}

/** What a rule says. The engine makes the finding. */
export type Match = {
  /** One sentence: who did what to whom; labels of `Who` for names. */
  readonly summary: string
  readonly source: Who | null
  readonly target: Who | null
  readonly protocol?: string
  /** That of the event where nothing is said; null where the finding is the same whatever was done. */
  readonly verb?: Verb | null
  /** What tells it apart beyond rule, source, target and verb. */
  readonly dedup?: string
  /** One sentence on what was normal. */
  readonly baseline?: string
  readonly changes?: readonly Change[]
  /** 0 to 1; 1 where nothing is said. */
  readonly confidence?: number
  /** Where this match is graver or milder than the rule's level. */
  readonly level?: Level
  /** How many events it stands for; 1 where nothing is said. */
  readonly count?: number
  /** µs since when what it tells is over: no match of its own, it ends the finding where there is one. */
  readonly ended?: number
  /** Further frames of evidence. */
  readonly frames?: readonly number[]
}

export type Level = Exclude<Severity, 'recorded'>

/**
 * What else moves the severity. `impact`: the asset's criticality. `order`: approved work that fits makes it *recorded*.
 * `unordered`: one step up without approved work. `safety`: critical on a safety system.
 */
export type Modifier = 'impact' | 'order' | 'unordered' | 'safety'

export type Example<K extends Kind = Kind> = {
  readonly name: string
  /** Taught before, and taken for enough. */
  readonly learned?: readonly Event[]
  readonly events: readonly EventOf<K>[]
  /** How many of the events match. */
  readonly fires: number
  readonly site?: Partial<Site>
  /** Approved work; absent: nobody said what was planned. */
  readonly orders?: readonly WorkOrder[]
  readonly indicators?: readonly Indicator[]
}

export type Meta = {
  /** The file's name. */
  readonly id: string
  /** Entries of the catalogue that it covers: `E05`. */
  readonly catalogue: readonly string[]
  readonly title: string
  readonly status: 'experimental' | 'test' | 'stable'
  /** For an ordinary asset and without other context. */
  readonly level: Level
  readonly description: string
  readonly references: readonly string[]
  /** ATT&CK for ICS techniques observed; those that it enables or may lead to. */
  readonly techniques: readonly string[]
  readonly consequences?: readonly string[]
  readonly falsepositives: readonly string[]
  readonly playbook: string
  readonly modifiers: readonly Modifier[]
  /** `rule`: wrong anywhere. `deviation`: differs from what was learned, silent until that is ready. */
  readonly nature: 'rule' | 'deviation'
  /** Protocols or kinds of claims without which it is blind: `modbus`, `claim firmware`, or `indicators`; empty: any traffic. */
  readonly needs: readonly string[]
  /** Named thresholds. */
  readonly settings?: Readonly<Record<string, { readonly value: number; readonly unit: string; readonly says: string }>>
  /** Rules whose finding on the same source (or the same target) accounts for this one, so that one cause is one finding. */
  readonly explainedBy?: readonly { readonly rule: string; readonly same: 'source' | 'target' | 'pair' }[]
}

type Stateless<K extends Kind> = {
  match(event: EventOf<K>, context: Context): Match | readonly Match[] | null
}
type Stateful<K extends Kind, S> = {
  /** Under which name its memory is kept; null where the event does not matter. */
  keyBy(event: EventOf<K>, context: Context): string | null
  start(): S
  /**
   * Answers the next state; may change the one it was given. States outlive the program, so they are plain data: objects,
   * lists, maps, sets, numbers and texts, and nothing that is told apart by identity.
   */
  step(state: S, event: EventOf<K>, context: Context): { readonly state: S; readonly match?: Match | null }
  /** µs without an event after which the state is forgotten. */
  readonly forgetAfter: number
  /** Names the shape of the state where rules of one id may come with different ones. */
  readonly shape?: string
}

export type Spec<K extends Kind, S> = Meta & {
  readonly on: K | readonly K[]
  /** Of operations, only these. All where nothing is said. */
  readonly verbs?: readonly Verb[]
  readonly protocols?: readonly string[]
  readonly examples: readonly Example<K>[]
} & (Stateless<K> | Stateful<K, S>)

/** What the engine works with: the same with its types erased. */
export type Rule = Meta & {
  readonly on: readonly Kind[]
  readonly verbs: ReadonlySet<Verb> | null
  readonly protocols: ReadonlySet<string> | null
  readonly examples: readonly Example[]
  readonly match?: (event: Event, context: Context) => Match | readonly Match[] | null
  readonly stateful?: Stateful<Kind, unknown>
}

export function defineRule<K extends Kind, S = never>(spec: Spec<K, S>): Rule {
  const { on, verbs, protocols, examples, ...rest } = spec
  const common = {
    ...rest,
    on: (Array.isArray(on) ? on : [on]) as readonly Kind[],
    verbs: verbs ? new Set(verbs) : null,
    protocols: protocols ? new Set(protocols) : null,
    examples: examples as unknown as readonly Example[],
  }
  if ('match' in spec) return common as Rule
  const { keyBy, start, step, forgetAfter, shape = '' } = spec
  return { ...common, stateful: { keyBy, start, step, forgetAfter, shape } } as unknown as Rule
}
