// What other systems made of our incidents: a record that people closed there, in a sentence.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table destination_refs add column ended text').execute(db)
}
