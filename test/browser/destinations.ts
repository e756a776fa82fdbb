// Other systems that are told: one is made, tried out, and says in words what is wrong.
import { describe, expect, test } from 'vitest'
import { SITE, type Visit } from './visit.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

export const destinations = (of: () => Visit) =>
  describe('destinations', () => {
    test('a form says what is wrong at its fields, and never shows a secret again', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/settings?tab=destinations`)
      await page.getByText('No destination').waitFor()
      await look('destinations-none')
      await page.getByRole('button', { name: 'New destination' }).click()
      await page.getByRole('menuitem', { name: 'Webhook (signed)' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Name').first().fill('SOC hook')
      await dialog.getByLabel('Address', { exact: false }).first().fill('ftp://127.0.0.1/hook')
      await dialog.getByLabel('Signing secret', { exact: false }).first().fill('too short')
      await dialog.getByRole('button', { name: 'Save' }).click()
      await dialog.getByText('must be an address that begins with https://').waitFor()
      await dialog.getByText('must be whsec_ and 24 to 64 bytes in base64', { exact: false }).waitFor()
      await look('destination-faults')
      await dialog.getByLabel('Address', { exact: false }).first().fill('https://127.0.0.1/hook')
      await dialog.getByLabel('Signing secret', { exact: false }).first().fill(SECRET)
      await dialog.getByRole('button', { name: 'Save' }).click()
      await dialog.getByRole('button', { name: 'Send a test' }).waitFor()
      expect(await page.content()).not.toContain(SECRET)
    })

    test('a trial says exactly what happened', async () => {
      const { page, look } = of()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: 'Send a test' }).click()
      await dialog.getByText('127.0.0.1 is no address of the internet', { exact: false }).first().waitFor()
      await look('destination-trial')
      await page.keyboard.press('Escape')
    })

    test('a trial stands at the field, and a look shows what would be sent', async () => {
      const { page, look } = of()
      await page.getByRole('button', { name: 'New destination' }).click()
      await page.getByRole('menuitem', { name: 'Kafka' }).click()
      const dialog = page.getByRole('dialog')
      const topic = dialog.getByLabel('Topic, may have', { exact: false })
      await topic.fill('ot.{nothing}')
      await dialog.getByRole('button', { name: 'Preview' }).click()
      await dialog.getByText('has {nothing}, and may have', { exact: false }).waitFor()
      await topic.fill('plant.{site}.{topic}')
      await dialog.getByLabel('Texts in every event').fill('team = ot')
      await dialog.getByRole('button', { name: 'Preview' }).click()
      const shown = dialog.getByRole('region', { name: 'Preview' })
      await shown.getByRole('status').waitFor()
      expect(await shown.textContent()).toMatch(/"topic": "plant\.[\w-]+\.finding"[\s\S]*"team": "ot"/)
      await look('destination-preview')
      await dialog.getByLabel('Name').first().fill('Broker')
      await dialog.getByLabel('Servers', { exact: false }).fill('127.0.0.1:9')
      await dialog.getByRole('button', { name: 'Save' }).click()
      await dialog.getByRole('button', { name: 'Send a test' }).click()
      // Beside the field, and in the answer.
      await dialog.getByText('127.0.0.1 is no address of the internet', { exact: false }).first().waitFor()
      expect(await dialog.getByLabel('Servers', { exact: false }).getAttribute('aria-invalid')).toBe('true')
      await look('destination-trial-field')
      await page.keyboard.press('Escape')
    })

    test('the list says in words how it does', async () => {
      const { page, look } = of()
      await page.getByRole('cell', { name: 'SOC hook', exact: true }).waitFor()
      await look('destinations')
      await page.getByRole('button', { name: 'More about SOC hook' }).click()
      await page.getByRole('menuitem', { name: 'Pause' }).click()
      await page.getByText('paused; events wait').waitFor()
      await page.getByRole('menuitem', { name: 'Send again' }).click()
      await page.getByRole('dialog').getByLabel('From').waitFor()
      await look('destination-replay')
      await page.keyboard.press('Escape')
    })
  })
