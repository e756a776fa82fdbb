// Members of a tenant.
import {
  asOwner,
  asTenant,
  changeMember,
  countWithRole,
  listMembers,
  namesOf,
  record,
  removeMember,
  revokeInvitationsTo,
  type Scoped,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import type { Role as RoleName } from '../permissions.ts'
import { notFound, Problem } from '../problem.ts'
import { gives, id, listOf, nothing, nullable, Role, SiteOrAll, TenantPath, Time } from './schemas.ts'

const Row = Type.Object({
  user: Type.String(),
  name: nullable(Type.String()),
  email: nullable(Type.String()),
  site: Type.String(),
  role: Role,
  added_by: nullable(Type.String()),
  added_at: Time,
})
const MemberPath = Type.Object({ ...TenantPath.properties, user: id })
const Where = Type.Object({ site: Type.Optional(SiteOrAll) })
const Change = Type.Object({ role: Role }, { additionalProperties: false })
/** Without one of these nobody could let people in. */
const ADMIN: RoleName = 'provider-admin'

export const people: Routes = (app, { db }) => {
  const base = '/api/tenants/:tenant/members'

  app.get(
    base,
    {
      config: { need: 'site.read' },
      schema: { tags: ['people'], summary: 'Members', params: TenantPath, response: gives(listOf(Row)) },
    },
    async request => {
      const members = await asTenant(db, request.params.tenant, listMembers)
      const names = await namesOf(
        db,
        members.map(({ user_id }) => user_id),
      )
      const items = members.map(({ user_id: user, ...member }) => {
        const { name = null, email = null } = names.get(user) ?? {}
        return { user, name, email, ...member }
      })
      return { items }
    },
  )

  app.patch(
    `${base}/:user`,
    {
      config: { need: 'people.write' },
      schema: {
        tags: ['people'],
        summary: 'Gives a member another role',
        params: MemberPath,
        querystring: Where,
        body: Change,
        response: gives(Type.Object({ user: Type.String(), site: Type.String(), role: Role })),
      },
    },
    request => {
      const { tenant, user } = request.params
      const { site = '*' } = request.query
      const { role } = request.body
      return asTenant(db, tenant, async scoped => {
        if (!(await changeMember(scoped, { user, site }, role))) throw notFound('member of this id')
        await keepAnAdmin(scoped)
        const who = callerOf(request).name
        await record(scoped, tenant, { who, action: 'member.change', object: user, detail: { role, site } })
        return { user, site, role }
      })
    },
  )

  app.delete(
    `${base}/:user`,
    {
      config: { need: 'people.write' },
      schema: {
        tags: ['people'],
        summary: 'Removes a member',
        params: MemberPath,
        querystring: Where,
        response: nothing,
      },
    },
    async (request, reply) => {
      const { tenant, user } = request.params
      const { site = '*' } = request.query
      await asTenant(db, tenant, async scoped => {
        if (!(await removeMember(scoped, { user, site }))) throw notFound('member of this id')
        await keepAnAdmin(scoped)
        await keepOut(scoped, user)
        const who = callerOf(request).name
        await record(scoped, tenant, { who, action: 'member.remove', object: user, detail: { site } })
      })
      return reply.code(204).send()
    },
  )
}

/** Whoever is no member any more must not come back by a link that they had in reserve. */
async function keepOut(scoped: Scoped, user: string): Promise<void> {
  if ((await listMembers(scoped)).some(({ user_id }) => user_id === user)) return
  const account = await asOwner(scoped, async all => (await namesOf(all, [user])).get(user))
  if (account) await revokeInvitationsTo(scoped, account.email)
}

/** Rolls the change back where it leaves nobody who could undo it. */
async function keepAnAdmin(scoped: Scoped): Promise<void> {
  if ((await countWithRole(scoped, ADMIN)) === 0)
    throw new Problem(409, `This is the last ${ADMIN} of the organisation: make another one first.`)
}
