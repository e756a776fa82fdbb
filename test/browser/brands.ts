// White label: two organisations under two names. Nobody of one sees the name of the other, or ours.
import { readFileSync } from 'node:fs'
import { crc32, deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { invited, SITE, type Visit } from './visit.ts'

const brandsOf = [
  { id: 'alpine', product: 'Edelweiss Guard', accent: '#7a1f5c', admin: 'heidi@example.com' },
  { id: 'coast', product: 'Lighthouse OT', accent: '#8a3b00', admin: 'ahab@example.com' },
] as const

/** Every page of a site that has an address of its own, as the router has it: a new one is looked at too. */
const source = readFileSync(new URL('../../apps/console/src/app/pages.ts', import.meta.url), 'utf8')
const pages = [...source.matchAll(/path: '\/([\w/-]+)'/g)].map(([, path]) => path!)

/** What a page says of whose it is. */
const WORN = `({
  title: document.title,
  html: document.documentElement.outerHTML,
  icon: document.querySelector('link[rel="icon"]')?.getAttribute('href') ?? '',
})`

export const brands = (of: () => Visit) =>
  describe('brands', () => {
    const visitors: Visit[] = []

    test.each(brandsOf)(
      '$product is made, its administrator makes the first site and gives it its look',
      async brand => {
        const { page, go, look, platform, troubles } = of()
        await go(`${SITE}/settings?tab=tenants`)
        await page.getByRole('button', { name: 'New organisation' }).click()
        const dialog = page.getByRole('dialog')
        await dialog.getByLabel('Name', { exact: true }).fill(`Works of ${brand.id}`)
        await dialog.getByLabel('Short name').fill(brand.id)
        await dialog.getByLabel(/First administrator/).fill(brand.admin)
        await dialog.getByRole('button', { name: 'Make the organisation' }).click()
        const link = (await dialog.locator('.mantine-Code-root').textContent())?.trim() ?? ''
        await page.keyboard.press('Escape')
        if (brand === brandsOf[0]) {
          await look('tenants')
          await go('/provider?tab=usage')
          await look('provider-usage')
        }
        const admin = await invited(platform, link, brand.id, troubles)
        visitors.push(admin)
        await admin.page.getByRole('button', { name: 'Begin' }).click()
        await admin.page.getByLabel('Name', { exact: true }).fill('Hall 1')
        await admin.page.getByLabel('Short name').fill('hall-1')
        if (brand === brandsOf[0]) await admin.look('first-site')
        await admin.page.getByRole('button', { name: 'Make the site' }).click()
        await admin.page.waitForURL('**/hall-1/now')
        await admin.go(`/${brand.id}/hall-1/settings?tab=organisation`)
        await admin.page.getByLabel('Name of the console', { exact: true }).fill(brand.product)
        await admin.page.getByRole('textbox', { name: 'Colour', exact: true }).fill(brand.accent)
        // The palette lies over the button until one goes on.
        await admin.page.getByRole('textbox', { name: 'Colour', exact: true }).press('Tab')
        if (brand === brandsOf[0]) await admin.look('brand-settings')
        if (brand === brandsOf[1])
          await admin.page
            .locator('input[type="file"]')
            .setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: png() })
        await admin.page.getByRole('button', { name: 'Save' }).first().click()
        await admin.page.getByRole('banner').getByText(brand.product).waitFor()
      },
    )

    test.each(brandsOf)('every page of $product is its own', async ({ id, product }) => {
      const visitor = visitors[brandsOf.findIndex(brand => brand.id === id)]!
      const foreign = ['Nautilus', ...brandsOf.filter(brand => brand.id !== id).map(brand => brand.product)]
      const seen: string[] = []
      const read = async (path: string) => {
        const { title, html, icon } = (await visitor.page.evaluate(WORN)) as Record<'title' | 'html' | 'icon', string>
        for (const name of foreign) if (`${title}\n${html}`.includes(name)) seen.push(`${path}: ${name}`)
        if (!title.endsWith(product)) seen.push(`${path}: is titled ${title}`)
        if (!icon.startsWith('data:image/')) seen.push(`${path}: has the icon ${icon}`)
      }
      const settled = () => visitor.page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' })
      expect(pages.length).toBeGreaterThan(20)
      for (const path of [...pages, 'playbooks/PB-02']) {
        await visitor.go(`/${id}/hall-1/${path}`)
        await visitor.page.getByRole('heading', { level: 1 }).first().waitFor()
        await settled()
        await read(path)
        const tabs = visitor.page.getByRole('tab')
        for (let at = 1; at < (await tabs.count()); at++) {
          await tabs.nth(at).click()
          await settled()
          await read(`${path}, ${await tabs.nth(at).textContent()}`)
        }
      }
      await visitor.look(`brand-${id}`)
      if (id === 'alpine') {
        await visitor.go(`/${id}/hall-1/reports`)
        // The last panel is there: nothing moves any more under the pointer.
        await visitor.page.getByText('Nothing was due yet').waitFor()
        await visitor.page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' })
        await visitor.page.getByRole('button', { name: 'New schedule' }).click()
        await visitor.page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Every month')
        await visitor.look('report-schedule')
        await visitor.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
        await visitor.page.getByRole('cell', { name: 'Every month' }).waitFor()
        await visitor.look('report-schedules')
      }
      await visitor.page.getByRole('button', { name: 'You and your settings' }).click()
      await visitor.page.getByRole('menuitem', { name: 'Sign out' }).click()
      await visitor.page.getByRole('heading', { name: 'Sign in' }).waitFor()
      await read('sign-in')
      // What letters lead to: with a token that is none, each says so.
      for (const door of ['acknowledge', 'invitation', 'forgot-password', 'reset-password', 'confirm-report']) {
        await visitor.go(`/${door}?token=${'x'.repeat(43)}`)
        await visitor.page.getByRole('heading').first().waitFor()
        await settled()
        await read(door)
      }
      await visitor.context.close()
      expect(seen).toEqual([])
    })
  })

/** A picture of eight by eight points, RGBA (PNG, RFC 2083). */
function png(): Buffer {
  const size = 8
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  head.set([8, 6, 0, 0, 0], 8)
  const rows = Buffer.concat(
    Array.from({ length: size }, () => Buffer.concat([Buffer.from([0]), Buffer.alloc(size * 4, 0xb0)])),
  )
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
