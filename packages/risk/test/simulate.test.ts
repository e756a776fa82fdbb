import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  expectedLoss,
  expectedOf,
  figuresOf,
  fixed,
  incidentLoss,
  lognormal90,
  lossForms,
  percentiles,
  pert,
  type Scenario,
  type Severity,
  simulate,
} from '../src/index.ts'
import { poisson } from '../src/simulate.ts'

const nothing = fixed(0)
const plain: Severity = {
  ...{ detect: nothing, decide: nothing, recover: pert(8, 36, 240), buffer: nothing },
  ...{ costPerHour: pert(15_000, 39_000, 60_000), share: fixed(1), restart: nothing },
  ...{ response: lognormal90(150_000, 2_000_000), replacement: nothing },
  secondary: {
    ...{ probability: fixed(0.3), penalties: lognormal90(50_000, 3_000_000) },
    ...{ competitive: nothing, reputation: nothing },
  },
  fine: null,
}
/** The scenario whose figures were computed twice, in JavaScript and with numpy. */
const known: Scenario = {
  id: 'known',
  frequency: { kind: 'known', perYear: pert(0.02, 0.05, 0.15) },
  severity: plain,
  safety: null,
}
const alone = (scenario: Scenario) => ({ scenarios: [scenario], shocks: [] })

describe('the scenario that was computed before', () => {
  test('by formula', () => {
    expect(Math.round(expectedLoss(plain))).toBe(3_514_178)
    expect(Math.round(expectedOf(known))).toBe(216_708)
  })

  test.each([1, 2, 3])('by chance, seed %i', seed => {
    const figures = figuresOf(simulate(alone(known), { trials: 200_000, seed }))
    expect(Math.abs(figures.expected / 216_708 - 1)).toBeLessThan(0.03)
    expect(Math.abs(figures.expected - 216_708)).toBeLessThan(4 * figures.standardError)
    expect(figures.anyLoss).toBeCloseTo(0.06, 2)
    expect(figures.var90).toEqual({ value: null, why: 'most-years-without' })
    // Either computation, and what 200,000 years may be off.
    expect(figures.var95).toBeGreaterThan(1.65e6)
    expect(figures.var95).toBeLessThan(1.85e6)
    expect(figures.var99).toBeGreaterThan(5.2e6)
    expect(figures.var99).toBeLessThan(5.6e6)
    expect(figures.tail95).toBeGreaterThan(3.95e6)
    expect(figures.tail95).toBeLessThan(4.25e6)
    const [low, high] = figures.var95Between
    expect(low).toBeLessThan(figures.var95)
    expect(high).toBeGreaterThan(figures.var95)
    expect(high / low).toBeLessThan(1.2)
  })
})

test('the interval of the bootstrap is the one that drawing again gives', () => {
  const { losses } = simulate(alone(known), { trials: 4000, seed: 5 })
  const [low, high] = figuresOf(simulate(alone(known), { trials: 4000, seed: 5 })).var95Between
  let state = 1
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const again = Float64Array.from({ length: 400 }, () => {
    const sample = losses.map(() => losses[Math.floor(next() * losses.length)]!).sort()
    return sample[Math.ceil(0.95 * sample.length) - 1]!
  }).sort()
  expect(low / again[20]!).toBeCloseTo(1, 0.8)
  expect(high / again[379]!).toBeCloseTo(1, 0.8)
})

test('VaR90 is shown where more than one year in ten brings a loss', () => {
  const often = { ...known, frequency: { kind: 'known', perYear: fixed(0.5) } } as const
  const { var90, var95 } = figuresOf(simulate(alone(often), { trials: 20_000, seed: 1 }))
  expect(var90.why).toBeNull()
  expect(var90.value).toBeGreaterThan(0)
  expect(var90.value).toBeLessThan(var95)
})

test('without any scenario there is nothing to lose', () => {
  const figures = figuresOf(simulate({ scenarios: [], shocks: [] }, { trials: 100, seed: 1 }))
  expect(figures).toMatchObject({ expected: 0, anyLoss: 0, givenLoss: null, curve: [], var99: 0 })
})

const small = fc.double({ min: 0.01, max: 0.6, noNaN: true })
const anyScenario = fc.record({ rate: small, cost: fc.nat(1e5), hours: fc.nat(500), chance: small }).map(
  ({ rate, cost, hours, chance }): Scenario => ({
    ...known,
    frequency: {
      kind: 'threat',
      attempts: [pert(0, rate, 2 * rate)],
      vulnerability: { kind: 'factors', factors: [pert(0, chance, 1)] },
    },
    severity: { ...plain, recover: pert(0, hours, 2 * hours + 1), costPerHour: pert(0, cost, 2 * cost + 1) },
  }),
)
const run = { trials: 2000, seed: 9 }

