// Who is on call for each duty, now and by which rotation.
import { faultsOfRoster, onCall, type PlanFault, type Roster, rosterLimits } from '@nautilus/response'
import { asTenant, listRosters, namesOf, record, writeRoster } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { checkMatch, tagged } from '../etag.ts'
import { faultyPlan, notFound } from '../problem.ts'
import { checkHere } from './existing.ts'
import { DutyName } from './incident-acts.ts'
import { nowMicros } from './incident-work.ts'
import { Document, gives, id, listOf, nothing, nullable, SitePath, Time } from './schemas.ts'

const short = Type.String({ minLength: 1, maxLength: 64 })
const Moment = Type.Number({ description: 'µs since 1970-01-01 UTC', minimum: 0, maximum: 8.64e18 })
export const RosterBody = Type.Object(
  {
    timeZone: short,
    people: Type.Array(id, { maxItems: rosterLimits.people }),
    rotation: Type.Union([Type.Literal('daily'), Type.Literal('weekly')]),
    starts: short,
    handover: short,
    holidays: Type.Array(Type.Object({ date: short, person: nullable(id) }, { additionalProperties: false }), {
      maxItems: rosterLimits.holidays,
    }),
    swaps: Type.Array(Type.Object({ from: Moment, to: Moment, person: id }, { additionalProperties: false }), {
      maxItems: rosterLimits.swaps,
    }),
    deputies: Type.Array(id, { maxItems: rosterLimits.people }),
  },
  { additionalProperties: false },
)
const Row = Type.Object({
  duty: Type.String(),
  version: Type.Integer({ description: '0: it follows from roles; nobody wrote it.' }),
  roster: Document,
  changed_by: nullable(Type.String()),
  changed_at: nullable(Time),
})
const OnCall = Type.Object({
  duty: Type.String(),
  person: nullable(Type.String()),
  name: nullable(Type.String()),
  deputy: nullable(Type.String()),
  deputyName: nullable(Type.String()),
  why: Type.String(),
})
export const DutyPath = Type.Object({ ...SitePath.properties, duty: DutyName })
const base = '/api/tenants/:tenant/sites/:site/rosters'
const tags = ['escalation']
const read = { need: 'site.read' as const }
const write = { need: 'response.write' as const }

export const rosters: Routes = (app, context) => {
  const { db, platform } = context
  app.get(
    base,
    { config: read, schema: { tags, summary: 'Rosters of a site', params: SitePath, response: gives(listOf(Row)) } },
    request => {
      const { tenant, site } = request.params
      return asTenant(db, tenant, async scoped => {
        await checkHere(scoped, site)
        const stored = await listRosters(scoped, site)
        const plan = await platform.escalation.plan(scoped, site)
        const items = plan.rosters.map(roster => {
          const known = stored.find(({ duty, data }) => duty === roster.duty && data !== null)
          const { version = 0, changed_by = null, changed_at = null } = known ?? {}
          return { duty: roster.duty, version, roster, changed_by, changed_at }
        })
        return { items }
      })
    },
  )

  app.get(
    '/api/tenants/:tenant/sites/:site/on-call',
    {
      config: read,
      schema: { tags, summary: 'Who is on call now', params: SitePath, response: gives(listOf(OnCall)) },
    },
    async request => {
      const { tenant, site } = request.params
      const plan = await asTenant(db, tenant, async scoped => {
        await checkHere(scoped, site)
        return platform.escalation.plan(scoped, site)
      })
      const now = nowMicros()
      const called = plan.rosters.map(roster => ({ duty: roster.duty, ...onCall(roster, now) }))
      const names = await namesOf(
        db,
        called.flatMap(({ person, deputy }) => [person, deputy].filter(one => one !== null)),
      )
      const nameOf = (person: string | null) => (person === null ? null : (names.get(person)?.name ?? person))
      return { items: called.map(row => ({ ...row, name: nameOf(row.person), deputyName: nameOf(row.deputy) })) }
    },
  )

  app.put(
    `${base}/:duty`,
    {
      config: write,
      schema: {
        tags,
        summary: 'Writes a roster; every version is kept',
        params: DutyPath,
        body: RosterBody,
        response: gives(Row),
      },
    },
    (request, reply) => {
      const { tenant, site, duty } = request.params
      const by = callerOf(request).name
      const roster: Roster = { duty, ...request.body }
      refuse(roster)
      return asTenant(db, tenant, async scoped => {
        await checkHere(scoped, site)
        await refuseStrangers(await platform.escalation.people(scoped, site), roster)
        const done = await writeRoster(scoped, { tenant, site, duty, by }, roster, known =>
          checkMatch(request, known?.version ?? 0),
        )
        await record(scoped, tenant, {
          who: by,
          site,
          action: 'roster.change',
          object: duty,
          detail: { version: done.version },
        })
        const { version, changed_by, changed_at } = done
        return tagged(request, reply, { duty, version, roster, changed_by, changed_at }, version)
      })
    },
  )

  app.delete(
    `${base}/:duty`,
    {
      config: write,
      schema: { tags, summary: 'From now on who is called follows from roles', params: DutyPath, response: nothing },
    },
    async (request, reply) => {
      const { tenant, site, duty } = request.params
      const who = callerOf(request).name
      await asTenant(db, tenant, async scoped => {
        await writeRoster(scoped, { tenant, site, duty, by: who }, null, known => {
          if (!known?.data) throw notFound('roster of this duty')
          checkMatch(request, known.version)
        })
        await record(scoped, tenant, { who, site, action: 'roster.remove', object: duty })
      })
      return reply.code(204).send()
    },
  )
}

function refuse(roster: Roster): void {
  const faults = faultsOfRoster(roster)
  if (faults.length > 0) throw faultyPlan('roster.faults', faults)
}

async function refuseStrangers(here: readonly { readonly person: string }[], roster: Roster): Promise<void> {
  const known = new Set(here.map(({ person }) => person))
  const isStranger = (person: string | null): boolean => person !== null && !known.has(person)
  const at = (field: string, all: readonly (string | null)[]): PlanFault[] =>
    all.some(isStranger) ? [{ field, code: 'roster.stranger', values: {} }] : []
  const faults = [
    ...at('people', roster.people),
    ...at('deputies', roster.deputies),
    ...roster.holidays.flatMap(({ person }, place) => at(`holidays.${place}.person`, [person])),
    ...roster.swaps.flatMap(({ person }, place) => at(`swaps.${place}.person`, [person])),
  ]
  if (faults.length > 0) throw faultyPlan('roster.faults', faults)
}
