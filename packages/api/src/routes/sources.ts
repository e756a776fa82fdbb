// Other systems that are asked regularly: ServiceNow, publishers of advisories. What is secret goes in and never comes out.
import { isDeepStrictEqual } from 'node:util'
import {
  addSource,
  asTenant,
  changeSource,
  getSite,
  getSource,
  listSources,
  type NewSource,
  newDestinationId,
  record,
  removeSource,
  type Scoped,
  type SourceRow,
} from '@nautilus/store'
import { type Static, Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Context, Routes } from '../app.ts'
import { checkMatch } from '../etag.ts'
import { filledOver, partsOf, refuseFaults, shownFields } from '../filled-in.ts'
import { notFound, Problem } from '../problem.ts'
import { Field } from './destination-schemas.ts'
import { Document, gives, Name, nothing, nullable, TenantPath, Time, Uuid } from './schemas.ts'

/** Of one tenant. */
const MOST = 50
const base = '/api/tenants/:tenant/sources'
const one = `${base}/:source`
const tags = ['sources']
const config = { need: 'source.write' as const }
const SourcePath = Type.Object({ ...TenantPath.properties, source: Uuid })
const Settings = Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 20_000 }))
const written = {
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  settings: Settings,
  hours: Type.Integer({ minimum: 1, maximum: 720, description: 'Between two times.' }),
  enabled: Type.Boolean(),
}
const Changed = Type.Object(written, { additionalProperties: false })
const Made = Type.Object(
  { kind: Type.String({ maxLength: 40 }), site: nullable(Name), ...written },
  { additionalProperties: false },
)
const Row = Type.Object({
  id: Uuid,
  site: nullable(Type.String()),
  kind: Type.String(),
  name: Type.String(),
  settings: Settings,
  secrets: Type.Array(Type.String({ description: 'Names of those that are there.' })),
  hours: Type.Integer(),
  enabled: Type.Boolean(),
  version: Type.Integer(),
  changed_by: Type.String(),
  changed_at: Time,
  next_at: Time,
  last_at: nullable(Time),
  last_ok_at: nullable(Time),
  last_error: nullable(Type.String()),
  last_result: nullable(Document),
})
const KindRow = Type.Object({ id: Type.String(), ofSite: Type.Boolean(), fields: Type.Array(Field) })
const Fetched = Type.Object({ ok: Type.Boolean(), why: Type.String() })
type Written = Static<typeof Changed>
type Secrets = Readonly<Record<string, string>>

export const sources: Routes = (app, context) => {
  reading(app, context)
  writing(app, context)
}

const reading: Routes = (app, context) => {
  const { db, platform } = context
  app.get(
    base,
    {
      config,
      schema: {
        tags,
        summary: 'Sources, and the kinds that there are',
        params: TenantPath,
        response: gives(Type.Object({ items: Type.Array(Row), kinds: Type.Array(KindRow) })),
      },
    },
    async request => {
      const { tenant } = request.params
      const rows = await asTenant(db, tenant, listSources)
      const items = await Promise.all(rows.map(row => shown(context, tenant, row)))
      const kinds = platform.inward.sources.kinds.map(({ id, ofSite, fields }) => ({
        ...{ id, ofSite },
        fields: shownFields(fields),
      }))
      return { items, kinds }
    },
  )

  app.post(
    `${one}/fetch`,
    {
      config: { ...config, rateLimit: { max: 30 } },
      schema: {
        tags,
        summary: 'Asks it at once, and tells what came of it',
        params: SourcePath,
        response: gives(Fetched),
      },
    },
    async request => {
      const { tenant, source } = request.params
      const who = callerOf(request).name
      await asTenant(db, tenant, async scoped => {
        const { name } = await existing(scoped, source)
        await record(scoped, tenant, { who, action: 'source.fetch', object: source, detail: { name } })
      })
      const done = await platform.inward.sources.pull(tenant, source)
      if (!done) throw notFound('source of this id')
      return done
    },
  )
}

