// What a receiver refused for good: kept whole until a person sends it again or throws it away, or for so many days.
import type { OutwardEvent } from '@nautilus/model'
import { sql } from 'kysely'
import type { Database, Scoped } from '../database.ts'
import { type Page, pageOf, readCursor } from './page.ts'

export type DeadLetter = {
  readonly id: string
  readonly event: OutwardEvent
  readonly reason: string
  readonly made_at: Date
  /** It is to be sent once more, since. */
  readonly again_at: Date | null
}

const LONGEST_REASON = 2000

export async function addDeadLetters(
  scoped: Scoped,
  { tenant, destination }: { readonly tenant: string; readonly destination: string },
  letters: readonly { readonly event: OutwardEvent; readonly reason: string }[],
  now: number,
): Promise<void> {
  if (letters.length === 0) return
  const rows = letters.map(({ event, reason }) => ({
    ...{ tenant, destination, object: event.object, made_at: new Date(now), again_at: null },
    event: JSON.stringify(event),
    reason: reason.slice(0, LONGEST_REASON).toWellFormed().replaceAll('\u0000', '\ufffd'),
  }))
  await scoped.insertInto('dead_letters').values(rows).execute()
}

/** The newest first. Null when the cursor is none of ours. */
export async function listDeadLetters(
  scoped: Scoped,
  destination: string,
  { limit, after }: { readonly limit: number; readonly after?: string },
): Promise<Page<DeadLetter> | null> {
  let query = scoped
    .selectFrom('dead_letters')
    .select(['id', 'event', 'reason', 'made_at', 'again_at'])
    .where('destination', '=', destination)
  if (after !== undefined) {
    const keys = readCursor(after, 'ns')
    if (!keys || !/^[\da-f-]{36}$/.test(String(keys[1]))) return null
    const at = new Date(Number(keys[0]))
    query = query.where(sql<boolean>`(made_at, id) < (${at}, ${keys[1]}::uuid)`)
  }
  const rows = (await query
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()) as DeadLetter[]
  return pageOf(rows, limit, row => [row.made_at.getTime(), row.id])
}

/** `ids`: null for all. How many. */
export async function sendAgain(
  scoped: Scoped,
  destination: string,
  ids: readonly string[] | null,
  now: Date,
): Promise<number> {
  let query = scoped.updateTable('dead_letters').set({ again_at: now }).where('destination', '=', destination)
  if (ids) query = query.where('id', 'in', ids)
  return Number((await query.executeTakeFirst()).numUpdatedRows)
}

/** `ids`: null for all. How many. */
export async function discardLetters(
  scoped: Scoped,
  destination: string,
  ids: readonly string[] | null,
): Promise<number> {
  let query = scoped.deleteFrom('dead_letters').where('destination', '=', destination)
  if (ids) query = query.where('id', 'in', ids)
  return Number((await query.executeTakeFirst()).numDeletedRows)
}

/** Those that are to be sent again, in the order in which they happened. */
export async function lettersAgain(scoped: Scoped, destination: string, most: number): Promise<DeadLetter[]> {
  const rows = await scoped
    .selectFrom('dead_letters')
    .select(['id', 'event', 'reason', 'made_at', 'again_at'])
    .where('destination', '=', destination)
    .where('again_at', 'is not', null)
    .orderBy(sql`(event->>'position')::bigint`)
    .orderBy('id')
    .limit(most)
    .execute()
  return rows as DeadLetter[]
}

/** It was refused once more. */
export const lay = (scoped: Scoped, id: string, reason: string, now: number) =>
  scoped
    .updateTable('dead_letters')
    .set({ again_at: null, reason: reason.slice(0, LONGEST_REASON), made_at: new Date(now) })
    .where('id', '=', id)
    .execute()

/** How many went that were older. Asked as the owner of the tables. */
export async function removeOldLetters(db: Database, days: number): Promise<number> {
  const { numAffectedRows } =
    await sql`delete from dead_letters where made_at < now() - ${days} * interval '1 day'`.execute(db)
  return Number(numAffectedRows ?? 0n)
}
