// Numbers of a site's risk that people gave, and what was computed. Versions are added, never changed.
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'
import { called, edited, withEdits } from './asset-edits.ts'

type Place = { readonly tenant: string; readonly site: string }

/** `data`: null where people took back what they had said. */
export type RiskInputRow = {
  readonly input: string
  readonly version: number
  readonly data: object | null
  readonly reason: string
  readonly changed_by: string | null
  readonly changed_at: Date
}

const columns = ['input', 'version', 'data', 'reason', 'changed_by', 'changed_at'] as const

/** The newest version of each. */
export const riskInputs = (scoped: Scoped, site: string): Promise<RiskInputRow[]> =>
  scoped
    .selectFrom('risk_inputs')
    .distinctOn('input')
    .select(columns)
    .where('site', '=', site)
    .orderBy('input')
    .orderBy('version', 'desc')
    .execute()

/** Every version of one, the newest first. */
export const riskInputVersions = (scoped: Scoped, site: string, input: string): Promise<RiskInputRow[]> =>
  scoped
    .selectFrom('risk_inputs')
    .select(columns)
    .where('site', '=', site)
    .where('input', '=', input)
    .orderBy('version', 'desc')
    .limit(500)
    .execute()

/** The caller holds the lock of the site's risk (`alone`). The number of the new version. */
export async function addRiskInput(
  scoped: Scoped,
  { tenant, site }: Place,
  {
    input,
    data,
    reason,
    by,
  }: { readonly input: string; readonly data: object | null; readonly reason: string; readonly by: string },
): Promise<number> {
  const [latest] = await riskInputVersions(scoped, site, input)
  const version = (latest?.version ?? 0) + 1
  const row = { tenant, site, input, version, reason, changed_by: by }
  await scoped
    .insertInto('risk_inputs')
    .values({ ...row, data: data && JSON.stringify(data) })
    .execute()
  return version
}

/** Devices of a site, as far as its risk asks. */
export const riskAssets = (scoped: Scoped, site: string, most: number) =>
  withEdits(scoped)
    .select([
      ...(['assets.id', 'ip', 'mac', 'vendor', 'role', 'level', 'protocols', 'asset_edits.process'] as const),
      ...[called.as('called'), edited.zone.as('zone'), edited.criticality.as('criticality')],
    ])
    .where('assets.site', '=', site)
    .orderBy('assets.id')
    .limit(most)
    .execute()

export type RiskRunKind = 'look' | 'report'
export type NewRiskRun = {
  readonly kind: RiskRunKind
  readonly seed: number
  readonly trials: number
  readonly code: string
  readonly hash: string
  readonly book: object | null
  readonly measures: readonly string[]
  readonly result: object
  readonly by: string
}

const runColumns = ['id', 'kind', 'seed', 'trials', 'code', 'hash', 'measures', 'made_by', 'made_at'] as const

/** Runs of a look that are kept. */
const MOST_LOOKS = 30

/** Its id. Of looks the oldest go; reports stay. */
export async function addRiskRun(scoped: Scoped, { tenant, site }: Place, run: NewRiskRun): Promise<string> {
  const { book, measures, result, by, ...rest } = run
  const json = {
    book: book && JSON.stringify(book),
    measures: JSON.stringify(measures),
    result: JSON.stringify(result),
  }
  const { id } = await scoped
    .insertInto('risk_runs')
    .values({ tenant, site, ...rest, ...json, made_by: by })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (run.kind === 'look')
    await sql`delete from risk_runs where site = ${site} and kind = 'look' and id not in (
      select id from risk_runs where site = ${site} and kind = 'look'
      order by made_at desc, id limit ${MOST_LOOKS})`.execute(scoped)
  return id
}

/** The newest first, without their figures. */
export const listRiskRuns = (scoped: Scoped, site: string, kind: RiskRunKind) =>
  scoped
    .selectFrom('risk_runs')
    .select(runColumns)
    .where('site', '=', site)
    .where('kind', '=', kind)
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .limit(200)
    .execute()

/** What was computed last of each of these sites (null: all), as it is, without measures. */
export const latestRiskRuns = (scoped: Scoped, sites: readonly string[] | null) => {
  const figure = (name: string) => sql<number>`(result->'figures'->>${name})::double precision`
  const query = scoped
    .selectFrom('risk_runs')
    .distinctOn('site')
    .select([
      ...(['site', 'made_at', 'trials'] as const),
      sql<string>`result->>'currency'`.as('currency'),
      figure('expected').as('expected'),
      figure('anyLoss').as('any_loss'),
      figure('var99').as('var99'),
    ])
    .where(sql<boolean>`measures = '[]'::jsonb`)
    .orderBy('site')
    .orderBy('made_at', 'desc')
  return (sites === null ? query : query.where('site', 'in', sites)).execute()
}

export const countRiskReports = async (scoped: Scoped, site: string): Promise<number> => {
  const { count } = await scoped
    .selectFrom('risk_runs')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('site', '=', site)
    .where('kind', '=', 'report')
    .executeTakeFirstOrThrow()
  return Number(count)
}

export const getRiskRun = async (scoped: Scoped, site: string, id: string) =>
  (await scoped
    .selectFrom('risk_runs')
    .select([...runColumns, 'book', 'result'])
    .where('site', '=', site)
    .where('id', '=', id)
    .executeTakeFirst()) ?? null

export type SameRun = Pick<NewRiskRun, 'seed' | 'trials' | 'code' | 'hash' | 'measures'>

/** What was computed from the same numbers already; null where nothing was. */
export const sameRiskRun = async (scoped: Scoped, site: string, { seed, trials, code, hash, measures }: SameRun) =>
  (await scoped
    .selectFrom('risk_runs')
    .select([...runColumns, 'result'])
    .where('site', '=', site)
    .where('hash', '=', hash)
    .where('seed', '=', seed)
    .where('trials', '=', trials)
    .where('code', '=', code)
    .where(sql<boolean>`measures = ${JSON.stringify(measures)}::jsonb`)
    .limit(1)
    .executeTakeFirst()) ?? null

export type Standing = {
  readonly process: string
  /** µs; null: it does not stand. */
  readonly stood_from: number | null
  /** µs; null: it stands still. */
  readonly stood_until: number | null
}

/** What was said last; null where nobody said anything. */
export const standingOf = async (scoped: Scoped, site: string, incident: string) =>
  (await scoped
    .selectFrom('risk_standstills')
    .select(['process', 'stood_from', 'stood_until', 'version', 'changed_by', 'changed_at'])
    .where('site', '=', site)
    .where('incident', '=', incident)
    .orderBy('version', 'desc')
    .executeTakeFirst()) ?? null

export async function putStanding(
  scoped: Scoped,
  place: Place,
  incident: string,
  { by, ...standing }: Standing & { readonly by: string },
): Promise<void> {
  const version = ((await standingOf(scoped, place.site, incident))?.version ?? 0) + 1
  await scoped
    .insertInto('risk_standstills')
    .values({ ...place, incident, version, ...standing, changed_by: by })
    .execute()
}
