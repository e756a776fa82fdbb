// A sensor of another machine in the console: it comes in, says what is wrong with it, is told what to do, and keeps packets
// that are waited for. A real bus, a real sensor, a real browser.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asTenant, putPacketQuestion } from '@nautilus/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Installation, newInstallation } from '../../apps/nautilus/test/platform/installation.ts'
import { browserPath, type Running, running } from './running.ts'
import { PASSWORD, SITE, type Visit, visit, WHOLE } from './visit.ts'

describe.skipIf(!browserPath)('sensors of other machines', WHOLE, () => {
  let all: Installation
  let platform: Running
  let ada: Visit
  let folder = ''
  let sensor = ''

  beforeAll(async () => {
    all = await newInstallation()
    platform = await running(['--nats', all.server.url], all.env)
    ada = await visit(platform)
    folder = join(all.folder, 'sensor')
  }, WHOLE.timeout)
  afterAll(async () => {
    await platform?.stop()
    await all?.end()
  }, WHOLE.timeout)

  const listens = (name: string) => {
    const file = join(all.folder, 'sensor.yaml')
    writeFileSync(file, `data: ${folder}\ninterface: ${name}\nring: {size: 0}\n`)
    return all.run(['sensor', 'run', '--config', file])
  }

  test('one comes in by a token, and says that it listens to nothing, and why', async () => {
    const { page, go, look } = ada
    await page.goto(platform.link)
    await page.getByLabel('Your name').fill('Ada Lovelace')
    await page.getByLabel('E-mail address').fill('ada@example.com')
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.waitForURL('**/now')
    await go(`${SITE}/sensors`)
    await page.getByRole('button', { name: 'Enrol a sensor' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Hall 3')
    await page.getByRole('button', { name: 'Make the token' }).click()
    const token = /ne_[\w-]+/.exec((await page.getByRole('dialog').getByText(/ne_/).first().textContent()) ?? '')![0]
    const enrol = all.run(['sensor', 'enrol', '--url', platform.origin, '--token', token, '--data', folder])
    expect(await enrol.ended, enrol.words()).toBe(0)
    sensor = /sensor (s-\w+)/.exec(enrol.words())![1]!
    listens('nosuch0')
    await go(`${SITE}/sensors`)
    await page.getByText('To put right at the sensors').waitFor()
    await page.getByText('It listens to nothing:').waitFor()
    await page.getByText('There is no interface nosuch0; `ip -brief link` lists them.').waitFor()
    await look('sensor-troubles')
    const status = all.run(['sensor', 'status', '--data', folder])
    expect([await status.ended, status.words()]).toEqual([2, expect.stringContaining('There is no interface nosuch0')])
  })

  test('it is told what to do: a filter that is none is refused here, a good one is there a moment later', async () => {
    const { page, look } = ada
    const row = page.getByRole('row', { name: /Hall 3/ })
    await row.getByRole('button', { name: 'Settings' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('no settings from here are in force').waitFor()
    const filter = dialog.getByRole('textbox', { name: 'Filter' })
    await filter.fill('port http or')
    await dialog.getByRole('button', { name: 'Sign and send' }).click()
    await dialog
      .getByRole('alert')
      .getByText(/The filter .* cannot be used: .*syntax error/)
      .waitFor()
    await look('sensor-filter-refused')
    await filter.fill('not port 445')
    await dialog.getByLabel('Ignored VLANs').fill('7')
    await page.keyboard.press('Enter')
    await dialog.getByLabel('Ignored networks').fill('10.1.0.0/16')
    await page.keyboard.press('Enter')
    await dialog.getByRole('button', { name: 'Sign and send' }).click()
    await dialog.getByText('Version 1 is at the sensor since').waitFor()
    await dialog.getByRole('row', { name: /1 · in force .* not port 445/ }).waitFor()
    await look('sensor-settings')
    await page.keyboard.press('Escape')
  })

  test('the page of a finding says that its packets wait for a sensor that is away', async () => {
    const { page, go, look } = ada
    await go(`${SITE}/now`)
    await page.getByRole('button', { name: /stops plc-pumping/ }).click()
    await page.getByText('A controller was told to stop').first().click()
    await page.waitForURL('**/findings/f-*')
    const finding = decodeURIComponent(page.url().split('/').at(-1)!)
    const place = { tenant: 'main', site: 'waterworks', finding, sensor }
    const put = (more: object) =>
      asTenant(all.stores.state.db, 'main', scoped =>
        putPacketQuestion(scoped, { ...place, state: 'waiting', named: 1, why: null, reach: null, ...more }),
      )
    await put({})
    await page.reload()
    const says = page.getByText('Sensor Hall 3 keeps these packets and is away')
    await says.scrollIntoViewIfNeeded()
    await look('finding-packets-wait')
    await put({ state: 'gone', reach: Date.now() * 1000 })
    await page.getByText('Sensor Hall 3 does not hold these packets any more: its ring reaches back to').waitFor()
  })

  test('nothing went wrong on the way', () => expect(ada.troubles).toEqual([]))
})
