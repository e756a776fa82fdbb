// Groups of a directory (SCIM 2.0, RFC 7644). What a group may, mappings of the tenant say.
import {
  addDirectoryGroup,
  asTenant,
  changeDirectoryGroup,
  type Database,
  type DirectoryGroup,
  type GroupFilter,
  type GroupMember,
  getDirectoryGroup,
  listDirectoryGroups,
  membersOfGroups,
  record,
  removeDirectoryGroup,
  type Scoped,
  setMembers,
  usersByIds,
} from '@nautilus/store'
import type { FastifyRequest } from 'fastify'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { applyDirectory } from '../mapped-roles.ts'
import { scimProblem } from '../scim/error.ts'
import { termsOf } from '../scim/filter.ts'
import { patched } from '../scim/patch.ts'
import { nothing, TenantPath } from './schemas.ts'
import {
  config,
  GROUP,
  GroupPath,
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
} from './scim-shapes.ts'

const base = `${scimBase}/Groups`
const one = `${base}/:group`
/** Characters of a name, and members of one group. */
const LONGEST = 254
const MOST = 10_000

export const scimGroups: Routes = (app, context) => {
  reading(app, context)
  writing(app, context)
}

const reading: Routes = (app, { db, auth }) => {
  app.get(
    base,
    {
      config,
      schema: { tags, summary: 'Groups of the directory', params: TenantPath, querystring: Listing, response: gives() },
    },
    async (request, reply) => {
      const { query } = request
      const filter = filterOf(query.filter)
      const withMembers = !/\bmembers\b/i.test(query.excludedAttributes ?? '')
      const { total, items, members } = await asTenant(db, request.params.tenant, async scoped => {
        const found = await listDirectoryGroups(scoped, filter, partOf(query))
        return {
          ...found,
          members: withMembers
            ? await membersOfGroups(
                scoped,
                found.items.map(({ id }) => id),
              )
            : null,
        }
      })
      const rows = items.map(group => shown(group, members, placeOf(auth, request, 'Groups', group.id)))
      return told(reply, listed(total, query, rows))
    },
  )

  app.get(
    one,
    {
      config,
      schema: { tags, summary: 'A group of the directory', params: GroupPath, querystring: Listing, response: gives() },
    },
    async (request, reply) => {
      const { tenant, group } = request.params
      const withMembers = !/\bmembers\b/i.test(request.query.excludedAttributes ?? '')
      const { row, members } = await asTenant(db, tenant, async scoped => {
        const row = await existing(scoped, group)
        return { row, members: withMembers ? await membersOfGroups(scoped, [row.id]) : null }
      })
      return told(reply, shown(row, members, placeOf(auth, request, 'Groups', row.id)))
    },
  )
}

const writing: Routes = (app, { db, auth }) => {
  /** `next`: of what is there, as it shall be. */
  const change = (request: FastifyRequest, id: string, next: (before: Written) => Written) => {
    const { tenant } = request.params as { tenant: string }
    return asTenant(db, tenant, async scoped => {
      const before = await existing(scoped, id)
      const members = (await membersOfGroups(scoped, [before.id])).map(({ member }) => member)
      const written = next({ name: before.name, external_id: before.external_id, members })
      const row = await changeDirectoryGroup(scoped, before.id, {
        name: written.name,
        external_id: written.external_id,
      })
      if (!row) throw taken()
      await setMembers(scoped, tenant, row.id, written.members)
      await spread(scoped, db, { tenant, group: row.id, more: members })
      await noted(scoped, request, 'directory.group.change', row)
      return shown(row, await membersOfGroups(scoped, [row.id]), placeOf(auth, request, 'Groups', row.id))
    })
  }

  app.post(
    base,
    { config, schema: { tags, summary: 'Takes a group in', params: TenantPath, body: Resource, response: gives(201) } },
    async (request, reply) => {
      const { tenant } = request.params
      const { members, ...group } = groupIn(request.body)
      const resource = await asTenant(db, tenant, async scoped => {
        const row = await addDirectoryGroup(scoped, tenant, group)
        if (!row) throw taken()
        await setMembers(scoped, tenant, row.id, members)
        await spread(scoped, db, { tenant, group: row.id, more: [] })
        await noted(scoped, request, 'directory.group.add', row)
        return shown(row, await membersOfGroups(scoped, [row.id]), placeOf(auth, request, 'Groups', row.id))
      })
      return told(reply.header('location', resource.meta.location), resource, 201)
    },
  )

  app.put(
    one,
    {
      config,
      schema: {
        tags,
        summary: 'A group in place of what it was',
        params: GroupPath,
        body: Resource,
        response: gives(),
      },
    },
    async (request, reply) => told(reply, await change(request, request.params.group, () => groupIn(request.body))),
  )

  app.patch(
    one,
    {
      config,
      schema: { tags, summary: 'Changes parts of a group', params: GroupPath, body: Patch, response: gives() },
    },
    async (request, reply) => {
      const next = (before: Written) => groupIn(patched(resourceOf(before), request.body.Operations))
      return told(reply, await change(request, request.params.group, next))
    },
  )

  app.delete(
    one,
    { config, schema: { tags, summary: 'A group goes, with its roles', params: GroupPath, response: nothing } },
    async (request, reply) => {
      const { tenant, group } = request.params
      await asTenant(db, tenant, async scoped => {
        const row = await existing(scoped, group)
        const members = (await membersOfGroups(scoped, [row.id])).map(({ member }) => member)
        await removeDirectoryGroup(scoped, row.id)
        await applyDirectory({ scoped, db, tenant }, await usersByIds(scoped, members))
        await noted(scoped, request, 'directory.group.remove', row)
      })
      return reply.code(204).send()
    },
  )
}

