// Errors as directories read them (RFC 7644, 3.12).
import { Type } from 'typebox'

export const SCIM_TYPE = 'application/scim+json'
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error'

/** Whether who asks there speaks SCIM. */
export const isScim = (url: string): boolean => /^\/api\/tenants\/[^/]+\/scim\/v2(\/|$|\?)/.test(url)

export const scimError = (status: number, detail: string, scimType?: unknown): string =>
  JSON.stringify({
    schemas: [ERROR],
    status: String(status),
    ...(typeof scimType === 'string' ? { scimType } : {}),
    detail,
  })

export const ScimErrors = Type.Object(
  {
    schemas: Type.Array(Type.Literal(ERROR)),
    status: Type.String(),
    scimType: Type.Optional(Type.String()),
    detail: Type.String({ description: 'A sentence that may be shown.' }),
  },
  { description: 'RFC 7644, 3.12' },
)
