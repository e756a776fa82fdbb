// How many findings there are of each severity, by site: an index of a few pages where that of the queue has thousands.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index findings_counted on findings (tenant, site, severity)`.execute(db)
}
