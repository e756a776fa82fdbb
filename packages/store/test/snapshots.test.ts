// Which snapshots of a site stay: however they come, the newest two do, and the log can be gone through for as far back
// as is promised.
import { array, assert, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { neededOf } from '../src/index.ts'

const KEEP = 1000

test('few stay, and they go back far enough', () => {
  const steps = array(integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 200 })
  assert(
    property(steps, gaps => {
      let number = 0
      let stored: number[] = []
      for (const gap of gaps) {
        number += gap
        stored = neededOf([number, ...stored], KEEP)
        expect(stored[0]).toBe(number)
        expect(stored.length).toBeLessThanOrEqual(5)
        // Everything was kept so far, or the oldest is older than what is promised.
        if (number > 3 * KEEP) expect(stored.at(-1)!).toBeLessThanOrEqual(number - KEEP)
        if (number > 3 * KEEP) expect(stored.at(-1)!).toBeGreaterThan(number - 3 * KEEP)
      }
      const [, second] = [number, number - gaps.at(-1)!]
      if (gaps.length > 1) expect(stored[1]).toBe(second)
    }),
  )
})
