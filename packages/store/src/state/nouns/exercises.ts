// Exercises: a story that is played through an incident of its own. It never counts among what is real.
import type { Scoped } from '../database.ts'

/** ids of persons who take part: nobody else is called. */
export type NewExercise = {
  readonly id: string
  readonly story: string
  readonly title: string
  readonly playbook: string | null
  readonly incident: string
  readonly people: readonly string[]
  /** µs by name of a measure. */
  readonly goals: Readonly<Record<string, number>>
  readonly note: string | null
  readonly by: string
}

const columns = [
  ...(['site', 'id', 'story', 'title', 'playbook', 'state', 'incident', 'people', 'goals', 'note'] as const),
  ...(['started_by', 'started_at', 'ended_by', 'ended_at', 'report'] as const),
] as const

const read = (scoped: Scoped, site: string) => scoped.selectFrom('exercises').select(columns).where('site', '=', site)

/** The newest first. */
export const listExercises = (scoped: Scoped, site: string) =>
  read(scoped, site).orderBy('started_at', 'desc').orderBy('id').limit(500).execute()

export type ExerciseRow = Awaited<ReturnType<typeof listExercises>>[number]

export const getExercise = async (scoped: Scoped, site: string, id: string): Promise<ExerciseRow | null> =>
  (await read(scoped, site).where('id', '=', id).executeTakeFirst()) ?? null

/** Who is called about an incident that is played; null where it is none of an exercise. */
export async function peopleOfExercise(scoped: Scoped, site: string, incident: string): Promise<string[] | null> {
  const found = await read(scoped, site).where('incident', '=', incident).executeTakeFirst()
  return found ? (found.people as string[]) : null
}

export async function addExercise(scoped: Scoped, { tenant, site }: { tenant: string; site: string }, it: NewExercise) {
  const { people, goals, by, ...rest } = it
  const json = { people: JSON.stringify(people), goals: JSON.stringify(goals) }
  await scoped
    .insertInto('exercises')
    .values({ tenant, site, ...rest, ...json, state: 'running', started_by: by })
    .execute()
}

/** False where it is not running. */
export async function endExercise(
  scoped: Scoped,
  site: string,
  id: string,
  { by, report }: { readonly by: string; readonly report: object },
): Promise<boolean> {
  const done = await scoped
    .updateTable('exercises')
    .set({ state: 'ended', ended_by: by, ended_at: new Date(), report: JSON.stringify(report) })
    .where('site', '=', site)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

/** When each playbook was exercised last, by its id. `sites` null: wherever it was. */
export async function lastExercised(
  scoped: Scoped,
  sites: readonly string[] | null,
): Promise<ReadonlyMap<string, Date>> {
  const query = scoped
    .selectFrom('exercises')
    .select(({ fn }) => ['playbook', fn.max('ended_at').as('at')])
    .where('state', '=', 'ended')
    .where('playbook', 'is not', null)
    .groupBy('playbook')
  const rows = await (sites === null ? query : query.where('site', 'in', sites)).execute()
  return new Map(rows.flatMap(({ playbook, at }) => (playbook && at ? [[playbook, new Date(at)] as const] : [])))
}
