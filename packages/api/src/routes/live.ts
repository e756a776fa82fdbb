// What happens, as it happens: server-sent events.
import type { ServerResponse } from 'node:http'
import { asTenant, record } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import type { LiveEvent } from '../port.ts'
import { notFound } from '../problem.ts'
import { gives, SitePath, TenantPath } from './schemas.ts'

/** ms between signs of life: proxies close what is silent. */
const ALIVE = 20_000
/** Bytes that a slow reader may have waiting before it is told to come again. */
const MOST_WAITING = 1 << 20

export const live: Routes = (app, { db, platform }) => {
  const open = new Set<ServerResponse>()
  // These requests have no end of their own, and a server that closes waits for all of them.
  app.addHook('preClose', async () => {
    for (const response of open) response.end()
  })

  app.get(
    '/api/tenants/:tenant/live',
    {
      config: { need: 'site.read', bySite: true },
      schema: {
        tags: ['live'],
        summary: 'What happens, as it happens: server-sent events',
        params: TenantPath,
        response: { 200: { content: { 'text/event-stream': { schema: Type.String() } } } },
      },
    },
    (request, reply) => {
      const { tenant } = request.params
      const { sites } = callerOf(request)
      reply.hijack()
      const response = reply.raw
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      response.write('retry: 2000\n\n')
      const stop = platform.subscribe(event => {
        if (event.tenant === tenant && (sites === null || sites.includes(event.site))) write(response, event)
      })
      open.add(response)
      const alive = setInterval(() => response.write(': alive\n\n'), ALIVE)
      const end = () => {
        open.delete(response)
        clearInterval(alive)
        stop()
      }
      // Whoever went while they were let in has closed already.
      if (response.closed || response.socket?.destroyed) end()
      else response.on('close', end)
    },
  )

  const Body = Type.Object({ story: Type.String({ maxLength: 60 }) })
  app.post(
    '/api/tenants/:tenant/sites/:site/stories',
    {
      config: { need: 'demo.run' },
      schema: {
        tags: ['live'],
        summary: 'Makes the demonstration plant tell a story',
        params: SitePath,
        body: Body,
        response: gives(Type.Object({ told: Type.Boolean() }), 202),
      },
    },
    async (request, reply) => {
      const { tenant, site } = request.params
      const { story } = request.body
      if (!(await platform.tellStory(tenant, site, story))) throw notFound('demonstration plant that knows this story')
      const entry = { who: callerOf(request).name, site, action: 'story.tell', object: story }
      await asTenant(db, tenant, scoped => record(scoped, tenant, entry))
      return reply.code(202).send({ told: true })
    },
  )
}

function write(response: ServerResponse, event: LiveEvent): void {
  if (response.writableLength > MOST_WAITING) response.destroy()
  else response.write(`event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`)
}
