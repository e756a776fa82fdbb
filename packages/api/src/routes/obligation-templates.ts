// The templates of obligations: those that come along, and those of the tenant.
import { asTenant, keepTemplate, keptTemplates, record } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { templatesOf } from '../obligations/case.ts'
import { Problem } from '../problem.ts'
import { Document, gives, listOf, nullable, TenantPath } from './schemas.ts'

/** Characters of a template. */
const MOST_SOURCE = 200_000

const tags = ['obligations']

export const obligationTemplates: Routes = (app, { db, platform: { laws } }) => {
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
}
