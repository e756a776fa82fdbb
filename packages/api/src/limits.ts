// How often somebody may ask. Whoever has a session or a key is counted by it, for behind one address there may be a whole
// control room; whoever has none, by the address. Addresses are counted too, far above: cookies can be made up.
import { createHash } from 'node:crypto'
import rateLimit from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import type { App, Context } from './app.ts'
import type { Auth } from './auth.ts'
import { Problem } from './problem.ts'
import { cookieOf } from './session.ts'

/** Callers that one address may hold, as far as its requests tell. */
const CALLERS = 10
const MINUTE = '1 minute'

/** `max`: requests of one caller a minute, where a route says nothing else. */
export async function limitRequests(app: App, { auth }: Pick<Context, 'auth'>, max: number): Promise<void> {
  // One page is dozens of files, and they cost little.
  const rules = { timeWindow: MINUTE, allowList: ({ url }: FastifyRequest) => url.startsWith('/assets/') }
  await app.register(rateLimit, { ...rules, max, keyGenerator: callerOf(auth) })
  const ofAddress = app.createRateLimit({ ...rules, max: max * CALLERS, keyGenerator: ({ ip }) => ip })
  app.addHook('onRequest', async (request, reply) => {
    const told = await ofAddress(request)
    if (told.isAllowed || !told.isExceeded) return
    reply.header('retry-after', told.ttlInSeconds)
    throw new Problem(429, `This address asks too often; again in ${told.ttlInSeconds} s.`)
  })
}

/** Where anybody may ask, such as to sign in, a made-up cookie must not make somebody new of a caller. */
const callerOf = (auth: Auth) => async (request: FastifyRequest) => {
  if (request.routeOptions.config.need === 'public') return request.ip
  const { name } = (await auth.$context).authCookies.sessionToken
  const shown = request.headers.authorization ?? cookieOf(request, name)
  return shown === null ? request.ip : createHash('sha256').update(shown).digest('base64url')
}
