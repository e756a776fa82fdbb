// Against scipy 1.17 (norm, beta) and the C reference of xoshiro128**, whose outputs are written out here.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  expectedFrequency,
  fixed,
  inputFault,
  lognormal90,
  meanOf,
  percentiles,
  pert,
  quantile,
  quantileIn,
  type Range,
  rangeFault,
  successOf,
} from '../src/index.ts'
import { normalCdf, normalQuantile } from '../src/normal.ts'
import { Random, Streams } from '../src/random.ts'
import { cdfIn, meanOver } from '../src/range.ts'

const parts = fc.tuple(fc.nat(1e6), fc.nat(1e6), fc.nat(1e6)).map(all => all.sort((a, b) => a - b))
const anyRange: fc.Arbitrary<Range> = fc.oneof(
  fc.nat(1e6).map(fixed),
  parts.map(([low, mode, high]) => pert(low!, mode!, high!)),
  parts.map(([p5, p50, p95]) => percentiles(1 + p5!, 1 + p50!, 1 + p95!)),
)
const chance = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true })

describe('random numbers', () => {
  test('are those of the reference', () => {
    const random = new Random(0)
    random.set(0x964d4a0c, 0xd40ab895, 0xad7fdecb, 0x3006f0f0)
    const told = Array.from({ length: 4 }, () => random.next().toString(16))
    expect(told).toEqual(['f1391922', '6fe53806', 'a5be2840', 'f510ee70'])
  })

  test('lie above 0 and below 1, evenly', () => {
    const random = new Random(7)
    const cells = new Array<number>(100).fill(0)
    for (let at = 0; at < 1e6; at++) cells[Math.floor(random.uniform() * 100)]!++
    // χ² with 99 degrees of freedom is above 149 once in a thousand times.
    expect(cells.reduce((sum, count) => sum + (count - 1e4) ** 2 / 1e4, 0)).toBeLessThan(149)
  })

  test('the first of many streams are as even, and no stream follows another', () => {
    const [a, b] = [new Streams(1, 'a'), new Streams(1, 'b')]
    const pairs = Array.from({ length: 200_000 }, (_, at) => [a.of(at).uniform(), b.of(at).uniform()] as const)
    const next = pairs.map(([x], at) => [x, pairs[(at + 1) % pairs.length]![0]] as const)
    for (const each of [pairs, next]) expect(Math.abs(correlation(each))).toBeLessThan(0.008)
    expect(pairs.reduce((sum, [x]) => sum + x, 0) / pairs.length).toBeCloseTo(0.5, 2)
  })

  test('gamma and beta have their means and deviations', () => {
    const random = new Random(3)
    const draws = Float64Array.from({ length: 200_000 }, () => random.beta(0.7, 3))
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length
    expect(mean).toBeCloseTo(0.7 / 3.7, 2)
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length
    expect(variance).toBeCloseTo((0.7 * 3) / (3.7 ** 2 * 4.7), 3)
  })
})

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const n = pairs.length
  let [x, y, xx, yy, xy] = [0, 0, 0, 0, 0]
  for (const [a, b] of pairs) {
    x += a
    y += b
    xx += a * a
    yy += b * b
    xy += a * b
  }
  return (n * xy - x * y) / Math.sqrt((n * xx - x * x) * (n * yy - y * y))
}

test.each([
  [1e-300, -37.0470962993612],
  [1e-9, -5.9978070150076865],
  [0.05, -1.6448536269514729],
  [0.3, -0.5244005127080409],
  [0.5, 0],
  [0.975, 1.959963984540054],
  [0.999999, 4.753424308817087],
])('the normal quantile of %s', (p, x) => {
  expect(normalQuantile(p)).toBeCloseTo(x, 12)
})

test.each([
  [-5, 2.866515718791933e-7],
  [-1.2345, 0.10850832336267019],
  [0.3, 0.6179114221889526],
  [2.5, 0.9937903346742238],
])('the normal distribution at %s', (x, p) => {
  expect(normalCdf(x)).toBeCloseTo(p, 14)
})

test.each([
  [pert(10, 40, 160), [13.470178928839706, 23.48531956888625, 51.50083890887783, 91.8001075650373, 122.28389929444522]],
  [
    pert(0, 0, 1),
    [0.0020080483385741996, 0.020851637639023212, 0.12944943670387585, 0.3690426555198068, 0.6018928294465],
  ],
  [pert(5, 10, 10), [6.990535852767486, 8.154786722400967, 9.35275281648062, 9.895741811804884, 9.98995975830713]],
])('quantiles of the standard PERT %j are those of the beta', (range, expected) => {
  for (const [at, p] of [0.01, 0.1, 0.5, 0.9, 0.99].entries()) {
    expect(quantileIn(range)(p) / expected[at]!).toBeCloseTo(1, 4)
    expect(cdfIn(range)(expected[at]!)).toBeCloseTo(p, 4)
  }
})

