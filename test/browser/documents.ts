// The page of the API: searched, and asked with the session of the reader.
import { expect, test } from 'vitest'
import type { Visit } from './visit.ts'

export const documents = (of: () => Visit) =>
  test('the page of the API is searched, and asks a route with the session', async () => {
    const { page, go, look } = of()
    await go('/docs/api')
    await page.getByRole('searchbox').fill('get /api/me')
    const route = page.locator('details:not([hidden])[id="GET /api/me"]')
    await route.locator('summary').click()
    await route.getByRole('button', { name: 'Ask' }).click()
    await route.getByText('ada@example.com').waitFor()
    await look('api')
    await page.getByRole('searchbox').fill('')
    expect(await page.locator('details:not([hidden])').count()).toBeGreaterThan(60)
  })
