// Losses in money: declared processes become scenarios, numbers are replaced, measures tried, an incident has a price.
import { describe, expect, test } from 'vitest'
import { SITE, type Visit } from './visit.ts'

const API = '/api/tenants/main/sites/waterworks'

const yaml = `site: Waterworks
time_zone: Europe/Berlin
processes:
  Water supply: { criticality: critical, safety_class: SIL 1, downtime_cost_per_hour: 12000, currency: EUR }
  Treatment: { downtime_cost_per_hour: 7000, currency: EUR, redundant: true }
  Office: { downtime_cost_per_hour: 900, currency: EUR }
  Laboratory: {}
assets:
  Pump controller: { address: 10.20.0.32, process: Water supply }
  Operator screen: { address: 10.20.0.10, process: Water supply }
  Engineering station: { address: 10.20.0.11, process: Water supply }
  Filter controller: { address: 10.20.0.31, process: Treatment }
`

export const money = (of: () => Visit) =>
  describe('losses in money', () => {
    test('without a price there is nothing to tell, and it is said what is missing', async () => {
      const { page, go, look, platform } = of()
      const put = await page.request.put(`${platform.origin}${API}/model`, { data: { source: 'site: Waterworks' } })
      expect(put.status()).toBe(200)
      await go(`${SITE}/risk`)
      await page.getByText('No loss can be told yet').waitFor()
      await look('risk-none')
    })

    test('the headline, the curve and what it comes from', async () => {
      const { page, go, look, platform } = of()
      const put = await page.request.put(`${platform.origin}${API}/model`, { data: { source: yaml } })
      expect(put.status()).toBe(200)
      await go(`${SITE}/risk`)
      await page.getByText(/^About 1 year in \d+ brings a loss/).waitFor()
      await page.getByText('What an hour of standstill of Laboratory costs is not declared.').waitFor()
      await page.getByRole('img', { name: /^Curve/ }).waitFor()
      await page.getByText(/^What protects it now is worth about/).waitFor()
      const rows = await page.getByRole('table', { name: 'What it comes from' }).getByRole('row').count()
      expect(rows).toBe(6)
      await page.getByRole('table', { name: 'Danger to people' }).getByText('SIL 1').first().waitFor()
      await look('risk')
      await page.getByText('Worst years').first().click()
      await page.getByRole('columnheader', { name: 'Worst years' }).first().waitFor()
    })

    test('a number is replaced by somebody who knows, with source and reason', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/risk?tab=numbers`)
      await page.getByLabel('Find a number').fill('hour of standstill of Water')
      await look('risk-numbers')
      await page
        .getByRole('row', { name: /Water supply/ })
        .getByRole('button', { name: 'Change' })
        .click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('textbox', { name: 'Lowest' }).fill('20000')
      await dialog.getByText('must not fall').waitFor()
      await dialog.getByRole('textbox', { name: 'Likeliest' }).fill('24000')
      await dialog.getByRole('textbox', { name: 'Highest' }).fill('40000')
      await dialog.getByLabel('Where the number comes from').fill('Finance, contribution margin')
      await dialog.getByLabel('Owner').fill('Finance')
      await dialog.getByLabel('Why it is changed').fill('The model had last year’s figure.')
      await look('risk-number')
      await dialog.getByRole('button', { name: 'Keep' }).click()
      await dialog.waitFor({ state: 'detached' })
      const row = page.getByRole('row', { name: /Water supply/ })
      await row.getByText('Finance, contribution margin').waitFor()
      await row.getByText('€20K · €24K · €40K').waitFor()
      await row.getByRole('button', { name: 'Change' }).click()
      await dialog.getByText('The model had last year’s figure.').waitFor()
      await dialog.getByRole('button', { name: 'Close' }).click()
      await page.getByLabel('Find a number').fill('Loss that is borne')
      await page.getByRole('button', { name: 'Change' }).click()
      await dialog.getByText('Exactly').click()
      await dialog.getByRole('textbox', { name: 'Value' }).fill('500000')
      await dialog.getByLabel('Where the number comes from').fill('Board')
      await dialog.getByLabel('Why it is changed').fill('Decided.')
      await dialog.getByRole('button', { name: 'Keep' }).click()
      await dialog.waitFor({ state: 'detached' })
    })

    test('measures are tried: what they save, what they cost, and which number each moved', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/risk?tab=measures`)
      await page.getByLabel(/^Decide faster/).check()
      await page.getByText(/^With these measures/).waitFor()
      await page.getByLabel(/^Recover from tested backups/).check()
      const trace = page.getByRole('table', { name: 'Which numbers moved, and by what' })
      await trace
        .getByText(/Recover from tested backups \(× 0\.7/)
        .first()
        .waitFor()
      await look('risk-measures')
      await page.getByRole('tab', { name: 'Overview' }).click()
      await page.getByText('After the measures').waitFor()
      await page.getByText(/What is borne: at most 5%/).waitFor()
      await look('risk-with-measures')
    })

    test('a report is kept with its hash', async () => {
      const { page, look } = of()
      await page.getByRole('tab', { name: 'Reports' }).click()
      await page.getByRole('button', { name: 'Make a report' }).click()
      await page.getByText(/^About 1 year in \d+ brings a loss/).waitFor()
      await page.getByRole('cell', { name: '1 · 200,000' }).waitFor()
      await look('risk-reports')
    })

    test('two sites live through the same years', async () => {
      const { page, go, look, platform } = of()
      const sites = `${platform.origin}/api/tenants/main/sites`
      const made = await page.request.post(sites, { data: { id: 'pumping-east', name: 'Pumping east' } })
      expect(made.status()).toBeLessThan(300)
      expect((await page.request.post(`${sites}/pumping-east/risk/runs`, { data: {} })).status()).toBe(200)
      await go(`${SITE}/risk`)
      await page.getByRole('button', { name: 'Compute all sites together' }).click()
      const table = page.getByRole('table', { name: 'All sites in the same years' })
      await table.getByText('Pumping east').waitFor()
      await look('risk-together')
    })

    test('an incident costs from when the process stands', async () => {
      const { page, go, look, platform } = of()
      const { items } = await (await page.request.get(`${platform.origin}${API}/incidents`)).json()
      await go(`${SITE}/incidents/${items[0].id}`)
      const panel = page.locator('section', { has: page.getByRole('heading', { name: 'What it costs' }) })
      await panel.getByText(/runs\./).waitFor()
      await panel.getByLabel('Hours ago').fill('3')
      await panel.getByRole('button', { name: 'It stands still', exact: true }).click()
      await panel.getByText(/stands still since/).waitFor()
      await panel.getByText('Still to come').waitFor()
      await look('incident-loss')
      await panel.getByLabel('Hours ago').fill('1')
      await panel.getByRole('button', { name: 'It runs again' }).click()
      await panel.getByText(/runs again since/).waitFor()
    })
  })
