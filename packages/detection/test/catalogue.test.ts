// Every entry of the catalogue of the first release is covered by a rule.
import { describe, expect, test } from 'vitest'
import { loadRules } from '../src/index.ts'

/** Of each group, the numbers of its entries of the first release. */
const first: Readonly<Record<string, string>> = {
  A: '01 02 03 05 06 07 08 12 13 14 16',
  B: '01 02 03 04 05 06 07 08 09 10 12 13 15 17 21',
  C: '01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 20 21 23',
  D: '01 02 05 07',
  E: '01 02 03 04 05 06 07 08 09 12 13 15 17 18 19 20 22 23 24 26 31',
  F: '01 02 04 05 10 11 12 13 17',
  G: '01 02 03 04 05 06 07 08 09 11 14 17 18',
  H: '01 02 03 04 05 06 07',
  I: '01 02 03 04 05 07 08 09 10',
  J: '01 02 03 05 06 09 11 12',
  K: '01 02 03 04 05 06 07 08',
  L: '01 02 03 04 05 07 09 11 13 14 15',
  M: '01 02 03 04 05 07 09 12',
  N: '01 02 03 06 07 08 09 10',
  P: '01 05 06 07 08 09 10 11 17',
  Q: '01 03 04 05 11 13 17',
  R: '01 02 05 06 07',
  S: '01 09 10 11 12 15',
  T: '01 02 03 04 05 06 07 08 09 12',
}

const rules = await loadRules()
const covered = new Set(rules.flatMap(rule => rule.catalogue))
const ids = new Set(rules.map(rule => rule.id))

describe.each(Object.entries(first))('group %s', (group, numbers) => {
  test('each entry is covered by a rule', () => {
    const missing = numbers
      .split(' ')
      .map(number => `${group}${number}`)
      .filter(id => !covered.has(id))
    expect(missing).toEqual([])
  })
})

test('what a rule is explained by is a rule', () => {
  const strange = rules.flatMap(({ id, explainedBy = [] }) =>
    explainedBy.filter(by => !ids.has(by.rule)).map(by => `${id}: ${by.rule}`),
  )
  expect(strange).toEqual([])
})

test('no two rules explain each other', () => {
  const causes = new Map(rules.map(({ id, explainedBy = [] }) => [id, new Set(explainedBy.map(by => by.rule))]))
  const circles = rules.flatMap(({ id, explainedBy = [] }) =>
    explainedBy.filter(by => causes.get(by.rule)?.has(id)).map(by => `${id} and ${by.rule}`),
  )
  expect(circles).toEqual([])
})

test('techniques are those of ATT&CK for ICS that are still there', () => {
  const withdrawn = 'T0808 T0810 T0818 T0824 T0825 T0833 T0841 T0844 T0850 T0854 T0870 T0875'.split(' ')
  for (const { id, techniques, consequences = [] } of rules) {
    const all = [...techniques, ...consequences]
    expect(all.every(each => /^T0[89]?\d{2,3}$/.test(each) && !withdrawn.includes(each)) || id).toBe(true)
  }
})
