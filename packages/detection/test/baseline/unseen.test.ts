import { expect, test } from 'vitest'
import { enter, incidence, isReady, newScope, unseenOf } from '../../src/baseline/unseen.ts'
import { randomOf } from './random.ts'

/** Facts with chances that fall as 1/rank, each slot showing `each` of them. */
function simulate(seed: number, kinds: number, slots: number, each: number) {
  const random = randomOf(seed)
  const weights = Array.from({ length: kinds }, (_, at) => 1 / (at + 1))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  const scope = newScope()
  const times = new Array<number>(kinds).fill(0)
  for (let slot = 0; slot < slots; slot++) {
    enter(scope, slot, slot)
    const shown = new Set(Array.from({ length: each }, () => draw(weights, random() * whole)))
    for (const kind of shown) incidence(scope, ++times[kind]!)
  }
  const unseen = weights.reduce((sum, weight, at) => (times[at] === 0 ? sum + weight / whole : sum), 0)
  return { scope, unseen }
}

function draw(weights: readonly number[], at: number): number {
  let left = at
  for (let kind = 0; kind < weights.length; kind++) {
    left -= weights[kind]!
    if (left < 0) return kind
  }
  return weights.length - 1
}

test.each([
  [50, 40],
  [200, 100],
  [1000, 300],
  [1000, 2000],
])('of %d facts the mass unseen after %d slots is estimated well', (kinds, slots) => {
  const runs = Array.from({ length: 30 }, (_, seed) => simulate(seed + 1, kinds, slots, 3))
  const mean = (of: (run: (typeof runs)[number]) => number) => runs.reduce((sum, run) => sum + of(run), 0) / runs.length
  const bias = mean(run => unseenOf(run.scope) - run.unseen)
  expect(Math.abs(bias)).toBeLessThan(0.03)
  expect(mean(run => Math.abs(unseenOf(run.scope) - run.unseen))).toBeLessThan(0.05)
})

test('what is ready has little unseen', () => {
  for (let seed = 1; seed <= 50; seed++) {
    for (const kinds of [5, 20, 100, 500]) {
      const { scope, unseen } = simulate(seed, kinds, 600, 4)
      if (isReady(scope, 'link')) expect(unseen).toBeLessThan(0.02)
    }
  }
})

test('a burst makes nothing ready', () => {
  const scope = newScope()
  enter(scope, 1, 1)
  for (let fact = 0; fact < 10_000; fact++) incidence(scope, 1)
  expect(unseenOf(scope)).toBe(1)
  expect(isReady(scope, 'link')).toBe(false)
})

test('one fact in two slots proves little', () => {
  const scope = newScope()
  for (const slot of [1, 2]) {
    enter(scope, slot, slot)
    incidence(scope, slot)
  }
  expect(unseenOf(scope)).toBeCloseTo(1 / 3)
})
