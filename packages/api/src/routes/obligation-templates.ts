// The templates of obligations: those that come along, and those of the tenant.
import { appliesTo, entityFacts, type LegalEntity, momentText, type ObligationTemplate } from '@nautilus/response'
import {
  asTenant,
  keepTemplate,
  keptTemplates,
  listEntities,
  listEntitySites,
  record,
  type Scoped,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { templatesOf } from '../obligations/case.ts'
import { problemOf } from '../problem.ts'
import { nowMicros } from './incident-work.ts'
import { Document, gives, nullable, TenantPath } from './schemas.ts'

/** Characters of a template. */
const MOST_SOURCE = 200_000

const tags = ['obligations']

export const obligationTemplates: Routes = (app, { db, platform: { laws } }) => {
  app.get(
    '/api/tenants/:tenant/obligation-templates',
    {
      config: { need: 'site.read', bySite: true },
      schema: {
        tags,
        summary: 'Obligations in force, and for which legal entities of the caller’s sites they count today',
        params: TenantPath,
        response: gives(Type.Object({ items: Type.Array(Document), facts: Document })),
      },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => {
        const { inForce } = await templatesOf(scoped, laws)
        const entities = await entitiesFor(scoped, callerOf(request).sites)
        const own = (await keptTemplates(scoped)).filter(({ source }) => source !== null)
        const ownOf = (id: string, version: number) =>
          own.find(({ template }) => template.id === id && template.version === version)
        return {
          facts: Object.fromEntries([...laws.common.facts].map(([name, { label }]) => [name, label])),
          items: inForce.map(template => ({
            template,
            entities: entities.map(entity => usageOf(template, entity)),
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
      if ('faults' in read)
        throw problemOf(422, 'obligation.faults', 'The obligation has faults.', { more: { faults: read.faults } })
      const { template } = read
      return asTenant(db, tenant, async scoped => {
        const before = (await templatesOf(scoped, laws)).inForce.find(({ id }) => id === template.id)
        if (before && before.version >= template.version)
          throw problemOf(
            409,
            'obligation.old-version',
            `\`version\` must be higher than ${before.version}, which is in force.`,
            {
              values: { version: before.version },
            },
          )
        const by = callerOf(request).name
        await keepTemplate(scoped, tenant, template, { source, by })
        const detail = { version: template.version }
        await record(scoped, tenant, { who: by, action: 'obligation.add', object: template.id, detail })
        return { template, faults: [] }
      })
    },
  )
}

type Owing = { readonly entity: LegalEntity; readonly sites: readonly string[] }

/** Legal entities with the sites that belong to them: of a part of the sites, those of these alone. */
async function entitiesFor(scoped: Scoped, sites: readonly string[] | null): Promise<Owing[]> {
  const places = (await listEntitySites(scoped)).filter(({ site }) => sites === null || sites.includes(site))
  return (await listEntities(scoped))
    .map(({ entity }) => ({
      entity,
      sites: places.filter(place => place.entity === entity.id).map(({ site }) => site),
    }))
    .filter(({ sites: own }) => sites === null || own.length > 0)
}

/** By what is known of the entity alone; what depends on an incident is not known here. */
function usageOf(template: ObligationTemplate, { entity, sites }: Owing) {
  const today = momentText(nowMicros(), entity.timeZone).slice(0, 10)
  const { applies, unknown } = appliesTo(template, entityFacts(entity), today)
  return { id: entity.id, name: entity.name, sites, applies, unknown }
}
