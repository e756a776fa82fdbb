// The HTTP side of the platform.
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import statics from '@fastify/static'
import swagger from '@fastify/swagger'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, { type FastifyRequest, type FastifyServerOptions } from 'fastify'
import { guard, headersOf } from './access.ts'
import type { App, Context } from './app.ts'
import { ADDRESS_HEADER } from './auth.ts'
import { onError, send } from './problem.ts'
import { assets } from './routes/assets.ts'
import { findings } from './routes/findings.ts'
import { hunt } from './routes/hunt.ts'
import { live } from './routes/live.ts'
import { me } from './routes/me.ts'
import { setup } from './routes/setup.ts'
import { sites } from './routes/sites.ts'

/** The one list: adding a noun adds a file and a line. */
const nouns = [setup, me, sites, assets, findings, hunt, live]

export type ServerOptions = Context & {
  readonly logger: FastifyServerOptions['logger']
  /** The built console; null without one. */
  readonly console: string | null
  /** Requests of one address in a minute. */
  readonly rate?: number
}

/** Bytes of an ordinary request. */
const BODY = 1 << 20

export async function createServer({ logger, console, rate = 600, ...context }: ServerOptions): Promise<App> {
  const app = fastify({
    logger: logger ?? false,
    bodyLimit: BODY,
    routerOptions: { maxParamLength: 300 },
    // Every fault of a form at once; what is unknown is refused, not dropped.
    ajv: { customOptions: { allErrors: true, removeAdditional: false, coerceTypes: 'array', useDefaults: true } },
  }).withTypeProvider<TypeBoxTypeProvider>() as unknown as App
  app.setErrorHandler(onError)
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: policy } })
  await app.register(rateLimit, { max: rate, timeWindow: '1 minute' })
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Nautilus', version: context.platform.version } },
  })
  guard(app, context)
  accounts(app, context)
  for (const routes of nouns) routes(app, context)
  documents(app)
  health(app, context)
  if (console !== null) await pages(app, console)
  else app.setNotFoundHandler((_, reply) => send(reply, 404, 'There is nothing here.'))
  return app
}

/** Scripts and styles are our own files; nothing else is loaded or framed. */
const policy = {
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  // Component libraries set sizes of elements by style attributes.
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
}

/** better-auth answers these itself. */
function accounts(app: App, { auth }: Context): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/api/auth/*',
    config: { need: 'public', rateLimit: { max: 60 } },
    schema: { hide: true },
    handler: async (request, reply) => {
      const url = new URL(request.url, `http://${request.headers.host ?? 'localhost'}`)
      const hasBody = request.body !== undefined && request.method === 'POST'
      const init = {
        method: request.method,
        headers: withAddress(request),
        ...(hasBody ? { body: JSON.stringify(request.body) } : {}),
      }
      const response = await auth.handler(new Request(url, init))
      reply.code(response.status)
      response.headers.forEach((value, name) => {
        if (name !== 'set-cookie') reply.header(name, value)
      })
      for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie)
      return reply.send(await response.text())
    },
  })
}

/** better-auth counts attempts by address, and must not believe what the caller writes there. */
function withAddress(request: FastifyRequest): Headers {
  const headers = headersOf(request)
  headers.set(ADDRESS_HEADER, request.ip)
  return headers
}

function documents(app: App): void {
  app.get('/api/openapi.json', { config: { need: 'public' }, schema: { hide: true } }, () => app.swagger())
}

function health(app: App, { platform }: Context): void {
  app.get('/healthz', { schema: { hide: true } }, async (_, reply) => {
    const told = await platform.health()
    return reply.code(told.ok ? 200 : 503).send(told)
  })
}

/** The console: one page for every path that is no file. */
async function pages(app: App, root: string): Promise<void> {
  await app.register(statics, {
    root,
    wildcard: false,
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    index: false,
  })
  app.setNotFoundHandler((request, reply) => {
    if (request.method !== 'GET' || request.url.startsWith('/api/')) return send(reply, 404, 'There is nothing here.')
    return reply.header('cache-control', 'no-cache').sendFile('index.html', root, { immutable: false, maxAge: 0 })
  })
}
