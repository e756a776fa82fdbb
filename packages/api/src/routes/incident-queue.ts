// The queue of incidents, of one site and of all; and how many there are of each kind.
import { asTenant, countIncidents, incidentOrders, listIncidents } from '@nautilus/store'
import { type Static, Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Context, Routes } from '../app.ts'
import { badCursor } from '../problem.ts'
import { Unanswered, withUnanswered } from './incident-unanswered.ts'
import { gives, id, Micro, Name, nullable, Paging, pageOf, SitePath, TenantPath } from './schemas.ts'

const words = (all: readonly string[]) => Type.Union(all.map(word => Type.Literal(word)))
const Filter = {
  state: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 20 })),
  severity: Type.Optional(Type.Array(words(['recorded', 'low', 'medium', 'high', 'critical']))),
  playbook: Type.Optional(Type.Array(id, { maxItems: 100 })),
  assignee: Type.Optional(id),
  unassigned: Type.Optional(Type.Boolean({ description: 'Those that nobody has.' })),
  exercise: Type.Optional(Type.Boolean()),
}
const Query = Type.Object({
  ...Paging,
  ...Filter,
  since: Type.Optional(Type.Number({ description: 'µs: what changed since' })),
  order: Type.Optional(
    Type.Union(
      incidentOrders.map(order => Type.Literal(order)),
      {
        description:
          'urgent: what awaits a decision, then the gravest. grave (as if not said). new, old: by their opening. changed: the latest change. waiting: longest in their state.',
      },
    ),
  ),
})
const sites = { site: Type.Optional(Type.Array(Name, { maxItems: 500, description: 'Only these.' })) }
const OverSites = Type.Object({ ...Query.properties, ...sites })
const Counted = Type.Object({ ...Filter, ...sites })
const text = nullable(Type.String())
const Row = Type.Object({
  site: Type.String(),
  id: Type.String(),
  state: Type.String(),
  outcome: text,
  severity: Type.String(),
  rank: Type.Integer(),
  title: Type.String(),
  exercise: Type.Boolean(),
  assignee: text,
  playbook: text,
  opened: Micro,
  changed: Micro,
  since: Type.Number({ description: 'µs: since when it is in its state' }),
  seq: Type.Integer({ description: 'Entries of its record.' }),
  wake: nullable(Micro),
  findings: Type.Integer(),
  unanswered: Unanswered,
})
const Many = Type.Record(Type.String(), Type.Integer())
const Counts = Type.Object({
  state: Many,
  severity: Many,
  playbook: Many,
  assignee: Type.Record(Type.String(), Type.Integer(), { description: 'By person; the empty word for nobody.' }),
  exercise: Type.Record(Type.String(), Type.Integer(), { description: '`true` and `false`' }),
})
const tags = ['incidents']

export const queue: Routes = (app, context) => {
  const { db } = context
  const config = { need: 'site.read' as const, bySite: true as const }
  app.get(
    '/api/tenants/:tenant/incidents',
    {
      config,
      schema: {
        tags,
        summary: 'Incidents of all sites',
        params: TenantPath,
        querystring: OverSites,
        response: gives(pageOf(Row)),
      },
    },
    request => {
      const { site, ...query } = request.query
      return pageFor(context, request.params.tenant, within(callerOf(request).sites, site), query)
    },
  )

  app.get(
    '/api/tenants/:tenant/incidents-counts',
    {
      config,
      schema: {
        tags,
        summary: 'How many incidents there are of each kind, each with the other choices',
        params: TenantPath,
        querystring: Counted,
        response: gives(Counts),
      },
    },
    request => {
      const { site, ...filter } = request.query
      const here = within(callerOf(request).sites, site)
      return asTenant(db, request.params.tenant, scoped => countIncidents(scoped, here, filter))
    },
  )

  app.get(
    '/api/tenants/:tenant/sites/:site/incidents',
    {
      config: { need: 'site.read' },
      schema: {
        tags,
        summary: 'Incidents of a site',
        params: SitePath,
        querystring: Query,
        response: gives(pageOf(Row)),
      },
    },
    request => pageFor(context, request.params.tenant, [request.params.site], request.query),
  )
}

/** Of the sites that were asked for, those that the caller may see. */
const within = (own: readonly string[] | null, asked: readonly string[] | undefined): readonly string[] | null =>
  asked === undefined ? own : own === null ? asked : asked.filter(site => own.includes(site))

async function pageFor(
  { db, platform }: Context,
  tenant: string,
  here: readonly string[] | null,
  { limit, after, order, ...filter }: Static<typeof Query>,
) {
  const asked = { limit, ...(after === undefined ? {} : { after }), ...(order === undefined ? {} : { order }) }
  const { find } = await platform.playbooks(tenant)
  return asTenant(db, tenant, async scoped => {
    const page = await listIncidents(scoped, here, filter, asked)
    if (!page) throw badCursor()
    return { ...page, items: await withUnanswered(scoped, page.items, find) }
  })
}
