// What is owed to authorities: who owes it, since when it is known, a draft with its sources, and the board.
import { describe, expect, test } from 'vitest'
import { SITE, type Visit } from './visit.ts'

const API = '/api/tenants/main/sites/waterworks'

export const obligations = (of: () => Visit) =>
  describe('obligations', () => {
    let room = ''

    test('a legal entity is made, and the site belongs to it', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/settings?tab=entities`)
      await page.getByRole('button', { name: 'New entity' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Short name').fill('works')
      await dialog.getByLabel('Legal name').fill('Wasserwerk Musterstadt GmbH')
      await dialog.getByLabel('Class under NIS2').selectOption('important')
      await dialog.getByLabel('Country (two letters)').fill('DE')
      await dialog.getByLabel('Sector', { exact: true }).fill('drinking water')
      await dialog.getByLabel('Time zone').fill('Europe/Berlin')
      await look('entity')
      await dialog.getByRole('button', { name: 'Save' }).click()
      const site = page.getByLabel(/belongs to/).first()
      await site.selectOption('works')
      await page.getByRole('cell', { name: 'Wasserwerk Musterstadt GmbH', exact: true }).waitFor()
      await look('entities')
    })

    test('clocks begin when a person says since when it is known, and a draft says where each sentence is from', async () => {
      const { page, go, look, platform } = of()
      const { items } = await (await page.request.get(`${platform.origin}${API}/incidents`)).json()
      room = `${SITE}/incidents/${items[0].id}/obligations`
      await go(room)
      await page.getByText('Obligations that may apply').waitFor()
      await page.getByRole('button', { name: 'Start NIS2-DE' }).click()
      await page.getByText('waits for a moment').first().waitFor()
      await page.getByLabel('Reason').first().fill('The shift confirmed it.')
      await page.getByRole('button', { name: 'Set', exact: true }).click()
      await page.getByText(/^Due /).first().waitFor()
      await look('obligations-of-incident')
      await page.getByRole('button', { name: 'Draft', exact: true }).first().click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText('Not known at this time').first().waitFor()
      await dialog
        .getByText(/finding|incident/)
        .first()
        .waitFor()
      await look('draft')
      await dialog.getByRole('button', { name: 'Keep as version 1' }).click()
      await dialog.getByRole('button', { name: 'Keep as version 2' }).waitFor()
      await dialog.getByRole('tab', { name: 'Field sheet' }).click()
      await look('field-sheet')
      await dialog.getByRole('button', { name: 'Close' }).click()
      const path = room.slice(SITE.length)
      const file = await page.request.get(`${platform.origin}${API}${path}/NIS2-DE/stages/early-warning/files/pdf`)
      expect(file.status()).toBe(200)
      expect((await file.body()).subarray(0, 5).toString()).toBe('%PDF-')
    })

    test('the board shows what is due where', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/obligations`)
      await page.getByText('Wasserwerk Musterstadt GmbH').first().waitFor()
      await look('obligations')
    })

    test('what the law asks can be read: whom it obliges, its clocks and fields, and how sure we are of it', async () => {
      const { page, look } = of()
      await page.getByRole('link', { name: 'What the laws ask' }).click()
      const list = page.getByRole('list', { name: 'Obligations to report' })
      await list.getByText('Wasserwerk Musterstadt GmbH').first().waitFor()
      await look('obligation-templates')
      await page.getByRole('link', { name: /Germany \(BSIG\)/ }).click()
      await page.getByRole('cell', { name: 'Wasserwerk Musterstadt GmbH' }).waitFor()
      await page.getByText('24 h after it is known').waitFor()
      await page
        .getByText(/\d+ fields of the form/)
        .first()
        .click()
      await page.getByText('read in the law').first().waitFor()
      await look('obligation-template')
    })
  })
