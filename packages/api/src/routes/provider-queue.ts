// For people of the provider: what waits at their customers, and what customers used.
import {
  listTenants,
  listUsage,
  namesOfPlaces,
  type QueueFilter,
  queueOfFindings,
  queueOfIncidents,
  statuses,
  type UsageMonth,
} from '@nautilus/store'
import { type Static, Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Context, Routes } from '../app.ts'
import { csvLine } from '../csv.ts'
import { badCursor } from '../problem.ts'
import { gives, givesFile, listOf, Micro, Name, nullable, Paging, pageOf, Time } from './schemas.ts'

const tags = ['provider']
const severities = ['recorded', 'low', 'medium', 'high', 'critical'] as const
const Severity = Type.Union(severities.map(one => Type.Literal(one)))
const many = <T extends Parameters<typeof Type.Array>[0]>(of: T) => Type.Optional(Type.Array(of, { maxItems: 20 }))

const place = {
  tenant: Type.String(),
  customer: Type.String(),
  site: Type.String(),
  siteName: Type.String(),
  id: Type.String(),
  severity: Type.String(),
  assignee: nullable(Type.String()),
}
const FindingRow = Type.Object({
  ...place,
  rule: Type.String(),
  first: Micro,
  last: Micro,
  count: Type.Integer(),
  status: Type.String(),
})
const IncidentRow = Type.Object({
  ...place,
  playbook: nullable(Type.String()),
  opened: Micro,
  changed: Micro,
  state: Type.String(),
  findings: Type.Integer(),
})
const Asked = { ...Paging, customer: Type.Optional(Name), severity: many(Severity) }
const FindingsAsked = Type.Object({ ...Asked, status: many(Type.Union(statuses.map(one => Type.Literal(one)))) })
const IncidentsAsked = Type.Object({ ...Asked, state: many(Type.String({ maxLength: 60 })) })

export const providerQueue: Routes = (app, context) => {
  queue(app, context)
  usage(app, context)
}

/** Of those that the caller may see, the one that is asked for. */
function customersOf(allowed: readonly string[] | null, wanted: string | undefined): readonly string[] | null {
  if (wanted === undefined) return allowed
  return allowed === null || allowed.includes(wanted) ? [wanted] : []
}

type Placed = { readonly tenant: string; readonly site: string }

async function named<T extends Placed>({ db }: Context, rows: readonly T[]) {
  const { tenants, sites } = await namesOfPlaces(db, [...new Set(rows.map(({ tenant }) => tenant))])
  return rows.map(row => ({
    ...row,
    customer: tenants.get(row.tenant) ?? row.tenant,
    siteName: sites.get(`${row.tenant}/${row.site}`) ?? row.site,
  }))
}

const queue: Routes = (app, context) => {
  const { db } = context
  const config = { need: 'queue' as const }
  const filterOf = (
    allowed: readonly string[] | null,
    asked: { customer?: string; severity?: readonly string[] },
  ): QueueFilter => ({
    customers: customersOf(allowed, asked.customer),
    ...(asked.severity ? { severity: asked.severity } : {}),
  })

  app.get(
    '/api/provider/customers',
    {
      config,
      schema: {
        tags,
        summary: 'Customers whose queue one sees',
        response: gives(listOf(Type.Object({ id: Type.String(), name: Type.String() }))),
      },
    },
    async request => {
      const { customers } = callerOf(request)
      const all = await listTenants(db)
      return {
        items: all
          .filter(({ id }) => customers === null || customers.includes(id))
          .map(({ id, name }) => ({ id, name })),
      }
    },
  )

  app.get(
    '/api/provider/queue/findings',
    {
      config,
      schema: {
        tags,
        summary: 'Findings at all customers, without what devices are called: the gravest first, then the latest',
        querystring: FindingsAsked,
        response: gives(pageOf(FindingRow)),
      },
    },
    async request => {
      const { limit, after, status = ['open', 'confirmed'], ...asked } = request.query
      const filter = { ...filterOf(callerOf(request).customers, asked), status }
      const page = await queueOfFindings(db, filter, after === undefined ? { limit } : { limit, after })
      if (!page) throw badCursor()
      return { ...page, items: await named(context, page.items) }
    },
  )

  app.get(
    '/api/provider/queue/incidents',
    {
      config,
      schema: {
        tags,
        summary:
          'Incidents at all customers, without titles: the gravest first, then the latest; closed ones where asked',
        querystring: IncidentsAsked,
        response: gives(pageOf(IncidentRow)),
      },
    },
    async request => {
      const { limit, after, state, ...asked } = request.query
      const filter = { ...filterOf(callerOf(request).customers, asked), ...(state ? { status: state } : {}) }
      const page = await queueOfIncidents(db, filter, after === undefined ? { limit } : { limit, after })
      if (!page) throw badCursor()
      return { ...page, items: await named(context, page.items) }
    },
  )
}

const Month = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])$', description: '`2026-02`' })
const Months = Type.Object({ from: Month, to: Month })
const UsageRow = Type.Object({
  tenant: Type.String(),
  customer: Type.String(),
  month: Type.String(),
  sites: Type.Integer(),
  sensors: Type.Integer(),
  assets: Type.Integer({ description: 'At the end of the month.' }),
  assets_peak: Type.Integer(),
  activities: Type.Integer(),
  findings: Type.Integer(),
  incidents: Type.Integer(),
  storage: Type.Integer({ description: 'Bytes.' }),
  users: Type.Integer(),
  counted_at: Time,
})

const usage: Routes = (app, { db }) => {
  const config = { need: 'provider' as const }
  const rowsOf = async ({ from, to }: Static<typeof Months>) => {
    const names = new Map((await listTenants(db)).map(({ id, name }) => [id, name]))
    const rows = await listUsage(db, { from, to })
    return rows.map((row: UsageMonth) => ({ ...row, customer: names.get(row.tenant) ?? row.tenant }))
  }

  app.get(
    '/api/provider/usage',
    {
      config,
      schema: {
        tags,
        summary: 'What customers used, by month',
        querystring: Months,
        response: gives(listOf(UsageRow)),
      },
    },
    async request => ({ items: await rowsOf(request.query) }),
  )

  app.get(
    '/api/provider/usage.csv',
    {
      config,
      schema: { tags, summary: 'The same as CSV', querystring: Months, response: givesFile('text/csv') },
    },
    async (request, reply) => {
      const columns = Object.keys(UsageRow.properties) as (keyof Static<typeof UsageRow>)[]
      const rows = (await rowsOf(request.query)).map(row =>
        columns.map(name => (name === 'counted_at' ? row.counted_at.toISOString() : row[name])),
      )
      const { from, to } = request.query
      reply.header('content-disposition', `attachment; filename="usage-${from}-${to}.csv"`)
      return reply.type('text/csv; charset=utf-8').send([columns, ...rows].map(csvLine).join(''))
    },
  )
}
