// From a request to its queries.
import { type Span, setSink } from '@nautilus/trace'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Served, served } from './served.ts'

let it: Served
const spans: Span[] = []
beforeAll(async () => {
  it = await served({ people: ['provider-admin'] })
  setSink({ share: 1, take: span => void spans.push(span) })
})
afterAll(async () => {
  setSink(null)
  await it.end()
})

test.each([
  ['GET', '/api/tenants/a/members', undefined],
  ['POST', '/api/tenants/a/invitations', { email: 'new@example.com', role: 'analyst' }],
] as const)(
  'a %s has its transaction, and that its queries; no value of anybody is in it',
  async (method, url, payload) => {
    spans.length = 0
    const trace = 'ab'.repeat(16)
    const headers = { traceparent: `00-${trace}-${'cd'.repeat(8)}-01` }
    await it.as('provider-admin', { method, url, headers, ...(payload ? { payload } : {}) })
    const request = spans.find(({ kind }) => kind === 'server')!
    const route = url.replace('/a/', '/:tenant/')
    expect(request).toMatchObject({ trace, parent: 'cd'.repeat(8), name: `${method} ${route}`, failure: null })
    expect(request.attributes).toMatchObject({ 'http.route': route, 'http.response.status_code': payload ? 201 : 200 })
    const transaction = spans.find(({ name }) => name === 'transaction')!
    expect(transaction).toMatchObject({ trace, parent: request.id, attributes: { tenant: 'a' } })
    const queries = spans.filter(({ name, parent }) => name === 'query' && parent === transaction.id)
    expect(queries.length).toBeGreaterThan(1)
    expect(JSON.stringify(spans.map(({ attributes }) => attributes))).not.toContain('example.com')
  },
)
