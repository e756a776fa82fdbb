// Playbooks: read, copied, refused where they are wrong, kept, used by an incident, compared and withdrawn.
import { describe, expect, test } from 'vitest'
import { SITE, type Visit } from './visit.ts'

const API = '/api/tenants/main/sites/waterworks'
const BOOKS = `${SITE}/playbooks`
const TEXT = 'The playbook, as YAML'

type Selected = { readonly value: string; readonly selectionStart: number; readonly selectionEnd: number }
/** On a machine that does other things besides. */
const PATIENCE = { timeout: 60_000 }
/** Told by the demonstration plant. */
const STORY = /3 am/

export const playbooks = (of: () => Visit) =>
  describe('playbooks', () => {
    let room = ''

    test('those that come along are read, with every part at its address', async () => {
      const { page, go, look } = of()
      await go(BOOKS)
      await page.getByRole('row', { name: /PB-12 .*comes with the product, version 1/ }).waitFor()
      await look('playbooks')
      await page.getByRole('link', { name: /^PB-12/ }).click()
      await page.getByRole('heading', { name: /^PB-12 Rogue write/ }).waitFor()
      await look('playbook')
      await go(`${BOOKS}/PB-12#option-d`)
      const option = page.locator('#option-d')
      await option.getByRole('heading', { name: /^d\) Block this writer/ }).waitFor()
      await expect.poll(() => option.evaluate(node => node.getBoundingClientRect().top), PATIENCE).toBeLessThan(300)
      await look('playbook-options')
      await page.getByRole('button', { name: 'Deutsch' }).click()
      await page.getByRole('heading', { name: /^PB-12 Fremder Schreibzugriff/ }).waitFor()
    })

    test('on paper there is the playbook alone', async () => {
      const { page, go } = of()
      await go(`${BOOKS}/PB-12`)
      await page.getByRole('heading', { name: /^d\) Block this writer/ }).waitFor()
      await page.emulateMedia({ media: 'print' })
      expect(await page.getByRole('navigation').filter({ visible: true }).count()).toBe(0)
      expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0)
      expect(await page.getByRole('heading', { name: /^d\) Block this writer/ }).isVisible()).toBe(true)
      await page.emulateMedia({ media: 'screen' })
    })

    test('a copy with a fault is told its line, and not taken', async () => {
      const { page, look } = of()
      await page.getByRole('link', { name: 'Copy and change' }).click()
      const area = page.getByLabel(TEXT)
      await expect.poll(() => area.inputValue(), PATIENCE).toMatch(/^id: PB-12\nversion: 1001\nparent: PB-12@1$/m)
      const text = await area.inputValue()
      const wrong = text.replace('duty: shift-supervisor', 'duty: shift-superviser')
      await area.fill(wrong)
      const line = wrong.split('\n').findIndex(one => one.includes('superviser')) + 1
      await page.getByRole('button', { name: `Line ${line}`, exact: true }).click()
      const chosen = await area.evaluate(node => {
        const { value, selectionStart, selectionEnd } = node as unknown as Selected
        return value.slice(selectionStart, selectionEnd)
      })
      expect(chosen).toContain('duty: shift-superviser')
      await page.getByText('did you mean `shift-supervisor`?').waitFor()
      await page.getByLabel('What you changed, and why').fill('The line has a name here.')
      expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true)
      await look('playbook-fault')
      await area.fill(text.replace('Rogue write, setpoint out of range', 'Somebody moved a setpoint of line 4'))
    })

    test('mended it is shown as it will be read, kept, and in force', async () => {
      const { page, look } = of()
      await page.getByRole('heading', { name: 'PB-12 Somebody moved a setpoint of line 4' }).waitFor()
      await look('playbook-edit')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByText('The playbook is in force from now on.').waitFor()
      await page.getByText('your own, version 1').waitFor()
      await page.getByRole('heading', { name: 'PB-12 Somebody moved a setpoint of line 4' }).waitFor()
      await look('playbook-own')
    })

    test('its history says what is other', async () => {
      const { page, look } = of()
      await page.getByRole('link', { name: 'History' }).click()
      await page.getByRole('row', { name: /PB-12@1001.*in force.*The line has a name here/ }).waitFor()
      await page.getByRole('heading', { name: 'Title', exact: true }).waitFor()
      await page.getByText('Rogue write, setpoint out of range').waitFor()
      await look('playbook-history')
    })

    test('an incident begins with it, and is asked what it says', async () => {
      const { page, go, platform } = of()
      await go(`${SITE}/now`)
      await page.getByRole('button', { name: STORY }).click()
      const detected = async () => {
        const answer = await page.request.get(`${platform.origin}${API}/incidents?state=detected&exercise=false`)
        return (await answer.json()).items[0]?.id as string | undefined
      }
      await expect.poll(detected, PATIENCE).toBeDefined()
      room = `${SITE}/incidents/${await detected()}?tab=playbook`
      await go(room)
      const ours = page.getByRole('heading', { name: 'PB-12 · Somebody moved a setpoint of line 4' })
      await page.getByRole('button', { name: 'Another playbook' }).waitFor()
      // Where the gravest finding names it, the incident began with it by itself.
      if (!(await ours.isVisible())) {
        await page.getByRole('button', { name: 'Another playbook' }).click()
        const dialog = page.getByRole('dialog')
        await dialog.getByLabel('Playbook').selectOption('PB-12')
        await dialog.getByRole('button', { name: 'Start this playbook' }).click()
      }
      await ours.waitFor()
    })

    test('withdrawn it is in force no more, and the incident goes on by it', async () => {
      const { page, go, look } = of()
      await go(`${BOOKS}/PB-12`)
      await page.getByRole('button', { name: 'Withdraw', exact: true }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Why').fill('Line 4 is gone.')
      await look('playbook-withdraw')
      await dialog.getByRole('button', { name: 'Withdraw', exact: true }).click()
      await page.getByRole('heading', { name: /^PB-12 Rogue write/ }).waitFor()
      await go(room)
      await page.getByRole('heading', { name: 'PB-12 · Somebody moved a setpoint of line 4' }).waitFor()
      await page.getByRole('link', { name: 'Read the whole playbook (PB-12@1001)' }).click()
      await page.getByText('This version is not in force').waitFor()
      await look('playbook-old')
    })

    test('one of an id of its own is made from one that came along', async () => {
      const { page, go, look } = of()
      await go(BOOKS)
      await page.getByRole('button', { name: 'New playbook' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Id', { exact: true }).fill('pb-50')
      await dialog.getByText('PB- is kept for those').waitFor()
      await look('playbook-new')
      await dialog.getByLabel('Id', { exact: true }).fill('site-01')
      await dialog.getByLabel('Made from').selectOption('PB-02@1')
      await dialog.getByRole('button', { name: 'Begin' }).click()
      await expect
        .poll(() => page.getByLabel(TEXT).inputValue(), PATIENCE)
        .toMatch(/^id: SITE-01\nversion: 1001\nparent: PB-02@1$/m)
      await page.getByLabel('What you changed, and why').fill('For the night shift.')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByText('based on PB-02@1').waitFor()
      await go(BOOKS)
      await page.getByRole('row', { name: /SITE-01 .*your own, version 1/ }).waitFor()
    })
  })
