// People of a directory (SCIM 2.0, RFC 7644). Of accounts that were there before, those of the tenant are taken in as they are,
// those with rights elsewhere are refused, and the rest lose every way in. One that was made here follows the directory as long
// as it counts nowhere else.
import {
  addDirectoryUser,
  aloneWith,
  asOwner,
  asTenant,
  changeAccount,
  changeDirectoryUser,
  type DirectoryUser,
  endSessionsOf,
  endWays,
  footingOf,
  getDirectoryUser,
  groupsOfUsers,
  listDirectoryUsers,
  listMembers,
  namesOf,
  personOfEmail,
  record,
  removeDirectoryUser,
  removeMember,
  revokeInvitationsTo,
  type Scoped,
  type UserFilter,
} from '@nautilus/store'
import type { FastifyRequest } from 'fastify'
import { callerOf } from '../access.ts'
import type { Context, Routes } from '../app.ts'
import { applyDirectory, isLastAdmin } from '../mapped-roles.ts'
import { scimProblem } from '../scim/error.ts'
import { termsOf } from '../scim/filter.ts'
import { patched } from '../scim/patch.ts'
import { type DirectoryPerson, personIn } from '../scim/person.ts'
import { countsBeyond, hasRightsBeyond } from '../ways.ts'
import { nothing, TenantPath } from './schemas.ts'
import {
  config,
  gives,
  Listing,
  listed,
  Patch,
  partOf,
  placeOf,
  Resource,
  scimBase,
  tags,
  told,
  USER,
  UserPath,
} from './scim-shapes.ts'

const base = `${scimBase}/Users`
const one = `${base}/:user`

export const scimUsers: Routes = (app, context) => {
  reading(app, context)
  writing(app, context)
}

const reading: Routes = (app, { db, auth }) => {
  app.get(
    base,
    {
      config,
      schema: { tags, summary: 'Users of the directory', params: TenantPath, querystring: Listing, response: gives() },
    },
    async (request, reply) => {
      const filter = filterOf(request.query.filter)
      const { total, items, groups } = await asTenant(db, request.params.tenant, async scoped => {
        const found = await listDirectoryUsers(scoped, filter, partOf(request.query))
        return { ...found, groups: await groupsOf(scoped, found.items) }
      })
      const rows = items.map(user => shown(user, groups, placeOf(auth, request, 'Users', user.id)))
      return told(reply, listed(total, request.query, rows))
    },
  )

  app.get(
    one,
    { config, schema: { tags, summary: 'A user of the directory', params: UserPath, response: gives() } },
    async (request, reply) => {
      const { tenant, user } = request.params
      const { row, groups } = await asTenant(db, tenant, async scoped => {
        const row = await existing(scoped, user)
        return { row, groups: await groupsOf(scoped, [row]) }
      })
      return told(reply, shown(row, groups, placeOf(auth, request, 'Users', row.id)))
    },
  )
}

const writing: Routes = (app, context) => {
  const { db, auth } = context
  const answer = (request: FastifyRequest, row: DirectoryUser, groups: Groups) =>
    shown(row, groups, placeOf(auth, request, 'Users', row.id))

  app.post(
    base,
    {
      config,
      schema: { tags, summary: 'Takes a user in', params: TenantPath, body: Resource, response: gives(201) },
    },
    async (request, reply) => {
      const { tenant } = request.params
      const person = personIn(request.body)
      const account = await accountFor(context, person)
      const row = await asTenant(db, tenant, async scoped => {
        await takeIn(scoped, tenant, account.id)
        const made = await addDirectoryUser(scoped, { tenant, user: account.id, own: account.own }, writtenOf(person))
        if (!made) throw scimProblem(409, 'There is a user of this userName or e-mail address.', 'uniqueness')
        await noted(scoped, request, 'directory.user.add', made)
        return made
      })
      const resource = answer(request, row, [])
      return told(reply.header('location', resource.meta.location), resource, 201)
    },
  )

  const change = async (request: FastifyRequest, id: string, next: (before: DirectoryUser) => DirectoryPerson) => {
    const { tenant } = request.params as { tenant: string }
    const { row, groups, person } = await asTenant(db, tenant, async scoped => {
      const before = await existing(scoped, id)
      const person = next(before)
      await checkAddress(context, before, person)
      const row = await changeDirectoryUser(scoped, before.id, writtenOf(person))
      if (!row) throw scimProblem(409, 'There is another user of this userName.', 'uniqueness')
      if (row.active) await applyDirectory({ scoped, db, tenant }, [row])
      else await takeAway(scoped, row)
      await noted(scoped, request, 'directory.user.change', row)
      return { row, groups: await groupsOf(scoped, [row]), person }
    })
    if (row.active) await followDirectory(context, tenant, row, person)
    else await endSessions(context, row)
    return answer(request, row, groups)
  }

  app.put(
    one,
    {
      config,
      schema: { tags, summary: 'A user in place of what it was', params: UserPath, body: Resource, response: gives() },
    },
    async (request, reply) => told(reply, await change(request, request.params.user, () => personIn(request.body))),
  )

  app.patch(
    one,
    {
      config,
      schema: { tags, summary: 'Changes parts of a user', params: UserPath, body: Patch, response: gives() },
    },
    async (request, reply) => {
      const next = (before: DirectoryUser) => personIn(patched(resourceOf(before), request.body.Operations))
      return told(reply, await change(request, request.params.user, next))
    },
  )

  app.delete(
    one,
    {
      config,
      schema: { tags, summary: 'A user goes, with all rights here', params: UserPath, response: nothing },
    },
    async (request, reply) => {
      const { tenant, user } = request.params
      const gone = await asTenant(db, tenant, async scoped => {
        const row = await existing(scoped, user)
        await takeAway(scoped, row)
        await removeDirectoryUser(scoped, row.id)
        await noted(scoped, request, 'directory.user.remove', row)
        return row
      })
      await endSessions(context, gone)
      return reply.code(204).send()
    },
  )
}

