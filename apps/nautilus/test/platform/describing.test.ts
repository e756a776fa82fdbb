// Turns of sites that are described, by a clock that the test moves.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Turns } from '../../src/platform/describing.ts'

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
