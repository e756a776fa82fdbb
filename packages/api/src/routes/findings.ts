import { asTenant, countFindings, getFinding, listFindings, record, statuses, workFinding } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { notFound, Problem } from '../problem.ts'
import { id, Paging, SitePath, TenantPath } from './schemas.ts'

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

export const findings: Routes = (app, { db }) => {
  const base = '/api/tenants/:tenant/sites/:site/findings'
  const read = { config: { need: 'site.read' as const } }

  app.get(base, { ...read, schema: { tags: ['findings'], params: SitePath, querystring: Query } }, async request => {
    const { limit, after, ...filter } = request.query
    const { tenant, site } = request.params
    const page = await asTenant(db, tenant, scoped =>
      listFindings(scoped, site, filter, after === undefined ? { limit } : { limit, after }),
    )
    if (!page) throw new Problem(400, 'This is no cursor of ours.', { after: 'must be `next` of the page before' })
    return page
  })

  app.get(
    '/api/tenants/:tenant/findings-count',
    { ...read, schema: { tags: ['findings'], params: TenantPath } },
    request => asTenant(db, request.params.tenant, scoped => countFindings(scoped, null)),
  )

  app.get(`${base}/:finding`, { ...read, schema: { tags: ['findings'], params: FindingPath } }, request =>
    asTenant(db, request.params.tenant, async scoped => {
      const found = await getFinding(scoped, request.params.site, request.params.finding)
      if (!found) throw notFound('finding of this id')
      return found
    }),
  )

  app.patch(
    `${base}/:finding`,
    { config: { need: 'finding.work' }, schema: { tags: ['findings'], params: FindingPath, body: Work } },
    async request => {
      const { tenant, site, finding } = request.params
      const { body } = request
      if (body.status && REASONED.has(body.status) && !body.reason?.trim())
        throw new Problem(400, 'Say why, for those who come after you.', { reason: 'is required to end a finding' })
      const by = callerOf(request).name
      return asTenant(db, tenant, async scoped => {
        if (!(await getFinding(scoped, site, finding))) throw notFound('finding of this id')
        await workFinding(scoped, { tenant, site, finding, by }, body)
        await record(scoped, tenant, { who: by, site, action: 'finding.work', object: finding, detail: body })
        return (await getFinding(scoped, site, finding))?.work
      })
    },
  )
}
