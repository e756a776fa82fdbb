// The description of the API: OpenAPI 3.1 for programs, and a page made of it for people.
import type { FastifyRequest } from 'fastify'
import type { App, Context } from './app.ts'
import { OUR_NAME } from './brand/address.ts'
import { brandAt, productOf } from './brand/brand-book.ts'
import { type Description, pageOf } from './documentation-page.ts'
import { SCRIPT } from './documentation-script.ts'
import { Problems } from './routes/schemas.ts'
import { isScim, SCIM_TYPE, ScimErrors } from './scim/form.ts'

export const description = ({ platform }: Pick<Context, 'platform'>) => ({
  openapi: '3.1.0',
  info: {
    title: OUR_NAME,
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
    const problems = isScim(route.url)
      ? { content: { [SCIM_TYPE]: { schema: ScimErrors } } }
      : { content: { 'application/problem+json': { schema: Problems } } }
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

export function documentation(app: App, { db }: Context): void {
  const schema = { hide: true }
  // Called as the console is that it belongs to.
  const described = async (request: FastifyRequest): Promise<Description> => {
    const whole = app.swagger() as unknown as Description
    return { ...whole, info: { ...whole.info, title: productOf(await brandAt(db, request)) } }
  }
  app.get('/api/openapi.json', { config: { need: 'public' }, schema }, request => described(request))
  app.get('/docs/api', { schema }, async (request, reply) =>
    reply.type('text/html; charset=utf-8').send(pageOf(await described(request))),
  )
  app.get('/docs/api.js', { schema }, (_, reply) => reply.type('text/javascript; charset=utf-8').send(SCRIPT))
}
