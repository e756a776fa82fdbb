// Reports over sites and a period: made, listed, and had in several forms. What one says is stored and never changed.
import {
  asTenant,
  countReports,
  getIncident,
  getReport,
  listReports,
  listSites,
  type ReportReader,
  record,
} from '@nautilus/store'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { type Caller, callerOf } from '../access.ts'
import type { Context, Routes } from '../app.ts'
import { badCursor, notFound, Problem } from '../problem.ts'
import { madeForms } from '../report-port.ts'
import { reportTypes, storeReport } from '../report-store.ts'
import { gives, givesFile, listOf, Micro, Name, nullable, Paging, pageOf, TenantPath, Time, Uuid } from './schemas.ts'

const base = '/api/tenants/:tenant/reports'
const tags = ['reports']
const strict = { additionalProperties: false }

/** Reports that are kept of a tenant, sites of one report, and days of its period. */
const [MOST_KEPT, MOST_SITES, MOST_DAYS] = [10_000, 50, 400]

const Day = Type.String({ format: 'date', description: 'Where the first site is.' })
const Kind = Type.String({ minLength: 1, maxLength: 40 })
const Language = Type.Union([Type.Literal('en'), Type.Literal('de')])
const Ask = Type.Object(
  {
    kind: Kind,
    language: Language,
    from: Day,
    to: Type.String({ format: 'date', description: 'The last day that is in it.' }),
    incident: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: 'Of one site, for a report of an incident.' }),
    ),
    sites: Type.Optional(
      Type.Array(Name, {
        minItems: 1,
        maxItems: MOST_SITES,
        uniqueItems: true,
        description: 'Not given: all of yours.',
      }),
    ),
  },
  strict,
)
const About = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  language: Type.String(),
  sites: Type.Array(Type.String()),
  money: Type.Boolean({ description: 'Amounts are in it: it is for those who may read risks.' }),
  period_from: Micro,
  period_to: Type.Number({ description: 'µs since 1970-01-01 UTC; not in the period.' }),
  hash: Type.String({ description: 'SHA-256 of its data, hex.' }),
  made_by: nullable(Type.String()),
  made_at: Time,
})
const Entry = Type.Object({
  kind: Type.String(),
  money: Type.Boolean(),
  of: Type.Union([Type.Literal('period'), Type.Literal('incident')]),
  sections: Type.Array(Type.String()),
})
const ReportPath = Type.Object({ ...TenantPath.properties, report: Uuid })

export const reports: Routes = (app, context) => {
  library(app, context)
  making(app, context)
  reading(app, context)
}

const library: Routes = (app, { db, platform }) => {
  app.get(
    '/api/tenants/:tenant/report-library',
    {
      config: { need: 'site.read', bySite: true },
      schema: { tags, summary: 'Reports that can be made', params: TenantPath, response: gives(listOf(Entry)) },
    },
    request => {
      const { may } = callerOf(request)
      return { items: platform.reports.library.filter(({ money }) => !money || may('risk.read')) }
    },
  )

  app.get(
    base,
    {
      config: { need: 'site.read', bySite: true },
      schema: {
        tags,
        summary: 'Reports that were made, the newest first',
        params: TenantPath,
        querystring: Type.Object(Paging),
        response: gives(pageOf(About)),
      },
    },
    async request => {
      const { limit, after } = request.query
      const reader = readerOf(callerOf(request))
      const page = await asTenant(db, request.params.tenant, scoped =>
        listReports(scoped, reader, after === undefined ? { limit } : { limit, after }),
      )
      if (!page) throw badCursor()
      return page
    },
  )
}

const readerOf = ({ sites, may }: Caller): ReportReader => ({ sites, money: may('risk.read') })

const making: Routes = (app, context) => {
  app.post(
    base,
    {
      config: { need: 'report.write', bySite: true },
      schema: { tags, summary: 'Makes a report', params: TenantPath, body: Ask, response: gives(About, 201) },
    },
    async (request, reply) => reply.code(201).send(await made(context, request, request.params.tenant, request.body)),
  )
}

