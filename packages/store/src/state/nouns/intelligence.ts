// What is known of vulnerabilities: advisories, the catalogue of what is exploited, and how likely that is; as files, each
// in its newest version.
import { sql } from 'kysely'
import type { Database, Scoped } from '../database.ts'

export type IntelligenceKind = 'csaf' | 'kev' | 'epss'
export type IntelligenceFile = {
  readonly kind: IntelligenceKind
  readonly name: string
  readonly version: string
  /** As published; texts that sort by time. */
  readonly released: string
  readonly entries: number
  readonly faults: readonly string[]
  readonly hash: string
  /** Of the file as it was; `body` is packed by gzip. */
  readonly bytes: number
  readonly body: Uint8Array
}

export type PutOutcome = 'new' | 'changed' | 'same' | 'older'

/** What is older than what is there is not taken. */
export async function putIntelligence(
  scoped: Scoped,
  { tenant, source, by }: { readonly tenant: string; readonly source: string | null; readonly by: string },
  { faults, body, ...file }: IntelligenceFile,
): Promise<PutOutcome> {
  const known = await scoped
    .selectFrom('intelligence')
    .select(['id', 'hash', 'released'])
    .where(sql<boolean>`lower(name) = ${file.name.toLowerCase()}`)
    .executeTakeFirst()
  const now = new Date()
  if (known && (known.hash === file.hash || known.released > file.released)) {
    await scoped.updateTable('intelligence').set({ checked_at: now }).where('id', '=', known.id).execute()
    return known.hash === file.hash ? 'same' : 'older'
  }
  const row = {
    ...{ ...file, source, faults: JSON.stringify(faults), body: Buffer.from(body) },
    ...{ changed_by: by, changed_at: now, checked_at: now },
  }
  if (known) await scoped.updateTable('intelligence').set(row).where('id', '=', known.id).execute()
  else
    await scoped
      .insertInto('intelligence')
      .values({ tenant, ...row })
      .execute()
  return known ? 'changed' : 'new'
}

const columns = [
  ...(['id', 'kind', 'name', 'source', 'version', 'released', 'entries', 'faults', 'bytes'] as const),
  ...(['changed_by', 'changed_at', 'checked_at'] as const),
] as const

/** What was released last comes first. */
export async function listIntelligence(scoped: Scoped, most: number) {
  const rows = await scoped
    .selectFrom('intelligence')
    .select(columns)
    .orderBy(sql`array_position(array['kev', 'epss', 'csaf'], kind)`)
    .orderBy('released', 'desc')
    .orderBy('name')
    .limit(most)
    .execute()
  return rows.map(row => ({ ...row, faults: row.faults as string[] }))
}

/** Of each kind how many there are, the newest of them, and when it was last looked for. */
export async function intelligenceAge(scoped: Scoped) {
  return scoped
    .selectFrom('intelligence')
    .select(({ fn }) => ['kind', fn.countAll<number>().as('files'), fn.sum<number>('entries').as('entries')])
    .select(({ fn }) => [fn.max('released').as('released'), fn.max('checked_at').as('checked_at')])
    .select(({ fn }) => fn.max('changed_at').as('changed_at'))
    .groupBy('kind')
    .orderBy('kind')
    .execute()
}

/** When each advisory was released, by its name. */
export async function releasedOf(scoped: Scoped): Promise<Map<string, string>> {
  const rows = await scoped.selectFrom('intelligence').select(['name', 'released']).where('kind', '=', 'csaf').execute()
  return new Map(rows.map(({ name, released }) => [name, released]))
}

/** Whole, behind a name. */
export const bodiesBehind = (scoped: Scoped, after: string, most: number) =>
  scoped
    .selectFrom('intelligence')
    .select(['name', 'body'])
    .where('name', '>', after)
    .orderBy('name')
    .limit(most)
    .execute()

/** Its name; null when there is none. Sites of the tenant are matched anew. */
export async function removeIntelligence(scoped: Scoped, tenant: string, id: string): Promise<string | null> {
  const gone = await scoped.deleteFrom('intelligence').where('id', '=', id).returning('name').executeTakeFirst()
  if (!gone) return null
  await scoped
    .updateTable('vulnerability_runs')
    .set({ at: new Date(0) })
    .where('tenant', '=', tenant)
    .execute()
  return gone.name
}

export type DueSite = { readonly tenant: string; readonly site: string }

/** Sites whose matches are older than what is known, than a day, or than their devices and an hour. */
export async function sitesToMatch(db: Database, most: number): Promise<DueSite[]> {
  const { rows } = await sql<DueSite>`
    select s.tenant, s.id as site from sites s
      left join vulnerability_runs r on r.tenant = s.tenant and r.site = s.id
    where (r.at is null and exists (select 1 from intelligence i where i.tenant = s.tenant))
      or r.at < (select max(i.changed_at) from intelligence i where i.tenant = s.tenant)
      or r.at < now() - interval '1 day'
      or (r.at < now() - interval '1 hour' and r.at < (select max(a.seen_at) from assets a
        where a.tenant = s.tenant and a.site = s.id))
    order by r.at nulls first limit ${most}`.execute(db)
  return rows
}
