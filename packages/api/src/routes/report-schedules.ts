// Reports that come by mail: when, to whom, and who got what. Addresses of nobody here are asked first.
import {
  addRecipient,
  addRun,
  addSchedule,
  asTenant,
  changeSchedule,
  getSchedule,
  getTenant,
  listMembers,
  listRuns,
  listSchedules,
  listSites,
  type NewSchedule,
  namesOf,
  personOfEmail,
  recipientsOf,
  record,
  removeRecipient,
  removeSchedule,
  type Scoped,
} from '@nautilus/store'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { callerOf, hashOf, newSecret } from '../access.ts'
import type { Context, Routes } from '../app.ts'
import { badCursor, notFound, Problem } from '../problem.ts'
import { madeForms } from '../report-port.ts'
import {
  Email,
  gives,
  listOf,
  Micro,
  Name,
  nothing,
  nullable,
  Paging,
  pageOf,
  TenantPath,
  Time,
  Uuid,
} from './schemas.ts'

const base = '/api/tenants/:tenant/report-schedules'
const tags = ['reports']
const strict = { additionalProperties: false }
const config = { need: 'report.write' as const }

/** Of one tenant, and of one schedule. */
const [MOST_SCHEDULES, MOST_RECIPIENTS] = [200, 50]

const Body = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
    kind: Type.String({ minLength: 1, maxLength: 40 }),
    language: Type.Union([Type.Literal('en'), Type.Literal('de')]),
    form: Type.Union(madeForms.map(form => Type.Literal(form))),
    sites: Type.Array(Name, { maxItems: 50, uniqueItems: true, description: 'Empty: all that there are then.' }),
    every: Type.Union([Type.Literal('week'), Type.Literal('month'), Type.Literal('quarter')]),
    day: Type.Integer({ minimum: 1, maximum: 28, description: 'Of the week from Monday, 1 to 7, else of the month.' }),
    hour: Type.Integer({ minimum: 0, maximum: 23 }),
    timeZone: Type.String({ minLength: 1, maxLength: 60, description: 'IANA, `Europe/Berlin`.' }),
    paused: Type.Boolean(),
    recipients: Type.Array(Email, { maxItems: MOST_RECIPIENTS, uniqueItems: true }),
  },
  strict,
)
const RecipientRow = Type.Object({
  email: Type.String(),
  outside: Type.Boolean({ description: 'Nobody with an account here.' }),
  confirmed: Type.Boolean(),
})
const Row = Type.Object({
  ...Body.properties,
  form: Type.String(),
  id: Uuid,
  recipients: Type.Array(RecipientRow),
  nextAt: Micro,
  by: Type.String(),
})
const RunRow = Type.Object({
  id: Uuid,
  schedule: Uuid,
  name: Type.String(),
  due: Micro,
  form: Type.String(),
  asked_by: nullable(Type.String()),
  state: Type.String({ description: 'waiting, made or failed' }),
  report: nullable(Type.String()),
  tries: Type.Integer(),
  error: nullable(Type.String()),
  made_at: Time,
  done_at: nullable(Time),
  letters: Type.Array(
    Type.Object({
      email: Type.String(),
      state: Type.String({ description: 'waiting, sent or failed' }),
      tries: Type.Integer(),
      error: nullable(Type.String()),
      linked: Type.Boolean({ description: 'Too large to be attached: a link was sent.' }),
      sent_at: nullable(Time),
    }),
  ),
})
const SchedulePath = Type.Object({ ...TenantPath.properties, schedule: Uuid })

export const reportSchedules: Routes = (app, context) => {
  reading(app, context)
  writing(app, context)
  sending(app, context)
}

async function shown(scoped: Scoped, id: string) {
  const found = await getSchedule(scoped, id)
  if (!found) throw notFound('schedule of this id')
  const { tenant: _, ...schedule } = found
  const recipients = (await recipientsOf(scoped, id)).map(({ email, user, confirmed }) => ({
    ...{ email, confirmed },
    outside: user === null,
  }))
  return { ...schedule, recipients } as Static<typeof Row>
}

