// What people do with the console, in a real browser against the real platform with its demonstration plant.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserPath, picture, type Running, running } from './running.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const person = { name: 'Ada Lovelace', email: 'ada@example.com', password: 'rain valve copper moss 7' }
/** ms that a page may take to show something, on a machine that does other things besides. */
const PATIENCE = 30_000

describe.skipIf(!browserPath)('the console', () => {
  let platform: Running
  let context: BrowserContext
  let page: Page
  /** Told at the end, so that one does not hide the next. */
  const troubles: string[] = []

  beforeAll(async () => {
    platform = await running()
    context = await platform.browser.newContext({
      viewport: { width: 1440, height: 900 },
      colorScheme: 'light',
      reducedMotion: 'reduce',
      locale: 'en-GB',
    })
    page = await context.newPage()
    page.setDefaultTimeout(PATIENCE)
    page.on('pageerror', error => troubles.push(error.message))
    page.on('response', response => {
      if (response.status() >= 500) troubles.push(`${response.status()} ${response.url()}`)
    })
    page.on('console', message => {
      if (message.text().includes('Content Security Policy')) troubles.push(message.text())
    })
  }, 180_000)
  afterAll(() => platform?.stop(), 60_000)

  const go = (path: string) => page.goto(`${platform.origin}${path}`)

  /** WCAG 2.2 A and AA; what is serious or worse. */
  async function faults(): Promise<string[]> {
    await page.evaluate(axe)
    const { violations } = (await page.evaluate(
      "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })",
    )) as { violations: { id: string; impact: string; nodes: { target: string[] }[] }[] }
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .slice(0, 3)
            .map(({ target }) => target.join(' '))
            .join(', ')}`,
      )
  }

  async function look(name: string): Promise<void> {
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme })
      // A phone in the dark adds nothing to a phone in the light.
      for (const width of theme === 'light' ? [1440, 390] : [1440]) {
        await page.setViewportSize({ width, height: 900 })
        await page.screenshot({ path: picture(`${name}-${theme}-${width}`) })
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
        if (Number(overflow) > 0) troubles.push(`${name} at ${width} px, ${theme}: scrolls sideways`)
      }
      await page.setViewportSize({ width: 1440, height: 900 })
      for (const fault of await faults()) troubles.push(`${name}, ${theme}: ${fault}`)
    }
    await page.emulateMedia({ colorScheme: 'light' })
  }

  test('the first person signs up by the link, and is told what is wrong at the fields', async () => {
    await page.goto(platform.link)
    await page.getByLabel('Your name').fill(person.name)
    await page.getByLabel('E-mail address').fill(person.email)
    await page.getByLabel('Password', { exact: true }).fill('simatic simatic 1234')
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.getByText('guessed first').waitFor()
    await look('setup')
    await page.getByLabel('Password', { exact: true }).fill(person.password)
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.waitForURL('**/now')
    await page.getByRole('heading', { name: 'Needs attention' }).waitFor()
  })

  test('the plant is there: devices, a sensor that sees, and what is learned', async () => {
    await page.getByText('Demonstration plant').first().waitFor()
    await page.getByText('Learned enough').waitFor()
    await look('now')
  })

  test('a story is told, and its finding arrives by itself', async () => {
    await page.getByRole('button', { name: /stops plc-pumping/ }).click()
    await page.getByText('A controller was told to stop').first().waitFor()
  })

  test('the finding says why it is as grave as it is, and is closed with a reason', async () => {
    await go('/main/waterworks/findings')
    await page.getByText('A controller was told to stop').first().click()
    await page.waitForURL('**/findings/f-*')
    await page.getByText('the level of this rule').first().waitFor()
    await look('finding')
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Close …' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('A test of the emergency stop, agreed with the shift.')
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await page.locator('[data-status="closed"]').first().waitFor()
    await page.reload()
    await page.getByText('agreed with the shift').waitFor()
  })

  test('a device is found by a part of its name, and says where its facts come from', async () => {
    await go('/main/waterworks/assets')
    await page.getByPlaceholder('Name, address, vendor, model').fill('filtration')
    await page.getByRole('link', { name: 'plc-filtration' }).first().click()
    await page.waitForURL('**/assets/a-*')
    await page.getByText('CPU 315-2 PN/DP').first().waitFor()
    await look('asset')
    await go('/main/waterworks/assets')
    await page.getByText('plc-pumping').first().waitFor()
    await look('assets')
  })

  test('everything is reached from the keyboard', async () => {
    await go('/main/waterworks/now')
    await page.getByRole('heading', { name: 'Needs attention' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder(/device, an address/).fill('plc-pumping')
    await page.getByRole('option', { name: /plc-pumping/, selected: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/assets/a-*')
    await page.keyboard.press('g')
    await page.keyboard.press('f')
    await page.waitForURL('**/findings')
  })

  test('it speaks German', async () => {
    await go('/main/waterworks/now')
    await page.getByRole('button', { name: 'You and your settings' }).click()
    await page.getByText('Deutsch').click()
    await page.keyboard.press('Escape')
    await page
      .getByText('Feststellungen')
      .or(page.getByText('Befunde'))
      .or(page.getByText('Meldungen'))
      .first()
      .waitFor()
    await look('now-german')
  })

  test('nothing failed on the way, nobody is shut out, and every page fits', () => {
    expect(troubles).toEqual([])
  })
})
