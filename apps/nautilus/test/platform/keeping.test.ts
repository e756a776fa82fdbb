import { expect, test } from 'vitest'
import { Keeping } from '../../src/platform/keeping.ts'

test('a site is kept after so many batches, or when learning again would take long', () => {
  const keeping = new Keeping(1000)
  keeping.begin(300)
  expect(keeping.isDue(301)).toBe(false)
  expect(keeping.isDue(1000)).toBe(true)
  keeping.learned(999)
  expect(keeping.isDue(301)).toBe(false)
  keeping.learned(1)
  expect(keeping.isDue(301)).toBe(true)
})

test('one that takes long to keep is kept more rarely', () => {
  const keeping = new Keeping(1000)
  keeping.tried(500)
  keeping.kept(1)
  keeping.learned(9999)
  expect(keeping.isDue(2)).toBe(false)
  keeping.learned(1)
  expect(keeping.isDue(2)).toBe(true)
  // Where it could not be kept, that is not tried again with every batch.
  keeping.tried(500)
  expect(keeping.isDue(3)).toBe(false)
})

test('at rest it is kept where that spares something', () => {
  const keeping = new Keeping()
  keeping.begin(100)
  expect([keeping.isWorth(149), keeping.isWorth(150)]).toEqual([false, true])
  keeping.kept(150)
  expect(keeping.isWorth(150)).toBe(false)
})