const reading: Routes = (app, { db }) => {
  app.get(
    base,
    {
      config,
      schema: { tags, summary: 'Reports that come by mail', params: TenantPath, response: gives(listOf(Row)) },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => {
        const items: Static<typeof Row>[] = []
        for (const { id } of await listSchedules(scoped)) items.push(await shown(scoped, id))
        return { items }
      }),
  )

  app.get(
    '/api/tenants/:tenant/report-runs',
    {
      config,
      schema: {
        tags,
        summary: 'What was due, and who got what, the newest first',
        params: TenantPath,
        querystring: Type.Object(Paging),
        response: gives(pageOf(RunRow)),
      },
    },
    async request => {
      const { limit, after } = request.query
      const page = await asTenant(db, request.params.tenant, scoped =>
        listRuns(scoped, after === undefined ? { limit } : { limit, after }),
      )
      if (!page) throw badCursor()
      return page
    },
  )
}

const writing: Routes = (app, context) => {
  const { db } = context
  app.post(
    base,
    { config, schema: { tags, summary: 'Adds one', params: TenantPath, body: Body, response: gives(Row, 201) } },
    async (request, reply) => {
      const { tenant } = request.params
      const { recipients, ...given } = request.body
      const next = checked(context, request, given)
      const row = await asTenant(db, tenant, async scoped => {
        await checkSites(scoped, given)
        if ((await listSchedules(scoped)).length >= MOST_SCHEDULES)
          throw new Problem(409, `A tenant has at most ${MOST_SCHEDULES} of them.`)
        return addSchedule(scoped, tenant, given, next)
      })
      return reply.code(201).send(await settled(context, request, { tenant, id: row, recipients, action: 'add' }))
    },
  )

  app.put(
    `${base}/:schedule`,
    { config, schema: { tags, summary: 'Replaces one', params: SchedulePath, body: Body, response: gives(Row) } },
    async request => {
      const { tenant, schedule: id } = request.params
      const { recipients, ...given } = request.body
      const next = checked(context, request, given)
      await asTenant(db, tenant, async scoped => {
        await checkSites(scoped, given)
        if (!(await getSchedule(scoped, id))) throw notFound('schedule of this id')
        await changeSchedule(scoped, id, given, next)
      })
      return settled(context, request, { tenant, id, recipients, action: 'change' })
    },
  )

  app.delete(
    `${base}/:schedule`,
    { config, schema: { tags, summary: 'Ends one; its history stays', params: SchedulePath, response: nothing } },
    async (request, reply) => {
      const { tenant, schedule: id } = request.params
      await asTenant(db, tenant, async scoped => {
        if (!(await removeSchedule(scoped, id))) throw notFound('schedule of this id')
        await record(scoped, tenant, { who: callerOf(request).name, action: 'report-schedule.remove', object: id })
      })
      return reply.code(204).send()
    },
  )
}

/** When it is due next, by whom; throws where it cannot be. */
function checked({ platform }: Context, request: FastifyRequest, given: NewSchedule) {
  const caller = callerOf(request)
  const kind = platform.reports.library.find(one => one.kind === given.kind)
  if (kind?.of !== 'period') throw new Problem(400, 'There is no such report.', { kind: 'is not in the library' })
  if (kind.money && !caller.may('risk.read')) throw new Problem(403, 'Your role does not include risk.read.')
  if (given.every === 'week' && given.day > 7)
    throw new Problem(400, 'A week has seven days.', { day: 'must be 1 to 7, from Monday' })
  const nextAt = platform.reports.nextDue(given)
  if (nextAt === null) throw new Problem(400, 'There is no such time zone.', { timeZone: 'is not known' })
  return { nextAt, by: caller.name }
}