async function made(
  { db, platform }: Context,
  request: FastifyRequest,
  tenant: string,
  { sites: wanted, ...ask }: Static<typeof Ask>,
) {
  const caller = callerOf(request)
  const kind = platform.reports.library.find(one => one.kind === ask.kind)
  if (!kind) throw new Problem(400, 'There is no such report.', { kind: 'is not in the library' })
  if (kind.money && !caller.may('risk.read')) throw new Problem(403, 'Your role does not include risk.read.')
  checkPeriod(ask)
  checkAbout(kind.of, ask.incident, wanted)
  const sites = await asTenant(db, tenant, async scoped => {
    if ((await countReports(scoped)) >= MOST_KEPT) throw new Problem(409, `A tenant keeps ${MOST_KEPT} reports.`)
    const seen = (await listSites(scoped, caller.sites)).map(({ id }) => id)
    const chosen = wanted ?? seen
    if (chosen.length === 0 || chosen.some(id => !seen.includes(id)))
      throw new Problem(400, 'There is no such site.', { sites: 'one of them is not here' })
    if (chosen.length > MOST_SITES)
      throw new Problem(400, `A report has at most ${MOST_SITES} sites: name them.`, { sites: 'too many' })
    return chosen
  })
  await checkIncident(db, tenant, sites, ask.incident)
  const report = await platform.reports.make({ tenant, sites, ...ask })
  if (!report) throw new Problem(429, 'Risks are being computed already: try again in a minute.')
  const by = caller.name
  return asTenant(db, tenant, scoped =>
    storeReport(scoped, { tenant, sites, ...ask, money: kind.money, by, made: report }),
  )
}

function checkAbout(of: string, incident: string | undefined, sites: readonly string[] | undefined): void {
  const isOfIncident = of === 'incident'
  if (isOfIncident === (incident !== undefined) && (!isOfIncident || sites?.length === 1)) return
  throw new Problem(400, 'A report of an incident names the incident and its site; others name none.', {
    incident: isOfIncident ? 'is missing, or is not of one site' : 'does not belong here',
  })
}

async function checkIncident(
  db: Context['db'],
  tenant: string,
  [site = '']: readonly string[],
  id: string | undefined,
) {
  if (id === undefined) return
  if (!(await asTenant(db, tenant, scoped => getIncident(scoped, site, id))))
    throw new Problem(400, 'There is no such incident at this site.', { incident: 'is not here' })
}

function checkPeriod({ from, to }: { readonly from: string; readonly to: string }): void {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000
  if (!(days >= 0)) throw new Problem(400, 'A period ends after it begins.', { to: 'is before the first day' })
  if (days > MOST_DAYS) throw new Problem(400, `A period has at most ${MOST_DAYS} days.`, { to: 'is too late' })
}

const reading: Routes = (app, { db, platform }) => {
  app.get(
    `${base}/:report/files/:form`,
    {
      config: { need: 'site.read', bySite: true },
      schema: {
        tags,
        summary: 'A report as PDF, HTML, DOCX, CSV of its tables, or JSON',
        params: Type.Object({ ...ReportPath.properties, form: Type.Union(madeForms.map(form => Type.Literal(form))) }),
        response: givesFile('application/pdf', 'text/html', reportTypes.docx, 'text/csv', 'application/json'),
      },
    },
    async (request, reply) => {
      const { tenant, report, form } = request.params
      const caller = callerOf(request)
      const found = await asTenant(db, tenant, async scoped => {
        const row = await getReport(scoped, readerOf(caller), report)
        if (!row) throw notFound('report of this id')
        const detail = { kind: row.kind, form, hash: row.hash }
        await record(scoped, tenant, { who: caller.name, action: 'report.read', object: report, detail })
        return row
      })
      const bytes = await platform.reports.file(JSON.parse(found.document), form)
      if (!bytes) throw new Problem(429, 'Other reports are being laid out: try again in a moment.')
      const day = new Date(found.period_to / 1000 - 1).toISOString().slice(0, 10)
      reply.header(
        'content-disposition',
        `attachment; filename="${found.kind}-${day}-${found.hash.slice(0, 8)}.${form}"`,
      )
      return reply.type(reportTypes[form]).send(Buffer.from(bytes))
    },
  )
}
