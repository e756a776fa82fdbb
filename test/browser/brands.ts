// White label: two organisations under two names. Nobody of one sees the name of the other, or ours.
import { readFileSync } from 'node:fs'
import { crc32, deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { dialogs, files, follow, type Look, papers } from './brand-details.ts'
import { furnish } from './brand-site.ts'
import { Watch } from './brand-watch.ts'
import { invited, SITE, type Visit } from './visit.ts'

const brandsOf = [
  { id: 'alpine', product: 'Edelweiss Guard', accent: '#7a1f5c', admin: 'heidi@example.com' },
  { id: 'coast', product: 'Lighthouse OT', accent: '#8a3b00', admin: 'ahab@example.com' },
] as const

/** Every page of a site that has an address of its own, as the router has it: a new one is looked at too. */
const source = readFileSync(new URL('../../apps/console/src/app/pages.ts', import.meta.url), 'utf8')
const pages = [...source.matchAll(/path: '\/([\w/-]+)'/g)].map(([, path]) => path!)

/** Pages that are of one thing each: `findings/*`. */
const details = [...source.matchAll(/path: '\/([^']*\$[^']*)'/g)].map(([, path]) => path!.replaceAll(/\$\w+/g, '*'))

/** Things that are chosen on a page of many: a variable's controller, a rule, an order, a law. */
const CHOSEN = ['process?device', 'rules?rule', 'work?order', 'baselines?device', 'obligations/templates?template']
/** What pages offer to take away. */
const FILES = [
  /call-sheet\.pdf/,
  /offline-pack\.pdf/,
  /work\.ics/,
  /rows\.csv/,
  /reports\/.*pdf/,
  /reports\/.*docx/,
  /stages\/.*pdf/,
  /bundle/,
  /stix/,
]
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

    const looks = new Map<string, Look>()

    test.each(brandsOf)('every page of $product is its own', async brand => {
      const visitor = visitors[brandsOf.indexOf(brand)]!
      await furnish(visitor, brand.id, 'hall-1')
      const others = brandsOf.filter(one => one !== brand).map(({ product }) => product)
      const watch = new Watch(visitor, brand, others)
      looks.set(brand.id, { watch, visit: visitor, brand })
      expect(pages.length).toBeGreaterThan(20)
      for (const path of pages) await watch.whole(`/${brand.id}/hall-1/${path}`)
      await visitor.look(`brand-${brand.id}`)
      expect(watch.seen).toEqual([])
    })

    test.each(brandsOf)('what the pages of $product lead to, dialogs and files are its own', async brand => {
      const look = looks.get(brand.id)!
      const { watch } = look
      const { origin } = of().platform
      const visited = await follow(watch, origin, brand, pages)
      for (const kind of [...details, ...CHOSEN])
        expect(
          visited.some(one => one.endsWith(kind)),
          kind,
        ).toBe(true)
      await dialogs(look)
      await papers(look, [...watch.links].find(link => /incidents\/[^/]+\/obligations$/.test(link))!)
      const read = await files(watch, origin, brand)
      for (const kind of FILES)
        expect(
          read.some(one => kind.test(one)),
          `${kind} of ${read.join(' ')}`,
        ).toBe(true)
      expect(watch.seen).toEqual([])
    })

    test.each(brandsOf)('whoever is not signed in sees $product', async ({ id }) => {
      const { visit: visitor, watch } = looks.get(id)!
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
      await watch.read('sign-in')
      // What letters lead to: with a token that is none, each says so.
      for (const door of ['acknowledge', 'invitation', 'forgot-password', 'reset-password', 'confirm-report']) {
        await visitor.go(`/${door}?token=${'x'.repeat(43)}`)
        await visitor.page.getByRole('heading').first().waitFor()
        await watch.settled()
        await watch.read(door)
      }
      await visitor.context.close()
      expect(watch.seen).toEqual([])
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
