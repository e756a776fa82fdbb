// What is lost in a mean year, without drawing anything.
import { cdfIn, meanOf, meanOver, mostOf, quantileIn, type Range } from './range.ts'
import type { Frequency, LossForm, Scenario, Severity, Vulnerability } from './scenario.ts'

/** Loss events in a year. */
export function expectedFrequency(frequency: Frequency): number {
  if (frequency.kind === 'known') return meanOf(frequency.perYear)
  return productOf(frequency.attempts) * expectedVulnerability(frequency.vulnerability)
}

const productOf = (ranges: readonly Range[]): number => ranges.reduce((product, range) => product * meanOf(range), 1)

/** 0 to 1 */
export function expectedVulnerability(vulnerability: Vulnerability): number {
  if (vulnerability.kind === 'strength') return successOf(vulnerability.capability, vulnerability.resistance)
  const { factors } = vulnerability
  const most = factors.reduce((product, range) => product * mostOf(range), 1)
  if (most <= 1) return productOf(factors)
  return meanOver(factors, drawn =>
    Math.min(
      1,
      drawn.reduce((product, value) => product * value, 1),
    ),
  )
}

/** Steps over the quantiles of the capability. */
const STEPS = 2048

/** P(capability > resistance) */
export function successOf(capability: Range, resistance: Range): number {
  const quantile = quantileIn(capability)
  const weaker = cdfIn(resistance)
  let sum = 0
  for (let step = 0; step < STEPS; step++) sum += weaker(quantile((step + 0.5) / STEPS))
  return sum / STEPS
}

/** Of one event, money by form. */
export function expectedForms(severity: Severity): Readonly<Record<LossForm, number>> {
  const { costPerHour, share, restart, response, replacement, secondary } = severity
  const chance = meanOf(secondary.probability)
  return {
    productivity: expectedStandstill(severity) * meanOf(costPerHour) * meanOf(share) + meanOf(restart),
    response: meanOf(response),
    replacement: meanOf(replacement),
    judgments: chance * meanOf(secondary.penalties),
    competitive: chance * meanOf(secondary.competitive),
    reputation: chance * meanOf(secondary.reputation),
  }
}

/** h that are paid for. */
function expectedStandstill({ detect, decide, recover, buffer }: Severity): number {
  if (mostOf(buffer) === 0) return meanOf(detect) + meanOf(decide) + meanOf(recover)
  return meanOver([detect, decide, recover, buffer], ([a, b, c, bridged]) => Math.max(0, a! + b! + c! - bridged!))
}

export const expectedLoss = (severity: Severity): number =>
  Object.values(expectedForms(severity)).reduce((sum, form) => sum + form, 0)

/** Money in a mean year, without fines of regulators. */
export const expectedOf = ({ frequency, severity }: Pick<Scenario, 'frequency' | 'severity'>): number =>
  expectedFrequency(frequency) * expectedLoss(severity)
