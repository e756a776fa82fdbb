// What is to be sent. A row is written in the transaction that decides it, and leaves `waiting` when the answer is known:
// whatever happens in between, it is sent at least once.
import { sql } from 'kysely'
import type { Database, Scoped } from '../database.ts'
import { type Page, pageOf, readCursor } from './page.ts'

/** What the receiver is told. Times in µs. */
export type Message = {
  readonly title: string
  readonly severity: string
  /** The name of the site, as people call it. */
  readonly siteName: string
  readonly duty: string | null
  readonly at: number
  /** Played, not real; or a trial of the channel. */
  readonly exercise: boolean
  readonly test: boolean
  /** Of a reminder: how many questions of this duty wait for an answer. */
  readonly questions?: number
}

export type OutboxState = 'waiting' | 'sent' | 'by-hand' | 'failed' | 'dead'

export type Outgoing = {
  readonly tenant: string
  readonly site: string
  readonly id: string
  readonly incident: string | null
  readonly person: string
  readonly channel: string
  readonly payload: Message
  readonly tries: number
  readonly made_at: number
}

/** One that is there already is left as it is. */
export async function addToOutbox(scoped: Scoped, rows: readonly Omit<Outgoing, 'tries'>[]): Promise<void> {
  if (rows.length === 0) return
  const values = rows.map(({ payload, made_at, ...row }) => ({
    ...row,
    made_at,
    payload: JSON.stringify(payload),
    state: 'waiting',
    tries: 0,
    next_at: made_at,
  }))
  await scoped
    .insertInto('outbox')
    .values(values)
    .onConflict(c => c.doNothing())
    .execute()
}

/**
 * Takes what is due at `now` (µs), of all tenants, the longest waiting first. Until `lease` nobody else takes it; should we
 * be gone by then, it is sent again.
 */
export async function takeDue(db: Database, now: number, lease: number, most: number): Promise<Outgoing[]> {
  const { rows } = await sql<Outgoing>`
    update outbox o set tries = o.tries + 1, next_at = ${lease}
    from (
      select tenant, site, id from outbox where state = 'waiting' and next_at <= ${now}
      order by next_at, made_at, id limit ${most} for update skip locked
    ) d
    where o.tenant = d.tenant and o.site = d.site and o.id = d.id
    returning o.tenant, o.site, o.id, o.incident, o.person, o.channel, o.payload, o.tries, o.made_at`.execute(db)
  return rows.toSorted((a, b) => a.made_at - b.made_at || (a.id < b.id ? -1 : 1))
}

/** Whoever had taken something is gone: what they had is due at once. For the only one who sends. */
export async function releaseTaken(db: Database, now: number): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ next_at: now })
    .where('state', '=', 'waiting')
    .where('tries', '>', 0)
    .where('next_at', '>', now)
    .execute()
}

type Key = { readonly site: string; readonly id: string }

export type Settled = {
  readonly state: OutboxState
  /** µs: when it is tried again; for `waiting`. */
  readonly next: number
  readonly error: string | null
  readonly at: number
}

export async function settleOutgoing(scoped: Scoped, { site, id }: Key, { state, next, error, at }: Settled) {
  await scoped
    .updateTable('outbox')
    .set({ state, next_at: next, last_error: error, done_at: state === 'waiting' ? null : at })
    .where('site', '=', site)
    .where('id', '=', id)
    .execute()
}

const columns = [
  ...(['id', 'incident', 'person', 'channel', 'payload', 'state', 'tries', 'next_at', 'last_error'] as const),
  ...(['made_at', 'done_at', 'acknowledged_at'] as const),
] as const

export const getOutgoing = async (scoped: Scoped, { site, id }: Key) =>
  (await scoped
    .selectFrom('outbox')
    .select(columns)
    .where('site', '=', site)
    .where('id', '=', id)
    .executeTakeFirst()) ?? null

/** The newest first. Null when the cursor is none of ours. */
export async function listOutbox(
  scoped: Scoped,
  site: string,
  { limit, after, state }: { readonly limit: number; readonly after?: string; readonly state?: readonly string[] },
): Promise<Page<unknown> | null> {
  let query = scoped.selectFrom('outbox').select(columns).where('site', '=', site)
  if (state?.length) query = query.where('state', 'in', state)
  if (after !== undefined) {
    const keys = readCursor(after, 'ns')
    if (!keys) return null
    query = query.where(sql<boolean>`(made_at, id) < (${keys[0]}::bigint, ${keys[1]}::text)`)
  }
  const rows = await query
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return pageOf(rows, limit, row => [row.made_at, row.id])
}

/** Once more from the beginning. False where it is not at its end. */
export async function repeatOutgoing(scoped: Scoped, { site, id }: Key, now: number): Promise<boolean> {
  const done = await scoped
    .updateTable('outbox')
    .set({ state: 'waiting', tries: 0, next_at: now, done_at: null })
    .where('site', '=', site)
    .where('id', '=', id)
    .where('state', 'in', ['failed', 'dead'])
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

/** A link that acknowledges is good for once. False where it was used. */
export async function useAcknowledgement(scoped: Scoped, { site, id }: Key, at: number): Promise<boolean> {
  const done = await scoped
    .updateTable('outbox')
    .set({ acknowledged_at: at })
    .where('site', '=', site)
    .where('id', '=', id)
    .where('acknowledged_at', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}
