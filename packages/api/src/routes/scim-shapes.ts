// What the routes of SCIM 2.0 have in common (RFC 7643, RFC 7644).
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { App } from '../app.ts'
import type { Auth } from '../auth.ts'
import { SCIM_TYPE } from '../scim/form.ts'
import { baseUrlOf } from '../session.ts'
import { id, TenantPath } from './schemas.ts'

export const scimBase = '/api/tenants/:tenant/scim/v2'
export const tags = ['scim']
export const config = { need: 'directory.write' as const }
export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'

export const UserPath = Type.Object({ ...TenantPath.properties, user: id })
export const GroupPath = Type.Object({ ...TenantPath.properties, group: id })
/** Resources are read by functions, which say what is wrong in the words of SCIM. */
export const Resource = Type.Record(Type.String(), Type.Unknown())
export const gives = (status = 200): Readonly<Record<number, unknown>> => ({
  [status]: { content: { [SCIM_TYPE]: { schema: Resource } } },
})
export const Patch = Type.Object(
  {
    schemas: Type.Optional(Type.Array(Type.String({ maxLength: 200 }))),
    Operations: Type.Array(
      Type.Object({
        op: Type.String({ maxLength: 20 }),
        path: Type.Optional(Type.String({ maxLength: 500 })),
        value: Type.Optional(Type.Unknown()),
      }),
      { minItems: 1, maxItems: 1000 },
    ),
  },
  { additionalProperties: true },
)

/** Resources of one page. */
const MOST = 200
const words = Type.Optional(Type.String({ maxLength: 2000 }))
export const Listing = Type.Object({
  filter: words,
  startIndex: Type.Optional(Type.Integer({ description: 'From 1.' })),
  count: Type.Optional(Type.Integer()),
  attributes: words,
  excludedAttributes: words,
})

type Asked = { readonly startIndex?: number; readonly count?: number }
/** What is less than it may be is taken as the least (RFC 7644, 3.4.2.4). */
export const partOf = ({ startIndex = 1, count = 100 }: Asked) => ({
  offset: Math.min(1e9, Math.max(1, startIndex) - 1),
  count: Math.min(MOST, Math.max(0, count)),
})

export const listed = (total: number, { startIndex = 1 }: Asked, items: readonly object[]) => ({
  schemas: [LIST],
  totalResults: total,
  startIndex: Math.max(1, startIndex),
  itemsPerPage: items.length,
  Resources: items,
})

export const told = (reply: FastifyReply, body: object, status = 200): FastifyReply =>
  reply.code(status).type(SCIM_TYPE).send(body)

/** Where a resource is reached. */
export const placeOf = (auth: Auth, request: FastifyRequest, kind: 'Users' | 'Groups', of: string): string => {
  const { tenant } = request.params as { tenant: string }
  return new URL(`/api/tenants/${tenant}/scim/v2/${kind}/${of}`, baseUrlOf(auth)).href
}

/** Bodies come as application/scim+json. */
export function readScim(app: App): void {
  app.addContentTypeParser(SCIM_TYPE, { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'))
}
