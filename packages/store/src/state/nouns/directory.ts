// People and groups as the directory of a tenant has them.
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'

export type DirectoryUser = {
  readonly id: string
  readonly user_id: string
  readonly own: boolean
  readonly user_name: string
  readonly external_id: string | null
  readonly active: boolean
  readonly data: Readonly<Record<string, unknown>>
  readonly version: number
  readonly made_at: Date
  readonly changed_at: Date
}
export type DirectoryGroup = {
  readonly id: string
  readonly name: string
  readonly external_id: string | null
  readonly version: number
  readonly made_at: Date
  readonly changed_at: Date
}
export type Part = { readonly offset: number; readonly count: number }
export type UserFilter = Partial<Readonly<Record<'id' | 'user_name' | 'external_id' | 'email', string>>>
export type GroupFilter = Partial<Readonly<Record<'id' | 'name' | 'external_id' | 'member', string>>>

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
const userColumns = [
  ...(['id', 'user_id', 'own', 'user_name', 'external_id', 'active', 'data', 'version'] as const),
  ...(['made_at', 'changed_at'] as const),
] as const

/** In the order in which they came. */
export async function listDirectoryUsers(scoped: Scoped, filter: UserFilter, { offset, count }: Part) {
  let query = scoped.selectFrom('directory_users')
  if (filter.id !== undefined) query = query.where('id', '=', isUuid(filter.id) ? filter.id : NOBODY)
  if (filter.user_name !== undefined)
    query = query.where(sql<boolean>`lower(user_name) = ${filter.user_name.toLowerCase()}`)
  if (filter.external_id !== undefined) query = query.where('external_id', '=', filter.external_id)
  if (filter.email !== undefined)
    query = query.where(
      sql<boolean>`exists (select 1 from jsonb_array_elements(case when jsonb_typeof(data->'emails') = 'array'
        then data->'emails' else '[]' end) e where lower(e->>'value') = ${filter.email.toLowerCase()})`,
    )
  const { n } = await query.select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  const rows = await query.select(userColumns).orderBy('made_at').orderBy('id').offset(offset).limit(count).execute()
  return { total: n, items: rows as DirectoryUser[] }
}
const NOBODY = '00000000-0000-0000-0000-000000000000'

export async function getDirectoryUser(scoped: Scoped, id: string): Promise<DirectoryUser | null> {
  const { items } = await listDirectoryUsers(scoped, { id }, { offset: 0, count: 1 })
  return items[0] ?? null
}

export async function usersByIds(scoped: Scoped, ids: readonly string[]): Promise<DirectoryUser[]> {
  if (ids.length === 0) return []
  const rows = await scoped.selectFrom('directory_users').select(userColumns).where('id', 'in', ids).execute()
  return rows as DirectoryUser[]
}

export type WrittenUser = Pick<DirectoryUser, 'user_name' | 'external_id' | 'active' | 'data'>

/** Null: there is one of this name, or of this account. */
export async function addDirectoryUser(
  scoped: Scoped,
  { tenant, user, own }: { readonly tenant: string; readonly user: string; readonly own: boolean },
  { data, ...row }: WrittenUser,
): Promise<DirectoryUser | null> {
  const made = await scoped
    .insertInto('directory_users')
    .values({ tenant, user_id: user, own, ...row, data: JSON.stringify(data), version: 1 })
    .onConflict(c => c.doNothing())
    .returning(userColumns)
    .executeTakeFirst()
  return (made as DirectoryUser | undefined) ?? null
}

/** Null: there is another of this name. */
export async function changeDirectoryUser(
  scoped: Scoped,
  id: string,
  { data, ...row }: WrittenUser,
): Promise<DirectoryUser | null> {
  const other = await scoped
    .selectFrom('directory_users')
    .select('id')
    .where(sql<boolean>`lower(user_name) = ${row.user_name.toLowerCase()}`)
    .where('id', '<>', id)
    .executeTakeFirst()
  if (other) return null
  const changed = await scoped
    .updateTable('directory_users')
    .set(({ eb }) => ({ ...row, data: JSON.stringify(data), version: eb('version', '+', 1), changed_at: new Date() }))
    .where('id', '=', id)
    .returning(userColumns)
    .executeTakeFirst()
  return (changed as DirectoryUser | undefined) ?? null
}

export async function removeDirectoryUser(scoped: Scoped, id: string): Promise<void> {
  await scoped.deleteFrom('directory_members').where('member', '=', id).execute()
  await scoped.deleteFrom('directory_users').where('id', '=', id).execute()
}

const groupColumns = ['id', 'name', 'external_id', 'version', 'made_at', 'changed_at'] as const

