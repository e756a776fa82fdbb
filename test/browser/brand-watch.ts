// Looks through what a brand shows, page after page, for names of others: in text, attributes and fields, in dialogs and
// menus, and in the files that it offers.
import { strFromU8, unzipSync } from 'fflate'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { expect } from 'vitest'
import type { Visit } from './visit.ts'

/** What a page says of whose it is. */
const WORN = `({
  title: document.title,
  html: document.documentElement.outerHTML + [...document.querySelectorAll('input, textarea')].map(one => one.value).join('\\n'),
  icon: document.querySelector('link[rel="icon"]')?.getAttribute('href') ?? '',
})`
const LINKS = `[...document.querySelectorAll('a[href]')].map(link => link.href)`
/**
 * Words of programs, the same for every customer: whom a rule is for, the data stream of Elastic that is usual, names of
 * fields in calendars and in STIX, and the command that checks a bundle.
 */
const OF_PROGRAMS =
  /product: nautilus|placeholder="nautilus"|X-NAUTILUS-(?=[A-Z]+:)|(?<="source_name": ?)"nautilus"|nautilus (?=verify )/g

export type Brand = { readonly id: string; readonly product: string }

export class Watch {
  /** Where something is that is not of the brand. */
  readonly seen: string[] = []
  /** Addresses that were linked. */
  readonly links = new Set<string>()
  readonly #visit: Visit
  readonly #brand: Brand
  readonly #foreign: RegExp

  constructor(visit: Visit, brand: Brand, others: readonly string[]) {
    this.#visit = visit
    this.#brand = brand
    this.#foreign = new RegExp(['nautilus', ...others].join('|'), 'gi')
  }

  async settled(): Promise<void> {
    await this.#visit.page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' })
  }

  /** Opens a page, and every tab and menu in it. */
  async whole(path: string): Promise<void> {
    const { page, go } = this.#visit
    await go(path)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await this.settled()
    await this.read(path)
    await this.#menus(path)
    const tabs = page.getByRole('tab')
    for (let at = 1; at < (await tabs.count()); at++) {
      await tabs.nth(at).click()
      await this.settled()
      const where = `${path}, ${await tabs.nth(at).textContent()}`
      await this.read(where)
      await this.#menus(where)
    }
  }

  async #menus(where: string): Promise<void> {
    const { page } = this.#visit
    const menus = page.getByRole('main').locator('button[aria-haspopup="menu"]:enabled')
    for (let at = 0; at < (await menus.count()); at++) {
      await menus.nth(at).click()
      await page.getByRole('menu').waitFor()
      await this.read(`${where}, menu ${await menus.nth(at).textContent()}`)
      await page.keyboard.press('Escape')
      await page.getByRole('menu').waitFor({ state: 'detached' })
    }
  }

  /** What is shown now. */
  async read(where: string): Promise<void> {
    const { page } = this.#visit
    const { title, html, icon } = (await page.evaluate(WORN)) as Record<'title' | 'html' | 'icon', string>
    this.find(where, `${title}\n${html}`)
    if (!title.endsWith(this.#brand.product)) this.seen.push(`${where}: is titled ${title}`)
    if (!icon.startsWith('data:image/')) this.seen.push(`${where}: has the icon ${icon}`)
    for (const link of (await page.evaluate(LINKS)) as string[]) this.links.add(link)
  }

  /** A file that is offered: its name, and what a reader sees in it. */
  async file(url: string): Promise<void> {
    const answer = await this.#visit.page.request.get(url)
    expect(answer.status(), url).toBe(200)
    this.find(url, JSON.stringify(answer.headers()))
    this.find(url, await textOf(await answer.body()))
  }

  /** Notes names of others in a text. */
  find(where: string, text: string): void {
    const plain = text.replaceAll(OF_PROGRAMS, '')
    for (const { index } of plain.matchAll(this.#foreign))
      this.seen.push(`${where}: ${plain.slice(Math.max(0, index - 60), index + 40)}`)
  }
}

async function textOf(bytes: Buffer): Promise<string> {
  const begin = bytes.subarray(0, 4).toString('latin1')
  if (begin === '%PDF') return pdfText(bytes)
  if (!begin.startsWith('PK')) return bytes.toString('utf8')
  const parts = Object.entries(unzipSync(bytes))
  const texts = parts.map(async ([name, part]) =>
    name.endsWith('.pdf') ? `${name}\n${await pdfText(part)}` : `${name}\n${strFromU8(part)}`,
  )
  return (await Promise.all(texts)).join('\n')
}

async function pdfText(bytes: Uint8Array): Promise<string> {
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  const pieces = [JSON.stringify(await pdf.getMetadata())]
  for (let at = 1; at <= pdf.numPages; at++) {
    const { items } = await (await pdf.getPage(at)).getTextContent()
    pieces.push(items.map(item => ('str' in item ? item.str : '')).join(' '))
  }
  return pieces.join('\n')
}
