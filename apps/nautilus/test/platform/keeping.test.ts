import { expect, test } from 'vitest'
import { Keeping } from '../../src/platform/keeping.ts'

/** A fold whose snapshot takes so many ms, or fails after them. */
function keepingWith({ every }: { every?: number } = {}) {
  let now = 0
  const told: string[] = []
  const keeping = new Keeping({ site: 's', now: () => now, onTrouble: words => told.push(words), every })
  const taking = (ms: number, body: Buffer | null) => ({
    snapshot: async () => {
      now += ms
      if (body === null) throw new Error('no room')
      return body
    },
  })
  return { keeping, told, taking }
}

test('a site is kept after so many batches, or when learning again would take long', () => {
  const { keeping } = keepingWith({ every: 1000 })
  keeping.begin(300)
  expect(keeping.isDue(301)).toBe(false)
  expect(keeping.isDue(1000)).toBe(true)
  keeping.learned(499)
  expect(keeping.isDue(301)).toBe(false)
  keeping.learned(1)
  expect(keeping.isDue(301)).toBe(true)
})

test('one that takes long to keep is kept more rarely', async () => {
  const { keeping, told, taking } = keepingWith()
  expect(await keeping.keep(taking(500, Buffer.from('all')), 1)).toMatchObject({ number: 1, body: Buffer.from('all') })
  keeping.kept(1)
  keeping.learned(3999)
  expect(keeping.isDue(2)).toBe(false)
  keeping.learned(1)
  expect(keeping.isDue(2)).toBe(true)
  expect(told).toEqual([])
  // Where it could not be kept, that is not tried again with every batch.
  expect(await keeping.keep(taking(500, null), 2)).toBeNull()
  expect(keeping.isDue(3)).toBe(false)
  expect(told).toEqual(['No snapshot of site s at batch 2: no room. Its log is kept, and it starts slowly.'])
})

test('at rest it is kept where that spares something', () => {
  const { keeping } = keepingWith()
  keeping.begin(100)
  expect([keeping.isWorth(149), keeping.isWorth(150)]).toEqual([false, true])
  keeping.kept(150)
  expect(keeping.isWorth(150)).toBe(false)
})
