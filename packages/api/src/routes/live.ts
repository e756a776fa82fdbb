// What happens, as it happens: server-sent events.
import type { ServerResponse } from 'node:http'
import { Type } from 'typebox'
import type { Routes } from '../app.ts'
import type { LiveEvent } from '../port.ts'
import { SitePath, TenantPath } from './schemas.ts'

/** ms between signs of life: proxies close what is silent. */
const ALIVE = 20_000
/** Bytes that a slow reader may have waiting before it is told to come again. */
const MOST_WAITING = 1 << 20

export const live: Routes = (app, { platform }) => {
  app.get(
    '/api/tenants/:tenant/live',
    { config: { need: 'site.read' }, schema: { tags: ['live'], params: TenantPath } },
    (request, reply) => {
      const { tenant } = request.params
      reply.hijack()
      const response = reply.raw
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      response.write('retry: 2000\n\n')
      const stop = platform.subscribe(event => {
        if (event.tenant === tenant) write(response, event)
      })
      const alive = setInterval(() => response.write(': alive\n\n'), ALIVE)
      response.on('close', () => {
        clearInterval(alive)
        stop()
      })
    },
  )

  const Body = Type.Object({ story: Type.String({ maxLength: 60 }) })
  app.post(
    '/api/tenants/:tenant/sites/:site/stories',
    { config: { need: 'demo.run' }, schema: { tags: ['live'], params: SitePath, body: Body } },
    (request, reply) => {
      const { tenant, site } = request.params
      const told = platform.tellStory(tenant, site, request.body.story)
      return reply.code(told ? 202 : 404).send({ told })
    },
  )
}

function write(response: ServerResponse, event: LiveEvent): void {
  if (response.writableLength > MOST_WAITING) response.destroy()
  else response.write(`event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`)
}
