import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Baseline, type Event } from '../../src/index.ts'
import { events } from './events.ts'

/** Teaches by every third event, so that both ways are mixed. */
function feed(baseline: Baseline, list: readonly Event[], from = 0): Baseline {
  list.forEach((event, at) => {
    if ((at + from) % 3 === 0) baseline.teach(event)
    else baseline.observe(event)
  })
  return baseline
}

const of = (list: readonly Event[]) => feed(new Baseline(), list)

function loaded(text: string): Baseline {
  const read = Baseline.load(text)
  if (!read.ok) throw new Error(read.message)
  return read.baseline
}

test('the same events give the same baseline', () => {
  fc.assert(
    fc.property(events, list => {
      expect(of(list).save()).toBe(of(list).save())
    }),
  )
})

test('what is saved is what is loaded', () => {
  fc.assert(
    fc.property(events, list => {
      const text = of(list).save()
      expect(loaded(text).save()).toBe(text)
    }),
  )
})

test('saving and loading anywhere changes nothing', () => {
  fc.assert(
    fc.property(events, fc.nat(40), fc.boolean(), (list, cut, suspicious) => {
      const begin = () => {
        const baseline = new Baseline()
        if (suspicious) baseline.suspect('10.0.0.1', 0, 4e15)
        return baseline
      }
      const at = Math.min(cut, list.length)
      const whole = feed(begin(), list)
      const parts = feed(loaded(feed(begin(), list.slice(0, at)).save()), list.slice(at), at)
      expect(parts.save()).toBe(whole.save())
    }),
    { numRuns: 150 },
  )
})

test('joining two is the same in either order', () => {
  fc.assert(
    fc.property(events, events, (one, two) => {
      const [a, b] = [of(one), of(two)]
      expect(near(Baseline.merge(a, b))).toBe(near(Baseline.merge(b, a)))
    }),
  )
})

test('joining three is the same in any grouping', () => {
  fc.assert(
    fc.property(events, events, events, (one, two, three) => {
      const [a, b, c] = [of(one), of(two), of(three)]
      const left = Baseline.merge(Baseline.merge(a, b), c)
      expect(near(left)).toBe(near(Baseline.merge(a, Baseline.merge(b, c))))
    }),
  )
})

test('joining changes neither of the two', () => {
  fc.assert(
    fc.property(events, events, (one, two) => {
      const [a, b] = [of(one), of(two)]
      Baseline.merge(a, b)
      expect(a.save()).toBe(of(one).save())
      expect(b.save()).toBe(of(two).save())
    }),
  )
})

test('joining with nothing changes nothing that is known', () => {
  fc.assert(
    fc.property(events, list => {
      const tree = (baseline: Baseline) => baseline.save().replace(/"(now|pruned)":\d+,/g, '')
      expect(tree(Baseline.merge(of(list), new Baseline()))).toBe(tree(Baseline.merge(new Baseline(), of(list))))
    }),
  )
})

/** Sums of fractions depend on the order in their last digits. */
const near = (baseline: Baseline): string =>
  baseline.save().replace(/-?\d+\.\d+(e[+-]?\d+)?/g, text => Number(text).toPrecision(6))

test('a damaged file is refused with a sentence, and never throws', () => {
  fc.assert(
    fc.property(events, fc.nat(), fc.string({ maxLength: 6 }), (list, place, put) => {
      const text = of(list).save()
      const at = place % text.length
      const read = Baseline.load(text.slice(0, at) + put + text.slice(at + put.length))
      if (!read.ok) expect(read.message).toMatch(/^It is no .+\.$/s)
      else expect(loaded(read.baseline.save()).save()).toBe(read.baseline.save())
    }),
    { numRuns: 200 },
  )
})

test('any JSON is refused or read', () => {
  fc.assert(
    fc.property(fc.json(), text => {
      expect(Baseline.load(text).ok).toBe(false)
    }),
  )
})