function filterOf(text: string | undefined): UserFilter {
  if (text === undefined || text === '') return {}
  const names = {
    ...{ id: 'id', username: 'user_name', externalid: 'external_id', emails: 'email', 'emails.value': 'email' },
  } as const
  return Object.fromEntries(
    termsOf(text).map(({ attribute, value }) => {
      if (!Object.hasOwn(names, attribute))
        throw scimProblem(400, `Users are not looked for by ${attribute}.`, 'invalidFilter')
      return [names[attribute as keyof typeof names], value]
    }),
  )
}

type Groups = Awaited<ReturnType<typeof groupsOfUsers>>
const groupsOf = (scoped: Scoped, users: readonly DirectoryUser[]) =>
  groupsOfUsers(
    scoped,
    users.map(({ id }) => id),
  )

async function existing(scoped: Scoped, id: string): Promise<DirectoryUser> {
  const row = await getDirectoryUser(scoped, id)
  if (!row) throw scimProblem(404, `There is no user ${id}.`)
  return row
}

const writtenOf = ({ userName, externalId, active, data }: DirectoryPerson) => ({
  ...{ user_name: userName, external_id: externalId, active, data },
})

const resourceOf = ({ user_name, external_id, active, data }: DirectoryUser): Record<string, unknown> => ({
  ...data,
  ...{ userName: user_name, active, ...(external_id === null ? {} : { externalId: external_id }) },
})

function shown(user: DirectoryUser, groups: Groups, location: string) {
  const { id, version, made_at, changed_at } = user
  const own = groups.filter(({ member }) => member === id)
  const meta = { resourceType: 'User', created: made_at, lastModified: changed_at, location, version: `W/"${version}"` }
  const more = Object.keys(user.data).filter(name => /^urn:/i.test(name))
  return {
    ...{ schemas: [USER, ...more], id, ...resourceOf(user), meta },
    groups: own.map(({ id: value, name: display }) => ({ value, display })),
  }
}

/** The account of the address; else a new one, without a password. */
async function accountFor({ db, auth }: Context, { email, name }: DirectoryPerson) {
  const known = await personOfEmail(db, email)
  if (known) return { id: known.id, own: false }
  const { internalAdapter } = await auth.$context
  // Nobody has shown the mailbox. To better-auth it counts as if, so that no other address comes without a letter to this one.
  const { id } = await internalAdapter.createUser({ email, name, emailVerified: true }, { method: 'directory' })
  return { id, own: true }
}

/** Whoever made the account, or had a way in, must not come by it to what this tenant gives. */
async function takeIn(scoped: Scoped, tenant: string, user: string): Promise<void> {
  if ((await listMembers(scoped)).some(({ user_id }) => user_id === user)) return
  await asOwner(scoped, async all => {
    await aloneWith(all, user)
    if (hasRightsBeyond(await footingOf(all, user), tenant))
      throw scimProblem(
        409,
        'This person has an account here already: invite them; they accept with their own sign-in.',
        'uniqueness',
      )
    await endWays(all, user)
  })
}

async function checkAddress({ db }: Context, { user_id }: DirectoryUser, { email }: DirectoryPerson): Promise<void> {
  const other = await personOfEmail(db, email)
  if (other && other.id !== user_id) throw scimProblem(409, 'This e-mail address is of somebody else.', 'uniqueness')
}

/** Name and address of an account follow the directory that made it, as long as it counts nowhere else. */
async function followDirectory(
  { db }: Context,
  tenant: string,
  { own, user_id }: DirectoryUser,
  told: DirectoryPerson,
) {
  if (own && !countsBeyond(await footingOf(db, user_id), tenant)) await changeAccount(db, user_id, told)
}

/** All rights in this tenant, whoever gave them, and what could give them again. */
async function takeAway(scoped: Scoped, { user_id }: DirectoryUser): Promise<void> {
  for (const member of await listMembers(scoped)) {
    if (member.user_id !== user_id) continue
    if (await isLastAdmin(scoped, member))
      throw scimProblem(409, 'This is the last provider-admin of the organisation: make another one first.')
    await removeMember(scoped, { user: user_id, site: member.site })
  }
  const account = await asOwner(scoped, async all => (await namesOf(all, [user_id])).get(user_id))
  if (account) await revokeInvitationsTo(scoped, account.email)
}

/** Whoever has rights elsewhere stays signed in there; here every request asks for them anew. */
async function endSessions({ db }: Context, { user_id }: DirectoryUser): Promise<void> {
  const { rights, provider } = await footingOf(db, user_id)
  if (rights.length === 0 && !provider) await endSessionsOf(db, user_id)
}

const noted = (scoped: Scoped, request: FastifyRequest, action: string, { user_name, active }: DirectoryUser) => {
  const { tenant } = request.params as { tenant: string }
  return record(scoped, tenant, { who: callerOf(request).name, action, object: user_name, detail: { active } })
}
