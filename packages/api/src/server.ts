// The HTTP side of the platform.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import helmet from '@fastify/helmet'
import statics from '@fastify/static'
import swagger from '@fastify/swagger'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, { type FastifyRequest, type FastifyServerOptions } from 'fastify'
import { guard, headersOf } from './access.ts'
import { type App, type Context, defaultLimits, type Limits } from './app.ts'
import { ADDRESS_HEADER } from './auth.ts'
import { brandAt, productOf } from './brand/brand-book.ts'
import { dressedPage } from './brand/dressed-page.ts'
import { describe, description, documentation } from './documentation.ts'
import { type Doors, plainDoors } from './doors.ts'
import { onlyOnce } from './idempotency.ts'
import { refuseOddInput } from './input.ts'
import { limitRequests } from './limits.ts'
import { metrics } from './metrics.ts'
import { faultOf } from './passwords.ts'
import { onError, Problem, send } from './problem.ts'
import { acceptances } from './routes/acceptances.ts'
import { assets } from './routes/assets.ts'
import { audit } from './routes/audit.ts'
import { baseline } from './routes/baseline.ts'
import { brands } from './routes/brands.ts'
import { contacts } from './routes/contacts.ts'
import { coverage } from './routes/coverage.ts'
import { destinationLooks } from './routes/destination-looks.ts'
import { destinationQueues } from './routes/destination-queues.ts'
import { destinations } from './routes/destinations.ts'
import { dutyRoutes } from './routes/duties.ts'
import { entities } from './routes/entities.ts'
import { evidence } from './routes/evidence.ts'
import { exercises } from './routes/exercises.ts'
import { expected } from './routes/expected.ts'
import { exports } from './routes/exports.ts'
import { feeds } from './routes/feeds.ts'
import { findings } from './routes/findings.ts'
import { hunt } from './routes/hunt.ts'
import { elsewhere } from './routes/incident-elsewhere.ts'
import { incidents } from './routes/incidents.ts'
import { invitations } from './routes/invitations.ts'
import { keys } from './routes/keys.ts'
import { listViews } from './routes/list-views.ts'
import { lists } from './routes/lists.ts'
import { live } from './routes/live.ts'
import { me } from './routes/me.ts'
import { model } from './routes/model.ts'
import { obligations } from './routes/obligations.ts'
import { outbox } from './routes/outbox.ts'
import { packets } from './routes/packets.ts'
import { passkeys } from './routes/passkeys.ts'
import { people } from './routes/people.ts'
import { planPreviews } from './routes/plan-previews.ts'
import { playbooks } from './routes/playbooks.ts'
import { policies } from './routes/policies.ts'
import { provider } from './routes/provider.ts'
import { providerQueue } from './routes/provider-queue.ts'
import { reportLetters } from './routes/report-letters.ts'
import { reportSchedules } from './routes/report-schedules.ts'
import { reports } from './routes/reports.ts'
import { risk } from './routes/risk.ts'
import { riskIncidents } from './routes/risk-incidents.ts'
import { riskRuns } from './routes/risk-runs.ts'
import { riskTogether } from './routes/risk-together.ts'
import { roleMappings } from './routes/role-mappings.ts'
import { rosters } from './routes/rosters.ts'
import { ruleTrials } from './routes/rule-trials.ts'
import { rules } from './routes/rules.ts'
import { saved } from './routes/saved.ts'
import { scimAbout } from './routes/scim-about.ts'
import { scimGroups } from './routes/scim-groups.ts'
import { readScim } from './routes/scim-shapes.ts'
import { scimUsers } from './routes/scim-users.ts'
import { packetsOfSensors } from './routes/sensor-packets.ts'
import { settingsOfSensors } from './routes/sensor-settings.ts'
import { sensors } from './routes/sensors.ts'
import { setup } from './routes/setup.ts'
import { signOn } from './routes/sign-on.ts'
import { sites } from './routes/sites.ts'
import { sources } from './routes/sources.ts'
import { stix } from './routes/stix.ts'
import { tenants } from './routes/tenants.ts'
import { uploads } from './routes/uploads.ts'
import { vulnerabilities } from './routes/vulnerabilities.ts'
import { work } from './routes/work.ts'
import { workFiles } from './routes/work-files.ts'
import { noticeSignIn } from './session.ts'
import { traceRequests } from './traces.ts'
import { buildValidator } from './validation.ts'

/** The one list: adding a noun adds a file and a line. */
const nouns = [
  setup,
  signOn,
  passkeys,
  me,
  tenants,
  brands,
  people,
  invitations,
  roleMappings,
  scimUsers,
  scimGroups,
  scimAbout,
  keys,
  provider,
  providerQueue,
  audit,
  sites,
  model,
  assets,
  findings,
  packets,
  acceptances,
  incidents,
  elsewhere,
  entities,
  obligations,
  evidence,
  dutyRoutes,
  rosters,
  playbooks,
  policies,
  planPreviews,
  contacts,
  outbox,
  baseline,
  expected,
  exports,
  hunt,
  rules,
  ruleTrials,
  coverage,
  saved,
  sensors,
  packetsOfSensors,
  settingsOfSensors,
  uploads,
  work,
  workFiles,
  feeds,
  destinations,
  destinationQueues,
  destinationLooks,
  stix,
  lists,
  listViews,
  vulnerabilities,
  sources,
  exercises,
  risk,
  riskRuns,
  riskTogether,
  riskIncidents,
  reports,
  reportSchedules,
  reportLetters,
  live,
]

