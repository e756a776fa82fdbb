// Keys of programs that use this API.
import { addKey, asTenant, getSite, listKeys, record, revokeKey } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf, hashOf, newSecret } from '../access.ts'
import type { Routes } from '../app.ts'
import { type Permission, permissions } from '../permissions.ts'
import { notFound, Problem } from '../problem.ts'
import { gives, listOf, nothing, nullable, SiteOrAll, TenantPath, Time, Uuid } from './schemas.ts'

/** Programs let nobody in, and make no further keys. */
const FOR_PEOPLE = new Set<Permission>(['people.write', 'key.write'])
const scopes = permissions.filter(permission => !FOR_PEOPLE.has(permission))
const Scope = Type.Union(scopes.map(scope => Type.Literal(scope)))
const New = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
    scopes: Type.Array(Scope, { minItems: 1, maxItems: scopes.length, uniqueItems: true }),
    site: Type.Optional(SiteOrAll),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650, description: 'Until it expires; never without.' })),
  },
  { additionalProperties: false },
)
const Row = Type.Object({
  id: Uuid,
  name: Type.String(),
  scopes: Type.Array(Type.String()),
  site: Type.String(),
  made_by: nullable(Type.String()),
  made_at: Time,
  expires_at: nullable(Time),
  revoked_at: nullable(Time),
  used_at: nullable(Time),
})
const DAY = 86_400_000

export const keys: Routes = (app, { db }) => {
  const base = '/api/tenants/:tenant/keys'
  const config = { need: 'key.write' as const }

  app.get(
    base,
    { config, schema: { tags: ['keys'], summary: 'API keys', params: TenantPath, response: gives(listOf(Row)) } },
    request => asTenant(db, request.params.tenant, async scoped => ({ items: await listKeys(scoped) })),
  )

  app.post(
    base,
    {
      config,
      schema: {
        tags: ['keys'],
        summary: 'Makes a key; its secret is shown this once',
        params: TenantPath,
        body: New,
        response: gives(Type.Object({ key: Row, secret: Type.String() }), 201),
      },
    },
    async (request, reply) => {
      const { tenant } = request.params
      const { name, scopes, site = '*', days } = request.body
      const by = callerOf(request).name
      const secret = `nk_${newSecret()}`
      const expires = days === undefined ? null : new Date(Date.now() + days * DAY)
      const key = await asTenant(db, tenant, async scoped => {
        if (site !== '*' && !(await getSite(scoped, site)))
          throw new Problem(400, 'There is no such site.', { site: 'is no site of this organisation' })
        const made = await addKey(scoped, { tenant, name, hash: hashOf(secret), scopes, site, by, expires })
        await record(scoped, tenant, { who: by, action: 'key.create', object: name, detail: { scopes, site, expires } })
        return made
      })
      return reply.code(201).send({ key, secret })
    },
  )

  app.delete(
    `${base}/:key`,
    {
      config,
      schema: {
        tags: ['keys'],
        summary: 'Revokes a key',
        params: Type.Object({ ...TenantPath.properties, key: Uuid }),
        response: nothing,
      },
    },
    async (request, reply) => {
      const { tenant, key } = request.params
      await asTenant(db, tenant, async scoped => {
        const revoked = await revokeKey(scoped, key)
        if (!revoked) throw notFound('key that is still good')
        await record(scoped, tenant, { who: callerOf(request).name, action: 'key.revoke', object: revoked.name })
      })
      return reply.code(204).send()
    },
  )
}
