// Other systems that are told what happens. What is secret goes in and never comes out.
import { isDeepStrictEqual } from 'node:util'
import {
  addDestination,
  asTenant,
  changeDestination,
  type DestinationFilter,
  type DestinationRow,
  getDestination,
  lagOf,
  listDestinations,
  type NewDestination,
  newDestinationId,
  record,
  removeDestination,
  type Scoped,
  stateOf,
} from '@nautilus/store'
import { type Static, Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Context, Routes } from '../app.ts'
import { checkMatch } from '../etag.ts'
import { filledOver, partsOf, refuseFaults, shownFields } from '../filled-in.ts'
import { notFound, Problem } from '../problem.ts'
import { Changed, DestinationPath, KindRow, Made, Row, Tried } from './destination-schemas.ts'
import { gives, nothing, TenantPath } from './schemas.ts'

/** Of one tenant. */
const MOST = 50
export const base = '/api/tenants/:tenant/destinations'
export const one = `${base}/:destination`
export const tags = ['destinations']
export const config = { need: 'destination.write' as const }

type Written = Static<typeof Changed>
type Settings = Readonly<Record<string, string>>

export const destinations: Routes = (app, context) => {
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
        summary: 'Destinations, and the kinds that there are',
        params: TenantPath,
        response: gives(Type.Object({ items: Type.Array(Row), kinds: Type.Array(KindRow) })),
      },
    },
    async request => {
      const { tenant } = request.params
      const rows = await asTenant(db, tenant, listDestinations)
      const items = await Promise.all(rows.map(row => shown(context, tenant, row)))
      const kinds = platform.outward.kinds.map(({ id, fields, topics, keeps, guarantee }) => ({
        ...{ id, keeps, guarantee },
        topics: [...topics],
        fields: shownFields(fields),
      }))
      return { items, kinds }
    },
  )

  app.get(
    one,
    { config, schema: { tags, summary: 'A destination', params: DestinationPath, response: gives(Row) } },
    async request => {
      const { tenant, destination } = request.params
      return shown(context, tenant, await asTenant(db, tenant, scoped => existing(scoped, destination)))
    },
  )

  app.post(
    `${one}/test`,
    {
      config: { ...config, rateLimit: { max: 60 } },
      schema: {
        tags,
        summary: 'Sends one event that says it is a trial, and tells what happened',
        params: DestinationPath,
        response: gives(Tried),
      },
    },
    async request => {
      const { tenant, destination } = request.params
      const who = callerOf(request).name
      await asTenant(db, tenant, async scoped => {
        const { name } = await existing(scoped, destination)
        await record(scoped, tenant, { who, action: 'destination.test', object: destination, detail: { name } })
      })
      const tried = await platform.outward.try(tenant, destination)
      if (!tried) throw notFound('destination of this id')
      return tried
    },
  )
}

