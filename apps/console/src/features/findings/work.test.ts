import { expect, test } from 'vitest'
import { forEach } from './work.ts'

test('each is done once, and one that fails stops no other', async () => {
  const seen: string[] = []
  const ids = Array.from({ length: 11 }, (_, index) => `f-${index}`)
  const outcome = await forEach(ids, async id => {
    seen.push(id)
    if (id === 'f-3') throw new Error('gone')
  })
  expect(outcome).toEqual({ done: 10, failed: 1, why: 'gone' })
  expect(seen.sort()).toEqual([...ids].sort())
})

test('nothing to do is done', async () => {
  expect(await forEach([], async () => {})).toEqual({ done: 0, failed: 0, why: null })
})
