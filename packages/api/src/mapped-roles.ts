// Roles that follow from groups and claims: given and taken as those change. What people gave by hand stays as it is, the
// last administrator of a tenant keeps the role, and nobody comes to be of the provider by it.
import {
  addMember,
  countWithRole,
  type Database,
  DIRECTORY,
  type DirectoryUser,
  groupsOfUsers,
  listMembers,
  listRoleMappings,
  namesOf,
  record,
  removeMember,
  type Scoped,
} from '@nautilus/store'
import { isRole, type Role } from './permissions.ts'

export type WantedRole = { readonly site: string; readonly role: Role }
/** Without one of these nobody could let people in. */
export const ADMIN: Role = 'provider-admin'

export type Mapped = {
  readonly tenant: string
  readonly person: { readonly id: string; readonly email: string }
  /** Who gives and takes: what it gave before and is not wanted any more goes. */
  readonly by: string
  readonly wanted: readonly WantedRole[]
}

export async function applyMapped(scoped: Scoped, { tenant, person, by, wanted }: Mapped): Promise<void> {
  const own = (await listMembers(scoped)).filter(({ user_id }) => user_id === person.id)
  const tell = (action: string, detail: object) =>
    record(scoped, tenant, { who: by, action, object: person.email, detail })
  for (const { site, role } of wanted) {
    const has = own.find(member => member.site === site)
    if (has && (has.added_by !== by || has.role === role)) continue
    if (has && (await isLastAdmin(scoped, has))) {
      await tell('member.kept', { role: has.role, site })
      continue
    }
    await addMember(scoped, { tenant, user: person.id, site, role, by })
    await tell('member.map', { role, site })
  }
  for (const member of own) {
    const { site, role } = member
    if (member.added_by !== by || wanted.some(one => one.site === site)) continue
    if (await isLastAdmin(scoped, member)) await tell('member.kept', { role, site })
    else {
      await removeMember(scoped, { user: person.id, site })
      await tell('member.unmap', { role, site })
    }
  }
}

export const isLastAdmin = async (scoped: Scoped, { site, role }: { site: string; role: string }): Promise<boolean> =>
  site === '*' && role === ADMIN && (await countWithRole(scoped, ADMIN)) <= 1

/** One for each site: the first that holds. */
export function wantedOfGroups(
  mappings: readonly { readonly value: string; readonly site: string; readonly role: string }[],
  groups: readonly string[],
): WantedRole[] {
  const wanted: WantedRole[] = []
  const names = new Set(groups.map(name => name.toLowerCase()))
  for (const { value, site, role } of mappings)
    if (isRole(role) && names.has(value.toLowerCase()) && !wanted.some(one => one.site === site))
      wanted.push({ site, role })
  return wanted
}

/** Of these users of the directory, all roles anew. */
export async function applyDirectory(
  { scoped, db, tenant }: { readonly scoped: Scoped; readonly db: Database; readonly tenant: string },
  users: readonly DirectoryUser[],
): Promise<void> {
  if (users.length === 0) return
  const mappings = (await listRoleMappings(scoped)).filter(({ provider }) => provider === DIRECTORY)
  const groups = Map.groupBy(
    await groupsOfUsers(
      scoped,
      users.map(({ id }) => id),
    ),
    ({ member }) => member,
  )
  const names = await namesOf(
    db,
    users.map(({ user_id }) => user_id),
  )
  for (const { id, user_id, active } of users) {
    const person = names.get(user_id)
    if (!person) continue
    const own = active ? (groups.get(id) ?? []).map(({ name }) => name) : []
    await applyMapped(scoped, { tenant, person, by: DIRECTORY, wanted: wantedOfGroups(mappings, own) })
  }
}
