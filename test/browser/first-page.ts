// What the first page costs: everything that a browser fetches to show it.
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { SITE, type Visit } from './visit.ts'

const built = fileURLToPath(new URL('../../apps/console/dist/', import.meta.url))
/** Bytes of JavaScript, packed with gzip. */
const MOST = 350_000

/** What is small is not packed. */
const packed = (path: string): number => statSync(existsSync(`${path}.gz`) ? `${path}.gz` : path).size

export const firstPage = (of: () => Visit) =>
  test('the first page is small, and neither charts nor the map are in it', async () => {
    const { page, go } = of()
    await go(`${SITE}/now`)
    await page.getByRole('heading', { name: 'Needs attention' }).waitFor()
    const asked = (await page.evaluate(
      "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)",
    )) as string[]
    const scripts = [...new Set(asked.filter(path => path.endsWith('.js')))]
    const sum = scripts.reduce((bytes, path) => bytes + packed(join(built, path)), 0)
    expect(scripts.length).toBeGreaterThan(3)
    expect(scripts.filter(path => /\/(charts|map)-/.test(path))).toEqual([])
    expect(sum).toBeLessThan(MOST)
  })