describe('draws', () => {
  const drawn = (range: Range, count: number): Float64Array => {
    const random = new Random(11)
    const quantile = quantileIn(range)
    return Float64Array.from({ length: count }, () => quantile(random.uniform())).sort()
  }
  const momentsOf = (values: Float64Array) => {
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length
    return { mean, sd: Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length) }
  }

  test('of PERT(10, 40, 160)', () => {
    const { mean, sd } = momentsOf(drawn(pert(10, 40, 160), 400_000))
    expect(meanOf(pert(10, 40, 160))).toBe(55)
    expect(Math.abs(mean - 55)).toBeLessThan(0.15)
    expect(Math.abs(sd - 25.98)).toBeLessThan(0.1)
  })

  test('of the lognormal with the 90 % interval 100,000 to 5,000,000', () => {
    const range = lognormal90(1e5, 5e6)
    const values = drawn(range, 400_000)
    expect(meanOf(range) / 1.434e6).toBeCloseTo(1, 3)
    expect(momentsOf(values).mean / 1.434e6).toBeCloseTo(1, 2)
    for (const [p, expected] of [
      [0.05, 1e5],
      [0.5, 706e3],
      [0.95, 5e6],
    ] as const)
      expect(quantile(values, p) / expected).toBeCloseTo(1, 1.7)
  })
})

test('five numbers have the quantiles of type 7', () => {
  // numpy.quantile([1, 2, 4, 8, 16], [0.1, 0.5, 0.9])
  expect([0, 0.1, 0.5, 0.9, 1].map(p => quantile([1, 2, 4, 8, 16], p))).toEqual([1, 1.4, 4, 12.8, 16])
})

test('what is drawn grows with the chance, and P(X ≤ x) turns it back', () => {
  fc.assert(
    fc.property(anyRange, chance, chance, (range, p, q) => {
      const quantile = quantileIn(range)
      const [low, high] = [quantile(Math.min(p, q)), quantile(Math.max(p, q))]
      expect(low).toBeLessThanOrEqual(high)
      const [first, last] = range.kind === 'pert' ? [range.low, range.high] : [0, Number.POSITIVE_INFINITY]
      expect(low).toBeGreaterThanOrEqual(first * (1 - 1e-12))
      expect(high).toBeLessThanOrEqual(last * (1 + 1e-12))
    }),
  )
})

test('percentiles are those that were given', () => {
  fc.assert(
    fc.property(parts, ([p5, p50, p95]) => {
      const range = percentiles(1 + p5!, 1 + p50!, 1 + p95!)
      const at = quantileIn(range)
      expect(at(0.05) / (1 + p5!)).toBeCloseTo(1, 9)
      expect(at(0.5) / (1 + p50!)).toBeCloseTo(1, 9)
      expect(at(0.95) / (1 + p95!)).toBeCloseTo(1, 9)
    }),
  )
})

test('a mean over points is the mean by formula, where there is one', () => {
  const ranges = [pert(1, 2, 6), percentiles(1, 3, 12), pert(0, 0, 5)]
  const mean = meanOver(ranges, ([a, b, c]) => a! + b! + c!)
  expect(mean / ranges.reduce((sum, range) => sum + meanOf(range), 0)).toBeCloseTo(1, 2)
})

test('that a capability exceeds a resistance is as likely as by quadrature', () => {
  const [capability, resistance] = [pert(0.1, 0.4, 0.9), pert(0.2, 0.6, 1)]
  expect(successOf(capability, resistance)).toBeCloseTo(0.22243164946811894, 4)
  const vulnerability = { kind: 'strength', capability, resistance } as const
  expect(expectedFrequency({ kind: 'threat', attempts: [pert(1, 2, 3)], vulnerability })).toBeCloseTo(0.4449, 3)
})

test.each([
  [pert(3, 2, 4), 'The values must not fall from left to right.'],
  [pert(-1, 2, 4), 'No value may be below 0.'],
  [fixed(Number.NaN), 'Every value must be a number.'],
  [percentiles(0, 2, 4), 'The lowest value must be above 0.'],
  [pert(0, 2, 4), null],
])('%j: %s', (range, fault) => {
  expect(rangeFault(range)).toBe(fault)
})

test('a share is not above 1, and has bounds', () => {
  expect(inputFault('share', pert(0, 0.5, 1.5))).toBe('No value may be above 1.')
  expect(inputFault('share', percentiles(0.1, 0.2, 0.3))).toMatch(/bounds/)
  expect(inputFault('hours', percentiles(0.1, 0.2, 0.3))).toBeNull()
})
