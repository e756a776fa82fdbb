// What may be lost, in money: the numbers behind it, each with its source, and how people replace them.
import { inputFault } from '@nautilus/risk'
import { addRiskInput, alone, asTenant, record, riskInputVersions } from '@nautilus/store'
import { type Static, Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { tagged } from '../etag.ts'
import { notFound, Problem } from '../problem.ts'
import { riskOf, type Said } from '../risk-book.ts'
import { checkHere } from './existing.ts'
import { Document, gives, listOf, nullable, Reason, SitePath, Time } from './schemas.ts'

export const riskBase = '/api/tenants/:tenant/sites/:site/risk'

const number = Type.Number({ minimum: 0, maximum: 1e15 })
const strict = { additionalProperties: false }
export const RangeSchema = Type.Union([
  Type.Object({ kind: Type.Literal('fixed'), value: number }, strict),
  Type.Object({ kind: Type.Literal('pert'), low: number, mode: number, high: number }, strict),
  Type.Object({ kind: Type.Literal('percentiles'), p5: number, p50: number, p95: number }, strict),
])
const Confidence = Type.Union([Type.Literal('low'), Type.Literal('medium'), Type.Literal('high')])
const InputName = Type.String({ minLength: 1, maxLength: 400 })
const Book = Type.Object({
  currency: Type.String({ description: 'ISO 4217' }),
  hash: Type.String({ description: 'SHA-256 of all numbers.' }),
  inputs: Type.Array(Document, { description: 'Every number, with its range, source, owner, date and confidence.' }),
  plans: Type.Array(Document, { description: 'Scenarios, and which numbers each uses.' }),
  shocks: Type.Array(Document),
  measures: Type.Array(Document, { description: 'What could be done, and which numbers each would change.' }),
  missing: Type.Array(Document, { description: 'What could not be counted.' }),
})
const Version = Type.Object({
  version: Type.Integer(),
  data: nullable(Document),
  reason: Type.String(),
  changed_by: nullable(Type.String()),
  changed_at: Time,
})
const Change = Type.Object(
  {
    input: InputName,
    version: Type.Integer({
      minimum: 0,
      maximum: 2 ** 31 - 1,
      description: 'That you know of it; 0: nobody gave one.',
    }),
    range: nullable(RangeSchema),
    source: Type.Optional(Type.String({ maxLength: 500, description: 'Where the number comes from.' })),
    owner: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
    confidence: Type.Optional(Confidence),
    reason: Reason,
  },
  strict,
)

export const risk: Routes = (app, context) => {
  const { db, platform } = context
  app.get(
    riskBase,
    {
      config: { need: 'risk.read' },
      schema: {
        tags: ['risk'],
        summary: 'The numbers of a site’s risk, its scenarios, and what could be done',
        params: SitePath,
        response: gives(Book),
      },
    },
    async (request, reply) => {
      const { tenant, site } = request.params
      const { book, measures, missing, hash, said } = await asTenant(db, tenant, async scoped => {
        await checkHere(scoped, site)
        return riskOf(platform.risk, scoped, site)
      })
      const inputs = book.inputs.map(input => ({ ...input, version: said.get(input.id)?.version ?? 0 }))
      return tagged(request, reply, { ...book, hash, inputs, measures, missing }, hash)
    },
  )

  app.get(
    `${riskBase}/input-versions`,
    {
      config: { need: 'risk.read' },
      schema: {
        tags: ['risk'],
        summary: 'What people said of one number, the newest first',
        params: SitePath,
        querystring: Type.Object({ input: InputName }, strict),
        response: gives(listOf(Version)),
      },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => {
        await checkHere(scoped, request.params.site)
        return { items: await riskInputVersions(scoped, request.params.site, request.query.input) }
      }),
  )
  changes(app, context)
}

const changes: Routes = (app, { db, platform }) => {
  app.put(
    `${riskBase}/inputs`,
    {
      config: { need: 'risk.write' },
      schema: {
        tags: ['risk'],
        summary: 'Replaces a number; without a range, takes back what was said',
        params: SitePath,
        body: Change,
        response: gives(Type.Object({ version: Type.Integer() })),
      },
    },
    request => {
      const place = request.params
      const { input: id, reason } = request.body
      const data = saidIn(request.body)
      const by = callerOf(request).name
      return asTenant(db, place.tenant, async scoped => {
        await checkHere(scoped, place.site)
        await alone(scoped, place.tenant, place.site, 'risk')
        const { book, said } = await riskOf(platform.risk, scoped, place.site)
        const input = book.inputs.find(each => each.id === id)
        if (!input) throw notFound('number of this name')
        if ((said.get(id)?.version ?? 0) !== request.body.version)
          throw new Problem(412, 'Somebody else changed this meanwhile: load it again, and then change it.')
        const fault = data && inputFault(input.unit, data.range)
        if (fault) throw new Problem(400, fault, { range: fault })
        const put = await addRiskInput(scoped, place, { input: id, data, reason, by })
        const detail = { version: put, before: input.range, after: data?.range ?? null, reason }
        await record(scoped, place.tenant, { who: by, site: place.site, action: 'risk.input', object: id, detail })
        return { version: put }
      })
    },
  )
}

/** Null: what was said is taken back. */
function saidIn({ range, source = '', owner, confidence = 'medium' }: Static<typeof Change>): Said | null {
  if (range === null) return null
  if (source.trim() === '') throw new Problem(400, 'Say where the number comes from.', { source: 'must not be empty' })
  return { range, source, owner: owner?.trim() || null, confidence }
}
