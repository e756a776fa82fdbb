// Views and hunts that people keep.
import { addSaved, asTenant, changeSaved, getSaved, listSaved, record, removeSaved } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { checkMatch, tagged } from '../etag.ts'
import { notFound, Problem } from '../problem.ts'
import { Document, gives, listOf, nothing, nullable, TenantPath, Time, Uuid } from './schemas.ts'

const Kind = Type.Union([Type.Literal('view'), Type.Literal('hunt'), Type.Literal('sql')])
const name = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })
const New = Type.Object(
  { kind: Kind, name, shared: Type.Optional(Type.Boolean()), data: Document },
  { additionalProperties: false },
)
const Change = Type.Object(
  { name: Type.Optional(name), shared: Type.Optional(Type.Boolean()), data: Type.Optional(Document) },
  { additionalProperties: false },
)
const Row = Type.Object({
  id: Uuid,
  kind: Kind,
  name: Type.String(),
  owner: nullable(Type.String()),
  shared: Type.Boolean(),
  data: Document,
  changed_at: Time,
})
const SavedPath = Type.Object({ ...TenantPath.properties, saved: Uuid })
/** Characters of what is kept. */
const MOST = 100_000

function checkSize(data: object | undefined): void {
  if (data && JSON.stringify(data).length > MOST)
    throw new Problem(400, 'This is too much to keep.', { data: `must have at most ${MOST} characters` })
}

export const saved: Routes = (app, { db }) => {
  const base = '/api/tenants/:tenant/saved'
  const config = { need: 'site.read' as const, bySite: true as const }

  app.get(
    base,
    {
      config,
      schema: {
        tags: ['saved'],
        summary: "One's own views and hunts, and the shared ones",
        params: TenantPath,
        querystring: Type.Object({ kind: Type.Optional(Kind) }),
        response: gives(listOf(Row)),
      },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => ({
        items: await listSaved(scoped, callerOf(request).name, request.query.kind),
      })),
  )

  app.get(
    `${base}/:saved`,
    { config, schema: { tags: ['saved'], summary: 'One of them', params: SavedPath, response: gives(Row) } },
    async (request, reply) => {
      const { tenant, saved: key } = request.params
      const found = await asTenant(db, tenant, scoped => getSaved(scoped, callerOf(request).name, key))
      if (!found) throw notFound('saved view of this id')
      return tagged(request, reply, found, found)
    },
  )

  app.post(
    base,
    {
      config,
      schema: { tags: ['saved'], summary: 'Keeps one', params: TenantPath, body: New, response: gives(Row, 201) },
    },
    async (request, reply) => {
      const { tenant } = request.params
      const { kind, name, shared = false, data } = request.body
      checkSize(data)
      const owner = callerOf(request).name
      const made = await asTenant(db, tenant, async scoped => {
        const row = await addSaved(scoped, { tenant, owner, kind, name, shared, data })
        await record(scoped, tenant, {
          who: owner,
          action: 'saved.create',
          object: row.id,
          detail: { kind, name, shared },
        })
        return row
      })
      return reply.code(201).send(made)
    },
  )
  changes(app, { db, base, config })
}

function changes(
  app: Parameters<Routes>[0],
  {
    db,
    base,
    config,
  }: Pick<Parameters<Routes>[1], 'db'> & {
    readonly base: string
    readonly config: { readonly need: 'site.read'; readonly bySite: true }
  },
): void {
  app.patch(
    `${base}/:saved`,
    {
      config,
      schema: { tags: ['saved'], summary: "Changes one's own", params: SavedPath, body: Change, response: gives(Row) },
    },
    async (request, reply) => {
      const { tenant, saved: key } = request.params
      checkSize(request.body.data)
      const owner = callerOf(request).name
      const row = await asTenant(db, tenant, async scoped => {
        checkMatch(request, await getSaved(scoped, owner, key))
        const changed = await changeSaved(scoped, { owner, id: key }, request.body)
        if (!changed) throw notFound('saved view of yours')
        const { name, shared } = changed
        await record(scoped, tenant, { who: owner, action: 'saved.change', object: key, detail: { name, shared } })
        return changed
      })
      return tagged(request, reply, row, row)
    },
  )

  app.delete(
    `${base}/:saved`,
    { config, schema: { tags: ['saved'], summary: "Removes one's own", params: SavedPath, response: nothing } },
    async (request, reply) => {
      const { tenant, saved: key } = request.params
      const owner = callerOf(request).name
      await asTenant(db, tenant, async scoped => {
        if (!(await removeSaved(scoped, owner, key))) throw notFound('saved view of yours')
        await record(scoped, tenant, { who: owner, action: 'saved.remove', object: key })
      })
      return reply.code(204).send()
    },
  )
}
