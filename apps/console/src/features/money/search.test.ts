import { expect, test } from 'vitest'
import { moneySearchOf, planIn, planText } from './search.ts'

test('measures go into the address and come back, whatever their names hold', () => {
  const plan = ['patch.A, B & "C"', 'segment']
  const search = moneySearchOf({ tab: 'measures', plan: planText(plan) })
  expect(planIn(search.plan)).toEqual(plan)
  expect(planText([])).toBeUndefined()
})

test.each(['', '{', '5', '[1, null]', '"a"'])('%s in an address is no plan', text => {
  expect(planIn(moneySearchOf({ plan: text }).plan)).toEqual([])
})
