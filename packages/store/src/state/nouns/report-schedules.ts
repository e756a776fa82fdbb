// Reports that come by themselves: when, and to whom.
import { sql } from 'kysely'
import type { Database, Scoped } from '../database.ts'

export type Rhythm = {
  readonly every: 'week' | 'month' | 'quarter'
  /** Of the week from Monday, 1 to 7, else of the month, 1 to 28. */
  readonly day: number
  readonly hour: number
  readonly timeZone: string
}
export type NewSchedule = Rhythm & {
  readonly name: string
  readonly kind: string
  readonly language: 'en' | 'de'
  readonly form: string
  /** Empty: all that there are when it is made. */
  readonly sites: readonly string[]
  readonly paused: boolean
}
export type Schedule = NewSchedule & {
  readonly tenant: string
  readonly id: string
  /** µs */
  readonly nextAt: number
  readonly by: string
}

const selected = sql<Schedule>`tenant, id, name, kind, language, form, sites, every, day, hour, time_zone as "timeZone",
  paused, next_at as "nextAt", made_by as by`

const rowOf = ({ timeZone, sites, ...schedule }: NewSchedule) => ({
  ...schedule,
  sites: [...sites],
  time_zone: timeZone,
})

export async function listSchedules(scoped: Scoped): Promise<Schedule[]> {
  const { rows } = await sql<Schedule>`select ${selected} from report_schedules order by name, id`.execute(scoped)
  return rows
}

export async function getSchedule(scoped: Scoped, id: string): Promise<Schedule | null> {
  const { rows } = await sql<Schedule>`select ${selected} from report_schedules where id = ${id}`.execute(scoped)
  return rows[0] ?? null
}

export async function addSchedule(
  scoped: Scoped,
  tenant: string,
  schedule: NewSchedule,
  { nextAt, by }: { readonly nextAt: number; readonly by: string },
): Promise<string> {
  const { id } = await scoped
    .insertInto('report_schedules')
    .values({ tenant, ...rowOf(schedule), next_at: nextAt, made_by: by })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Who changes it answers for it from then on. */
export async function changeSchedule(
  scoped: Scoped,
  id: string,
  schedule: NewSchedule,
  { nextAt, by }: { readonly nextAt: number; readonly by: string },
): Promise<void> {
  await scoped
    .updateTable('report_schedules')
    .set({ ...rowOf(schedule), next_at: nextAt, made_by: by })
    .where('id', '=', id)
    .execute()
}

/** Its history stays. False when there is none. */
export async function removeSchedule(scoped: Scoped, id: string): Promise<boolean> {
  await scoped.deleteFrom('report_recipients').where('schedule', '=', id).execute()
  const done = await scoped.deleteFrom('report_schedules').where('id', '=', id).executeTakeFirst()
  return done.numDeletedRows > 0n
}

export type Recipient = {
  readonly email: string
  /** Null: nobody with an account here. */
  readonly user: string | null
  readonly confirmed: boolean
}

export async function recipientsOf(scoped: Scoped, schedule: string): Promise<Recipient[]> {
  const rows = await scoped
    .selectFrom('report_recipients')
    .select(['email', 'user_id', 'confirmed_at'])
    .where('schedule', '=', schedule)
    .orderBy('email')
    .execute()
  return rows.map(({ email, user_id: user, confirmed_at: at }) => ({ email, user, confirmed: at !== null }))
}

export type NewRecipient = {
  readonly tenant: string
  readonly schedule: string
  readonly email: string
  readonly user: string | null
  /** Of the link by which somebody outside confirms. */
  readonly tokenHash: string | null
  readonly by: string
}

/** One that is there already is left as it is: what was confirmed stays so. */
export async function addRecipient(scoped: Scoped, row: NewRecipient): Promise<void> {
  const { user, tokenHash, by, ...place } = row
  const known = { user_id: user, token_hash: tokenHash, confirmed_at: user === null ? null : new Date() }
  await scoped
    .insertInto('report_recipients')
    .values({ ...place, ...known, added_by: by })
    .onConflict(c => c.doNothing())
    .execute()
}

export async function removeRecipient(scoped: Scoped, schedule: string, email: string): Promise<void> {
  await scoped.deleteFrom('report_recipients').where('schedule', '=', schedule).where('email', '=', email).execute()
}

export type Confirmation = { readonly tenant: string; readonly schedule: string; readonly email: string }

/** Whoever has the link says yes, or wants to hear no more. Null: the link is nobody's. */
export async function answerRecipient(
  db: Database,
  tokenHash: string,
  isWanted: boolean,
): Promise<Confirmation | null> {
  const query = isWanted
    ? sql<Confirmation>`update report_recipients set confirmed_at = coalesce(confirmed_at, now())
        where token_hash = ${tokenHash} returning tenant, schedule, email`
    : sql<Confirmation>`delete from report_recipients where token_hash = ${tokenHash}
        returning tenant, schedule, email`
  const { rows } = await query.execute(db)
  return rows[0] ?? null
}

/**
 * Begins a run for every schedule that is due at `now` (µs), and says when it is due next. A schedule is looked at by one
 * program at a time, and begins one run for each time that it was due.
 */
export async function beginDue(
  db: Database,
  now: number,
  /** The times that have come, and the one that has not. */
  dueOf: (schedule: Schedule, now: number) => { readonly due: readonly number[]; readonly next: number },
): Promise<number> {
  return db.transaction().execute(async all => {
    const { rows } = await sql<Schedule>`select ${selected} from report_schedules
      where not paused and next_at <= ${now} order by next_at limit ${MOST_AT_ONCE} for update skip locked`.execute(all)
    let begun = 0
    for (const schedule of rows) {
      const { due, next } = dueOf(schedule, now)
      for (const at of due) begun += (await addRun(all, schedule, at, now, null)) ? 1 : 0
      await all.updateTable('report_schedules').set({ next_at: next }).where('id', '=', schedule.id).execute()
    }
    return begun
  })
}

const MOST_AT_ONCE = 100

/** False: it was begun for this time already. */
export async function addRun(
  scoped: Scoped,
  { tenant, id, name, form }: Pick<Schedule, 'tenant' | 'id' | 'name' | 'form'>,
  due: number,
  now: number,
  askedBy: string | null,
): Promise<boolean> {
  const done = await scoped
    .insertInto('report_runs')
    .values({ tenant, schedule: id, due, name, form, asked_by: askedBy, state: 'waiting', tries: 0, try_at: now })
    .onConflict(c => c.columns(['tenant', 'schedule', 'due']).doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}
