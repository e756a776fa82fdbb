// Findings: how they come, why they are as grave as they are, and what people do with them.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SITE, type Visit } from './visit.ts'

export const findings = (of: () => Visit) =>
  describe('findings', () => {
    test('a story is told, and its finding arrives by itself', async () => {
      const { page } = of()
      await page.getByRole('button', { name: /stops plc-pumping/ }).click()
      await page.getByText('A controller was told to stop').first().waitFor()
    })

    test('the finding says why it is as grave as it is', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/findings`)
      await page.getByText('10.20.0.77 → plc-pumping').first().waitFor()
      await page.getByText(/^\d+ in all$/).waitFor()
      await look('findings')
      await page.getByText('A controller was told to stop').first().click()
      await page.waitForURL('**/findings/f-*')
      await page.getByText('the level of this rule').first().waitFor()
      await look('finding')
    })

    test('the packets around it are a file, and how far back they reach is shown', async () => {
      const { page, go, look } = of()
      const file = page.waitForEvent('download')
      await page.getByRole('link', { name: 'Packets around it' }).click()
      const bytes = readFileSync(await (await file).path())
      expect([bytes.readUInt32LE(0), bytes.length > 100]).toEqual([0xa1b2c3d4, true])
      const finding = page.url()
      await go(`${SITE}/sensors?tab=coverage`)
      await page.getByText('Packets that sensors keep').waitFor()
      await page.getByText(/ of 2\.1 GB$/).waitFor()
      await look('rings')
      await page.goto(finding)
    })

    test('it is accepted for all that are like it, and that is listed and ended', async () => {
      const { page, go, look } = of()
      await page.getByRole('button', { name: 'More' }).click()
      await page.getByRole('menuitem', { name: 'Accept as normal …' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('radio', { name: /All of this rule for .* → plc-pumping/ }).check()
      await dialog.getByRole('combobox', { name: 'Until' }).click()
      await page.getByRole('option', { name: 'for 7 days' }).click()
      await look('accept')
      await dialog.getByRole('textbox', { name: 'Reason' }).fill('A drill of the shift.')
      await dialog.getByRole('button', { name: 'Accept as normal' }).click()
      await page.locator('article [data-status="accepted"]').waitFor()
      await go(`${SITE}/baselines?tab=accepted`)
      await page.getByText('A drill of the shift.').waitFor()
      await look('accepted')
      await page.getByRole('button', { name: 'End it' }).click()
      await page.getByText('ended', { exact: true }).waitFor()
    })

    test('one is suppressed, and is in no queue any more', async () => {
      const { page, go } = of()
      await go(`${SITE}/findings`)
      await page.getByText('A device that was never seen takes part').first().click()
      await page.waitForURL('**/findings/f-*')
      await page.getByRole('article').getByRole('button', { name: 'More' }).click()
      await page.getByRole('menuitem', { name: 'Suppress …' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('textbox', { name: 'Reason' }).fill('A laptop of ours.')
      await dialog.getByRole('button', { name: 'Suppress' }).click()
      await page.locator('article [data-status="suppressed"]').waitFor()
    })

    test('many are closed at once with one request, and the reason stays', async () => {
      const { page, go, look } = of()
      // One that was suppressed is open again, so that there are two.
      await go(`${SITE}/findings?status=suppressed`)
      await page.getByText('A device that was never seen takes part').first().click()
      await page.getByRole('button', { name: 'Open again' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Open again' }).click()
      await page.locator('article [data-status="open"]').waitFor()
      await go(`${SITE}/findings`)
      const boxes = page.getByRole('checkbox', { name: /^Select/ })
      await boxes.nth(1).waitFor()
      const count = await boxes.count()
      expect(count).toBeGreaterThan(1)
      await boxes.first().check()
      await boxes.nth(count - 1).click({ modifiers: ['Shift'] })
      const bar = page.getByRole('toolbar')
      await bar.getByText(`${count} selected`).waitFor()
      await look('selected')
      await bar.getByRole('button', { name: 'More' }).click()
      await page.getByRole('menuitem', { name: 'Close …' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('textbox').fill('Agreed with the shift.')
      const sent: string[] = []
      page.on('request', request => {
        if (request.method() === 'PATCH') sent.push(request.url())
      })
      await dialog.getByRole('button', { name: 'Close' }).last().click()
      await page.getByText(`${count} findings changed`).waitFor()
      expect(sent).toHaveLength(1)
      await go(`${SITE}/findings?status=closed`)
      await page.getByText('A controller was told to stop').first().click()
      await page.getByText('Agreed with the shift.').waitFor()
    })
  })
