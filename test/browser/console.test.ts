// What people do with the console, in a real browser against the real platform with its demonstration plant. The platform is
// started once; what is done with each part is in the files beside this one.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assets } from './assets.ts'
import { brands } from './brands.ts'
import { destinations } from './destinations.ts'
import { documents } from './documents.ts'
import { duty } from './duty.ts'
import { findings } from './findings.ts'
import { firstPage } from './first-page.ts'
import { hunts } from './hunts.ts'
import { incidents } from './incidents.ts'
import { inward } from './inward.ts'
import { money } from './money.ts'
import { obligations } from './obligations.ts'
import { people } from './people.ts'
import { planned } from './planned.ts'
import { playbooks } from './playbooks.ts'
import { reports } from './reports.ts'
import { rules } from './rules.ts'
import { browserPath, type Running, running } from './running.ts'
import { sites } from './sites.ts'
import { PASSWORD, SITE, type Visit, visit, WHOLE } from './visit.ts'

describe.skipIf(!browserPath)('the console', WHOLE, () => {
  let platform: Running
  let ada: Visit
  const of = () => ada

  beforeAll(async () => {
    platform = await running()
    ada = await visit(platform)
  }, WHOLE.timeout)
  afterAll(() => platform?.stop(), WHOLE.timeout)

  test('the first person signs up by the link, and is told what is wrong at the fields', async () => {
    const { page, look } = ada
    await page.goto(platform.link)
    await page.getByLabel('Your name').fill('Ada Lovelace')
    await page.getByLabel('E-mail address').fill('ada@example.com')
    await page.getByLabel('Password', { exact: true }).fill('simatic simatic 1234')
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.getByText('guessed first').waitFor()
    await look('setup')
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.waitForURL('**/now')
    await page.getByRole('heading', { name: 'Needs attention' }).waitFor()
  })

  test('the plant is there: devices, a sensor that sees, and what is learned', async () => {
    const { page, look } = ada
    await page.getByText('Demonstration plant').first().waitFor()
    await page.getByText('Learned enough').waitFor()
    await look('now')
  })

  firstPage(of)
  findings(of)

  test('everything is reached from the keyboard', async () => {
    const { page, go } = ada
    await go(`${SITE}/now`)
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

  assets(of)
  // Minutes: `npm run browser` clicks through everything.
  if (process.env.NAUTILUS_BROWSER === 'all')
    for (const part of [
      obligations,
      hunts,
      rules,
      sites,
      people,
      brands,
      destinations,
      documents,
      duty,
      planned,
      incidents,
      playbooks,
      money,
      reports,
      inward,
    ])
      part(of)

  test('it speaks German, rules too', async () => {
    const { page, go, look } = ada
    await go(`${SITE}/findings?status=all`)
    await page.getByRole('button', { name: 'You and your settings' }).click()
    await page.getByText('Deutsch').click()
    await page.keyboard.press('Escape')
    await page.getByText('Einer Steuerung wurde befohlen anzuhalten').first().waitFor()
    await look('findings-german')
  })

  test('nothing failed on the way, nobody is shut out, and every page fits', () => {
    expect(ada.troubles).toEqual([])
  })
})