const writing: Routes = (app, context) => {
  const { db, platform } = context
  app.post(
    base,
    {
      config,
      schema: { tags, summary: 'Makes a source', params: TenantPath, body: Made, response: gives(Row, 201) },
    },
    async (request, reply) => {
      const { tenant } = request.params
      const { kind, site, ...body } = request.body
      const by = callerOf(request).name
      const id = newDestinationId()
      const made = prepared(context, { tenant, id, kind, site }, body, {})
      const row = await asTenant(db, tenant, async scoped => {
        if (site !== null && !(await getSite(scoped, site)))
          throw new Problem(400, 'There is no such site.', { site: 'is no site of this organisation' })
        await checkRoom(scoped, body.name, null)
        await addSource(scoped, { tenant, id, by }, made)
        await record(scoped, tenant, {
          who: by,
          site,
          action: 'source.make',
          object: id,
          detail: { kind, name: body.name },
        })
        return existing(scoped, id)
      })
      return reply.code(201).send(await shown(context, tenant, row))
    },
  )

  app.put(
    one,
    {
      config,
      schema: {
        tags,
        summary: 'Changes a source; it is asked soon',
        params: SourcePath,
        body: Changed,
        response: gives(Row),
      },
    },
    async request => {
      const { tenant, source: id } = request.params
      const by = callerOf(request).name
      const secrets = await platform.inward.sources.secretsOf(tenant, id)
      const row = await asTenant(db, tenant, async scoped => {
        const before = await existing(scoped, id)
        checkMatch(request, before.version)
        const made = prepared(context, { tenant, ...before }, request.body, secrets)
        await checkRoom(scoped, request.body.name, id)
        await changeSource(scoped, { id, by }, made)
        const names = ['name', 'settings', 'hours', 'enabled'] as const
        const fields = names.filter(name => !isDeepStrictEqual(before[name], made[name]))
        const detail = { name: made.name, fields }
        await record(scoped, tenant, { who: by, site: before.site, action: 'source.change', object: id, detail })
        return existing(scoped, id)
      })
      return shown(context, tenant, row)
    },
  )

  app.delete(
    one,
    {
      config,
      schema: { tags, summary: 'Removes a source; what came from it stays', params: SourcePath, response: nothing },
    },
    async (request, reply) => {
      const { tenant, source } = request.params
      await asTenant(db, tenant, async scoped => {
        const name = await removeSource(scoped, source)
        if (name === null) throw notFound('source of this id')
        const who = callerOf(request).name
        await record(scoped, tenant, { who, action: 'source.remove', object: source, detail: { name } })
      })
      return reply.code(204).send()
    },
  )
}

async function existing(scoped: Scoped, id: string): Promise<SourceRow> {
  const row = await getSource(scoped, id)
  if (!row) throw notFound('source of this id')
  return row
}

async function shown({ platform }: Context, tenant: string, row: SourceRow) {
  return { ...row, secrets: Object.keys(await platform.inward.sources.secretsOf(tenant, row.id)).sort() }
}

type Place = { readonly tenant: string; readonly id: string; readonly kind: string; readonly site: string | null }

/** Whole and good, what is secret sealed apart; throws with what is wrong, by field. */
function prepared({ platform }: Context, place: Place, body: Written, secrets: Secrets): NewSource {
  const { sources } = platform.inward
  const kind = sources.kinds.find(({ id }) => id === place.kind)
  const given = filledOver(secrets, body.settings)
  refuseFaults('The source', sources.faultsOf(place.kind, given))
  if (!kind) throw new Problem(400, 'The source was not taken.', { kind: 'is not known here' })
  if (kind.ofSite !== (place.site !== null))
    throw new Problem(400, 'The source was not taken.', {
      site: kind.ofSite ? 'must be given' : 'must not be given: it is of the whole organisation',
    })
  const { open, secret } = partsOf(kind.fields, given)
  const { name, hours, enabled } = body
  const sealed = sources.seal(place.tenant, place.id, secret)
  return { kind: kind.id, site: place.site, name: name.trim(), settings: open, sealed, hours, enabled }
}

async function checkRoom(scoped: Scoped, name: string, id: string | null): Promise<void> {
  const rows = await listSources(scoped)
  if (id === null && rows.length >= MOST) throw new Problem(409, `There may be ${MOST} sources: remove one first.`)
  if (rows.some(row => row.id !== id && row.name.toLowerCase() === name.trim().toLowerCase()))
    throw new Problem(409, 'There is a source of this name.', { name: 'is taken' })
}
