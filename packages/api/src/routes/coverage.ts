// What the sensors of a site do not show.
import { asTenant, siteFact } from '@nautilus/store'
import { Type } from 'typebox'
import type { Routes } from '../app.ts'
import { checkSite } from './existing.ts'
import { gives, listOf, Micro, nullable, SitePath } from './schemas.ts'

const Row = Type.Object(
  {
    sensor: Type.String(),
    file: nullable(Type.String({ description: 'The capture that it read; null where it listens.' })),
    at: Micro,
    recognised: Type.Number({ description: 'Share of the packets, 0 to 1.' }),
    encrypted: Type.Number({ description: 'Share of the packets, 0 to 1.' }),
    unseen: Type.Array(
      Type.Object({
        code: Type.String(),
        grade: Type.String({ description: 'blind, partial, note' }),
        what: Type.String(),
        ask: Type.String({ description: 'What to ask those who run the network.' }),
        values: Type.Optional(
          Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), {
            description: 'By name what is filled into both sentences.',
          }),
        ),
      }),
    ),
    silent: Type.Array(Type.Object({ cidr: Type.String(), addresses: Type.Integer(), reason: Type.String() })),
  },
  { additionalProperties: true },
)

export const coverage: Routes = (app, { db }) => {
  app.get(
    '/api/tenants/:tenant/sites/:site/coverage',
    {
      config: { need: 'site.read' },
      schema: {
        tags: ['sensors'],
        summary: 'What each sensor does not show, and how that is known',
        params: SitePath,
        response: gives(listOf(Row)),
      },
    },
    async request => {
      const { tenant, site } = request.params
      await checkSite(db, request.params)
      return { items: (await asTenant(db, tenant, scoped => siteFact(scoped, site, 'coverage'))) ?? [] }
    },
  )
}
