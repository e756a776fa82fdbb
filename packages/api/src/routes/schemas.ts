// Parts that many routes share.
import { Type } from 'typebox'

const name = { minLength: 1, maxLength: 63, pattern: '^[a-z0-9][a-z0-9-]*$' }
export const TenantPath = Type.Object({ tenant: Type.String(name) })
export const SitePath = Type.Object({ tenant: Type.String(name), site: Type.String(name) })
export const within = <P extends Record<string, ReturnType<typeof Type.String>>>(more: P) =>
  Type.Object({ tenant: Type.String(name), site: Type.String(name), ...more })

export const id = Type.String({ minLength: 1, maxLength: 200 })
export const Paging = {
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 100, description: 'Rows of the page.' }),
  after: Type.Optional(Type.String({ maxLength: 1000, description: '`next` of the page before.' })),
}
/** Documents whose shape the model package has. */
export const Document = Type.Record(Type.String(), Type.Unknown())
export const pageOf = (item: ReturnType<typeof Type.Any>) =>
  Type.Object({ items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) })
