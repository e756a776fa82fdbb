// Reports: made for last month, looked at where nothing in them runs, and taken away.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SITE, type Visit } from './visit.ts'

export const reports = (of: () => Visit) =>
  describe('reports', () => {
    test('one is made, and shown in a frame without scripts', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/reports`)
      await page.getByText('No report was made yet').waitFor()
      await page
        .getByRole('combobox', { name: 'Report' })
        .or(page.getByRole('textbox', { name: 'Report' }))
        .first()
        .click()
      await page.getByRole('option', { name: 'Service report' }).click()
      await look('reports-none')
      await page.getByRole('button', { name: 'Make it' }).click()
      const frame = page.frameLocator('iframe[title="Preview"]')
      await frame.getByRole('heading', { name: 'Service report', level: 1 }).waitFor()
      expect(await page.locator('iframe[title="Preview"]').getAttribute('sandbox')).toBe('')
      await page.getByRole('table', { name: 'Reports that were made' }).getByText('Service report (en)').waitFor()
      await look('reports')
    })

    test('it is had as a file in every form', async () => {
      const { page } = of()
      const begins = { PDF: '%PDF-', HTML: '<!doct', DOCX: 'PK', CSV: '\ufeff', JSON: '{' }
      for (const [form, begin] of Object.entries(begins)) {
        const [file] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('link', { name: `Download as ${form}` }).click(),
        ])
        expect(file.suggestedFilename()).toMatch(new RegExp(`^service-.*\\.${form.toLowerCase()}$`))
        expect(readFileSync(await file.path(), 'utf8').startsWith(begin)).toBe(true)
      }
    })
  })
