import type { Severity } from '@nautilus/model'

const HOUR = 3600e6

/** When findings are the same incident. Spans are µs between the end of one and the beginning of the next. */
export type GroupingRules = {
  /** The same device acted again. */
  readonly sameSource: number
  /** Something happened to the same device, whoever did it. */
  readonly sameTarget: number
  /** The same device in another part: it acted here and was acted on there. */
  readonly sharedAsset: number
  /** What was reached there acted from there: intruders wait. */
  readonly pivot: number
  /** A later stage of an attack on the same device. */
  readonly progress: number
  /** Milder ones open no incident; they join one that is there. Planned work (`recorded`) never joins. */
  readonly opensFrom: Severity
}

export const defaultGrouping: GroupingRules = {
  sameSource: 24 * HOUR,
  sameTarget: 4 * HOUR,
  sharedAsset: 1 * HOUR,
  pivot: 72 * HOUR,
  progress: 7 * 24 * HOUR,
  opensFrom: 'medium',
}
