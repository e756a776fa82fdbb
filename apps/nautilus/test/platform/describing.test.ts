// Turns of sites that are described, by a clock that the test moves.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Describing, Turns } from '../../src/platform/describing.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const newTurns = () => new Turns(() => performance.now())

test('a few sites alone never wait, and many take a part of the thread, each in its turn', async () => {
  const turns = newTurns()
  await vi.advanceTimersByTimeAsync(10_000)
  turns.spent(100)
  expect(turns.isFree).toBe(true)
  turns.spent(100)
  expect(turns.isFree).toBe(false)
  const order: string[] = []
  const site = (name: string) => async () => {
    order.push(name)
    turns.spent(150)
  }
  const [a, b, c] = ['a', 'b', 'c'].map(site) as [() => Promise<void>, () => Promise<void>, () => Promise<void>]
  for (const turn of [a, b, a, c]) turns.ask(turn)
  await vi.advanceTimersByTimeAsync(400)
  expect(order).toEqual(['a'])
  // 150 ms of work are earned in a second.
  await vi.advanceTimersByTimeAsync(1000)
  expect(order).toEqual(['a', 'b'])
  await vi.advanceTimersByTimeAsync(1000)
  expect(order).toEqual(['a', 'b', 'c'])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(order).toHaveLength(3)
  expect(turns.isFree).toBe(true)
})

test('where batches wait, descriptions take less', async () => {
  let isBehind = true
  const turns = new Turns(
    () => performance.now(),
    () => isBehind,
  )
  const free = async () => {
    const began = performance.now()
    while (!turns.isFree) await vi.advanceTimersByTimeAsync(10)
    return performance.now() - began
  }
  await vi.advanceTimersByTimeAsync(10_000)
  turns.spent(300)
  expect(await free()).toBeCloseTo(300 / 0.05 - 1000, -2)
  await vi.advanceTimersByTimeAsync(10_000)
  isBehind = false
  turns.spent(300)
  expect(await free()).toBeCloseTo(300 / 0.15 - 1000, -2)
})

test('one that fails does not hold up the others', async () => {
  const turns = newTurns()
  const done = vi.fn(async () => {})
  turns.ask(() => Promise.reject(new Error('the database is away')))
  turns.ask(done)
  await vi.advanceTimersByTimeAsync(10)
  await vi.advanceTimersByTimeAsync(10)
  expect(done).toHaveBeenCalledOnce()
})

test('what came too soon after a description is described later, also when nothing more comes', async () => {
  const turns = newTurns()
  const describing = new Describing({ now: () => performance.now(), turns })
  const fold = { changes: vi.fn(() => ({}) as never) }
  const turn = vi.fn(async () => void describing.describe(fold))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(describing.may(turn)).toBe(true)
  describing.describe(fold)
  for (let batch = 0; batch < 3; batch++) expect(describing.may(turn)).toBe(false)
  await vi.advanceTimersByTimeAsync(1900)
  expect(turn).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1000)
  expect(turn).toHaveBeenCalledOnce()
  expect(describing.isDue).toBe(false)
  // A site that comes back waits in the same way.
  describing.begin(true, 5000)
  expect(describing.may(turn)).toBe(false)
  await vi.advanceTimersByTimeAsync(6000)
  expect(turn).toHaveBeenCalledTimes(2)
})
