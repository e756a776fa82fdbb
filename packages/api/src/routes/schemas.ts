// Parts that many routes share.
import { type TSchema, Type } from 'typebox'
import { roles } from '../permissions.ts'

const name = { minLength: 1, maxLength: 63, pattern: '^[a-z0-9][a-z0-9-]*$' }
export const Name = Type.String(name)
export const TenantPath = Type.Object({ tenant: Type.String(name) })
export const SitePath = Type.Object({ tenant: Type.String(name), site: Type.String(name) })

export const id = Type.String({ minLength: 1, maxLength: 200 })
export const Uuid = Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' })
export const Cursor = Type.Optional(Type.String({ maxLength: 1000, description: '`next` of the page before.' }))
export const Paging = {
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 100, description: 'Rows of the page.' }),
  after: Cursor,
}
export const Role = Type.Union(roles.map(role => Type.Literal(role)))
/** A site, or all of them. */
export const SiteOrAll = Type.String({ maxLength: 63, pattern: '^([*]|[a-z0-9][a-z0-9-]*)$' })
export const Reason = Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' })
export const Email = Type.String({ format: 'email', maxLength: 254 })

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
/** Of people, ISO 8601. */
export const Time = Type.String({ format: 'date-time' })
/** Of the wire. */
export const Micro = Type.Number({ description: 'µs since 1970-01-01 UTC' })
const text = nullable(Type.String())

/** Documents whose shape the model package has. */
export const Document = Type.Object({}, { additionalProperties: true })
export const listOf = (item: TSchema) => Type.Object({ items: Type.Array(item) })
export const pageOf = (item: TSchema) =>
  Type.Object({ items: Type.Array(item), next: nullable(Type.String({ description: 'Give it as `after`.' })) })
const Total = Type.Object(
  { count: Type.Integer(), exact: Type.Boolean({ description: 'Else there are more than were counted.' }) },
  { description: 'How many there are in all; with the first page.' },
)
export const countedPageOf = (item: TSchema) => Type.Object({ ...pageOf(item).properties, total: nullable(Total) })

/** The answers of a route, for its description; they are not converted. */
export const gives = (schema: TSchema, status = 200): Readonly<Record<number, TSchema>> => ({ [status]: schema })
export const nothing: Readonly<Record<number, TSchema>> = { 204: Type.Null() }

/** A file instead of JSON. */
export const givesFile = (...types: readonly string[]): Readonly<Record<number, unknown>> => ({
  200: { content: Object.fromEntries(types.map(type => [type, { schema: Type.String({ format: 'binary' }) }])) },
})

export const Problems = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'A sentence that may be shown.' }),
    fields: Type.Optional(Type.Record(Type.String(), Type.String(), { description: 'By field of the request.' })),
  },
  { description: 'RFC 9457' },
)

export const AssetRow = Type.Object({
  site: Type.String(),
  id: Type.String(),
  name: text,
  ip: Type.Array(Type.String()),
  mac: Type.Array(Type.String()),
  vendor: text,
  model: text,
  firmware: text,
  role: text,
  confidence: nullable(Type.Number()),
  level: nullable(Type.Number()),
  zone: text,
  criticality: text,
  owner: text,
  protocols: Type.Array(Type.String()),
  first: nullable(Micro),
  last: nullable(Micro),
})

export const FindingRow = Type.Object({
  site: Type.String(),
  id: Type.String(),
  rule: Type.String(),
  title: Type.String(),
  severity: Type.String(),
  rank: Type.Integer(),
  first: Micro,
  last: Micro,
  count: Type.Integer(),
  source: text,
  target: text,
  source_name: nullable(Type.String({ description: 'What the device is called.' })),
  target_name: text,
  assets: Type.Array(Type.String()),
  protocol: text,
  verb: text,
  status: Type.String(),
  assignee: text,
  why: text,
})

export const FindingWork = Type.Object({
  status: Type.String(),
  reason: text,
  assignee: text,
  changed_by: text,
  changed_at: nullable(Time),
  acceptance: nullable(Type.String({ description: 'The acceptance that covers it.' })),
})
