import { asTenant, countFindings, getFinding, listFindings, statuses } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { tagged } from '../etag.ts'
import { badCursor, notFound } from '../problem.ts'
import { findingWork } from './finding-work.ts'
import {
  countedPageOf,
  Document,
  FindingRow,
  FindingWork,
  gives,
  id,
  nullable,
  Paging,
  SitePath,
  TenantPath,
} from './schemas.ts'

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
        response: gives(countedPageOf(FindingRow)),
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
        response: gives(
          Type.Object({
            finding: Document,
            work: FindingWork,
            incident: nullable(Type.String({ description: 'The incident that it is part of.' })),
          }),
        ),
      },
    },
    async (request, reply) => {
      const { tenant, site, finding } = request.params
      const found = await asTenant(db, tenant, scoped => getFinding(scoped, site, finding))
      if (!found) throw notFound('finding of this id')
      return tagged(request, reply, found, found.work)
    },
  )

  findingWork(app, context)
}
