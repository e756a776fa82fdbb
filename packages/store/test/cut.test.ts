// Backups wait for writers, and writers for backups, whatever becomes of either.
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { joinWriters, withoutWriters } from '../src/index.ts'
import { type TestState, testState } from './state.ts'

let state: TestState
beforeAll(async () => {
  state = await testState()
})
afterAll(() => state.end())

/** A writer that says when it rests, and takes a while to come to it. */
async function writer(name: string, told: string[]) {
  const joined = await joinWriters(state.url, async () => {
    await pause(20)
    told.push(`${name} rests`)
    return () => void told.push(`${name} goes on`)
  })
  return joined
}

test('nobody writes while the moment lasts, and everybody goes on after it', async () => {
  const told: string[] = []
  const writers = await Promise.all([writer('a', told), writer('b', told)])
  for (let times = 0; times < 3; times++) {
    told.length = 0
    const answer = await withoutWriters(state.url, async () => {
      expect([...told].sort()).toEqual(['a rests', 'b rests'])
      // Longer than the pause between two requests.
      await pause(700)
      expect(told).toHaveLength(2)
      return 7
    })
    expect(answer).toBe(7)
    await expect.poll(() => [...told].sort()).toEqual(['a goes on', 'a rests', 'b goes on', 'b rests'])
  }
  await Promise.all(writers.map(each => each.leave()))
})

test('a backup that fails lets the writers go on', async () => {
  const told: string[] = []
  const one = await writer('a', told)
  const failing = withoutWriters(state.url, async () => {
    throw new Error('no room')
  })
  await expect(failing).rejects.toThrow('no room')
  await expect.poll(() => told).toEqual(['a rests', 'a goes on'])
  await one.leave()
})

test('whose connection breaks writes nothing until it holds the lock again', async () => {
  const told: string[] = []
  const one = await writer('a', told)
  await state.pool.query(
    "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and granted",
  )
  await expect.poll(() => told, { timeout: 10_000 }).toEqual(['a rests', 'a goes on'])
  await withoutWriters(state.url, async () => expect(told.at(-1)).toBe('a rests'))
  await one.leave()
})

test('two backups do not begin at once', async () => {
  let second: unknown = null
  await withoutWriters(state.url, async () => {
    second = await withoutWriters(state.url, async () => {}).catch(error => error)
  })
  expect(String(second)).toContain('Another backup is beginning')
})