describe('whatever the scenario', () => {
  test('the same seed gives the same bits, and another one others', () => {
    fc.assert(
      fc.property(anyScenario, fc.nat(), (scenario, seed) => {
        const twice = [0, 1].map(() => simulate(alone(scenario), { trials: 500, seed }))
        expect(twice[0]).toEqual(twice[1])
      }),
      { numRuns: 25 },
    )
    const losses = (seed: number) => simulate(alone(known), { trials: 5000, seed }).losses
    expect(losses(1)).not.toEqual(losses(2))
  })

  test('figures are in their order', () => {
    fc.assert(
      fc.property(anyScenario, scenario => {
        const { var95, var99, tail95, givenLoss, curve, expected, anyLoss } = figuresOf(simulate(alone(scenario), run))
        expect(var95).toBeLessThanOrEqual(var99)
        expect(tail95).toBeGreaterThanOrEqual(var95)
        expect(expected).toBeGreaterThanOrEqual(0)
        expect(givenLoss === null).toBe(anyLoss === 0)
        if (givenLoss)
          expect([givenLoss.p10, givenLoss.p50, givenLoss.p90]).toEqual(
            [givenLoss.p10, givenLoss.p50, givenLoss.p90].sort((a, b) => a - b),
          )
        for (const [at, point] of curve.entries()) {
          expect(point.probability).toBeLessThanOrEqual(curve[at - 1]?.probability ?? anyLoss)
          expect(point.loss).toBeGreaterThanOrEqual(curve[at - 1]?.loss ?? 0)
        }
      }),
      { numRuns: 40 },
    )
  })

  test('more attempts, or a dearer hour, never cost less in any year', () => {
    fc.assert(
      fc.property(anyScenario, fc.double({ min: 1, max: 5, noNaN: true }), fc.boolean(), (scenario, factor, often) => {
        const more: Scenario = often
          ? {
              ...scenario,
              frequency: {
                ...threat(scenario),
                attempts: [...threat(scenario).attempts.slice(1), times(threat(scenario).attempts[0]!, factor)],
              },
            }
          : {
              ...scenario,
              severity: { ...scenario.severity, costPerHour: times(scenario.severity.costPerHour, factor) },
            }
        const [before, after] = [scenario, more].map(each => simulate(alone(each), run).losses)
        for (const [year, loss] of before!.entries()) expect(after![year]!).toBeGreaterThanOrEqual(loss * (1 - 1e-12))
      }),
      { numRuns: 40 },
    )
  })

  test('the mean is the formula’s within five standard errors', () => {
    fc.assert(
      fc.property(anyScenario, fc.nat(), (scenario, seed) => {
        const simulation = simulate(alone(scenario), { trials: 4000, seed })
        // So few events that their spread is not known either.
        fc.pre(simulation.scenarios[0]!.events >= 50)
        const { expected, standardError } = figuresOf(simulation)
        expect(Math.abs(expected - expectedOf(scenario))).toBeLessThanOrEqual(5 * standardError)
      }),
      { numRuns: 40 },
    )
  })

  test('forms and scenarios add up to the whole', () => {
    const scenarios = ['a', 'b', 'c'].map(id => ({ ...known, id }))
    const simulation = simulate({ scenarios, shocks: [] }, { trials: 20_000, seed: 4 })
    const { expected, scenarios: each, tail95 } = figuresOf(simulation)
    const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0)
    expect(sum(each.map(one => one.expected)) / expected).toBeCloseTo(1, 9)
    expect(sum(each.map(one => one.tail)) / tail95).toBeCloseTo(1, 9)
    for (const one of each) expect(sum(lossForms.map(form => one.forms[form])) / one.expected).toBeCloseTo(1, 9)
  })
})

type Threat = Extract<Scenario['frequency'], { kind: 'threat' }>
const threat = ({ frequency }: Scenario) => frequency as Threat
const times = (range: Threat['attempts'][number], factor: number) =>
  range.kind === 'pert' ? pert(factor * range.low, factor * range.mode, factor * range.high) : range

test('a scenario lives through the same years alone and with others', () => {
  const other = { ...known, id: 'other' }
  const [first] = simulate(alone(known), run).scenarios
  const both = simulate({ scenarios: [other, known], shocks: [] }, run).scenarios
  expect(both[1]).toEqual(first)
  expect(both[0]!.losses).not.toEqual(first!.losses)
})

