// What is owed to authorities: over all incidents, in one, and the templates it comes from.
import { clocksOf, isZoneOfTime, startedIn } from '@nautilus/response'
import { asTenant, keepTemplate, keptTemplates, owingIncidents, record } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { caseOf, obligationIn, templatesOf } from '../obligations/case.ts'
import { clockView, viewOf } from '../obligations/view.ts'
import { notFound, Problem } from '../problem.ts'
import { IncidentPath } from './incident-acts.ts'
import { nowMicros, workingOn } from './incident-work.ts'
import { obligationDrafts } from './obligation-drafts.ts'
import { Document, gives, id, listOf, nullable, TenantPath } from './schemas.ts'

/** Incidents whose clocks one answer holds; `more` tells that there are others. */
const MOST_OWING = 500
/** Characters of a template. */
const MOST_SOURCE = 200_000

const base = '/api/tenants/:tenant/sites/:site/incidents/:incident/obligations'
const tags = ['obligations']
const Board = Type.Object({ items: Type.Array(Document), more: Type.Boolean() })

export const obligations: Routes = (app, context) => {
  const { db, platform } = context
  const { laws } = platform

  app.get(
    '/api/tenants/:tenant/obligations',
    {
      config: { need: 'site.read', bySite: true },
      schema: {
        tags,
        summary: 'What is due when, over all incidents',
        params: TenantPath,
        response: gives(Board),
      },
    },
    request => {
      const { tenant } = request.params
      return asTenant(db, tenant, async scoped => {
        const owing = await owingIncidents(scoped, callerOf(request).sites, MOST_OWING + 1)
        const items = []
        for (const { site, id: incident, title, state, severity, exercise } of owing.slice(0, MOST_OWING)) {
          const one = await caseOf(db, scoped, { tenant, site, incident }, laws)
          const entity = one.entity?.is.name ?? null
          for (const { act } of startedIn(one.entries)) {
            const obligation = obligationIn(one, act.obligation)
            const { template, timeZone } = obligation
            for (const clock of clocksOf(obligation, one.facts, nowMicros()))
              items.push({
                ...{ site, siteName: one.siteName, incident, title, state, severity, exercise, entity, timeZone },
                obligation: template.id,
                name: template.title,
                authority: template.authority.name,
                clock: clockView(clock),
              })
          }
        }
        return { items: items.sort(byDue), more: owing.length > MOST_OWING }
      })
    },
  )

  app.get(
    base,
    {
      config: { need: 'site.read' },
      schema: {
        tags,
        summary: 'Obligations of an incident: which apply and why, their clocks, drafts and signatures',
        params: IncidentPath,
        response: gives(Document),
      },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped =>
        viewOf(await caseOf(db, scoped, request.params, laws), laws, nowMicros()),
      ),
  )

  app.post(
    `${base}/start`,
    {
      config: { need: 'incident.work' },
      schema: {
        tags,
        summary: 'Starts the clocks of an obligation; the template stays as it is now',
        params: IncidentPath,
        body: Type.Object({ obligation: id }, { additionalProperties: false }),
        response: gives(Document),
      },
    },
    async request => {
      const { tenant, site, incident } = request.params
      const after = await workingOn(context, request, { tenant, site }, incident, async ({ scoped, append }) => {
        const one = await caseOf(db, scoped, request.params, laws)
        const template = one.templates.inForce.find(({ id }) => id === request.body.obligation)
        if (!template) throw notFound('obligation of this id')
        if (one.incident.obligations.includes(template.id))
          throw new Problem(409, `The clocks of ${template.id} run in this incident already.`)
        const own = await keptTemplates(scoped)
        const isOwn = own.some(kept => kept.template.id === template.id && kept.template.version === template.version)
        // Another edition with the same number would give an incident another law than its record names.
        if (!isOwn && !(await keepTemplate(scoped, tenant, template, null)))
          throw new Problem(409, `Another template ${template.id}@${template.version} is kept already.`)
        const timeZone = one.entity?.is.timeZone ?? one.siteZone
        if (!isZoneOfTime(timeZone)) throw new Problem(409, `The time zone ${timeZone} is not known; correct it first.`)
        const version = String(template.version)
        return append(incident, [{ kind: 'obligation-started', obligation: template.id, version, timeZone }])
      })
      platform.incident(tenant, after)
      return { incident: after }
    },
  )

  app.post(
    `${base}/significance`,
    {
      config: { need: 'incident.work' },
      schema: {
        tags,
        summary: 'Decides whether the incident is significant; for those whom the templates name',
        params: IncidentPath,
        body: Type.Object(
          {
            outcome: Type.Union((['report', 'do_not_report', 'undecided'] as const).map(word => Type.Literal(word))),
            reasons: Type.Array(Type.String({ minLength: 1, maxLength: 10_000, pattern: '\\S' }), {
              minItems: 1,
              maxItems: 200,
            }),
          },
          { additionalProperties: false },
        ),
        response: gives(Document),
      },
    },
    async request => {
      const { tenant, site, incident } = request.params
      const after = await workingOn(context, request, { tenant, site }, incident, async ({ scoped, append, actor }) => {
        const one = await caseOf(db, scoped, request.params, laws)
        const running = one.incident.obligations.map(name => obligationIn(one, name).template)
        const deciders = new Set(running.flatMap(({ significance }) => significance?.deciders ?? []))
        const held = actor.kind === 'person' ? actor.duties : []
        if (deciders.size > 0 && !held.some(duty => deciders.has(duty)))
          throw new Problem(403, `This is decided by: ${[...deciders].join(', ')}.`, undefined, {
            code: 'significance.not-yours',
          })
        return append(incident, [{ kind: 'significance-decided', ...request.body }])
      })
      platform.incident(tenant, after)
      return { incident: after }
    },
  )

  app.get(
    '/api/tenants/:tenant/obligation-templates',
    {
      config: { need: 'site.read' },
      schema: { tags, summary: 'Obligations in force', params: TenantPath, response: gives(listOf(Document)) },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => {
        const { inForce } = await templatesOf(scoped, laws)
        const own = (await keptTemplates(scoped)).filter(({ source }) => source !== null)
        const ownOf = (id: string, version: number) =>
          own.find(({ template }) => template.id === id && template.version === version)
        return {
          items: inForce.map(template => ({
            template,
            source: ownOf(template.id, template.version)?.source ?? null,
            madeBy: ownOf(template.id, template.version)?.madeBy ?? null,
          })),
        }
      }),
  )

  app.post(
    '/api/tenants/:tenant/obligation-templates',
    {
      config: { need: 'tenant.write' },
      schema: {
        tags,
        summary: 'Adds an obligation of the tenant, or a later version of one; the old one stays where it has begun',
        params: TenantPath,
        body: Type.Object(
          { source: Type.String({ minLength: 1, maxLength: MOST_SOURCE, description: 'YAML: docs/obligations.md' }) },
          { additionalProperties: false },
        ),
        response: gives(Type.Object({ template: nullable(Document), faults: Type.Array(Document) })),
      },
    },
    request => {
      const { tenant } = request.params
      const { source } = request.body
      const read = laws.read(source)
      if ('faults' in read) throw new Problem(422, 'The obligation has faults.', undefined, { faults: read.faults })
      const { template } = read
      return asTenant(db, tenant, async scoped => {
        const before = (await templatesOf(scoped, laws)).inForce.find(({ id }) => id === template.id)
        if (before && before.version >= template.version)
          throw new Problem(409, `\`version\` must be higher than ${before.version}, which is in force.`)
        const by = callerOf(request).name
        await keepTemplate(scoped, tenant, template, { source, by })
        const detail = { version: template.version }
        await record(scoped, tenant, { who: by, action: 'obligation.add', object: template.id, detail })
        return { template, faults: [] }
      })
    },
  )

  obligationDrafts(app, context)
}

type Row = { readonly clock: { readonly due: number | null; readonly submittedAt: number | null } }

/** What is open and due first; what is done last. */
const byDue = (a: Row, b: Row): number =>
  Number(a.clock.submittedAt !== null) - Number(b.clock.submittedAt !== null) ||
  (a.clock.due ?? Number.MAX_SAFE_INTEGER) - (b.clock.due ?? Number.MAX_SAFE_INTEGER)
