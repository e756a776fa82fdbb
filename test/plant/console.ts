// The console as somebody sees it who sits at the hub: a browser in the hub's machine, for nobody else reaches it.
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { browserPath, picture } from '../browser/running.ts'
import { look } from '../browser/visit.ts'
import { ORIGIN, person } from './hub.ts'
import type { Space } from './spaces.ts'

/** ms that a page may take, on a machine that does other things besides. */
const PATIENCE = 60_000

export class Console {
  readonly #browser: Browser
  readonly page: Page
  readonly troubles: string[] = []

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser
    this.page = page
    page.setDefaultTimeout(PATIENCE)
    page.on('pageerror', error => this.troubles.push(error.message))
    page.on('response', response => {
      if (response.status() >= 500) this.troubles.push(`${response.status()} ${response.url()}`)
    })
  }

  /** It speaks to the test through a pipe: that goes out of a namespace. */
  static async open(space: Space, folder: string): Promise<Console> {
    const script = join(folder, 'browser')
    writeFileSync(script, `#!/bin/sh\nexec ip netns exec ${space.name} ${browserPath} "$@"\n`)
    chmodSync(script, 0o755)
    const browser = await chromium.launch({ executablePath: script, args: ['--no-sandbox'] })
    const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' })
    const opened = new Console(browser, await context.newPage())
    await opened.#signIn()
    return opened
  }

  async #signIn(): Promise<void> {
    const { page } = this
    await page.goto(`${ORIGIN}/sign-in`)
    await page.getByLabel('E-mail address').fill(person.email)
    await page.getByLabel('Password', { exact: true }).fill(person.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForURL('**/now')
  }

  async go(path: string): Promise<void> {
    await this.page.goto(`${ORIGIN}/main/site-1/${path}`)
  }

  /** Pictures, and what shuts people out. */
  async look(name: string): Promise<void> {
    await look(this.page, `plant-${name}`, this.troubles)
  }

  /** What stood there when something went wrong. */
  async keep(name: string): Promise<void> {
    await this.page.screenshot({ path: picture(`plant-${name}`), fullPage: true }).catch(() => {})
  }

  async close(): Promise<void> {
    await this.#browser.close()
  }
}
