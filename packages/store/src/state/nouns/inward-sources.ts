// Places that are asked regularly, as people wrote them, and what came of it. What is secret is sealed.
import type { Database, Scoped } from '../database.ts'

export type SourceRow = {
  readonly id: string
  /** Null: of the whole tenant. */
  readonly site: string | null
  readonly kind: string
  readonly name: string
  readonly settings: Readonly<Record<string, string>>
  readonly hours: number
  readonly enabled: boolean
  readonly version: number
  readonly changed_by: string
  readonly changed_at: Date
  readonly next_at: Date
  readonly last_at: Date | null
  readonly last_ok_at: Date | null
  readonly last_error: string | null
  readonly last_result: object | null
}

export type NewSource = Pick<SourceRow, 'site' | 'kind' | 'name' | 'settings' | 'hours' | 'enabled'> & {
  readonly sealed: Buffer
}

const columns = [
  ...(['id', 'site', 'kind', 'name', 'settings', 'hours', 'enabled', 'version', 'changed_by', 'changed_at'] as const),
  ...(['next_at', 'last_at', 'last_ok_at', 'last_error', 'last_result'] as const),
] as const

export async function listSources(scoped: Scoped): Promise<SourceRow[]> {
  return (await scoped.selectFrom('inward_sources').select(columns).orderBy('name').execute()) as SourceRow[]
}

export async function getSource(scoped: Scoped, id: string): Promise<SourceRow | null> {
  const row = await scoped.selectFrom('inward_sources').select(columns).where('id', '=', id).executeTakeFirst()
  return (row as SourceRow | undefined) ?? null
}

export const sealedSource = async (scoped: Scoped, id: string): Promise<Buffer | null> =>
  (await scoped.selectFrom('inward_sources').select('sealed').where('id', '=', id).executeTakeFirst())?.sealed ?? null

/** It is asked at once. */
export async function addSource(
  scoped: Scoped,
  { tenant, id, by }: { readonly tenant: string; readonly id: string; readonly by: string },
  { settings, ...row }: NewSource,
): Promise<void> {
  const written = { settings: JSON.stringify(settings), version: 1, made_by: by, changed_by: by, next_at: new Date(0) }
  await scoped
    .insertInto('inward_sources')
    .values({ tenant, id, ...row, ...written })
    .execute()
}

/** What was changed is asked at once. */
export async function changeSource(
  scoped: Scoped,
  { id, by }: { readonly id: string; readonly by: string },
  { settings, ...row }: NewSource,
): Promise<void> {
  await scoped
    .updateTable('inward_sources')
    .set(({ eb }) => ({
      ...{ ...row, settings: JSON.stringify(settings), changed_by: by, changed_at: new Date(), next_at: new Date(0) },
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute()
}

/** Its name; null when there is none. What was fetched stays. */
export async function removeSource(scoped: Scoped, id: string): Promise<string | null> {
  const gone = await scoped.deleteFrom('inward_sources').where('id', '=', id).returning('name').executeTakeFirst()
  return gone?.name ?? null
}

export type DueSource = { readonly tenant: string; readonly id: string }

/** Whose time has come, of all tenants. They are nobody else's for a while. */
export async function claimDue(db: Database, now: Date, until: Date, most: number): Promise<DueSource[]> {
  return db
    .updateTable('inward_sources')
    .set({ next_at: until })
    .where(({ eb, selectFrom, refTuple }) =>
      eb(
        refTuple('tenant', 'id'),
        'in',
        selectFrom('inward_sources')
          .select(['tenant', 'id'])
          .where('enabled', '=', true)
          .where('next_at', '<=', now)
          .orderBy('next_at')
          .limit(most)
          .forUpdate()
          .skipLocked()
          .$asTuple('tenant', 'id'),
      ),
    )
    .returning(['tenant', 'id'])
    .execute()
}

export type Asked = {
  readonly at: Date
  readonly next: Date
  /** Null: it went well. */
  readonly error: string | null
  readonly result: object | null
}

export async function noteAsked(scoped: Scoped, id: string, { at, next, error, result }: Asked): Promise<void> {
  const well = error === null ? { last_ok_at: at, last_result: JSON.stringify(result ?? {}) } : {}
  await scoped
    .updateTable('inward_sources')
    .set({ last_at: at, next_at: next, last_error: error, ...well })
    .where('id', '=', id)
    .execute()
}
