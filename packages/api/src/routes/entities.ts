// The legal entities of a tenant: who owes reports for which site.
import { entityClasses, isZoneOfTime, type LegalEntity } from '@nautilus/response'
import {
  asTenant,
  getSite,
  listEntities,
  listEntitySites,
  putEntity,
  putEntityOfSite,
  record,
  removeEntity,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { notFound, Problem } from '../problem.ts'
import { Document, gives, Name, nothing, nullable, SitePath, TenantPath } from './schemas.ts'

const text = (maxLength = 300) => Type.String({ maxLength })
const Country = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166' })
const Notifier = Type.Object(
  {
    name: text(),
    role: text(),
    email: text(254),
    phone: text(60),
    availability: text(),
  },
  { additionalProperties: false },
)
const mark = nullable(Type.Boolean())
const Entity = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 300, pattern: '\\S' }),
    registrationNo: text(),
    class: Type.Union(entityClasses.map(word => Type.Literal(word))),
    sector: text(),
    subsector: text(),
    otherSectors: Type.Array(text(), { maxItems: 20 }),
    establishedIn: Type.Union([Country, Type.Literal('')]),
    memberStates: Type.Array(Country, { maxItems: 60 }),
    address: text(1000),
    turnoverEur: nullable(Type.Number({ minimum: 0, maximum: 1e15 })),
    marks: Type.Object(
      {
        isManagedServiceProvider: mark,
        isCritical: mark,
        isFinancial: mark,
        isManufacturer: mark,
        isController: mark,
        isUsCovered: mark,
      },
      { additionalProperties: false },
    ),
    notifier: nullable(Notifier),
    deputies: Type.Array(Notifier, { maxItems: 20 }),
    mandate: nullable(Type.Object({ reference: text(), holder: text() }, { additionalProperties: false })),
    timeZone: Type.String({ maxLength: 64, description: 'IANA' }),
  },
  { additionalProperties: false },
)
const Path = Type.Object({ ...TenantPath.properties, entity: Name })
const List = Type.Object({ items: Type.Array(Document), sites: Type.Array(Document) })

export const entities: Routes = (app, { db }) => {
  const base = '/api/tenants/:tenant/entities'

  app.get(
    base,
    {
      config: { need: 'site.read' },
      schema: {
        tags: ['obligations'],
        summary: 'Legal entities, and which site belongs to which',
        params: TenantPath,
        response: gives(List),
      },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => ({
        items: await listEntities(scoped),
        sites: await listEntitySites(scoped),
      })),
  )

  app.put(
    `${base}/:entity`,
    {
      config: { need: 'tenant.write' },
      schema: {
        tags: ['obligations'],
        summary: 'Makes or changes a legal entity',
        params: Path,
        body: Entity,
        response: gives(List),
      },
    },
    request => {
      const { tenant, entity: id } = request.params
      if (!isZoneOfTime(request.body.timeZone))
        throw new Problem(400, 'There is no such time zone.', { timeZone: 'is not known; Europe/Berlin is one' })
      const entity = { ...request.body, id } as LegalEntity
      return asTenant(db, tenant, async scoped => {
        const by = callerOf(request).name
        await putEntity(scoped, tenant, entity, by)
        await record(scoped, tenant, { who: by, action: 'entity.put', object: id, detail: entity })
        return { items: await listEntities(scoped), sites: await listEntitySites(scoped) }
      })
    },
  )

  app.delete(
    `${base}/:entity`,
    {
      config: { need: 'tenant.write' },
      schema: { tags: ['obligations'], summary: 'Removes a legal entity', params: Path, response: nothing },
    },
    async (request, reply) => {
      const { tenant, entity: id } = request.params
      await asTenant(db, tenant, async scoped => {
        if (!(await removeEntity(scoped, id))) throw notFound('entity of this id')
        await record(scoped, tenant, { who: callerOf(request).name, action: 'entity.remove', object: id })
      })
      return reply.code(204).send(null)
    },
  )

  app.put(
    '/api/tenants/:tenant/sites/:site/entity',
    {
      config: { need: 'tenant.write' },
      schema: {
        tags: ['obligations'],
        summary: 'Says to which legal entity a site belongs',
        params: SitePath,
        body: Type.Object({ entity: nullable(Name) }, { additionalProperties: false }),
        response: nothing,
      },
    },
    async (request, reply) => {
      const { tenant, site } = request.params
      const { entity } = request.body
      await asTenant(db, tenant, async scoped => {
        if (!(await getSite(scoped, site))) throw notFound('site of this name')
        if (entity !== null && !(await listEntities(scoped)).some(one => one.entity.id === entity))
          throw new Problem(400, 'There is no such entity.', { entity: 'is not known' })
        await putEntityOfSite(scoped, tenant, site, entity)
        const detail = { entity }
        await record(scoped, tenant, { who: callerOf(request).name, site, action: 'entity.site', object: site, detail })
      })
      return reply.code(204).send(null)
    },
  )
}
