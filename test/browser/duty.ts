// Calling people: who has which duty, who takes over from whom, whom a policy calls in a night, and how each is reached.
import { describe, expect, test } from 'vitest'
import { SITE, type Visit } from './visit.ts'

const API = '/api/tenants/main/sites/waterworks'

export const duty = (of: () => Visit) =>
  describe('calling people', () => {
    test('a person is given a duty, and everybody sees who is what', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/escalation?tab=duties`)
      await page.getByRole('combobox', { name: /^Duties of Ada Lovelace/ }).click()
      await page.getByRole('option', { name: 'Network on-call' }).click()
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' })
      await look('escalation-duties')
    })

    test('a roster is written beside the calendar that follows from it; a gap is red and told', async () => {
      const { page, go, look, platform } = of()
      await go(`${SITE}/escalation?tab=rosters`)
      await page.getByRole('table', { name: 'Rosters' }).waitFor()
      await look('escalation-rosters')
      await page.getByRole('combobox', { name: 'Write a roster for …' }).click()
      await page.getByRole('option', { name: 'Shift supervisor' }).click()
      await page.getByText('It names nobody.').waitFor()
      await look('escalation-roster-new')
      await page.getByRole('combobox', { name: 'In turn: Add a person' }).click()
      await page.getByRole('option', { name: 'Ada Lovelace' }).click()
      await page.getByText('Somebody is on call at every moment of these weeks.').waitFor({ state: 'detached' })
      const monday = await page.getByLabel('First day').inputValue()
      await page.getByLabel('First day').fill('2024-01-01')
      await page.getByText('Somebody is on call at every moment of these weeks.').waitFor()
      await page.getByRole('button', { name: 'Add a day' }).click()
      await page.getByLabel('Day', { exact: true }).fill(monday)
      await page.getByText(/^Nobody is on call from .* nobody would be called\.$/).waitFor()
      await page.getByRole('button', { name: 'Add a swap' }).click()
      await page.getByLabel('Time zone').fill('Mars/Base')
      await page.getByText('Mars/Base is no time zone').waitFor()
      await page.getByLabel('Time zone').fill('Europe/Berlin')
      await page.getByRole('list', { name: 'The next weeks' }).waitFor()
      await look('escalation-roster')
      await page.getByRole('button', { name: 'Save the roster' }).click()
      await page.getByRole('row', { name: /Shift supervisor.*written/ }).waitFor()
      const { items } = await (await page.request.get(`${platform.origin}${API}/rosters`)).json()
      const [stored] = items.filter((row: { duty: string }) => row.duty === 'shift-supervisor')
      expect(stored.roster).toMatchObject({
        starts: '2024-01-01',
        timeZone: 'Europe/Berlin',
        holidays: [{ date: monday, person: null }],
        swaps: [{}],
      })
    })

    test('a policy is written beside the night that follows from it', async () => {
      const { page, go, look, platform } = of()
      await go(`${SITE}/escalation?tab=policy`)
      const night = page.getByRole('list', { name: 'A night in which nobody answers' })
      await night.getByText('Ada Lovelace').first().waitFor()
      await page.getByLabel('Acknowledge within').first().fill('0')
      await page.getByText('Step 1 waits more than 0 and at most 10080 minutes.').waitFor()
      await page.getByLabel('Acknowledge within').first().fill('10')
      await night.getByText('03:10').waitFor()
      await page.getByRole('button', { name: 'Add a step' }).click()
      await page.getByText('Step 3 names no duty.').waitFor()
      await page.getByRole('combobox', { name: 'Call' }).nth(2).click()
      await page.getByRole('option', { name: 'Shift supervisor' }).click()
      await page.keyboard.press('Escape')
      await night.getByText('Shift supervisor').first().waitFor()
      await page.getByRole('switch', { name: 'Wake nobody at night for what can wait' }).click()
      await page.getByLabel('Severity of the incident').selectOption('low')
      await night.getByText('06:00').first().waitFor()
      await look('escalation-policy')
      await page.getByRole('button', { name: 'Save the policy' }).click()
      await page.getByText('Nobody wrote a policy yet').waitFor({ state: 'detached' })
      const { policy } = await (await page.request.get(`${platform.origin}${API}/escalation-policy`)).json()
      expect(policy).toMatchObject({
        id: 'site',
        steps: [{ acknowledgeWithin: 10 }, {}, { duties: ['shift-supervisor'] }],
      })
    })

    test('a contact is told what is wrong at its fields, and a test says what came of it', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/escalation?tab=contacts`)
      await page.getByRole('button', { name: 'Add a contact' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Person').click()
      await page.getByRole('option', { name: 'Ada Lovelace' }).click()
      await dialog.getByLabel('By').selectOption({ label: 'phone call' })
      await dialog.getByLabel('Telephone number').fill('four')
      await dialog.getByRole('button', { name: 'Save' }).click()
      await dialog.locator('.mantine-TextInput-error').waitFor()
      await look('escalation-contact')
      await dialog.getByLabel('Telephone number').fill('+4930123456')
      await dialog.getByRole('button', { name: 'Save' }).click()
      await dialog.waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Test: Ada Lovelace, phone call' }).click()
      await page.getByText('This is called by hand').waitFor()
      await look('escalation-contacts')
    })
  })
