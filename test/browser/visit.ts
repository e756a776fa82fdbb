// A person in front of the platform: one browser window, what went wrong in it, and pictures of what it shows.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContext, Page } from 'playwright-core'
import { picture, type Running } from './running.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** ms that a page may take to show something, on a machine that does other things besides. */
const PATIENCE = 60_000
/** A test is as long as what is done in it: each wait has its own end, and on a busy machine many are long. */
export const WHOLE = { timeout: 600_000 }
const [WIDE, NARROW, HEIGHT] = [1280, 390, 900]

export type Visit = {
  readonly context: BrowserContext
  readonly page: Page
  readonly platform: Running
  /** Told at the end, so that one does not hide the next. */
  readonly troubles: string[]
  readonly go: (path: string) => Promise<unknown>
  /** Takes pictures, and notes what shuts people out or does not fit. */
  readonly look: (name: string) => Promise<void>
}

export async function visit(platform: Running, troubles: string[] = []): Promise<Visit> {
  const context = await platform.browser.newContext({
    viewport: { width: WIDE, height: HEIGHT },
    colorScheme: 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE)
  page.on('pageerror', error => troubles.push(error.message))
  page.on('response', response => {
    // Whoever signs in while many do waits for a turn, and is let in.
    const isTooMany = response.status() === 429 && !response.url().endsWith('/sign-in/email')
    if (response.status() >= 500 || isTooMany) troubles.push(`${response.status()} ${response.url()}`)
  })
  page.on('console', message => {
    if (message.text().includes('Content Security Policy')) troubles.push(message.text())
  })
  const go = (path: string) => page.goto(`${platform.origin}${path}`)
  return { context, page, platform, troubles, go, look: name => look(page, name, troubles) }
}

/** Takes pictures, and notes what shuts people out or does not fit. */
export async function look(page: Page, name: string, troubles: string[]): Promise<void> {
  await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' })
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    for (const width of [NARROW, WIDE]) {
      await page.setViewportSize({ width, height: HEIGHT })
      await page.screenshot({ path: picture(`${name}-${theme}-${width}`) })
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      if (Number(overflow) > 0) troubles.push(`${name} at ${width} px, ${theme}: scrolls sideways`)
    }
    for (const fault of await faults(page, theme === 'light' ? RULES : CONTRAST))
      troubles.push(`${name}, ${theme}: ${fault}`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

type Violation = {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly target: string[] }[]
}

/** WCAG 2.2 A and AA. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** The other theme differs in colours alone. */
const CONTRAST = ['color-contrast']

/** What is serious or worse. */
async function faults(page: Page, rules: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe)
  const { violations } = (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'], runOnly: ${JSON.stringify(rules)} })`,
  )) as { violations: readonly Violation[] }
  const places = ({ nodes }: Violation) => nodes.slice(0, 3).map(({ target }) => target.join(' '))
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(violation => `${violation.id}: ${places(violation).join(', ')}`)
}

/** The site of the demonstration. */
export const SITE = '/main/waterworks'
export const PASSWORD = 'rain valve copper moss 7'

/** Opens an invitation in a window of its own, as somebody who has no account yet. */
export async function invited(platform: Running, link: string, name: string, troubles: string[]): Promise<Visit> {
  const guest = await visit(platform, troubles)
  await guest.page.goto(link)
  await guest.page.getByLabel('Your name').fill(name)
  await guest.page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  return guest
}
