// What people do in incidents: one act, merging and splitting.
import { type Act as AnyAct, mergeActs, splitActs } from '@nautilus/response'
import { getIncident, lockIncidents } from '@nautilus/store'
import { Type } from 'typebox'
import type { Routes } from '../app.ts'
import type { Playbooks } from '../port.ts'
import { notFound, problemOf } from '../problem.ts'
import { Act, IncidentPath } from './incident-acts.ts'
import { workingOn } from './incident-work.ts'
import { Document, gives, id, Reason } from './schemas.ts'

const base = '/api/tenants/:tenant/sites/:site/incidents'
const config = { need: 'incident.work' as const }
const Done = Type.Object({ incident: Document })
const Seq = Type.Optional(
  Type.Integer({ minimum: 0, description: 'Entries of the record when it was read; 412 where there are more now.' }),
)

export const work: Routes = (app, context) => {
  const { platform } = context

  app.post(
    `${base}/:incident/acts`,
    {
      config,
      schema: {
        tags: ['incidents'],
        summary: 'Does something in an incident, where the caller’s duties at the site allow it',
        params: IncidentPath,
        body: Type.Object({ act: Act, seq: Seq }, { additionalProperties: false }),
        response: gives(Done),
      },
    },
    async request => {
      const { tenant, site, incident } = request.params
      const { act, seq } = request.body
      refuseOther(await platform.playbooks(tenant), act as AnyAct)
      const after = await workingOn(context, request, { tenant, site }, incident, ({ append }) =>
        append(incident, [act as AnyAct], seq),
      )
      platform.incident(tenant, after)
      return { incident: after }
    },
  )
}

/** What begins goes by what is in force. */
function refuseOther({ versionOf }: Playbooks, act: AnyAct): void {
  if (act.kind !== 'playbook-started') return
  const { playbook, version } = act
  const inForce = versionOf(playbook)
  if (inForce === null) throw problemOf(409, 'playbook.missing', `There is no playbook ${playbook} in force.`)
  if (inForce !== version)
    throw problemOf(409, 'playbook.other-version', `Of ${playbook} version ${inForce} is in force.`, {
      values: { playbook, version: inForce },
    })
}

/** What concerns two incidents. */
export const pairs: Routes = (app, context) => {
  const { platform } = context

  app.post(
    `${base}/:incident/merge`,
    {
      config,
      schema: {
        tags: ['incidents'],
        summary: 'This incident goes into another one',
        params: IncidentPath,
        body: Type.Object({ into: id, reason: Reason }, { additionalProperties: false }),
        response: gives(Done),
      },
    },
    async request => {
      const { tenant, site, incident } = request.params
      const { into, reason } = request.body
      const after = await workingOn(context, request, { tenant, site }, incident, async ({ scoped, append }) => {
        await lockIncidents(scoped, { tenant, site }, [incident, into])
        const [from, target] = [await getIncident(scoped, site, incident), await getIncident(scoped, site, into)]
        if (!from || !target) throw notFound('incident of this id')
        const acts = mergeActs(target.incident, from.incident, reason)
        if (!acts)
          throw problemOf(
            409,
            'incident.not-one',
            'These two cannot become one: look whether one is merged already, or played.',
          )
        await append(incident, acts.there)
        return append(into, acts.here)
      })
      platform.incident(tenant, after)
      return { incident: after }
    },
  )

  app.post(
    `${base}/:incident/split`,
    {
      config,
      schema: {
        tags: ['incidents'],
        summary: 'Some findings become an incident of their own',
        params: IncidentPath,
        body: Type.Object(
          { findings: Type.Array(id, { minItems: 1, maxItems: 1000 }), reason: Reason },
          { additionalProperties: false },
        ),
        response: gives(Done, 201),
      },
    },
    async (request, reply) => {
      const { tenant, site, incident } = request.params
      const { findings, reason } = request.body
      const name = `i-${crypto.randomUUID()}`
      const after = await workingOn(context, request, { tenant, site }, incident, async ({ scoped, append }) => {
        await lockIncidents(scoped, { tenant, site }, [incident])
        const found = await getIncident(scoped, site, incident)
        if (!found) throw notFound('incident of this id')
        const acts = splitActs(found.incident, new Set(findings), name, reason)
        if (!acts)
          throw problemOf(400, 'incident.nothing-to-split', 'Name some of its findings, and not all.', {
            fields: { findings: 'must leave some' },
          })
        await append(incident, acts.here)
        return append(name, [
          ...acts.there.slice(0, 1),
          { kind: 'titled', title: found.incident.title },
          ...acts.there.slice(1),
        ])
      })
      platform.incident(tenant, after)
      return reply.code(201).send({ incident: after })
    },
  )
}
