// Hunting: rows, bars and groups of activity.
import {
  asTenant,
  fields,
  huntGroups,
  huntHistogram,
  huntRows,
  huntSql,
  isField,
  record,
  sqlTables,
  type Term,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { Problem } from '../problem.ts'
import { amongOf, isZoneField, zoneFields } from './hunt-zones.ts'
import { Document, gives, Micro, nullable, SitePath } from './schemas.ts'

/** µs: the year 2100. Times beyond the column's range are an error of the engine. */
const LATEST = 4_102_444_800_000_000

const Body = Type.Object({
  from: Type.Number({ minimum: 0, maximum: LATEST, description: 'µs since 1970-01-01 UTC' }),
  to: Type.Number({ minimum: 0, maximum: LATEST }),
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

const Fields = Type.Object({
  fields: Type.Array(Type.Object({ name: Type.String(), type: Type.String() })),
  tables: Type.Record(Type.String(), Type.Array(Type.String()), {
    description: 'Of hunts in SQL, with their columns.',
  }),
})
const Found = Type.Object({
  rows: Type.Array(Document),
  histogram: Type.Object({
    width: Type.Integer({ description: 's' }),
    bars: Type.Array(Type.Object({ at: Micro, rows: Type.Integer(), operations: Type.Integer() })),
  }),
  groups: nullable(
    Type.Array(Type.Object({ value: Type.String(), rows: Type.Integer(), operations: Type.Integer(), last: Micro })),
  ),
})
const Table = Type.Object({
  columns: Type.Array(Type.Object({ name: Type.String(), type: Type.String() })),
  rows: Type.Array(Type.Array(Type.Unknown())),
  cut: Type.Boolean({ description: 'There were more rows.' }),
})

export const hunt: Routes = (app, context) => {
  const { db, telemetry } = context
  app.get(
    '/api/hunt-fields',
    { config: { need: 'person' }, schema: { tags: ['hunt'], summary: 'Fields of a hunt', response: gives(Fields) } },
    () => ({
      fields: [
        ...Object.entries(fields).map(([name, { number }]) => ({ name, type: number ? 'number' : 'text' })),
        ...zoneFields.map(name => ({ name, type: 'zone' })),
      ],
      tables: sqlTables,
    }),
  )

  app.post(
    '/api/tenants/:tenant/sites/:site/hunt',
    {
      config: { need: 'hunt.run' },
      schema: {
        tags: ['hunt'],
        summary: 'Rows, bars and groups of activity',
        params: SitePath,
        body: Body,
        response: gives(Found),
      },
    },
    async request => {
      const { tenant, site } = request.params
      const { from, to, groupBy, limit, skip } = request.body
      if (!(from < to)) throw new Problem(400, 'The time ends before it begins.', { to: 'must be later than `from`' })
      const terms = request.body.terms.flatMap((term, index) => (isZoneField(term.field) ? [] : [termOf(term, index)]))
      const zoned = request.body.terms.flatMap(term =>
        isZoneField(term.field) ? [{ ...term, field: term.field }] : [],
      )
      const among = await asTenant(db, tenant, scoped => amongOf(scoped, site, zoned))
      const asked = { tenant, site, from, to, terms, among }
      if (groupBy !== undefined && !isField(groupBy)) throw unknown('groupBy', groupBy)
      const [rows, histogram, groups] = await Promise.all([
        huntRows(telemetry.client, asked, limit, skip),
        huntHistogram(telemetry.client, asked),
        groupBy !== undefined && isField(groupBy) ? huntGroups(telemetry.client, asked, groupBy, 100) : null,
      ])
      return { rows, histogram, groups }
    },
  )
  inSql(app, context)
}

const inSql: Routes = (app, { db, telemetry }) => {
  const Sql = Type.Object({ sql: Type.String({ minLength: 1, maxLength: 20_000 }) }, { additionalProperties: false })
  app.post(
    '/api/tenants/:tenant/sites/:site/hunt/sql',
    {
      config: { need: 'hunt.run', rateLimit: { max: 60 } },
      schema: {
        tags: ['hunt'],
        summary: 'A SELECT over the activity of the site: tables activity, activity_minute, point_values',
        params: SitePath,
        body: Sql,
        response: gives(Table),
      },
    },
    async request => {
      const { tenant, site } = request.params
      const { sql } = request.body
      const answer = await huntSql(telemetry.client, { tenant, site, sql })
      const entry = { who: callerOf(request).name, site, action: 'hunt.sql', detail: { sql } }
      await asTenant(db, tenant, scoped => record(scoped, tenant, entry))
      if (!answer.ok) throw new Problem(400, answer.why, { sql: answer.why })
      const { columns, rows, cut } = answer
      return { columns, rows, cut }
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
  new Problem(400, `There is no field ${field}.`, {
    [where]: `must be one of ${[...Object.keys(fields), ...zoneFields].join(', ')}`,
  })
