// Which group of a directory, or which value of a claim at a provider of sign-in, has which role in this tenant.
import {
  addRoleMapping,
  asTenant,
  DIRECTORY,
  getSite,
  listDirectoryGroups,
  listDirectoryUsers,
  listRoleMappings,
  record,
  removeRoleMapping,
  type Scoped,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Context, Routes } from '../app.ts'
import { applyDirectory } from '../mapped-roles.ts'
import { notFound, Problem } from '../problem.ts'
import { baseUrlOf } from '../session.ts'
import { gives, nothing, Role, SiteOrAll, TenantPath, Time, Uuid } from './schemas.ts'

const base = '/api/tenants/:tenant/role-mappings'
const tags = ['people']
const config = { need: 'directory.write' as const }
/** Mappings of one tenant, groups that are listed, and users whose roles are set anew at once. */
const MOST = 200
const MOST_GROUPS = 500
const PIECE = 500

const word = (most: number) => Type.String({ minLength: 1, maxLength: most, pattern: '\\S' })
const New = Type.Object(
  {
    provider: word(63),
    claim: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S', default: 'groups' }),
    value: word(254),
    site: SiteOrAll,
    role: Role,
  },
  { additionalProperties: false },
)
const Row = Type.Object({
  id: Uuid,
  provider: Type.String(),
  claim: Type.String(),
  value: Type.String(),
  site: Type.String(),
  role: Role,
  made_by: Type.String(),
  made_at: Time,
})
const All = Type.Object({
  items: Type.Array(Row),
  providers: Type.Array(Type.Object({ id: Type.String(), label: Type.String() })),
  directory: Type.Object({
    url: Type.String({ description: 'The base of SCIM 2.0.' }),
    users: Type.Integer(),
    groups: Type.Array(Type.String()),
  }),
})

export const roleMappings: Routes = (app, context) => {
  const { db, auth } = context
  app.get(
    base,
    {
      config,
      schema: {
        tags,
        summary: 'Roles by groups and claims, and the directory',
        params: TenantPath,
        response: gives(All),
      },
    },
    async request => {
      const { tenant } = request.params
      const url = new URL(`/api/tenants/${tenant}/scim/v2`, baseUrlOf(auth)).href
      return asTenant(db, tenant, async scoped => {
        const { total: users } = await listDirectoryUsers(scoped, {}, { offset: 0, count: 0 })
        const groups = await listDirectoryGroups(scoped, {}, { offset: 0, count: MOST_GROUPS })
        const directory = { url, users, groups: groups.items.map(({ name }) => name) }
        return { items: await listRoleMappings(scoped), providers: providersOf(context, tenant), directory }
      })
    },
  )

  app.post(
    base,
    {
      config,
      schema: {
        tags,
        summary: 'Gives a role to a group or a claim',
        params: TenantPath,
        body: New,
        response: gives(Row, 201),
      },
    },
    async (request, reply) => {
      const { tenant } = request.params
      const { provider, claim, value, site, role } = request.body
      const by = callerOf(request).name
      if (provider !== DIRECTORY && !providersOf(context, tenant).some(({ id }) => id === provider))
        throw new Problem(400, 'There is no such provider of sign-in.', { provider: 'is not known here' })
      const mapping = {
        provider,
        claim: provider === DIRECTORY ? 'groups' : claim.trim(),
        value: value.trim(),
        site,
        role,
      }
      const row = await asTenant(db, tenant, async scoped => {
        await checkRoom(scoped, site)
        const made = await addRoleMapping(scoped, tenant, { ...mapping, made_by: by })
        if (!made) throw new Problem(409, 'This has a role there already.', { value: 'has a role there already' })
        await record(scoped, tenant, { who: by, action: 'role-mapping.add', object: made.id, detail: mapping })
        if (provider === DIRECTORY) await everybody(context, scoped, tenant)
        return made
      })
      return reply.code(201).send(row)
    },
  )

  app.delete(
    `${base}/:mapping`,
    {
      config,
      schema: {
        tags,
        summary: 'Takes such a role back: of the directory at once, of claims at the next sign-in',
        params: Type.Object({ ...TenantPath.properties, mapping: Uuid }),
        response: nothing,
      },
    },
    async (request, reply) => {
      const { tenant, mapping } = request.params
      await asTenant(db, tenant, async scoped => {
        const gone = await removeRoleMapping(scoped, mapping)
        if (!gone) throw notFound('mapping of this id')
        const { id, made_at: _, made_by: __, ...detail } = gone
        await record(scoped, tenant, { who: callerOf(request).name, action: 'role-mapping.remove', object: id, detail })
        if (gone.provider === DIRECTORY) await everybody(context, scoped, tenant)
      })
      return reply.code(204).send()
    },
  )
}

async function checkRoom(scoped: Scoped, site: string): Promise<void> {
  if (site !== '*' && !(await getSite(scoped, site)))
    throw new Problem(400, 'There is no such site.', { site: 'is no site of this organisation' })
  if ((await listRoleMappings(scoped)).length >= MOST)
    throw new Problem(409, `There may be ${MOST} of these: remove one first.`)
}

/** Those that may give rights in this tenant. */
const providersOf = ({ doors }: Context, tenant: string) =>
  doors.providers
    .filter(provider => provider.tenant === null || provider.tenant === tenant)
    .map(({ id, label }) => ({ id, label }))

async function everybody({ db }: Context, scoped: Scoped, tenant: string): Promise<void> {
  for (let offset = 0; ; offset += PIECE) {
    const { items } = await listDirectoryUsers(scoped, {}, { offset, count: PIECE })
    await applyDirectory({ scoped, db, tenant }, items)
    if (items.length < PIECE) return
  }
}
