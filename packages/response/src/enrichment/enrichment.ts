// What an incident is about, put together from what is known: each statement with its source, what is not known said.
import type { Sentence } from '../sentence.ts'

/** What a reader wants to know first. In this order. */
export const topics = ['what', 'change', 'where', 'who', 'window', 'weakness', 'past', 'consequence', 'cost'] as const
export type Topic = (typeof topics)[number]

/** Where a statement comes from. `id`: of the finding, asset, advisory or incident; the name of the file or person else. */
export type Source = {
  readonly kind: 'finding' | 'inventory' | 'declared' | 'traffic' | 'work-order' | 'advisory' | 'incident' | 'technique'
  readonly id: string
}

export type Statement = { readonly topic: Topic; readonly sentence: Sentence; readonly sources: readonly Source[] }

export type Unknown = { readonly topic: Topic; readonly sentence: Sentence }

export type Money = {
  /** Of all processes that may stand, per hour. */
  readonly perHour: number
  readonly currency: string
  /** Processes whose cost is in it, by name. */
  readonly processes: readonly string[]
}

export type SimilarIncident = {
  readonly incident: string
  /** 0 to 1. */
  readonly similarity: number
  readonly shared: {
    readonly rules: readonly string[]
    readonly assets: readonly string[]
    readonly techniques: readonly string[]
  }
}

export type Enrichment = {
  readonly statements: readonly Statement[]
  readonly unknowns: readonly Unknown[]
  /** One for each currency: what nobody converted is not added up. */
  readonly cost: readonly Money[]
  readonly similar: readonly SimilarIncident[]
  /** By topic, statements that found no room. */
  readonly leftOut: Readonly<Partial<Record<Topic, number>>>
}
