// Losses of several sites in the same years: what strikes one may strike another, and worst years are never added.
import { INTERACTIVE_TRIALS, type SiteBook, siteOfPlan, together } from '@nautilus/risk'
import { asTenant, listSites } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { Problem } from '../problem.ts'
import { riskOf } from '../risk-book.ts'
import { Document, gives, TenantPath } from './schemas.ts'

/** Scenarios of all sites that are lived through at once. */
const MOST_SCENARIOS = 2000
const MOST_SITES = 200

const Ask = Type.Object(
  {
    sites: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
      maxItems: MOST_SITES,
      uniqueItems: true,
      default: [],
      description: 'Ids; none: every site that the caller may see.',
    }),
    seed: Type.Integer({ minimum: 0, maximum: 2 ** 32 - 1, default: 1, description: 'The same gives the same.' }),
  },
  { additionalProperties: false },
)
const Together = Type.Object({
  currency: Type.String(),
  sites: Type.Array(
    Type.Object({
      site: Type.String(),
      name: Type.String(),
      expected: Type.Number({ description: 'Money in a mean year.' }),
      tail: Type.Number({ description: 'Its part of the worst 5 of 100 years of all of them, money a year.' }),
    }),
  ),
  left_out: Type.Array(Type.String(), { description: 'Sites whose losses are in another currency.' }),
  shared: Type.Array(
    Type.Object({
      key: Type.String({ description: 'What strikes several at once: shock.office, shock.vendor.' }),
      values: Document,
      sites: Type.Array(Type.String()),
    }),
  ),
  figures: Document,
})

export const riskTogether: Routes = (app, { db, platform }) => {
  app.post(
    '/api/tenants/:tenant/risk/runs',
    {
      config: { need: 'risk.read', bySite: true },
      schema: {
        tags: ['risk'],
        summary: 'Lives through some years of several sites together, with what may strike them in the same year',
        params: TenantPath,
        body: Ask,
        response: gives(Together),
      },
    },
    async request => {
      const { sites: may } = callerOf(request)
      const { sites: wanted, seed } = request.body
      const books = await asTenant(db, request.params.tenant, async scoped => {
        const all = await listSites(scoped, may)
        const unknown = wanted.find(id => !all.some(site => site.id === id))
        if (unknown !== undefined)
          throw new Problem(400, 'There is no such site here.', { sites: `${unknown}: is not known` })
        const chosen = all.filter(({ id }) => wanted.length === 0 || wanted.includes(id))
        const books: SiteBook[] = []
        for (const { id, name } of chosen) {
          const { book, ties } = await riskOf(platform.risk, scoped, id)
          books.push({ site: id, name, book, ties })
        }
        return books
      })
      const { book, leftOut, shared } = together(books)
      if (book.plans.length > MOST_SCENARIOS)
        throw new Problem(400, `${book.plans.length} scenarios are too many at once: choose some of the sites.`, {
          sites: `have more than ${MOST_SCENARIOS} scenarios`,
        })
      const result = await platform.risk.run({ book, trials: INTERACTIVE_TRIALS, seed, measures: [] })
      if (!result) throw new Problem(429, 'Risks are being computed already: try again in a minute.')
      const { scenarios, ...figures } = result.figures
      return {
        currency: book.currency,
        sites: books
          .filter(({ site }) => !leftOut.includes(site))
          .map(({ site, name }) => {
            const own = scenarios.filter(({ id }) => siteOfPlan(id) === site)
            const sum = (of: 'expected' | 'tail') => own.reduce((money, scenario) => money + scenario[of], 0)
            return { site, name, expected: sum('expected'), tail: sum('tail') }
          })
          .sort((a, b) => b.expected - a.expected || (a.site < b.site ? -1 : 1)),
        left_out: leftOut,
        shared,
        figures,
      }
    },
  )
}