export async function listDirectoryGroups(scoped: Scoped, filter: GroupFilter, { offset, count }: Part) {
  let query = scoped.selectFrom('directory_groups')
  if (filter.id !== undefined) query = query.where('id', '=', isUuid(filter.id) ? filter.id : NOBODY)
  if (filter.name !== undefined) query = query.where(sql<boolean>`lower(name) = ${filter.name.toLowerCase()}`)
  if (filter.external_id !== undefined) query = query.where('external_id', '=', filter.external_id)
  if (filter.member !== undefined)
    query = query.where(
      sql<boolean>`exists (select 1 from directory_members m where m.tenant = directory_groups.tenant
        and m.group_id = directory_groups.id and m.member::text = ${filter.member})`,
    )
  const { n } = await query.select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  const rows = await query.select(groupColumns).orderBy('made_at').orderBy('id').offset(offset).limit(count).execute()
  return { total: n, items: rows as DirectoryGroup[] }
}

export async function getDirectoryGroup(scoped: Scoped, id: string): Promise<DirectoryGroup | null> {
  const { items } = await listDirectoryGroups(scoped, { id }, { offset: 0, count: 1 })
  return items[0] ?? null
}

export type WrittenGroup = Pick<DirectoryGroup, 'name' | 'external_id'>

/** Null: there is one of this name. */
export async function addDirectoryGroup(
  scoped: Scoped,
  tenant: string,
  row: WrittenGroup,
): Promise<DirectoryGroup | null> {
  const made = await scoped
    .insertInto('directory_groups')
    .values({ tenant, ...row, version: 1 })
    .onConflict(c => c.doNothing())
    .returning(groupColumns)
    .executeTakeFirst()
  return (made as DirectoryGroup | undefined) ?? null
}

/** Null: there is another of this name. */
export async function changeDirectoryGroup(
  scoped: Scoped,
  id: string,
  row: WrittenGroup,
): Promise<DirectoryGroup | null> {
  const { items } = await listDirectoryGroups(scoped, { name: row.name }, { offset: 0, count: 1 })
  if (items[0] && items[0].id !== id) return null
  const changed = await scoped
    .updateTable('directory_groups')
    .set(({ eb }) => ({ ...row, version: eb('version', '+', 1), changed_at: new Date() }))
    .where('id', '=', id)
    .returning(groupColumns)
    .executeTakeFirst()
  return (changed as DirectoryGroup | undefined) ?? null
}

export async function removeDirectoryGroup(scoped: Scoped, id: string): Promise<void> {
  await scoped.deleteFrom('directory_members').where('group_id', '=', id).execute()
  await scoped.deleteFrom('directory_groups').where('id', '=', id).execute()
}

export type GroupMember = { readonly group_id: string; readonly member: string; readonly user_name: string }

/** Of these groups. */
export const membersOfGroups = (scoped: Scoped, groups: readonly string[]): Promise<GroupMember[]> =>
  groups.length === 0
    ? Promise.resolve([])
    : scoped
        .selectFrom('directory_members as m')
        .innerJoin('directory_users as u', join =>
          join.onRef('u.tenant', '=', 'm.tenant').onRef('u.id', '=', 'm.member'),
        )
        .select(['m.group_id', 'm.member', 'u.user_name'])
        .where('m.group_id', 'in', groups)
        .orderBy('u.user_name')
        .execute()

/** Groups in which these users are. */
export const groupsOfUsers = (scoped: Scoped, users: readonly string[]) =>
  users.length === 0
    ? Promise.resolve([])
    : scoped
        .selectFrom('directory_members as m')
        .innerJoin('directory_groups as g', join =>
          join.onRef('g.tenant', '=', 'm.tenant').onRef('g.id', '=', 'm.group_id'),
        )
        .select(['m.member', 'g.id', 'g.name'])
        .where('m.member', 'in', users)
        .orderBy('g.name')
        .execute()

/** In place of those before; ids that nobody has are left out. */
export async function setMembers(
  scoped: Scoped,
  tenant: string,
  group: string,
  members: readonly string[],
): Promise<void> {
  await scoped.deleteFrom('directory_members').where('group_id', '=', group).execute()
  const good = [...new Set(members.filter(isUuid).map(id => id.toLowerCase()))]
  await sql`insert into directory_members (tenant, group_id, member)
    select ${tenant}, ${group}, u.id from directory_users u where u.id = any(${good}::uuid[])`.execute(scoped)
}

/** Whether the directory of the tenant made this account. */
export const ownAccountOf = async (scoped: Scoped, user: string): Promise<boolean> =>
  (
    await scoped
      .selectFrom('directory_users')
      .select('own')
      .where('user_id', '=', user)
      .where('active', '=', true)
      .executeTakeFirst()
  )?.own ?? false

/** The directory of the tenant has this person, and says that they are not to come in. */
export const isSwitchedOff = async (scoped: Scoped, user: string): Promise<boolean> =>
  (await scoped
    .selectFrom('directory_users')
    .select('id')
    .where('user_id', '=', user)
    .where('active', '=', false)
    .executeTakeFirst()) !== undefined
