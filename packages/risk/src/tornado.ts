// Which number matters: how far the loss of a mean year moves when one goes from its low to its high.
import { type Book, type Input, inputsOf, type Plan, portfolioOf } from './book.ts'
import { expectedOf } from './expected.ts'
import { fixed, quantileIn } from './range.ts'

export type Swing = {
  readonly input: string
  /** Money in a mean year with the input at its 10th and its 90th percentile. */
  readonly low: number
  readonly high: number
}

type Parts = Pick<Book, 'inputs' | 'plans'>

/** The widest first. By formula, not by chance: what differs is the input alone. */
export function tornadoOf({ inputs, plans }: Parts, most: number): readonly Swing[] {
  const users = Map.groupBy(
    plans.flatMap(plan => inputsOf(plan).map(input => ({ plan, input }))),
    ({ input }) => input,
  )
  const byPlan = new Map(plans.map(plan => [plan.id, expectedTotal({ inputs, plans: [plan] })]))
  const whole = [...byPlan.values()].reduce((sum, money) => sum + money, 0)
  const swings = inputs.flatMap(({ id, range }): Swing[] => {
    const touched = [...new Set((users.get(id) ?? []).map(({ plan }) => plan))]
    if (range.kind === 'fixed' || touched.length === 0) return []
    const rest = touched.reduce((sum, plan) => sum - byPlan.get(plan.id)!, whole)
    const quantile = quantileIn(range)
    const at = (p: number): number => rest + expectedWith(inputs, touched, id, quantile(p))
    return [{ input: id, low: Math.max(0, at(0.1)), high: Math.max(0, at(0.9)) }]
  })
  const width = ({ low, high }: Swing): number => Math.abs(high - low)
  return swings
    .filter(swing => width(swing) > 0)
    .sort((a, b) => width(b) - width(a) || (a.input < b.input ? -1 : 1))
    .slice(0, most)
}

function expectedWith(inputs: readonly Input[], plans: readonly Plan[], id: string, value: number): number {
  const moved = inputs.map(input => (input.id === id ? { ...input, range: fixed(value) } : input))
  return expectedTotal({ inputs: moved, plans })
}

/** Of all scenarios together, money in a mean year; shocks do not change it. */
export const expectedTotal = (parts: Parts): number =>
  portfolioOf({ ...parts, shocks: [] }).scenarios.reduce((sum, scenario) => sum + expectedOf(scenario), 0)
