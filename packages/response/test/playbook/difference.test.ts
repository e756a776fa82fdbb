// What is other in one playbook than in another.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Playbook, playbookDifference } from '../../src/index.ts'
import { type Loose, option, playbookValues, validPlaybook } from './valid.ts'

const before = validPlaybook()
const changed = (change: (values: Loose) => void): Playbook => {
  const values = playbookValues()
  change(values)
  return validPlaybook(values)
}
const told = (change: (values: Loose) => void) => playbookDifference(before, changed(change))

describe('a difference is told where it is', () => {
  test('a text, a number, a duration', () => {
    expect(
      told(v => {
        v.options[1].risk.worst = 'The press stops.'
        v.options[1].risk.safety = 2
        v.exerciseEvery = 'P1M'
      }),
    ).toEqual([
      { path: ['options', 'b', 'risk', 'safety'], before: 1, after: 2 },
      {
        path: ['options', 'b', 'risk', 'worst'],
        before: { en: 'The line stops.', de: null },
        after: { en: 'The press stops.', de: null },
      },
      { path: ['exerciseEvery'], before: 'P6M', after: 'P1M' },
    ])
  })
  test('an entry that came, one that went, and another order', () => {
    const changes = told(v => {
      v.options = [v.options[2], v.options[0], option('e')]
      v.decisions[0].outcomes[0].next = ['close']
    })
    expect(changes.map(({ path, before: old, after }) => [path.join('/'), old !== null, after !== null])).toEqual([
      ['decisions/D1/outcomes/go/next', true, true],
      ['options/b', true, false],
      ['options/e', false, true],
      ['options/order', true, true],
    ])
  })
  test('lines of a list: what stays is not told', () => {
    expect(
      told(v => {
        v.signs = ['Another sign', 'A sign', 'A third']
        v.forbidden = ['Do not hurry.']
      }).map(({ path, before: old, after }) => [path[0], old, after]),
    ).toEqual([
      ['signs', null, { en: 'Another sign', de: null }],
      ['signs', null, { en: 'A third', de: null }],
      ['forbidden', { en: 'Do not guess.', de: null }, { en: 'Do not hurry.', de: null }],
    ])
  })
})

test('every part of a playbook is looked at', () => {
  const { version: _, parent: __, ...parts } = before
  for (const part of Object.keys(parts))
    expect(playbookDifference(before, { ...before, [part]: [] }).map(({ path }) => path[0])).toContain(part)
})

test('between a playbook and itself there is none, also as a store gives it back', () => {
  expect(playbookDifference(before, before)).toEqual([])
  const { id, version, ...rest } = JSON.parse(JSON.stringify(before)) as Playbook
  expect(playbookDifference(before, { ...rest, version: version + 1, id })).toEqual([])
})

const words = fc.array(fc.constantFrom('Look.', 'Call.', 'Wait.', 'Write.'), { minLength: 1, maxLength: 6 })
const variant = fc
  .record({ steps: words, exit: words, signs: words, ids: fc.shuffledSubarray(['c', 'd', 'e', 'f']) })
  .map(({ steps, exit, signs, ids }) =>
    changed(v => {
      Object.assign(v, { exit, signs })
      v.options[1].steps = steps
      v.options = [v.options[0], v.options[1], ...ids.map(id => option(id))]
    }),
  )

test('nothing that is other stays untold, and backwards it is the same the other way round', () => {
  fc.assert(
    fc.property(variant, variant, (one, other) => {
      const changes = playbookDifference(one, other)
      expect(changes.length === 0).toBe(JSON.stringify(one) === JSON.stringify(other))
      const size = (list: readonly { readonly before: unknown; readonly after: unknown }[]) =>
        [
          list.filter(({ before: old }) => old !== null).length,
          list.filter(({ after }) => after !== null).length,
        ] as const
      const back = playbookDifference(other, one)
      expect(size(back)).toEqual([...size(changes)].reverse())
      // Lists grow by what came and shrink by what went.
      const exits = changes.filter(({ path }) => path[0] === 'exit')
      const [went, came] = size(exits)
      expect(one.exit.length - went + came).toBe(other.exit.length)
    }),
  )
})
