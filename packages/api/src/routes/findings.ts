import {
  alone,
  asTenant,
  countFindings,
  getFinding,
  listFindings,
  record,
  statuses,
  workFinding,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { checkMatch, tagged } from '../etag.ts'
import { badCursor, notFound, Problem } from '../problem.ts'
import { Document, FindingRow, FindingWork, gives, id, Paging, pageOf, SitePath, TenantPath } from './schemas.ts'

const severity = Type.Union(['recorded', 'low', 'medium', 'high', 'critical'].map(name => Type.Literal(name)))
const status = Type.Union(statuses.map(name => Type.Literal(name)))
const Query = Type.Object({
  ...Paging,
  severity: Type.Optional(Type.Array(severity)),
  status: Type.Optional(Type.Array(status)),
  rule: Type.Optional(Type.String({ maxLength: 100 })),
  asset: Type.Optional(id),
  since: Type.Optional(Type.Number()),
})
const FindingPath = Type.Object({ ...SitePath.properties, finding: id })
const Work = Type.Object(
  {
    status: Type.Optional(status),
    reason: Type.Optional(Type.String({ maxLength: 2000 })),
    assignee: Type.Optional(Type.Union([Type.String({ maxLength: 254 }), Type.Null()])),
  },
  { additionalProperties: false },
)
/** What ends a finding needs a reason that others can read. */
const REASONED = new Set<string>(['accepted', 'suppressed', 'closed'])

export const findings: Routes = (app, context) => {
  const { db } = context
  const base = '/api/tenants/:tenant/sites/:site/findings'
  const read = { config: { need: 'site.read' as const } }

  app.get(
    base,
    {
      ...read,
      schema: {
        tags: ['findings'],
        summary: 'Findings, the gravest first',
        params: SitePath,
        querystring: Query,
        response: gives(pageOf(FindingRow)),
      },
    },
    async request => {
      const { limit, after, ...filter } = request.query
      const { tenant, site } = request.params
      const page = await asTenant(db, tenant, scoped =>
        listFindings(scoped, site, filter, after === undefined ? { limit } : { limit, after }),
      )
      if (!page) throw badCursor()
      return page
    },
  )

  app.get(
    '/api/tenants/:tenant/findings-count',
    {
      config: { need: 'site.read', bySite: true },
      schema: {
        tags: ['findings'],
        summary: 'Open findings by severity',
        params: TenantPath,
        response: gives(Type.Record(Type.String(), Type.Integer())),
      },
    },
    request => asTenant(db, request.params.tenant, scoped => countFindings(scoped, callerOf(request).sites)),
  )

  app.get(
    `${base}/:finding`,
    {
      ...read,
      schema: {
        tags: ['findings'],
        summary: 'One finding, and what people did with it',
        params: FindingPath,
        response: gives(Type.Object({ finding: Document, work: FindingWork })),
      },
    },
    async (request, reply) => {
      const { tenant, site, finding } = request.params
      const found = await asTenant(db, tenant, scoped => getFinding(scoped, site, finding))
      if (!found) throw notFound('finding of this id')
      return tagged(request, reply, found, found.work)
    },
  )

  work(app, context)
}

const work: Routes = (app, { db }) => {
  app.patch(
    '/api/tenants/:tenant/sites/:site/findings/:finding',
    {
      config: { need: 'finding.work' },
      schema: {
        tags: ['findings'],
        summary: 'Status, reason, assignee',
        params: FindingPath,
        body: Work,
        response: gives(FindingWork),
      },
    },
    async request => {
      const { tenant, site, finding } = request.params
      const { body } = request
      if (body.status && REASONED.has(body.status) && !body.reason?.trim())
        throw new Problem(400, 'Say why, for those who come after you.', { reason: 'is required to end a finding' })
      const by = callerOf(request).name
      return asTenant(db, tenant, async scoped => {
        await alone(scoped, tenant, site, 'finding', finding)
        const found = await getFinding(scoped, site, finding)
        if (!found) throw notFound('finding of this id')
        checkMatch(request, found.work)
        await workFinding(scoped, { tenant, site, finding, by }, body)
        await record(scoped, tenant, { who: by, site, action: 'finding.work', object: finding, detail: body })
        return (await getFinding(scoped, site, finding))?.work
      })
    },
  )
}
