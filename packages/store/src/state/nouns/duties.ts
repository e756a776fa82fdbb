// What people are to a site when something happens there.
import type { Scoped } from '../database.ts'

export const listDuties = (scoped: Scoped, site: string) =>
  scoped
    .selectFrom('duties')
    .select(['person', 'duty', 'given_by', 'given_at'])
    .where('site', '=', site)
    .orderBy('person')
    .orderBy('duty')
    .execute()

/** Those that were given to a person; what follows from roles comes beside them. */
export async function dutiesOf(scoped: Scoped, site: string, person: string): Promise<string[]> {
  const rows = await scoped
    .selectFrom('duties')
    .select('duty')
    .where('site', '=', site)
    .where('person', '=', person)
    .orderBy('duty')
    .execute()
  return rows.map(({ duty }) => duty)
}

/** From now on the person has exactly these. */
export async function setDuties(
  scoped: Scoped,
  { tenant, site, person, by }: { tenant: string; site: string; person: string; by: string },
  duties: readonly string[],
): Promise<void> {
  await scoped.deleteFrom('duties').where('site', '=', site).where('person', '=', person).execute()
  if (duties.length === 0) return
  await scoped
    .insertInto('duties')
    .values(duties.map(duty => ({ tenant, site, person, duty, given_by: by })))
    .execute()
}
