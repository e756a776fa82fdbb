// What may be open at once on a thread of many sites.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ThreadTime } from '../../src/platform/thread-time.ts'

type Step = { readonly isLong: boolean; readonly turns: number; readonly fails: boolean }

const step = fc.record({ isLong: fc.boolean(), turns: fc.integer({ min: 0, max: 5 }), fails: fc.boolean() })

test('long work is alone, transactions may be together, all of it is done in the order in which it was asked for', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async steps => {
      const time = new ThreadTime()
      const begun: number[] = []
      let open = 0
      let long = 0
      const work = async (index: number, { isLong, turns, fails }: Step) => {
        begun.push(index)
        expect(long).toBe(0)
        if (isLong) expect(open).toBe(0)
        if (isLong) long++
        else open++
        for (let left = turns; left > 0; left--) await Promise.resolve()
        if (isLong) long--
        else open--
        if (fails) throw new Error(`step ${index}`)
        return index
      }
      const results = await Promise.allSettled(
        steps.map((one, index) =>
          one.isLong ? time.long(() => work(index, one)) : time.transact(() => work(index, one)),
        ),
      )
      expect(begun).toEqual(steps.map((_, index) => index))
      expect(results.map(({ status }) => status === 'rejected')).toEqual(steps.map(({ fails }) => fails))
    }),
  )
})

test('transactions that come while long work waits are not let past it', async () => {
  const time = new ThreadTime()
  const first = Promise.withResolvers<void>()
  const order: string[] = []
  const open = time.transact(() => first.promise)
  const long = time.long(() => void order.push('long'))
  const late = time.transact(async () => void order.push('late'))
  await Promise.resolve()
  expect(order).toEqual([])
  first.resolve()
  await Promise.all([open, long, late])
  expect(order).toEqual(['long', 'late'])
})

test('a site that comes back goes before all who wait, and not before another one', async () => {
  const time = new ThreadTime()
  const first = Promise.withResolvers<void>()
  const order: string[] = []
  const named = (name: string) => async () => void order.push(name)
  const all = [
    time.transact(() => first.promise),
    time.long(named('learns')),
    time.transact(named('writes')),
    time.long(named('comes back'), true),
    time.long(named('comes back, too'), true),
  ]
  first.resolve()
  await Promise.all(all)
  expect(order).toEqual(['comes back', 'comes back, too', 'learns', 'writes'])
})
