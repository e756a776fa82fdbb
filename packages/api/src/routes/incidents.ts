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
import { asTenant, getIncident, recordOf } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import { actorOf } from '../actor.ts'
import type { Context, Routes } from '../app.ts'
import { notFound } from '../problem.ts'
import { IncidentPath } from './incident-acts.ts'
import { pairs, work } from './incident-changes.ts'
import { files } from './incident-files.ts'
import { opening } from './incident-opening.ts'
import { queue } from './incident-queue.ts'
import { nowMicros } from './incident-work.ts'
import { Document, gives, listOf, nullable } from './schemas.ts'

const Room = Type.Object({
  incident: Document,
  seq: Type.Integer(),
  hash: Type.String({ description: 'Of the end of the record: SHA-256, hex.' }),
  timeline: Document,
  options: Type.Array(Document, { description: 'How far each option of the playbook is from being decided.' }),
  ways: Type.Array(Document, { description: 'States it can go to now, and whether the caller may take it there.' }),
  duties: Type.Array(Type.String(), { description: 'Of the caller, at this site.' }),
  playbook: nullable(Document),
  seen: Type.Record(Type.String(), Document, { description: 'By fact of the playbook: what the platform saw of it.' }),
})

export const incidents: Routes = (app, context) => {
  const { db, platform } = context
  const read = { config: { need: 'site.read' as const } }
  const base = '/api/tenants/:tenant/sites/:site/incidents'

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

  queue(app, context)
  opening(app, context)
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
