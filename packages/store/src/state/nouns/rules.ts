// Rules that people of a tenant wrote, as they wrote them. They hold at all of its sites while they are enabled.
import type { Scoped } from '../database.ts'

/** What a site works with. */
export type RuleSource = { readonly id: string; readonly source: string }

const columns = ['id', 'name', 'source', 'enabled', 'made_by', 'made_at', 'changed_by', 'changed_at'] as const

/** By name. */
export const listRules = (scoped: Scoped) =>
  scoped.selectFrom('rules').select(columns).orderBy('name').orderBy('id').execute()

export const getRule = async (scoped: Scoped, id: string) =>
  (await scoped.selectFrom('rules').select(columns).where('id', '=', id).executeTakeFirst()) ?? null

/** Those that hold, in an order that does not change when they are renamed. */
export const enabledRules = (scoped: Scoped): Promise<RuleSource[]> =>
  scoped.selectFrom('rules').select(['id', 'source']).where('enabled', '=', true).orderBy('id').execute()

export const addRule = (
  scoped: Scoped,
  { tenant, name, source, by }: { readonly tenant: string; name: string; source: string; by: string },
) =>
  scoped
    .insertInto('rules')
    .values({ tenant, name, source, enabled: false, made_by: by, changed_by: by })
    .returning(columns)
    .executeTakeFirstOrThrow()

/** Null when there is none of this id. */
export async function changeRule(
  scoped: Scoped,
  { id, by }: { readonly id: string; readonly by: string },
  change: { readonly name?: string; readonly source?: string; readonly enabled?: boolean },
) {
  const set = { ...change, changed_by: by, changed_at: new Date() }
  const done = await scoped.updateTable('rules').set(set).where('id', '=', id).returning(columns).executeTakeFirst()
  return done ?? null
}

export async function removeRule(scoped: Scoped, id: string): Promise<boolean> {
  const done = await scoped.deleteFrom('rules').where('id', '=', id).executeTakeFirst()
  return done.numDeletedRows > 0n
}