test('what is shared strikes together and leaves the mean alone: the tail grows', () => {
  const scenarios = Array.from({ length: 6 }, (_, at) => ({ ...known, id: `s${at}` }))
  const shock = { id: 'vendor', chance: fixed(0.03), factor: fixed(20), scenarios: scenarios.map(({ id }) => id) }
  const options = { trials: 100_000, seed: 2 }
  const apart = figuresOf(simulate({ scenarios, shocks: [] }, options))
  const together = figuresOf(simulate({ scenarios, shocks: [shock] }, options))
  expect(Math.abs(together.expected / apart.expected - 1)).toBeLessThan(0.05)
  expect(together.var99).toBeGreaterThan(1.3 * apart.var99)
})

test('a buffer takes hours away, and the formula knows', () => {
  const buffered = { ...known, severity: { ...plain, buffer: pert(20, 40, 90) } }
  const { expected, standardError } = figuresOf(simulate(alone(buffered), { trials: 200_000, seed: 1 }))
  expect(expectedOf(buffered)).toBeLessThan(expectedOf(known))
  expect(Math.abs(expected - expectedOf(buffered))).toBeLessThan(4 * standardError)
})

test('fines are in no loss', () => {
  const fine = { probability: fixed(0.02), amount: pert(0, 100_000, 10_000_000) }
  const fined = { ...known, severity: { ...plain, fine } }
  const options = { trials: 200_000, seed: 1 }
  const { expected, regulatory } = figuresOf(simulate(alone(fined), options))
  expect(Math.abs(expected / 216_708 - 1)).toBeLessThan(0.03)
  const mean = (10_000_000 + 4 * 100_000) / 6
  expect(regulatory.expected / (0.06167 * 0.02 * mean)).toBeCloseTo(1, 0.5)
  expect(regulatory.any).toBeCloseTo(0.00123, 3)
  expect(regulatory.givenAny!.p90).toBeLessThan(10_000_000)
})

test('Poisson by inversion: mean, none, and growing with both', () => {
  expect(poisson(Math.exp(-3) - 1e-12, 3)).toBe(0)
  expect(poisson(0.5, 0)).toBe(0)
  let sum = 0
  for (let at = 0; at < 100_000; at++) sum += poisson((at + 0.5) / 100_000, 3)
  expect(sum / 100_000).toBeCloseTo(3, 3)
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 40, noNaN: true }),
      fc.double({ min: 0, max: 40, noNaN: true }),
      small,
      (a, b, u) => {
        expect(poisson(u, Math.min(a, b))).toBeLessThanOrEqual(poisson(u, Math.max(a, b)))
      },
    ),
  )
})

test('as many years as there is room for, and not one more', () => {
  for (const trials of [0, -1, 1.5, 1_000_001, Number.NaN])
    expect(() => simulate({ scenarios: [], shocks: [] }, { trials, seed: 1 })).toThrow(RangeError)
})

describe('an incident that goes on', () => {
  const standstill = {
    ...{ stood: null, over: false, costPerHour: fixed(1000), share: fixed(0.5), buffer: fixed(0) },
    ...{ detect: fixed(0), decide: pert(1, 2, 3), recover: percentiles(2, 10, 100), restart: fixed(0) },
  }
  test('while the process runs, nothing is lost so far', () => {
    const { soFar, toCome } = incidentLoss(standstill, 1)
    expect(soFar).toEqual({ p10: 0, p50: 0, p90: 0 })
    expect(toCome.p50).toBeGreaterThan(500 * 9)
    expect(toCome.p50).toBeLessThan(500 * 16)
  })

  test('what has passed is paid for, and who has stood for long is not soon back', () => {
    const early = incidentLoss({ ...standstill, stood: 1 }, 1)
    const late = incidentLoss({ ...standstill, stood: 48 }, 1)
    expect(early.soFar.p50).toBe(500)
    expect(late.soFar.p50).toBe(24_000)
    expect(late.hoursToCome.p50).toBeGreaterThan(early.hoursToCome.p50)
  })

  test('longer than all that was thought possible: it is not told as over', () => {
    const { toCome } = incidentLoss({ ...standstill, recover: pert(1, 2, 3), stood: 500 }, 1)
    expect(toCome.p10).toBeGreaterThan(0)
  })

  test('once it runs again nothing is to come', () => {
    expect(incidentLoss({ ...standstill, stood: 10, over: true }, 1)).toMatchObject({
      soFar: { p50: 5000 },
      toCome: { p90: 0 },
    })
  })
})
