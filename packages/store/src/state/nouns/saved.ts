// Views and hunts that people keep, for themselves or for everybody of the tenant.
import type { Scoped } from '../database.ts'

export type SavedRow = {
  readonly kind: string
  readonly name: string
  readonly shared: boolean
  readonly data: object
}

const columns = ['id', 'kind', 'name', 'owner', 'shared', 'data', 'changed_at'] as const

const visible = (scoped: Scoped, owner: string) =>
  scoped
    .selectFrom('saved')
    .select(columns)
    .where(({ or, eb }) => or([eb('owner', '=', owner), eb('shared', '=', true)]))

/** One's own and the shared ones, by name. */
export const listSaved = (scoped: Scoped, owner: string, kind: string | undefined) => {
  const query = visible(scoped, owner)
  return (kind === undefined ? query : query.where('kind', '=', kind))
    .orderBy('name')
    .orderBy('id')
    .limit(1000)
    .execute()
}

export const getSaved = async (scoped: Scoped, owner: string, id: string) =>
  (await visible(scoped, owner).where('id', '=', id).executeTakeFirst()) ?? null

export const addSaved = (
  scoped: Scoped,
  { tenant, owner, data, ...row }: SavedRow & { readonly tenant: string; readonly owner: string },
) =>
  scoped
    .insertInto('saved')
    .values({ tenant, owner, data: JSON.stringify(data), ...row })
    .returning(columns)
    .executeTakeFirstOrThrow()

/** Null when it is not one's own. */
export async function changeSaved(
  scoped: Scoped,
  { owner, id }: { readonly owner: string; readonly id: string },
  { data, ...change }: Partial<Omit<SavedRow, 'kind'>>,
) {
  const set = { ...change, ...(data ? { data: JSON.stringify(data) } : {}), changed_at: new Date() }
  const done = await scoped
    .updateTable('saved')
    .set(set)
    .where('id', '=', id)
    .where('owner', '=', owner)
    .returning(columns)
    .executeTakeFirst()
  return done ?? null
}

/** False when it is not one's own. */
export async function removeSaved(scoped: Scoped, owner: string, id: string): Promise<boolean> {
  const done = await scoped.deleteFrom('saved').where('id', '=', id).where('owner', '=', owner).executeTakeFirst()
  return done.numDeletedRows > 0n
}
