import type { Risk } from './data.ts'

export type TabProps = {
  readonly risk: Risk
  /** Ids of measures that are tried. */
  readonly plan: readonly string[]
  readonly onPlan: (plan: readonly string[]) => void
}
