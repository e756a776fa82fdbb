// Incidents: the queue, the room of one, its record, and what people do in it.
import {
  type Actor,
  type Incident,
  optionsOf,
  playbookOf,
  readinessOf,
  seenFacts,
  timelineOf,
  transitions,
} from '@nautilus/response'
import { asTenant, getIncident, listIncidents, recordOf, type Scoped } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import { actorOf } from '../actor.ts'
import type { Context, Routes } from '../app.ts'
import { badCursor, notFound } from '../problem.ts'
import { IncidentPath } from './incident-acts.ts'
import { pairs, work } from './incident-changes.ts'
import { files } from './incident-files.ts'
import { Unanswered, withUnanswered } from './incident-unanswered.ts'
import { nowMicros } from './incident-work.ts'
import { Document, gives, id, listOf, Micro, nullable, Paging, pageOf, SitePath, TenantPath } from './schemas.ts'

const words = (all: readonly string[]) => Type.Union(all.map(word => Type.Literal(word)))
const Query = Type.Object({
  ...Paging,
  state: Type.Optional(Type.Array(Type.String({ maxLength: 40 }))),
  severity: Type.Optional(Type.Array(words(['recorded', 'low', 'medium', 'high', 'critical']))),
  assignee: Type.Optional(id),
  exercise: Type.Optional(Type.Boolean()),
  since: Type.Optional(Type.Number()),
})
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
const Room = Type.Object({
  incident: Document,
  seq: Type.Integer(),
  hash: Type.String({ description: 'Of the end of the record: SHA-256, hex.' }),
  timeline: Document,
  options: Type.Array(Document, { description: 'How far each option of the playbook is from being decided.' }),
  ways: Type.Array(Document, { description: 'States it can go to now, and whether the caller may take it there.' }),
  duties: Type.Array(Type.String(), { description: 'Of the caller, at this site.' }),
  playbook: nullable(Document),
  seen: Type.Record(Type.String(), Document, { description: 'By fact of the playbook: what Nautilus saw of it.' }),
})

type Asked = Parameters<typeof listIncidents> extends [unknown, ...infer Rest] ? Rest : never

export const incidents: Routes = (app, context) => {
  const { db, platform } = context
  const read = { config: { need: 'site.read' as const } }
  const base = '/api/tenants/:tenant/sites/:site/incidents'
  const queue = async (scoped: Scoped, tenant: string, ...asked: Asked) => {
    const page = await listIncidents(scoped, ...asked)
    if (!page) throw badCursor()
    const { find } = await platform.playbooks(tenant)
    return { ...page, items: await withUnanswered(scoped, page.items, find) }
  }

  app.get(
    '/api/tenants/:tenant/incidents',
    {
      config: { need: 'site.read', bySite: true },
      schema: {
        tags: ['incidents'],
        summary: 'Incidents of all sites, the gravest first',
        params: TenantPath,
        querystring: Query,
        response: gives(pageOf(Row)),
      },
    },
    async request => {
      const { limit, after, ...filter } = request.query
      const { tenant } = request.params
      const paging = after === undefined ? { limit } : { limit, after }
      return asTenant(db, tenant, scoped => queue(scoped, tenant, callerOf(request).sites, filter, paging))
    },
  )

  app.get(
    base,
    {
      ...read,
      schema: {
        tags: ['incidents'],
        summary: 'Incidents, the gravest first',
        params: SitePath,
        querystring: Query,
        response: gives(pageOf(Row)),
      },
    },
    async request => {
      const { limit, after, ...filter } = request.query
      const { tenant, site } = request.params
      const paging = after === undefined ? { limit } : { limit, after }
      return asTenant(db, tenant, scoped => queue(scoped, tenant, [site], filter, paging))
    },
  )

  app.get(
    `${base}/:incident`,
    {
      ...read,
      schema: { tags: ['incidents'], summary: 'The room of an incident', params: IncidentPath, response: gives(Room) },
    },
    request => {
      const { tenant, site, incident } = request.params
      const { person } = callerOf(request)
      return asTenant(db, tenant, async scoped => {
        const found = await getIncident(scoped, site, incident)
        if (!found) throw notFound('incident of this id')
        const nobody: Actor = { kind: 'person', person: '', duties: [] }
        const actor = person ? await actorOf(db, scoped, { tenant, site }, person) : nobody
        return { ...found, ...(await roomOf(platform, tenant, found.incident, actor)) }
      })
    },
  )

  app.get(
    `${base}/:incident/record`,
    {
      ...read,
      schema: {
        tags: ['incidents'],
        summary: 'The whole record, each entry chained to the one before it by its hash',
        params: IncidentPath,
        response: gives(listOf(Document)),
      },
    },
    async request => {
      const { tenant, site, incident } = request.params
      const items = await asTenant(db, tenant, scoped => recordOf(scoped, site, incident))
      if (items.length === 0) throw notFound('incident of this id')
      return { items }
    },
  )

  work(app, context)
  pairs(app, context)
  files(app, context)
}

/** What follows from an incident for whoever looks at it now. */
async function roomOf(platform: Context['platform'], tenant: string, incident: Incident, actor: Actor) {
  const { find, read } = await platform.playbooks(tenant)
  const playbook = playbookOf(incident, find)
  const whole = incident.run && read(incident.run.playbook, incident.run.version)
  const held = actor.kind === 'person' ? actor.duties : []
  return {
    timeline: timelineOf(incident, find),
    options: playbook ? optionsOf(playbook).map(({ id }) => readinessOf(incident, id, nowMicros(), find)) : [],
    ways: transitions
      .filter(({ from }) => from === incident.state)
      .map(({ to, who, outcomes }) => ({ to, who, outcomes, may: who.some(duty => held.includes(duty)) })),
    duties: held,
    playbook: whole,
    seen: whole ? Object.fromEntries(seenFacts(incident, whole)) : {},
  }
}
