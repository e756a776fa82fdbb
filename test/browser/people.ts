// People, programs, and how they come in.
import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { invited, PASSWORD, SITE, type Visit, visit } from './visit.ts'

/** The code of a moment (RFC 6238: SHA-1, six digits, 30 s). */
function totp(secret: string, now: number): string {
  const bits = [...secret.replaceAll(/[\s=]/g, '').toUpperCase()]
    .map(letter => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const code = mac.readUInt32BE(mac.at(-1)! & 15) & 0x7fff_ffff
  return String(code % 1_000_000).padStart(6, '0')
}

export const people = (of: () => Visit) =>
  describe('people', () => {
    test('the code of an authenticator app is asked from then on, and no more when it is turned off', async () => {
      const { page, go, look, platform, troubles } = of()
      await go(`${SITE}/settings`)
      await look('settings')
      await page.getByRole('button', { name: 'Turn on' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Your password').fill(PASSWORD)
      await dialog.getByRole('button', { name: 'Continue' }).click()
      const secret = (await dialog.locator('.mantine-Code-root').first().textContent()) ?? ''
      await look('two-factor')
      await dialog.getByLabel('Code of the app').fill(totp(secret, Date.now()))
      await dialog.getByRole('button', { name: 'Turn on' }).click()
      await page.getByText('Signing in asks for a code').waitFor()
      const again = await visit(platform, troubles)
      await again.go('/sign-in')
      await again.look('sign-in')
      await again.page.getByLabel('E-mail address').fill('ada@example.com')
      await again.page.getByLabel('Password', { exact: true }).fill(PASSWORD)
      await again.page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await again.page.getByLabel('Code').fill(totp(secret, Date.now()))
      await again.page.getByRole('button', { name: 'Continue' }).click()
      await again.page.waitForURL('**/now')
      await again.context.close()
      await page.getByRole('button', { name: 'Turn off' }).click()
      await page.getByRole('dialog').getByLabel('Your password').fill(PASSWORD)
      await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click()
      await page.getByText('A password alone is enough').waitFor()
    })

    test('a key lets a program in until it is revoked', async () => {
      const { page, go, look, platform } = of()
      await go(`${SITE}/settings?tab=keys`)
      await page.getByRole('button', { name: 'New key' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Name').fill('Report')
      await look('new-key')
      await dialog.getByRole('button', { name: 'Make the key' }).click()
      const key = (await dialog.locator('.mantine-Code-root').textContent())?.trim() ?? ''
      const ask = () =>
        fetch(`${platform.origin}/api/tenants/main/sites/waterworks/assets`, {
          headers: { authorization: `Bearer ${key}` },
        })
      expect((await ask()).status).toBe(200)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Revoke' }).click()
      await page.getByText('revoked', { exact: true }).waitFor()
      expect((await ask()).status).toBe(401)
      await look('keys')
    })

    test('somebody is invited, comes in, and may do what the role says', async () => {
      const { page, go, look, platform, troubles } = of()
      await go(`${SITE}/settings?tab=people`)
      await page.getByRole('button', { name: 'Invite a person' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('E-mail address').fill('grace@example.com')
      await dialog.getByRole('combobox', { name: 'Role' }).click()
      await page.getByRole('option', { name: 'Read only' }).click()
      await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
      const link = (await dialog.locator('.mantine-Code-root').textContent())?.trim() ?? ''
      await page.keyboard.press('Escape')
      const grace = await invited(platform, link, 'Grace Hopper', troubles)
      await grace.look('invitation')
      await grace.page.getByRole('button', { name: 'Begin' }).click()
      await grace.page.waitForURL('**/now')
      await grace.go(`${SITE}/findings?status=all`)
      await grace.page.getByText('A controller was told to stop').first().waitFor()
      expect(await grace.page.getByRole('checkbox', { name: /^Select/ }).count()).toBe(0)
      await grace.go(`${SITE}/sensors`)
      await grace.page.getByText('Demonstration plant').first().waitFor()
      expect(await grace.page.getByRole('button', { name: 'Enrol a sensor' }).count()).toBe(0)
      await grace.context.close()
      await go(`${SITE}/settings?tab=people`)
      await page.getByText('Grace Hopper').waitFor()
      await look('people')
    })

    test('how long data are kept is set, and who changed what is told', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/settings?tab=organisation`)
      await page.getByLabel('Operations').fill('30')
      await page.getByLabel('Capture files that were read').fill('90')
      await page.getByRole('button', { name: 'Save' }).last().click()
      await look('organisation')
      await go(`${SITE}/settings?tab=audit`)
      await page.getByText('tenant.change').first().waitFor()
      await look('audit')
      await go(`${SITE}/settings?tab=organisation`)
      await page.getByLabel('Operations').and(page.locator('[value="30"]')).waitFor()
    })
  })
