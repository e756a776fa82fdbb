// Approved work, exercises and feeds: the pages are there, say what is missing, and fit.
import { describe, test } from 'vitest'
import { SITE, type Visit } from './visit.ts'

export const planned = (of: () => Visit) =>
  describe('what is planned', () => {
    test('an order is written, and stands in the week', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/work`)
      await page.getByRole('list', { name: /week/i }).waitFor()
      await look('work')
      await page.getByRole('button', { name: 'New order' }).click()
      await page.getByLabel('Title').fill('Replace the pump')
      await look('work-order')
    })

    test('exercises and feeds', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/exercises`)
      await page.getByRole('heading', { name: 'Start an exercise' }).waitFor()
      await look('exercises')
      await go(`${SITE}/settings?tab=feeds`)
      await page.getByRole('tab', { name: 'Feeds', selected: true }).waitFor()
      await look('feeds')
      await go(`${SITE}/escalation`)
      await page.getByRole('table', { name: 'On call now' }).waitFor()
      await look('escalation')
    })
  })
