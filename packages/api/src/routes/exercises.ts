// Exercises: a story goes through the whole chain of an incident that is marked as played, and how long it took is measured.
import type { Finding } from '@nautilus/model'
import { type Act, type Entry, type Incident, measuresOf, type Playbook, spreadOf, system } from '@nautilus/response'
import {
  addExercise,
  appendEntries,
  asTenant,
  type ExerciseRow,
  endExercise,
  getExercise,
  getIncident,
  lastExercised,
  listExercises,
  record,
  type Scoped,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Context, Routes } from '../app.ts'
import { notFound, problemOf } from '../problem.ts'
import { checkSite } from './existing.ts'
import { Document, gives, id, nullable, SitePath, Time } from './schemas.ts'

const base = '/api/tenants/:tenant/sites/:site/exercises'
const ExercisePath = Type.Object({ ...SitePath.properties, exercise: Type.String({ pattern: '^x-[0-9a-f-]{36}$' }) })
const goalNames = ['acknowledge', 'decide', 'recover'] as const
const Minutes = Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 }))
const New = Type.Object(
  {
    story: id,
    title: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })),
    playbook: Type.Optional(Type.String({ maxLength: 60, description: 'Else that of the gravest finding.' })),
    people: Type.Array(id, { maxItems: 100, description: 'Who take part: nobody else is called.' }),
    goals: Type.Optional(
      Type.Object({ acknowledge: Minutes, decide: Minutes, recover: Minutes }, { additionalProperties: false }),
    ),
    note: Type.Optional(Type.String({ maxLength: 4000 })),
  },
  { additionalProperties: false },
)
const Row = Type.Object({
  id: Type.String(),
  story: Type.String(),
  title: Type.String(),
  playbook: nullable(Type.String()),
  state: Type.Union([Type.Literal('running'), Type.Literal('ended')]),
  incident: Type.String(),
  people: Type.Array(Type.String()),
  goals: Document,
  note: nullable(Type.String()),
  started_by: Type.String(),
  started_at: Time,
  ended_by: nullable(Type.String()),
  ended_at: nullable(Time),
  report: nullable(Document),
})
const Due = Type.Object({
  playbook: Type.String(),
  title: Type.String(),
  last: nullable(Time),
  due: nullable(Time),
  over: Type.Boolean({ description: 'It should have been exercised by now.' }),
})
/** Findings of one exercise. */
const MOST_FINDINGS = 50

export const exercises: Routes = (app, context) => {
  reading(app, context)
  starting(app, context)
  ending(app, context)
}

const reading: Routes = (app, { db, platform }) => {
  app.get(
    base,
    {
      config: { need: 'site.read' },
      schema: {
        tags: ['exercises'],
        summary: 'Exercises, which are due, and how long they took',
        params: SitePath,
        response: gives(
          Type.Object({
            items: Type.Array(Row),
            stories: Type.Array(Document),
            due: Type.Array(Due),
            spread: Document,
          }),
        ),
      },
    },
    async request => {
      const { tenant, site } = request.params
      await checkSite(db, request.params)
      const { all } = await platform.playbooks(tenant)
      return asTenant(db, tenant, async scoped => {
        const items = await listExercises(scoped, site)
        const last = await lastExercised(scoped, [site])
        const played = await incidentsOf(
          scoped,
          site,
          items.filter(({ state }) => state === 'ended'),
        )
        const due = all.map(playbook => dueOf(playbook, last.get(playbook.id) ?? null, platform))
        return {
          ...{ items: items.map(plain), stories: platform.exercises.stories },
          due: due.sort((a, b) => Number(b.over) - Number(a.over) || (a.playbook < b.playbook ? -1 : 1)),
          spread: spreadOf(played, true, Date.now() * 1000),
        }
      })
    },
  )

  app.get(
    `${base}/:exercise`,
    {
      config: { need: 'site.read' },
      schema: {
        tags: ['exercises'],
        summary: 'One of them, as it stands; when it ended, its report',
        params: ExercisePath,
        response: gives(Type.Object({ ...Row.properties, report: Document })),
      },
    },
    request => {
      const { tenant, site, exercise } = request.params
      return asTenant(db, tenant, async scoped => {
        const row = await found(scoped, site, exercise)
        return { ...plain(row), report: row.report ?? (await reportOf(scoped, site, row)) }
      })
    },
  )
}