async function checkSites(scoped: Scoped, { sites }: NewSchedule): Promise<void> {
  const known = new Set((await listSites(scoped)).map(({ id }) => id))
  if (sites.some(id => !known.has(id))) throw new Problem(400, 'There is no such site.', { sites: 'one is not here' })
}

type Settling = {
  readonly tenant: string
  readonly id: string
  readonly recipients: readonly string[]
  readonly action: string
}

/** Its receivers become those that are named; who is new from outside is asked by letter. */
async function settled(context: Context, request: FastifyRequest, { tenant, id, recipients, action }: Settling) {
  const { db } = context
  const who = callerOf(request).name
  const emails = [...new Set(recipients.map(email => email.trim().toLowerCase()))]
  const people = await Promise.all(emails.map(async email => ({ email, person: await personOfEmail(db, email) })))
  const asked = await asTenant(db, tenant, async scoped => {
    const fresh = await newcomers(scoped, id, people)
    const detail = { recipients: emails }
    await record(scoped, tenant, { who, action: `report-schedule.${action}`, object: id, detail })
    for (const { email, user, token } of fresh)
      await addRecipient(scoped, { tenant, schedule: id, email, user, tokenHash: token && hashOf(token), by: who })
    return fresh.flatMap(({ email, token }) => (token === null ? [] : [{ email, token }]))
  })
  await confirmationsTo(context, request, { tenant, id, asked })
  return asTenant(db, tenant, scoped => shown(scoped, id))
}

type Person = { readonly email: string; readonly person: { readonly id: string } | null }

/** Takes out who is no longer named; answers who was not there yet. */
async function newcomers(scoped: Scoped, id: string, people: readonly Person[]) {
  const members = new Set((await listMembers(scoped)).map(({ user_id }) => user_id))
  const mayOutside = (await getTenant(scoped))?.outside_reports ?? false
  const before = (await recipientsOf(scoped, id)).map(({ email }) => email)
  for (const email of before) if (!people.some(one => one.email === email)) await removeRecipient(scoped, id, email)
  return people
    .filter(({ email }) => !before.includes(email))
    .map(({ email, person }) => {
      const user = person && members.has(person.id) ? person.id : null
      if (user === null && !mayOutside)
        throw new Problem(400, `${email} is nobody here, and reports do not go outside this organisation.`, {
          recipients: `${email} is nobody here`,
        })
      return { email, user, token: user === null ? newSecret() : null }
    })
}

type Asking = {
  readonly tenant: string
  readonly id: string
  readonly asked: readonly { email: string; token: string }[]
}

async function confirmationsTo(
  { db, doors: { post } }: Context,
  request: FastifyRequest,
  { tenant, id, asked }: Asking,
) {
  if (!post || asked.length === 0) return
  const [schedule, whole] = await asTenant(db, tenant, async scoped => [
    await getSchedule(scoped, id),
    await getTenant(scoped),
  ])
  const { person, name } = callerOf(request)
  const inviter = (person && (await namesOf(db, [person.id])).get(person.id)?.name) || name
  for (const { email, token } of asked)
    await post.send('report-confirm', {
      ...{ to: email, language: schedule?.language ?? 'en', tenant, path: `/confirm-report?token=${token}` },
      values: { organisation: whole?.name ?? tenant, name: schedule?.name ?? '', inviter },
    })
}

const sending: Routes = (app, { db }) => {
  app.post(
    `${base}/:schedule/send`,
    {
      config,
      schema: { tags, summary: 'Makes and sends it now, besides its time', params: SchedulePath, response: nothing },
    },
    async (request, reply) => {
      const { tenant, schedule: id } = request.params
      await asTenant(db, tenant, async scoped => {
        const found = await getSchedule(scoped, id)
        if (!found) throw notFound('schedule of this id')
        const who = callerOf(request).name
        const now = Date.now() * 1000
        await addRun(scoped, found, now, now, who)
        await record(scoped, tenant, { who, action: 'report-schedule.send', object: id })
      })
      return reply.code(204).send()
    },
  )
}
