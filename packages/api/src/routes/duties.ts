// What people are to a site: by their roles, and by what was given to them.
import { asTenant, listDuties, listMembers, namesOf, record, setDuties } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { checkMatch } from '../etag.ts'
import { notFound } from '../problem.ts'
import { checkHere } from './existing.ts'
import { DutyName } from './incident-acts.ts'
import { gives, id, listOf, SitePath } from './schemas.ts'

const Row = Type.Object({
  person: Type.String(),
  name: Type.String(),
  email: Type.String(),
  duties: Type.Array(Type.String(), { description: 'All: those of roles too.' }),
  given: Type.Array(Type.String()),
})
const base = '/api/tenants/:tenant/sites/:site/duties'

export const dutyRoutes: Routes = (app, { db, platform }) => {
  app.get(
    base,
    {
      config: { need: 'site.read' },
      schema: { tags: ['escalation'], summary: 'Duties of people', params: SitePath, response: gives(listOf(Row)) },
    },
    async request => {
      const { tenant, site } = request.params
      const { held, given } = await asTenant(db, tenant, async scoped => {
        await checkHere(scoped, site)
        return { held: await platform.escalation.people(scoped, site), given: await listDuties(scoped, site) }
      })
      const names = await namesOf(
        db,
        held.map(({ person }) => person),
      )
      const items = held.map(({ person, duties }) => ({
        person,
        name: names.get(person)?.name ?? person,
        email: names.get(person)?.email ?? '',
        duties: [...duties],
        given: given.filter(row => row.person === person).map(({ duty }) => duty),
      }))
      return { items }
    },
  )

  app.put(
    `${base}/:person`,
    {
      config: { need: 'response.write' },
      schema: {
        tags: ['escalation'],
        summary: 'Gives a person exactly these duties, besides those of roles',
        params: Type.Object({ ...SitePath.properties, person: id }),
        body: Type.Object(
          { duties: Type.Array(DutyName, { maxItems: 20, uniqueItems: true }) },
          { additionalProperties: false },
        ),
        response: gives(Type.Object({ given: Type.Array(Type.String()) })),
      },
    },
    request => {
      const { tenant, site, person } = request.params
      const { duties } = request.body
      const by = callerOf(request).name
      return asTenant(db, tenant, async scoped => {
        await checkHere(scoped, site)
        const members = await listMembers(scoped)
        const isHere = members.some(({ user_id, site: at }) => user_id === person && (at === '*' || at === site))
        if (!isHere) throw notFound('person of this id')
        const known = (await listDuties(scoped, site)).filter(row => row.person === person).map(({ duty }) => duty)
        checkMatch(request, known)
        await setDuties(scoped, { tenant, site, person, by }, duties)
        await record(scoped, tenant, { who: by, site, action: 'duties.change', object: person, detail: { duties } })
        return { given: [...duties].sort() }
      })
    },
  )
}