const writing: Routes = (app, context) => {
  const { db, platform } = context
  app.post(
    base,
    {
      config,
      schema: { tags, summary: 'Makes a destination', params: TenantPath, body: Made, response: gives(Row, 201) },
    },
    async (request, reply) => {
      const { tenant } = request.params
      const { kind, ...body } = request.body
      const by = callerOf(request).name
      const id = newDestinationId()
      const made = prepared(context, { tenant, id, kind }, body, {})
      await asTenant(db, tenant, async scoped => {
        await checkRoom(scoped, body.name, null)
        await addDestination(scoped, { tenant, id, by }, made)
        const detail = { kind, name: body.name }
        await record(scoped, tenant, { who: by, action: 'destination.make', object: id, detail })
      })
      platform.outward.wake()
      const row = await asTenant(db, tenant, scoped => existing(scoped, id))
      return reply.code(201).send(await shown(context, tenant, row))
    },
  )

  app.put(
    one,
    {
      config,
      schema: {
        tags,
        summary: 'Changes a destination; it is tried at once',
        params: DestinationPath,
        body: Changed,
        response: gives(Row),
      },
    },
    async request => {
      const { tenant, destination: id } = request.params
      const { body } = request
      const by = callerOf(request).name
      const secrets = await platform.outward.secretsOf(tenant, id)
      await asTenant(db, tenant, async scoped => {
        const before = await existing(scoped, id)
        checkMatch(request, before.version)
        const made = prepared(context, { tenant, id, kind: before.kind }, body, secrets)
        await checkRoom(scoped, body.name, id)
        await changeDestination(scoped, { id, by }, made)
        const detail = { name: body.name, fields: changedFields(before, made) }
        await record(scoped, tenant, { who: by, action: 'destination.change', object: id, detail })
      })
      platform.outward.wake()
      return shown(context, tenant, await asTenant(db, tenant, scoped => existing(scoped, id)))
    },
  )

  app.delete(
    one,
    {
      config,
      schema: {
        tags,
        summary: 'Removes a destination, with what it did not take',
        params: DestinationPath,
        response: nothing,
      },
    },
    async (request, reply) => {
      const { tenant, destination } = request.params
      await asTenant(db, tenant, async scoped => {
        const name = await removeDestination(scoped, destination)
        if (name === null) throw notFound('destination of this id')
        const who = callerOf(request).name
        await record(scoped, tenant, { who, action: 'destination.remove', object: destination, detail: { name } })
      })
      platform.outward.wake()
      return reply.code(204).send()
    },
  )
}

export async function existing(scoped: Scoped, id: string): Promise<DestinationRow> {
  const row = await getDestination(scoped, id)
  if (!row) throw notFound('destination of this id')
  return row
}

export async function shown({ db, platform }: Context, tenant: string, row: DestinationRow) {
  const secrets = Object.keys(await platform.outward.secretsOf(tenant, row.id)).sort()
  const { state, lag } = await asTenant(db, tenant, async scoped => ({
    state: await stateOf(scoped, row.id),
    lag: await lagOf(scoped, row.id),
  }))
  if (!state) throw notFound('destination of this id')
  const { position: _, ahead: __, tries: ___, replay_until, resume_at: ____, ...told } = state
  return { ...row, ...told, secrets, replaying: replay_until !== null, ...lag }
}

/** Whole and good, what is secret sealed apart; throws with what is wrong, by field. */
function prepared(
  { platform }: Context,
  { tenant, id, kind: kindId }: { tenant: string; id: string; kind: string },
  body: Written,
  secrets: Settings,
): NewDestination {
  const kind = platform.outward.kinds.find(each => each.id === kindId)
  const given = filledOver(secrets, body.settings)
  refuseFaults('The destination', platform.outward.faultsOf(kindId, given))
  if (!kind) throw new Problem(400, 'The destination was not taken.', { kind: 'is not known here' })
  const odd = body.filter.topics.find(topic => !kind.topics.includes(topic))
  if (odd)
    throw new Problem(400, `It takes no events about ${odd}.`, {
      'filter.topics': `must be of ${kind.topics.join(', ')}`,
    })
  const { open, secret } = partsOf(kind.fields, given)
  const { name, filter, mapping, enabled } = body
  const sealed = platform.outward.seal(tenant, id, secret)
  return {
    kind: kindId,
    name: name.trim(),
    settings: open,
    sealed,
    filter: filter as DestinationFilter,
    mapping,
    enabled,
  }
}

async function checkRoom(scoped: Scoped, name: string, id: string | null): Promise<void> {
  const rows = await listDestinations(scoped)
  if (id === null && rows.length >= MOST) throw new Problem(409, `There may be ${MOST} destinations: remove one first.`)
  if (rows.some(row => row.id !== id && row.name.toLowerCase() === name.trim().toLowerCase()))
    throw new Problem(409, 'There is a destination of this name.', { name: 'is taken' })
}

/** For the record: which, never what. */
function changedFields(before: DestinationRow, after: NewDestination): string[] {
  const names = ['name', 'settings', 'filter', 'mapping', 'enabled'] as const
  return names.filter(name => !isDeepStrictEqual(before[name], after[name]))
}
