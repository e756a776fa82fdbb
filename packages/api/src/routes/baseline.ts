// What was learned as normal, and what people decide about it.
import { asTenant, listDecisions } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { notFound } from '../problem.ts'
import { checkSite } from './existing.ts'
import { Document, gives, id, listOf, Reason, SitePath, Time } from './schemas.ts'

const text = Type.String({ minLength: 1, maxLength: 512 })
const Fact = Type.Union([
  Type.Object(
    { device: text, attribute: Type.Optional(text), value: Type.Optional(text) },
    { additionalProperties: false },
  ),
  Type.Object(
    { client: text, server: text, protocol: Type.Optional(text), verb: Type.Optional(text) },
    { additionalProperties: false },
  ),
  Type.Object({ server: text, object: text, writer: Type.Optional(text) }, { additionalProperties: false }),
])
const New = Type.Object(
  {
    do: Type.Union(['pin', 'unpin', 'accept', 'forget'].map(word => Type.Literal(word as 'pin'))),
    fact: Fact,
    why: Reason,
  },
  { additionalProperties: false },
)
const Readiness = Type.Object({
  ready: Type.Boolean(),
  unseen: Type.Number({ description: 'Share of what happens that was not seen yet, 0 to 1' }),
  observations: Type.Integer(),
  since: Type.Number({ description: 'µs since 1970-01-01 UTC' }),
})
const Overview = Type.Object({
  taught: Type.Boolean(),
  site: Readiness,
  segments: Type.Array(
    Type.Object({
      segment: Type.String(),
      devices: Type.Integer(),
      ready: Type.Integer(),
      observations: Type.Integer(),
      unseen: Type.Number(),
    }),
  ),
  devices: Type.Array(Document),
})

export const baseline: Routes = (app, { db, platform }) => {
  const base = '/api/tenants/:tenant/sites/:site/baseline'
  const read = { need: 'site.read' as const }

  app.get(
    base,
    {
      config: read,
      schema: {
        tags: ['baseline'],
        summary: 'What was learned, and of how much',
        params: SitePath,
        response: gives(Overview),
      },
    },
    async request => {
      await checkSite(db, request.params)
      return platform.baseline(request.params.tenant, request.params.site)
    },
  )

  app.get(
    `${base}/devices/:device`,
    {
      config: read,
      schema: {
        tags: ['baseline'],
        summary: 'What was learned of one device: links, functions, objects',
        params: Type.Object({ ...SitePath.properties, device: id }),
        response: gives(Document),
      },
    },
    async request => {
      const { tenant, site, device } = request.params
      await checkSite(db, request.params)
      const found = await platform.baselineOf(tenant, site, device)
      if (!found) throw notFound('device of this id that was learned')
      return found
    },
  )

  app.get(
    `${base}/decisions`,
    {
      config: read,
      schema: {
        tags: ['baseline'],
        summary: 'What people decided, the newest first',
        params: SitePath,
        response: gives(
          listOf(Type.Object({ number: Type.Integer(), data: Document, made_by: Type.String(), made_at: Time })),
        ),
      },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => ({
        items: await listDecisions(scoped, request.params.site),
      })),
  )

  app.post(
    `${base}/decisions`,
    {
      config: { need: 'baseline.write' },
      schema: {
        tags: ['baseline'],
        summary: 'Pins, accepts or forgets a fact and all below it',
        params: SitePath,
        body: New,
        response: gives(Type.Object({ number: Type.Integer() }), 201),
      },
    },
    async (request, reply) => {
      const { tenant, site } = request.params
      const { do: what, fact, why } = request.body
      const decision = { do: what, fact, by: callerOf(request).name, at: Date.now() * 1000, why }
      await checkSite(db, request.params)
      const number = await platform.decide(tenant, site, decision)
      if (number === null) throw notFound('fact of these names')
      return reply.code(201).send({ number })
    },
  )
}
