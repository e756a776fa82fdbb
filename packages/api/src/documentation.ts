// The description of the API: OpenAPI 3.1 for programs, and a page made of it for people.
import type { App, Context } from './app.ts'
import { type Description, pageOf } from './documentation-page.ts'
import { SCRIPT } from './documentation-script.ts'
import { Problems } from './routes/schemas.ts'

export const description = ({ platform }: Context) => ({
  openapi: '3.1.0',
  info: {
    title: 'Nautilus',
    version: platform.version,
    description: `Errors are problem documents (RFC 9457). Lists come in pages: give \`next\` as \`after\`. Times of the wire
are µs since 1970-01-01 UTC, times of people ISO 8601. A POST of a tenant under an Idempotency-Key is carried out once, and answered
the same for 24 hours. Single documents have an ETag: If-None-Match saves sending them, If-Match on PATCH and PUT refuses
(412) what somebody else changed meanwhile.`,
  },
  components: {
    securitySchemes: {
      session: { type: 'apiKey' as const, in: 'cookie', name: 'nautilus.session_token' },
      key: { type: 'http' as const, scheme: 'bearer', description: 'nk_… of a program, ns_… of a sensor' },
    },
  },
})

declare module 'fastify' {
  interface FastifySchema {
    readonly 'x-needs'?: string
  }
}

/** What every route has in common: who may, and what an error looks like. */
export function describe(app: App): void {
  app.addHook('onRoute', route => {
    const need = route.config?.need
    if (need === undefined || route.schema?.hide) return
    const problems = { content: { 'application/problem+json': { schema: Problems } } }
    route.schema = {
      ...route.schema,
      'x-needs': need,
      response: { ...(route.schema?.response as object), '4xx': problems },
      ...(need === 'public' ? {} : { security: [{ session: [] }, { key: [] }] }),
      description: [route.schema?.description, need === 'public' ? 'For anybody.' : `Needs ${need}.`]
        .filter(Boolean)
        .join('\n\n'),
    }
  })
}

export function documentation(app: App): void {
  const schema = { hide: true }
  app.get('/api/openapi.json', { config: { need: 'public' }, schema }, () => app.swagger())
  app.get('/docs/api', { schema }, (_, reply) =>
    reply.type('text/html; charset=utf-8').send(pageOf(app.swagger() as unknown as Description)),
  )
  app.get('/docs/api.js', { schema }, (_, reply) => reply.type('text/javascript; charset=utf-8').send(SCRIPT))
}
