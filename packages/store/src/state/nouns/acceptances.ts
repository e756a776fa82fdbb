// What people accept as normal, or want to hear no more of. They act when findings are read: on what is there, on what
// comes later, and no longer than they last. Nothing has to be written back when one ends.
import { type Expression, type SqlBool, sql } from 'kysely'
import type { Scoped } from '../database.ts'
import { tellWorked } from './outward-findings.ts'

export type NewAcceptance = {
  readonly tenant: string
  readonly site: string
  readonly kind: 'accept' | 'suppress'
  /** `*`: any. */
  readonly rule: string
  /** Null: any. */
  readonly source: string | null
  readonly target: string | null
  readonly verb: string | null
  readonly reason: string
  readonly expires: Date | null
  readonly by: string
}

const columns = [
  'id',
  'kind',
  'rule',
  'source',
  'target',
  'verb',
  'reason',
  'expires_at',
  'made_by',
  'made_at',
  'ended_at',
] as const

export async function addAcceptance(scoped: Scoped, { by, expires, ...row }: NewAcceptance) {
  const added = await scoped
    .insertInto('acceptances')
    .values({ ...row, made_by: by, expires_at: expires })
    .returning(columns)
    .executeTakeFirstOrThrow()
  await tellWorked(scoped, row, () => covered(scoped, row.site, added.id))
  return added
}

/** Findings that others are told of because of one acceptance. */
const MOST_TOLD = 10_000

async function covered(scoped: Scoped, site: string, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select findings.id from findings join acceptances on ${covers}
    where acceptances.site = ${site} and acceptances.id = ${id} order by findings.id limit ${MOST_TOLD}`.execute(scoped)
  return rows.map(row => row.id)
}

/** The newest first. */
export const listAcceptances = (scoped: Scoped, site: string) =>
  scoped
    .selectFrom('acceptances')
    .select([...columns, sql<number>`(select count(*) from findings where ${covers})`.as('findings')])
    .where('site', '=', site)
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .limit(500)
    .execute()

/** Null when it is over already. */
export async function endAcceptance(scoped: Scoped, { tenant, site }: { tenant: string; site: string }, id: string) {
  const done = await scoped
    .updateTable('acceptances')
    .set({ ended_at: new Date() })
    .where('site', '=', site)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning(columns)
    .executeTakeFirst()
  if (done) await tellWorked(scoped, { tenant, site }, () => covered(scoped, site, id))
  return done ?? null
}

/** A row of `acceptances` is about a row of `findings`. */
const covers: Expression<SqlBool> = sql<SqlBool>`acceptances.tenant = findings.tenant and acceptances.site = findings.site
  and acceptances.rule in (findings.rule, '*')
  and (acceptances.source is null or acceptances.source = findings.source)
  and (acceptances.target is null or acceptances.target = findings.target)
  and (acceptances.verb is null or acceptances.verb = findings.verb)`

const inForce = sql<SqlBool>`ended_at is null and (expires_at is null or expires_at > now())`

/** Whether there is any: where there is none, no finding is looked at. */
export const areAnyAccepted = sql<SqlBool>`exists (select from acceptances where ${inForce})`

/** Whether an acceptance is about the rule of a row of `findings`: asked once, not for every row. */
export const mayBeAccepted = sql<SqlBool>`(findings.rule = any(array(select rule from acceptances where ${inForce}))
  or exists (select from acceptances where rule = '*' and ${inForce}))`

/**
 * The acceptance that covers a row of `findings`: `kind` and `reason`, the newest; null when none does.
 * Which rules have one is asked once, and only their findings are looked at closely: a queue has a hundred thousand rows.
 */
export const acceptedAs = (column: 'kind' | 'reason' | 'id' | 'made_by') => sql<string | null>`case
  when ${mayBeAccepted}
  then (
    select acceptances.${sql.ref(column)}::text from acceptances where ${covers} and ${inForce}
    order by made_at desc, acceptances.id limit 1)
  end`
