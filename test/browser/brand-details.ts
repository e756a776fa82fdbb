// What the pages of a brand lead to: one of each kind, found by its link, and what opens behind a button.
import { readFileSync } from 'node:fs'
import type { Brand, Watch } from './brand-watch.ts'
import type { Visit } from './visit.ts'

/** Of an address: an id of anything, whatever it is of. */
const ID = /^(?=.*\d)[\w.:@-]+$/
/** Words that choose a part of a page, not what it is about. */
const PARTS = new Set(['tab', 'hours', 'severity', 'status', 'group', 'language', 'week'])

/** `assets/*` of one device, `rules?rule` of one rule; null where it is no page or file of the site. */
export function kindOf(address: string, base: string): string | null {
  const { pathname, searchParams } = new URL(address)
  if (!pathname.startsWith(base)) return null
  const parts = pathname.slice(base.length).split('/')
  const asked = [...searchParams.keys()].filter(name => !PARTS.has(name)).sort()
  return [parts.map(part => (ID.test(part) ? '*' : part)).join('/'), asked.join('&')].filter(Boolean).join('?')
}

/** Goes where links lead until none is of a new kind. Kinds that were visited. */
export async function follow(watch: Watch, origin: string, { id }: Brand, known: readonly string[]): Promise<string[]> {
  const visited = new Set(known)
  const base = `/${id}/hall-1/`
  for (;;) {
    const next = [...watch.links].find(link => {
      const kind = kindOf(link, base)
      return link.startsWith(origin) && kind !== null && !visited.has(kind)
    })
    if (next === undefined) return [...visited]
    visited.add(kindOf(next, base)!)
    await watch.whole(next.slice(origin.length))
  }
}

/** Files that pages offer by a link, one of each kind. */
export async function files(watch: Watch, origin: string, { id }: Brand): Promise<string[]> {
  const read = new Set<string>()
  for (const link of watch.links) {
    const kind = link.startsWith(origin) ? kindOf(link, `/api/tenants/${id}/`) : null
    if (kind === null || read.has(kind)) continue
    read.add(kind)
    await watch.file(link)
  }
  return [...read]
}

export type Look = { readonly watch: Watch; readonly visit: Visit; readonly brand: Brand }

/** What is written or looked at in a dialog. */
export async function dialogs(look: Look): Promise<void> {
  const row = look.visit.page.getByRole('row', { name: /SPAN hall 3/ })
  await behind(look, 'sensors', () => row.getByRole('button', { name: 'Settings' }).click())
  for (const [tab, made, button] of [
    ['destinations', 'SOC hook', 'New destination'],
    ['sources', 'CMDB', 'New source'],
  ] as const) {
    const path = `settings?tab=${tab}`
    await behind(look, path, () => chosen(look, `More about ${made}`, 'Change'))
    for (const kind of await kinds(look, button)) await behind(look, path, () => chosen(look, button, kind))
  }
}

async function behind({ watch, visit, brand }: Look, path: string, open: () => Promise<void>): Promise<void> {
  const { page, go } = visit
  await go(`/${brand.id}/hall-1/${path}`)
  await watch.settled()
  await open()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await watch.settled()
  await watch.read(`${path}, ${(await dialog.getByRole('heading').first().textContent()) ?? ''}`)
}

async function chosen({ visit: { page } }: Look, button: string, item: string): Promise<void> {
  await page.getByRole('button', { name: button }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

async function kinds({ visit: { page } }: Look, button: string): Promise<string[]> {
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: button }).click()
  await page.getByRole('menu').waitFor()
  return page.getByRole('menuitem').allTextContents()
}

/** A report and a draft for an authority as they are looked at, and tables that the browser itself makes. */
export async function papers({ watch, visit: { page, go }, brand }: Look, incident: string): Promise<void> {
  const at = async (path: string) => {
    await go(`/${brand.id}/hall-1/${path}`)
    await watch.settled()
  }
  await at('reports')
  await page.getByRole('button', { name: 'Show' }).click()
  await page.frameLocator('iframe[title="Preview"]').getByRole('heading', { level: 1 }).waitFor()
  await watch.read('a report')
  await page.goto(incident)
  await page.getByRole('button', { name: 'Draft', exact: true }).first().click()
  await page.getByRole('dialog').getByText('Not known at this time').first().waitFor()
  await watch.read('a draft')
  await at('assets')
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()])
  watch.find(file.suggestedFilename(), readFileSync(await file.path(), 'utf8'))
}
