// Hunting: rows, bars and groups of activity.
import { fields, huntGroups, huntHistogram, huntRows, isField, type Term } from '@nautilus/store'
import { Type } from 'typebox'
import type { Routes } from '../app.ts'
import { Problem } from '../problem.ts'
import { SitePath } from './schemas.ts'

const Body = Type.Object({
  from: Type.Number({ description: 'µs since 1970-01-01 UTC' }),
  to: Type.Number(),
  terms: Type.Array(
    Type.Object({
      field: Type.String({ maxLength: 40 }),
      op: Type.Union(['is', 'not', 'contains', 'gt', 'lt'].map(name => Type.Literal(name as Term['op']))),
      value: Type.String({ maxLength: 500 }),
    }),
    { maxItems: 20 },
  ),
  groupBy: Type.Optional(Type.String({ maxLength: 40 })),
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 200 }),
  skip: Type.Integer({ minimum: 0, maximum: 10_000, default: 0 }),
})

export const hunt: Routes = (app, { telemetry }) => {
  app.get('/api/hunt-fields', { config: { need: 'person' }, schema: { tags: ['hunt'] } }, () => ({
    fields: Object.entries(fields).map(([name, { number }]) => ({ name, type: number ? 'number' : 'text' })),
  }))

  app.post(
    '/api/tenants/:tenant/sites/:site/hunt',
    { config: { need: 'hunt.run' }, schema: { tags: ['hunt'], params: SitePath, body: Body } },
    async request => {
      const { tenant, site } = request.params
      const { from, to, groupBy, limit, skip } = request.body
      if (!(from < to)) throw new Problem(400, 'The time ends before it begins.', { to: 'must be later than `from`' })
      const terms = request.body.terms.map(termOf)
      const asked = { tenant, site, from, to, terms }
      if (groupBy !== undefined && !isField(groupBy)) throw unknown('groupBy', groupBy)
      const [rows, histogram, groups] = await Promise.all([
        huntRows(telemetry.client, asked, limit, skip),
        huntHistogram(telemetry.client, asked),
        groupBy !== undefined && isField(groupBy) ? huntGroups(telemetry.client, asked, groupBy, 100) : null,
      ])
      return { rows, histogram, groups }
    },
  )
}

function termOf({ field, op, value }: { field: string; op: Term['op']; value: string }, index: number): Term {
  if (!isField(field)) throw unknown(`terms.${index}.field`, field)
  if (fields[field].number && !Number.isFinite(Number(value)))
    throw new Problem(400, `${field} is a number.`, { [`terms.${index}.value`]: 'must be a number' })
  return { field, op, value }
}

const unknown = (where: string, field: string): Problem =>
  new Problem(400, `There is no field ${field}.`, { [where]: `must be one of ${Object.keys(fields).join(', ')}` })