const taken = () => scimProblem(409, 'There is a group of this displayName.', 'uniqueness')

function filterOf(text: string | undefined): GroupFilter {
  if (text === undefined || text === '') return {}
  const names = {
    ...{ id: 'id', displayname: 'name', externalid: 'external_id', members: 'member', 'members.value': 'member' },
  } as const
  return Object.fromEntries(
    termsOf(text).map(({ attribute, value }) => {
      if (!Object.hasOwn(names, attribute))
        throw scimProblem(400, `Groups are not looked for by ${attribute}.`, 'invalidFilter')
      return [names[attribute as keyof typeof names], value]
    }),
  )
}

async function existing(scoped: Scoped, id: string): Promise<DirectoryGroup> {
  const row = await getDirectoryGroup(scoped, id)
  if (!row) throw scimProblem(404, `There is no group ${id}.`)
  return row
}

type Written = { readonly name: string; readonly external_id: string | null; readonly members: readonly string[] }

function groupIn({ displayName, externalId = null, members = [] }: Readonly<Record<string, unknown>>): Written {
  const isWord = (value: unknown): value is string =>
    typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST
  if (!isWord(displayName)) throw scimProblem(400, 'A group needs a displayName.', 'invalidValue')
  if (externalId !== null && !isWord(externalId)) throw scimProblem(400, 'externalId is a text.', 'invalidValue')
  const list = members ?? []
  if (!Array.isArray(list) || list.length > MOST)
    throw scimProblem(400, `members is a list of at most ${MOST}.`, 'invalidValue')
  const ids = list.map(member => (member as { value?: unknown } | null)?.value)
  if (!ids.every(id => typeof id === 'string')) throw scimProblem(400, 'A member has a value.', 'invalidValue')
  return { name: displayName.trim(), external_id: externalId as string | null, members: ids as string[] }
}

const resourceOf = ({ name, external_id, members }: Written): Record<string, unknown> => ({
  displayName: name,
  ...(external_id === null ? {} : { externalId: external_id }),
  members: members.map(value => ({ value })),
})

function shown(group: DirectoryGroup, members: readonly GroupMember[] | null, location: string) {
  const { id, name, external_id, version, made_at, changed_at } = group
  const own = members?.filter(({ group_id }) => group_id === id) ?? []
  return {
    ...{ schemas: [GROUP], id, displayName: name },
    ...(external_id === null ? {} : { externalId: external_id }),
    ...(members === null ? {} : { members: own.map(({ member: value, user_name: display }) => ({ value, display })) }),
    meta: { resourceType: 'Group', created: made_at, lastModified: changed_at, location, version: `W/"${version}"` },
  }
}

/** Roles of those who are in it, and of those who were. */
async function spread(
  scoped: Scoped,
  db: Database,
  { tenant, group, more }: { readonly tenant: string; readonly group: string; readonly more: readonly string[] },
): Promise<void> {
  const now = (await membersOfGroups(scoped, [group])).map(({ member }) => member)
  await applyDirectory({ scoped, db, tenant }, await usersByIds(scoped, [...new Set([...now, ...more])]))
}

const noted = (scoped: Scoped, request: FastifyRequest, action: string, { name }: DirectoryGroup) => {
  const { tenant } = request.params as { tenant: string }
  return record(scoped, tenant, { who: callerOf(request).name, action, object: name })
}
