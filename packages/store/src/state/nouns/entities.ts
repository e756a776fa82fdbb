// Legal entities of a tenant, and which site belongs to which.
import type { LegalEntity } from '@nautilus/response'
import type { Scoped } from '../database.ts'

export type StoredEntity = {
  readonly entity: LegalEntity
  /** Counts up with every change; reports name it. */
  readonly revision: number
  readonly changedBy: string | null
  readonly changedAt: Date
}

const columns = ['id', 'data', 'revision', 'changed_by', 'changed_at'] as const

type Row = { id: string; data: object; revision: number; changed_by: string | null; changed_at: Date }
const storedOf = ({ id, data, revision, changed_by, changed_at }: Row): StoredEntity => ({
  entity: { ...(data as LegalEntity), id },
  revision,
  changedBy: changed_by,
  changedAt: changed_at,
})

export async function listEntities(scoped: Scoped): Promise<StoredEntity[]> {
  const rows = await scoped.selectFrom('entities').select(columns).orderBy('id').execute()
  return rows.map(storedOf)
}

export async function putEntity(scoped: Scoped, tenant: string, entity: LegalEntity, by: string): Promise<void> {
  const row = { data: JSON.stringify(entity), changed_by: by, changed_at: new Date() }
  await scoped
    .insertInto('entities')
    .values({ tenant, id: entity.id, revision: 1, ...row })
    .onConflict(c =>
      c.columns(['tenant', 'id']).doUpdateSet(eb => ({ ...row, revision: eb('entities.revision', '+', 1) })),
    )
    .execute()
}

/** Its sites belong to none then. False when there is no such entity. */
export async function removeEntity(scoped: Scoped, id: string): Promise<boolean> {
  await scoped.deleteFrom('entity_sites').where('entity', '=', id).execute()
  const done = await scoped.deleteFrom('entities').where('id', '=', id).executeTakeFirst()
  return done.numDeletedRows > 0n
}

export const listEntitySites = (scoped: Scoped) =>
  scoped.selectFrom('entity_sites').select(['site', 'entity']).orderBy('site').execute()

/** Null: it belongs to none. */
export async function putEntityOfSite(
  scoped: Scoped,
  tenant: string,
  site: string,
  entity: string | null,
): Promise<void> {
  if (entity === null) {
    await scoped.deleteFrom('entity_sites').where('site', '=', site).execute()
    return
  }
  await scoped
    .insertInto('entity_sites')
    .values({ tenant, site, entity })
    .onConflict(c => c.columns(['tenant', 'site']).doUpdateSet({ entity }))
    .execute()
}

export async function entityOfSite(scoped: Scoped, site: string): Promise<StoredEntity | null> {
  const row = await scoped
    .selectFrom('entities')
    .innerJoin('entity_sites', 'entity_sites.entity', 'entities.id')
    .select(['entities.id', 'data', 'revision', 'changed_by', 'changed_at'])
    .where('entity_sites.site', '=', site)
    .executeTakeFirst()
  return row ? storedOf(row) : null
}
