// The playbooks that run in the incidents of a page.
import type { Incident } from '@nautilus/response'
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'

/** The playbooks that run in these incidents, by site and id as JSON. */
export async function runsOf(
  scoped: Scoped,
  keys: readonly { readonly site: string; readonly id: string }[],
): Promise<ReadonlyMap<string, Incident['run']>> {
  if (keys.length === 0) return new Map()
  const rows = await scoped
    .selectFrom('incidents')
    .select(['site', 'id', sql<Incident['run']>`data->'run'`.as('run')])
    .where('id', 'in', [...new Set(keys.map(({ id }) => id))])
    .where('site', 'in', [...new Set(keys.map(({ site }) => site))])
    .execute()
  return new Map(rows.map(({ site, id, run }) => [JSON.stringify([site, id]), run]))
}
