// Rules that people write: begun, refused where they are wrong, tried out, kept and enabled.
import { describe, expect, test } from 'vitest'
import { SITE, type Visit } from './visit.ts'

const rule = (condition: string) => `title: Somebody writes into the plant
logsource:
  product: nautilus
  category: activity
detection:
  writes: { verb: write, outcome: ok }
  condition: ${condition}
level: low
`

export const rules = (of: () => Visit) =>
  describe('rules', () => {
    test('one is written, and told in which line it is wrong', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/rules`)
      await page.getByText('No rules of your own yet').waitFor()
      await look('rules-none')
      await page.getByRole('button', { name: 'New rule' }).click()
      await page.getByLabel('The rule, in Sigma').fill(rule('nothing_of_this_name'))
      await page
        .getByRole('button', { name: /^Line \d/ })
        .first()
        .waitFor()
      await look('rule-fault')
      expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true)
    })

    test('it is tried on what was heard before it is kept', async () => {
      const { page, look } = of()
      await page.getByLabel('Name', { exact: true }).fill('Writes')
      await page.getByLabel('The rule, in Sigma').fill(rule('writes'))
      await page
        .getByRole('button', { name: /^Line \d/ })
        .first()
        .waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Try', exact: true }).click()
      await page.getByText(/[1-9][\d,]* matches, which would make/).waitFor()
      await look('rule-trial')
    })

    test('it is kept, enabled at all sites, and in the list', async () => {
      const { page, go, look } = of()
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.waitForURL(/rules\?rule=(?!new)/)
      await page.getByLabel('Enabled at all sites').click({ force: true })
      await page.getByText('The rule holds at all sites from now on.').waitFor()
      await look('rule')
      await go(`${SITE}/rules`)
      await page.getByRole('row', { name: /Writes.*enabled/ }).waitFor()
      await look('rules')
      await page
        .getByRole('row', { name: /Writes/ })
        .getByRole('link')
        .first()
        .click()
      await page.getByLabel('Enabled at all sites').click({ force: true })
      await page.getByText('The rule holds no more.').waitFor()
    })
  })
