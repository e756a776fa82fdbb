// What an incident owes to authorities: which obligations apply and why, their start, and whether it is significant.
import { dutiesSaid, isZoneOfTime } from '@nautilus/response'
import { asTenant, keepTemplate, keptTemplates } from '@nautilus/store'
import { Type } from 'typebox'
import type { Routes } from '../app.ts'
import { caseOf, obligationIn } from '../obligations/case.ts'
import { viewOf } from '../obligations/view.ts'
import { notFound, problemOf } from '../problem.ts'
import { IncidentPath } from './incident-acts.ts'
import { nowMicros, workingOn } from './incident-work.ts'
import { obligationBoard } from './obligation-board.ts'
import { obligationDrafts } from './obligation-drafts.ts'
import { obligationFiles } from './obligation-files.ts'
import { obligationSigning } from './obligation-signing.ts'
import { obligationTemplates } from './obligation-templates.ts'
import { Document, gives, id } from './schemas.ts'

const base = '/api/tenants/:tenant/sites/:site/incidents/:incident/obligations'
const tags = ['obligations']

export const obligations: Routes = (app, context) => {
  const { db, platform } = context
  const { laws } = platform

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
          throw problemOf(
            409,
            'obligation.runs-already',
            `The clocks of ${template.id} run in this incident already.`,
            {
              values: { name: template.id },
            },
          )
        const own = await keptTemplates(scoped)
        const isOwn = own.some(kept => kept.template.id === template.id && kept.template.version === template.version)
        // Another edition with the same number would give an incident another law than its record names.
        if (!isOwn && !(await keepTemplate(scoped, tenant, template, null)))
          throw problemOf(
            409,
            'obligation.kept-already',
            `Another template ${template.id}@${template.version} is kept already.`,
            {
              values: { name: `${template.id}@${template.version}` },
            },
          )
        const timeZone = one.entity?.is.timeZone ?? one.siteZone
        if (!isZoneOfTime(timeZone))
          throw problemOf(409, 'obligation.no-zone', `The time zone ${timeZone} is not known; correct it first.`, {
            values: { zone: timeZone },
          })
        const version = String(template.version)
        return append(incident, [{ kind: 'obligation-started', obligation: template.id, version, timeZone }])
      })
      platform.incident(tenant, after)
      return { incident: after }
    },
  )

  significance(app, context)
  obligationBoard(app, context)
  obligationTemplates(app, context)
  obligationDrafts(app, context)
  obligationFiles(app, context)
  obligationSigning(app, context)
}

const significance: Routes = (app, context) => {
  const { db, platform } = context

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
        const one = await caseOf(db, scoped, request.params, platform.laws)
        const running = one.incident.obligations.map(name => obligationIn(one, name).template)
        const deciders = new Set(running.flatMap(({ significance }) => significance?.deciders ?? []))
        const held = actor.kind === 'person' ? actor.duties : []
        if (deciders.size > 0 && !held.some(duty => deciders.has(duty)))
          throw problemOf(403, 'significance.not-yours', `This is decided by: ${[...deciders].join(', ')}.`, {
            values: { who: dutiesSaid([...deciders]) },
          })
        return append(incident, [{ kind: 'significance-decided', ...request.body }])
      })
      platform.incident(tenant, after)
      return { incident: after }
    },
  )
}
