// Documents of what should be there, as they were read. One of the same name takes the place of the one before.
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'

export async function putExpected(
  scoped: Scoped,
  row: {
    readonly tenant: string
    readonly site: string
    readonly file: string
    readonly data: object
    readonly by: string
  },
): Promise<void> {
  const { tenant, site, file, data, by } = row
  const fresh = { data: JSON.stringify(data), added_by: by, added_at: new Date() }
  await scoped
    .insertInto('expected')
    .values({ tenant, site, file, ...fresh })
    .onConflict(c => c.columns(['tenant', 'site', 'file']).doUpdateSet(fresh))
    .execute()
}

/** By name, whole. */
export const expectedDocuments = async (scoped: Scoped, site: string): Promise<object[]> =>
  (await scoped.selectFrom('expected').select('data').where('site', '=', site).orderBy('file').execute()).map(
    row => row.data,
  )

/** By name, with counts in the place of the devices. */
export const listExpected = (scoped: Scoped, site: string) =>
  scoped
    .selectFrom('expected')
    .select([
      'file',
      sql<string | null>`data->>'format'`.as('format'),
      sql<number>`jsonb_array_length(data->'devices')`.as('devices'),
      sql<number>`jsonb_array_length(data->'types')`.as('types'),
      sql<number>`jsonb_array_length(data->'faults')`.as('faults'),
      'added_by',
      'added_at',
    ])
    .where('site', '=', site)
    .orderBy('file')
    .execute()

export async function removeExpected(scoped: Scoped, site: string, file: string): Promise<boolean> {
  const done = await scoped.deleteFrom('expected').where('site', '=', site).where('file', '=', file).executeTakeFirst()
  return done.numDeletedRows > 0n
}
