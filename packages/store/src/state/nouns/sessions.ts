// Where a person is signed in. The table is better-auth's; the token in it never leaves.
import { sql } from 'kysely'
import type { Database } from '../database.ts'

export type SessionRow = {
  readonly id: string
  readonly began_at: Date
  readonly expires_at: Date
  readonly address: string | null
  readonly agent: string | null
}

/** The newest first. */
export async function listSessions(db: Database, user: string): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    select id, "createdAt" as began_at, "expiresAt" as expires_at, "ipAddress" as address, "userAgent" as agent
    from "session" where "userId" = ${user} and "expiresAt" > now() order by "createdAt" desc, id limit 200`.execute(db)
  return rows
}

/** It ends at once. False when this person has no such session. */
export async function endSession(db: Database, user: string, id: string): Promise<boolean> {
  const done = await sql`delete from "session" where "userId" = ${user} and id = ${id}`.execute(db)
  return (done.numAffectedRows ?? 0n) > 0n
}

/** For whoever was removed everywhere, or chose a new password. */
export async function endSessionsOf(db: Database, user: string): Promise<void> {
  await sql`delete from "session" where "userId" = ${user}`.execute(db)
}
