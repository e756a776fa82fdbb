// Threat feeds of a tenant, and of the provider for all tenants. Sites look for them at once.
import { createHash } from 'node:crypto'
import {
  asTenant,
  type Database,
  type FeedRow,
  listFeeds,
  PROVIDER,
  putFeed,
  record,
  removeFeed,
  type Scoped,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Context, Routes } from '../app.ts'
import { notFound, Problem } from '../problem.ts'
import { bytesOf } from '../stream.ts'
import { gives, listOf, Micro, nothing, nullable, TenantPath, Time, Uuid } from './schemas.ts'
import { Faults } from './work-schemas.ts'

/** Of one owner. */
const MOST_FEEDS = 30
const name = Type.String({ minLength: 1, maxLength: 100, pattern: '^[^/\\\\\\x00-\\x1f]+$' })
const Row = Type.Object({
  id: Uuid,
  name: Type.String(),
  owner: Type.Union([Type.Literal('tenant'), Type.Literal('provider')]),
  bytes: Type.Integer(),
  indicators: Type.Integer({ description: 'That can be used.' }),
  others: Type.Integer({ description: 'Of kinds that a network does not show.' }),
  faults: Faults,
  last_until: nullable(Micro),
  changed_by: nullable(Type.String()),
  changed_at: Time,
  expires_at: nullable(Time),
  over: Type.Boolean({ description: 'It is not looked for any more.' }),
})
const Query = Type.Object(
  { days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650, description: 'For which it is looked for.' })) },
  { additionalProperties: false },
)
const FeedName = Type.Object({ feed: name })
const FeedId = Type.Object({ feed: Uuid })

export const feeds: Routes = (app, context) => {
  ofTenant(app, context)
  ofProvider(app, context)
}

const ofTenant: Routes = (app, context) => {
  const { db } = context
  const base = '/api/tenants/:tenant/feeds'
  app.get(
    base,
    {
      config: { need: 'site.read', bySite: true },
      schema: { tags: ['feeds'], summary: 'Threat feeds', params: TenantPath, response: gives(listOf(Row)) },
    },
    async request => {
      const { tenant } = request.params
      const rows = await asTenant(db, tenant, scoped => listFeeds(scoped, [tenant, PROVIDER]))
      return { items: rows.map(told) }
    },
  )

  app.put(
    `${base}/:feed`,
    {
      config: { need: 'feed.write' },
      schema: {
        tags: ['feeds'],
        summary: 'Takes a feed, or new contents of it: STIX 2.1, MISP CSV, or a list',
        description: 'application/octet-stream: the file as it is.',
        params: Type.Object({ ...TenantPath.properties, ...FeedName.properties }),
        querystring: Query,
        response: gives(Row),
      },
    },
    async request => {
      const { tenant, feed } = request.params
      const by = callerOf(request).name
      const read = await readFeed(context, feed, request.body, request.query.days)
      const row = await asTenant(db, tenant, async scoped => {
        await checkRoom(scoped, tenant, feed)
        const row = await putFeed(scoped, tenant, { ...read, by })
        const detail = { name: feed, indicators: read.indicators, faults: read.faults.length }
        await record(scoped, tenant, { who: by, action: 'feed.put', object: row.id, detail })
        return row
      })
      await spread(context, tenant)
      return told(row)
    },
  )

  app.delete(
    `${base}/:feed`,
    {
      config: { need: 'feed.write' },
      schema: {
        tags: ['feeds'],
        summary: 'Removes a feed; what was found by it stays',
        params: Type.Object({ ...TenantPath.properties, ...FeedId.properties }),
        response: nothing,
      },
    },
    async (request, reply) => {
      const { tenant, feed } = request.params
      await asTenant(db, tenant, async scoped => {
        const gone = await removeFeed(scoped, tenant, feed)
        if (gone === null) throw notFound('feed of this id')
        const who = callerOf(request).name
        await record(scoped, tenant, { who, action: 'feed.remove', object: feed, detail: { name: gone } })
      })
      await spread(context, tenant)
      return reply.code(204).send()
    },
  )
}

const ofProvider: Routes = (app, context) => {
  const { db, platform } = context
  const base = '/api/provider/feeds'
  const config = { need: 'provider' as const }
  app.get(
    base,
    { config, schema: { tags: ['feeds'], summary: 'Threat feeds for all tenants', response: gives(listOf(Row)) } },
    async () => ({ items: (await listFeeds(db, [PROVIDER])).map(told) }),
  )

  app.put(
    `${base}/:feed`,
    {
      config,
      schema: {
        tags: ['feeds'],
        summary: 'Takes a feed that all tenants look for',
        description: 'application/octet-stream: the file as it is.',
        params: FeedName,
        querystring: Query,
        response: gives(Row),
      },
    },
    async request => {
      const { feed } = request.params
      const by = callerOf(request).name
      const read = await readFeed(context, feed, request.body, request.query.days)
      const row = await db.transaction().execute(async scoped => {
        await checkRoom(scoped, PROVIDER, feed)
        return putFeed(scoped, PROVIDER, { ...read, by })
      })
      platform.log('a threat feed of the provider was taken', { who: by, feed, indicators: read.indicators })
      await spread(context, null)
      return told(row)
    },
  )

  app.delete(
    `${base}/:feed`,
    {
      config,
      schema: { tags: ['feeds'], summary: 'Removes a feed of all tenants', params: FeedId, response: nothing },
    },
    async (request, reply) => {
      const gone = await removeFeed(db, PROVIDER, request.params.feed)
      if (gone === null) throw notFound('feed of this id')
      platform.log('a threat feed of the provider was removed', { who: callerOf(request).name, feed: gone })
      await spread(context, null)
      return reply.code(204).send()
    },
  )
}

const told = ({ tenant, hash: _, made_by: __, made_at: ___, expires_at, ...row }: FeedRow) => ({
  ...row,
  owner: tenant === PROVIDER ? 'provider' : 'tenant',
  expires_at,
  over: expires_at !== null && expires_at.getTime() <= Date.now(),
})

async function readFeed({ platform }: Context, name: string, body: unknown, days: number | undefined) {
  const bytes = await bytesOf(body, platform.feeds.mostFile)
  const read = await platform.feeds.read(name, bytes)
  const { indicators, faults } = read
  if (indicators === 0) {
    const [first] = faults
    const why = first ? `${first.line > 0 ? `line ${first.line}: ` : ''}${first.message}` : 'it holds no indicator.'
    throw new Problem(400, `${name} could not be used: ${why}`, { file: why }, { faults })
  }
  const expires = days === undefined ? null : new Date(Date.now() + days * 86_400_000)
  return { ...read, name, body: bytes, hash: createHash('sha256').update(bytes).digest('hex'), expires }
}

async function checkRoom(scoped: Scoped | Database, owner: string, name: string): Promise<void> {
  const rows = await listFeeds(scoped, [owner])
  if (rows.length >= MOST_FEEDS && !rows.some(row => row.name.toLowerCase() === name.toLowerCase()))
    throw new Problem(409, `There may be ${MOST_FEEDS} feeds: remove one, or put several into one.`)
}

/** Should a site fail, it looks for them when it comes back. */
async function spread({ platform }: Context, tenant: string | null): Promise<void> {
  try {
    await platform.feeds.changed(tenant)
  } catch (error) {
    platform.log('a site does not look for changed threat feeds yet', { err: error, tenant })
  }
}
