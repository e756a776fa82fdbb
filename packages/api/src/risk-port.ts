// What the API asks of the running platform about losses in money.
import type { Book, Measure, RiskFacts, RiskResult } from '@nautilus/risk'
import type { Scoped } from '@nautilus/store'

export type RiskJob = {
  readonly book: Book
  readonly trials: number
  readonly seed: number
  readonly measures: readonly Measure[]
}

export type RiskPort = {
  /** What is known of a site. */
  facts(scoped: Scoped, site: string): Promise<RiskFacts>
  /** Computed apart from whoever answers requests; null: too many at once. */
  run(job: RiskJob): Promise<RiskResult | null>
}
