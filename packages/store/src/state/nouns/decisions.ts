// What people decided about what is normal. Numbered in the sequence of the batches, so that replay meets each decision
// where it was made.
import type { Scoped } from '../database.ts'

export type StoredDecision = { readonly number: number; readonly data: object }

export async function appendDecision(
  scoped: Scoped,
  { tenant, site }: { readonly tenant: string; readonly site: string },
  { number, data, by }: { readonly number: number; readonly data: object; readonly by: string },
): Promise<void> {
  await scoped
    .insertInto('decisions')
    .values({ tenant, site, number, data: JSON.stringify(data), made_by: by })
    .execute()
}

/** The oldest first, all behind `after`. */
export const decisionsAfter = (scoped: Scoped, site: string, after: number): Promise<StoredDecision[]> =>
  scoped
    .selectFrom('decisions')
    .select(['number', 'data'])
    .where('site', '=', site)
    .where('number', '>', after)
    .orderBy('number')
    .execute()

/** The newest first. */
export const listDecisions = (scoped: Scoped, site: string) =>
  scoped
    .selectFrom('decisions')
    .select(['number', 'data', 'made_by', 'made_at'])
    .where('site', '=', site)
    .orderBy('number', 'desc')
    .limit(500)
    .execute()