const starting: Routes = (app, context) => {
  const { db, platform } = context
  app.post(
    base,
    {
      config: { need: 'exercise.run' },
      schema: {
        tags: ['exercises'],
        summary: 'Starts an exercise: an incident of its own, marked as played',
        params: SitePath,
        body: New,
        response: gives(Row, 201),
      },
    },
    async (request, reply) => {
      const place = request.params
      const { story, title, playbook, people, goals = {}, note = null } = request.body
      await checkSite(db, place)
      const known = platform.exercises.stories.find(one => one.id === story)
      if (!known)
        throw problemOf(400, 'exercise.no-story', 'There is no such story.', { fields: { story: 'is not known' } })
      const books = await platform.playbooks(place.tenant)
      const book = books.all.find(one => one.id === playbook)
      if (playbook !== undefined && !book)
        throw problemOf(400, 'playbook.missing', 'There is no such playbook.', { fields: { playbook: 'is not known' } })
      const findings = await platform.exercises.play(story, Date.now() * 1000 - BEFORE)
      if (!findings)
        throw problemOf(429, 'exercise.busy', 'Exercises are being started already: try again in a minute.')
      if (findings.length === 0)
        throw problemOf(409, 'exercise.nothing-found', 'Nothing is found of this story, as it should be: take another.')
      const by = callerOf(request).name
      const name = `x-${crypto.randomUUID()}`
      const run = book ?? books.all.find(one => one.id === gravest(findings).playbook) ?? null
      const acts = actsOf({ id: name, site: place.site, title: title ?? known.title, findings, run }, platform)
      const { row, incident } = await asTenant(db, place.tenant, async scoped => {
        const at = Date.now() * 1000
        const entries = acts.map((act): Entry => ({ at, by: system, act }))
        const done = await appendEntries(scoped, place, name, entries, { find: books.find })
        if (done.kind !== 'appended') throw new Error(`an exercise could not be opened: ${done.kind}`)
        const span = goalNames.flatMap(goal => (goals[goal] ? [[goal, goals[goal] * 60e6] as const] : []))
        await addExercise(scoped, place, {
          ...{
            id: name,
            story,
            title: title ?? known.title,
            playbook: run?.id ?? null,
            incident: name,
            people,
            note,
            by,
          },
          goals: Object.fromEntries(span),
        })
        const detail = { story, people: people.length }
        await record(scoped, place.tenant, {
          who: by,
          site: place.site,
          action: 'exercise.start',
          object: name,
          detail,
        })
        return { row: await found(scoped, place.site, name), incident: done.incident }
      })
      platform.incident(place.tenant, incident)
      return reply.code(201).send(plain(row))
    },
  )
}

const ending: Routes = (app, { db }) => {
  app.post(
    `${base}/:exercise/end`,
    {
      config: { need: 'exercise.run' },
      schema: {
        tags: ['exercises'],
        summary: 'Ends an exercise, and keeps what was measured',
        params: ExercisePath,
        response: gives(Row),
      },
    },
    request => {
      const { tenant, site, exercise } = request.params
      const by = callerOf(request).name
      return asTenant(db, tenant, async scoped => {
        const row = await found(scoped, site, exercise)
        const report = await reportOf(scoped, site, row)
        if (!(await endExercise(scoped, site, exercise, { by, report })))
          throw problemOf(409, 'exercise.ended', 'This exercise has ended already.')
        await record(scoped, tenant, {
          who: by,
          site,
          action: 'exercise.end',
          object: exercise,
          detail: report.measures,
        })
        return plain(await found(scoped, site, exercise))
      })
    },
  )
}

/** µs: what is told has happened just now. */
const BEFORE = 120e6
const GRADES = ['recorded', 'low', 'medium', 'high', 'critical']
const gravest = (findings: readonly Finding[]): Finding =>
  findings.reduce((best, one) => (GRADES.indexOf(one.severity) > GRADES.indexOf(best.severity) ? one : best))

type Opening = {
  readonly id: string
  readonly site: string
  readonly title: string
  readonly findings: readonly Finding[]
  readonly run: Playbook | null
}

/** The ids of its findings are its own: they never meet those of the site. */
function actsOf({ id: name, site, title, findings, run }: Opening, platform: Context['platform']): Act[] {
  const added = findings.slice(0, MOST_FINDINGS).map(
    (finding, at): Act => ({
      kind: 'finding-added',
      finding: platform.findingCopy({ ...finding, id: `${name}.${finding.id}` }),
      reason: at === 0 ? { kind: 'first' } : { kind: 'by-hand', note: 'Of the story that is played.' },
    }),
  )
  return [
    { kind: 'opened', incident: name, site, exercise: true },
    { kind: 'titled', title: `EXERCISE: ${title}` },
    ...added,
    ...(run ? [{ kind: 'playbook-started', playbook: run.id, version: String(run.version) } as const] : []),
  ]
}

async function found(scoped: Scoped, site: string, name: string): Promise<ExerciseRow> {
  const row = await getExercise(scoped, site, name)
  if (!row) throw notFound('exercise of this id')
  return row
}

const plain = ({ site: _, ...row }: ExerciseRow) => row

async function incidentsOf(scoped: Scoped, site: string, rows: readonly ExerciseRow[]): Promise<Incident[]> {
  const all: Incident[] = []
  for (const { incident } of rows.slice(0, 50)) {
    const known = await getIncident(scoped, site, incident)
    if (known) all.push(known.incident)
  }
  return all
}

/** `goals`: µs, and whether each was reached in time; null where it has not been reached yet. */
async function reportOf(scoped: Scoped, site: string, { incident: name, goals }: ExerciseRow) {
  const known = await getIncident(scoped, site, name)
  if (!known) throw notFound('incident of this exercise')
  const { incident } = known
  const measures = measuresOf(incident, Date.now() * 1000)
  const wanted = goals as Readonly<Partial<Record<(typeof goalNames)[number], number>>>
  return {
    state: incident.state,
    outcome: incident.outcome,
    measures,
    goals: goalNames.flatMap(goal => {
      const within = wanted[goal]
      const took = measures[goal]
      return within === undefined ? [] : [{ goal, within, took, met: took === null ? null : took <= within }]
    }),
    history: incident.history,
    findings: incident.findings.length,
    acknowledged: incident.acknowledgements.length,
  }
}

function dueOf({ id: playbook, title, exerciseEvery }: Playbook, last: Date | null, platform: Context['platform']) {
  const due = last && new Date(platform.exercises.after(last.getTime(), exerciseEvery))
  return { playbook, title: titleOf(title), last, due, over: due === null || due.getTime() <= Date.now() }
}

const titleOf = (title: unknown): string =>
  typeof title === 'string' ? title : String((title as { readonly en?: unknown }).en ?? '')
