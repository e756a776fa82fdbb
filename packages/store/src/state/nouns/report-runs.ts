// Each time that a report was due, and each letter with it: who got what, and what is still on its way. What somebody takes
// is theirs until a moment; should they be gone by then, another takes it.
import { sql } from 'kysely'
import type { Database, Scoped } from '../database.ts'
import { pageOf, readCursor } from './page.ts'

export type Run = {
  readonly tenant: string
  readonly id: string
  readonly schedule: string
  /** µs */
  readonly due: number
  readonly form: string
  readonly tries: number
}

/** `until`: µs until which nobody else takes it. */
type Take = { readonly now: number; readonly until: number; readonly most: number }

export async function takeRuns(db: Database, { now, until, most }: Take): Promise<Run[]> {
  const { rows } = await sql<Run>`
    update report_runs r set tries = r.tries + 1, try_at = ${until}
    from (select tenant, id from report_runs where state = 'waiting' and try_at <= ${now}
      order by try_at, id limit ${most} for update skip locked) d
    where r.tenant = d.tenant and r.id = d.id
    returning r.tenant, r.id, r.schedule, r.due, r.form, r.tries`.execute(db)
  return rows
}

/** The report is there, and its letters wait: in one transaction. */
export async function runMade(
  scoped: Scoped,
  run: Pick<Run, 'tenant' | 'id'>,
  report: string,
  letters: readonly { readonly email: string; readonly refusal: string | null }[],
  now: number,
): Promise<void> {
  for (const { email, refusal } of letters)
    await scoped
      .insertInto('report_letters')
      .values({
        ...{ tenant: run.tenant, run: run.id, email, tries: 0, try_at: now, linked: false },
        ...{ state: refusal === null ? 'waiting' : 'failed', error: refusal },
      })
      .onConflict(c => c.columns(['tenant', 'run', 'email']).doNothing())
      .execute()
  await scoped
    .updateTable('report_runs')
    .set({ state: 'made', report, error: null, done_at: new Date() })
    .where('id', '=', run.id)
    .execute()
}

/** `tryAt`: null: it is given up. */
export async function runFailed(scoped: Scoped, id: string, error: string, tryAt: number | null): Promise<void> {
  const next = tryAt === null ? { state: 'failed', done_at: new Date() } : { try_at: tryAt }
  await scoped
    .updateTable('report_runs')
    .set({ error, ...next })
    .where('id', '=', id)
    .execute()
}

export type WaitingLetter = {
  readonly tenant: string
  readonly id: string
  readonly run: string
  readonly email: string
  readonly tries: number
  readonly form: string
  readonly report: string
  readonly schedule: string
}

export async function takeLetters(db: Database, { now, until, most }: Take): Promise<WaitingLetter[]> {
  const { rows } = await sql<WaitingLetter>`
    update report_letters l set tries = l.tries + 1, try_at = ${until}
    from (select tenant, id from report_letters where state = 'waiting' and try_at <= ${now}
      order by try_at, id limit ${most} for update skip locked) d, report_runs r
    where l.tenant = d.tenant and l.id = d.id and r.tenant = l.tenant and r.id = l.run
    returning l.tenant, l.id, l.run, l.email, l.tries, r.form, r.report, r.schedule`.execute(db)
  return rows
}

/** Before it leaves: what the link in it is good for. */
export async function linkLetter(scoped: Scoped, id: string, tokenHash: string, until: Date): Promise<void> {
  await scoped
    .updateTable('report_letters')
    .set({ linked: true, token_hash: tokenHash, token_until: until })
    .where('id', '=', id)
    .execute()
}

export async function letterSent(scoped: Scoped, id: string): Promise<void> {
  await scoped
    .updateTable('report_letters')
    .set({ state: 'sent', error: null, sent_at: new Date() })
    .where('id', '=', id)
    .execute()
}

/** `tryAt`: null: it is given up. */
export async function letterFailed(scoped: Scoped, id: string, error: string, tryAt: number | null): Promise<void> {
  await scoped
    .updateTable('report_letters')
    .set({ error, ...(tryAt === null ? { state: 'failed' } : { try_at: tryAt }) })
    .where('id', '=', id)
    .execute()
}

/** What the link of a letter leads to, while it is good. */
export async function letterOfToken(db: Database, tokenHash: string) {
  const { rows } = await sql<{ tenant: string; email: string; form: string; report: string }>`
    select l.tenant, l.email, r.form, r.report from report_letters l join report_runs r on r.tenant = l.tenant and r.id = l.run
    where l.token_hash = ${tokenHash} and l.token_until > now()`.execute(db)
  return rows[0] ?? null
}

/** The newest first, with their letters. Null when `after` is no cursor of ours. */
export async function listRuns(scoped: Scoped, { limit, after }: { readonly limit: number; readonly after?: string }) {
  let query = scoped
    .selectFrom('report_runs')
    .select([
      'id',
      'schedule',
      'name',
      'due',
      'form',
      'asked_by',
      'state',
      'report',
      'tries',
      'error',
      'made_at',
      'done_at',
    ])
  if (after !== undefined) {
    const keys = readCursor(after, 'ns')
    if (!keys) return null
    query = query.where(sql<boolean>`(due, id::text) < (${keys[0]}::bigint, ${keys[1]})`)
  }
  const rows = await query
    .orderBy('due', 'desc')
    .orderBy(sql`id::text`, 'desc')
    .limit(limit + 1)
    .execute()
  const page = pageOf(rows, limit, row => [row.due, row.id])
  const byRun = Map.groupBy(
    await lettersOf(
      scoped,
      page.items.map(({ id }) => id),
    ),
    ({ run }) => run,
  )
  return {
    ...page,
    items: page.items.map(run => ({
      ...run,
      letters: (byRun.get(run.id) ?? []).map(({ run: _, ...letter }) => letter),
    })),
  }
}

const lettersOf = async (scoped: Scoped, runs: readonly string[]) =>
  runs.length === 0
    ? []
    : scoped
        .selectFrom('report_letters')
        .select(['run', 'email', 'state', 'tries', 'error', 'linked', 'sent_at'])
        .where('run', 'in', runs)
        .orderBy('email')
        .execute()
