// Devices: found, described by people, on the map, and what they hold.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SITE, type Visit } from './visit.ts'

export const assets = (of: () => Visit) =>
  describe('assets', () => {
    test('a device is found by a part of its name, and says where its facts come from', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/assets`)
      await page.getByPlaceholder('Name, address, vendor, model').fill('filtration')
      await page.getByRole('link', { name: 'plc-filtration' }).first().click()
      await page.waitForURL('**/assets/a-*')
      await page.getByText('CPU 315-2 PN/DP').first().waitFor()
      await look('asset')
    })

    test('what people know of it is kept, and is in the list and in the table for spreadsheets', async () => {
      const { page, go, look } = of()
      await page.getByRole('button', { name: 'Edit' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Label').fill('Filter 3')
      await dialog.getByLabel('Owner').fill('Team water')
      await dialog.getByRole('combobox', { name: 'Criticality' }).click()
      await page.getByRole('option', { name: 'Critical', exact: true }).click()
      await dialog.getByLabel('Zone').fill('Filters')
      await dialog.getByLabel('Note').fill('Third from the left.\nAsk before you touch it.')
      await look('edit-asset')
      await dialog.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('heading', { name: 'Filter 3' }).waitFor()
      await page.getByText('Ask before you touch it.').waitFor()
      await go(`${SITE}/assets?zone=Filters`)
      const row = page.getByRole('link', { name: /Filter 3.*Critical/ })
      await row.waitFor()
      await page.getByText('1 in all').waitFor()
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'CSV' }).click(),
      ])
      expect(readFileSync(await file.path(), 'utf8')).toMatch(/Filter 3.*Filters.*Critical.*Team water/)
      await go(`${SITE}/assets`)
      await page.getByText('Filter 3').first().waitFor()
      await look('assets')
    })

    test('every tab of a device shows something', async () => {
      const { page, look } = of()
      await page
        .getByRole('link', { name: /Filter 3/ })
        .first()
        .click()
      const anything = /\S/
      for (const [tab, text] of [
        ['Connections', 'What is done'],
        ['Control', 'Who changes it'],
        ['Points', anything],
        ['Findings', anything],
        ['Timeline', anything],
      ] as const) {
        await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click()
        await page
          .getByRole('tabpanel', { name: new RegExp(`^${tab}`) })
          .getByText(text)
          .first()
          .waitFor()
      }
      await look('asset-timeline')
    })

    test('the map goes back in time, shows zones, and tells of what is chosen', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/map`)
      await page.getByRole('img', { name: /Map of \d+ devices/ }).waitFor()
      const slider = page.getByRole('slider', { name: 'Last used within' })
      await slider.press('ArrowLeft')
      await page.getByText('last 30 days').waitFor()
      await slider.press('ArrowLeft')
      await page.waitForURL('**/map?within=168')
      await look('map')
      await page.getByText('Zones', { exact: true }).click()
      await page.waitForURL('**/map?view=zones*')
      await look('map-zones')
    })

    test('the process: who holds variables, and how a value went', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/process`)
      const devices = page.getByRole('navigation', { name: 'Controllers' })
      await devices
        .getByText(/\d+ variables/)
        .first()
        .waitFor()
      await page.getByText('255/holding-registers/104').click()
      await page.getByRole('img', { name: /Curve of/ }).waitFor()
      await look('process')
    })

    test('what was learned is pinned, accepted and forgotten, with a reason', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/baselines`)
      await page.getByRole('link', { name: 'plc-pumping' }).first().click()
      await page.waitForURL('**/baselines?device=a-*')
      await look('baselines')
      for (const act of ['Pin', 'Accept', 'Forget']) {
        await page.getByRole('button', { name: act, exact: true }).last().click()
        const dialog = page.getByRole('dialog')
        await dialog.getByRole('textbox').fill(`${act}: agreed`)
        if (act === 'Pin') await look('pin')
        await dialog.getByRole('button', { name: act, exact: true }).click()
        await dialog.waitFor({ state: 'detached' })
      }
      await go(`${SITE}/baselines?tab=decisions`)
      await page.getByText('Forget: agreed').waitFor()
      await look('decisions')
    })
  })
