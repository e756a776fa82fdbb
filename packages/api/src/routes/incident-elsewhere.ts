// What other systems say of an incident that is open here: people there closed it, and somebody here has to say what now.
import { asTenant, endedElsewhere } from '@nautilus/store'
import { Type } from 'typebox'
import type { Routes } from '../app.ts'
import { IncidentPath } from './incident-acts.ts'
import { gives, Time } from './schemas.ts'

const Item = Type.Object({
  destination: Type.String({ description: 'Its name.' }),
  kind: Type.String(),
  text: Type.String({ description: 'A sentence that may be shown.' }),
  at: Time,
})

export const elsewhere: Routes = (app, { db }) => {
  app.get(
    '/api/tenants/:tenant/sites/:site/incidents/:incident/elsewhere',
    {
      config: { need: 'site.read' },
      schema: {
        tags: ['incidents'],
        summary: 'Records of other systems that people closed there',
        params: IncidentPath,
        response: gives(Type.Object({ items: Type.Array(Item) })),
      },
    },
    async request => {
      const { tenant, site, incident } = request.params
      return { items: await asTenant(db, tenant, scoped => endedElsewhere(scoped, site, incident)) }
    },
  )
}
