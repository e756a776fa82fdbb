// Who changed what.
import { asTenant, listAudit } from '@nautilus/store'
import { Type } from 'typebox'
import type { Routes } from '../app.ts'
import { badCursor } from '../problem.ts'
import { Document, gives, nullable, Paging, pageOf, TenantPath, Time } from './schemas.ts'

const Row = Type.Object({
  id: Type.Integer(),
  at: Time,
  who: Type.String(),
  site: nullable(Type.String()),
  action: Type.String(),
  object: nullable(Type.String()),
  detail: Document,
})

export const audit: Routes = (app, { db }) => {
  app.get(
    '/api/tenants/:tenant/audit',
    {
      config: { need: 'audit.read' },
      schema: {
        tags: ['audit'],
        summary: 'What was changed, the newest first',
        params: TenantPath,
        querystring: Type.Object(Paging),
        response: gives(pageOf(Row)),
      },
    },
    async request => {
      const { limit, after } = request.query
      const page = await asTenant(db, request.params.tenant, scoped =>
        listAudit(scoped, after === undefined ? { limit } : { limit, after }),
      )
      if (!page) throw badCursor()
      return page
    },
  )
}