export type ServerOptions = Omit<Context, 'limits' | 'doors'> & {
  readonly limits?: Partial<Limits>
  readonly doors?: Partial<Doors>
  /** For figures from another machine; null: from this one only. */
  readonly metricsKey?: string | null
  readonly logger: FastifyServerOptions['logger']
  /** The built console; null without one. */
  readonly console: string | null
  /** Requests of one address in a minute. */
  readonly rate?: number
}

/** Bytes of an ordinary request. */
const BODY = 1 << 20

export async function createServer(options: ServerOptions): Promise<App> {
  const { logger, console, rate = 600, metricsKey = null, limits, doors, ...rest } = options
  const context: Context = { ...rest, limits: { ...defaultLimits, ...limits }, doors: { ...plainDoors, ...doors } }
  const app = fastify({
    logger: logger ?? false,
    bodyLimit: BODY,
    routerOptions: { maxParamLength: 300 },
    schemaController: { compilersFactory: { buildValidator } },
  }).withTypeProvider<TypeBoxTypeProvider>() as unknown as App
  app.setErrorHandler(onError)
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: policy } })
  await limitRequests(app, context, rate)
  await app.register(swagger, { openapi: description(context) })
  bodies(app)
  readScim(app)
  traceRequests(app)
  guard(app, context)
  refuseOddInput(app)
  onlyOnce(app, context)
  describe(app)
  accounts(app, context)
  for (const routes of nouns) routes(app, context)
  documentation(app, context)
  metrics(app, { platform: context.platform, key: metricsKey })
  health(app, context)
  if (console !== null) await pages(app, context, console)
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
function accounts(app: App, context: Context): void {
  const { auth } = context
  app.route({
    method: ['GET', 'POST'],
    url: '/api/auth/*',
    config: { need: 'public', rateLimit: { max: 60 } },
    schema: { hide: true },
    handler: async (request, reply) => {
      await refuseWeak(context, request.body)
      const url = new URL(request.url, `http://${request.headers.host ?? 'localhost'}`)
      const hasBody = request.body !== undefined && request.method === 'POST'
      const init = {
        method: request.method,
        headers: withAddress(request),
        ...(hasBody ? { body: JSON.stringify(await withIssuer(context, request)) } : {}),
      }
      const response = await auth.handler(new Request(url, init))
      reply.code(response.status)
      response.headers.forEach((value, name) => {
        if (name !== 'set-cookie') reply.header(name, value)
      })
      const cookies = response.headers.getSetCookie()
      for (const cookie of cookies) reply.header('set-cookie', cookie)
      if (request.method === 'POST') await noticeSignIn(context, request, reply, cookies)
      return reply.send(await response.text())
    },
  })
}

/** What an authenticator calls the account: as the console is called that the person sees. */
async function withIssuer({ db }: Context, request: FastifyRequest): Promise<unknown> {
  const { body } = request
  const isFor = /^\/api\/auth\/two-factor\/(enable|get-totp-uri)$/.test(request.url)
  if (!isFor || typeof body !== 'object' || body === null) return body
  return { ...body, issuer: productOf(await brandAt(db, request)) }
}

/** It checks the length of a new password, not whether it is guessed first. */
async function refuseWeak({ doors }: Context, body: unknown): Promise<void> {
  const { newPassword } = (body ?? {}) as { newPassword?: unknown }
  const weakness = typeof newPassword === 'string' ? await faultOf(newPassword, [], doors.breached) : null
  if (weakness) throw new Problem(400, `The new password ${weakness}.`, { newPassword: weakness })
}

/** better-auth counts attempts by address, and must not believe what the caller writes there. */
function withAddress(request: FastifyRequest): Headers {
  const headers = headersOf(request)
  headers.set(ADDRESS_HEADER, request.ip)
  return headers
}

/** Files come as they are, and are read by whoever wants them; answers are JSON as it is. */
function bodies(app: App): void {
  app.addContentTypeParser('application/octet-stream', (_request, body, done) => done(null, body))
  // Schemas of answers describe; what a route gives is not converted, so that a field cannot vanish on the way.
  app.setSerializerCompiler(() => data => JSON.stringify(data))
}

function health(app: App, { platform }: Context): void {
  app.get('/healthz', { schema: { hide: true } }, async (_, reply) => {
    const told = await platform.health()
    return reply.code(told.ok ? 200 : 503).send(told)
  })
}

/** The console: one page for every path that is no file. */
async function pages(app: App, { db }: Context, root: string): Promise<void> {
  const page = readFileSync(join(root, 'index.html'), 'utf8')
  await app.register(statics, {
    root,
    wildcard: false,
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    index: false,
  })
  app.setNotFoundHandler(async (request, reply) => {
    if (request.method !== 'GET' || request.url.startsWith('/api/')) return send(reply, 404, 'There is nothing here.')
    // The page says itself what does not answer: it comes without the database, too.
    const dressed = dressedPage(page, await brandAt(db, request).catch(() => ({})))
    return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(dressed)
  })
}
