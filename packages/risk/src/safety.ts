// Danger to people: how often, never in money.
import { expectedFrequency, expectedVulnerability } from './expected.ts'
import { quantile } from './figures.ts'
import { fixed, meanOf, meanOver, type Range } from './range.ts'
import type { Frequency, Portfolio } from './scenario.ts'

export type SafetyFigure = {
  readonly scenario: string
  /** What protects the process, `SIL 2`; null where nobody declared it. */
  readonly class: string | null
  /** Events in a year that may put somebody in danger: mean, 10th and 90th percentile. */
  readonly perYear: number
  readonly low: number
  readonly high: number
}

/** The most frequent first. */
export function safetyOf({ scenarios }: Portfolio): readonly SafetyFigure[] {
  return scenarios
    .flatMap(({ id, frequency, safety }): SafetyFigure[] => {
      if (!safety) return []
      const ranges = [...rangesOf(frequency), safety.probability]
      const [low, high] = spreadOf(ranges)
      const perYear = expectedFrequency(frequency) * meanOf(safety.probability)
      return [
        { scenario: id, class: safety.class, perYear, low: Math.min(low, perYear), high: Math.max(high, perYear) },
      ]
    })
    .sort((a, b) => b.perYear - a.perYear || (a.scenario < b.scenario ? -1 : 1))
}

function rangesOf(frequency: Frequency): readonly Range[] {
  if (frequency.kind === 'known') return [frequency.perYear]
  const { attempts, vulnerability } = frequency
  return [
    ...attempts,
    ...(vulnerability.kind === 'factors' ? vulnerability.factors : [fixed(expectedVulnerability(vulnerability))]),
  ]
}

/** 10th and 90th percentile of the product. */
function spreadOf(ranges: readonly Range[]): readonly [number, number] {
  const products: number[] = []
  meanOver(ranges, drawn => products.push(drawn.reduce((product, value) => product * value, 1)))
  const sorted = Float64Array.from(products).sort()
  return [quantile(sorted, 0.1), quantile(sorted, 0.9)]
}
