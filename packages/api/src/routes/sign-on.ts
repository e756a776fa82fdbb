// The ways in, and signing in at a provider.
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Context, Routes } from '../app.ts'
import { originAt } from '../brand/brand-book.ts'
import type { Provider } from '../doors.ts'
import { admit, NotLetIn } from '../newcomer.ts'
import { notFound } from '../problem.ts'
import { baseUrlOf, beginSession, cookieOf, setCookie } from '../session.ts'
import { openSignOn } from '../sign-on.ts'
import { gives, Name } from './schemas.ts'

const STATE_COOKIE = 'nautilus.sign-on'
const STATE_PATH = '/api/sign-on'
/** s */
const STATE_AGE = 600

const Ways = Type.Object({
  providers: Type.Array(Type.Object({ id: Type.String(), label: Type.String() })),
  mail: Type.Boolean({ description: 'There is mail: a password can be forgotten.' }),
})
const ProviderPath = Type.Object({ provider: Name })
const Back = Type.Object({
  back: Type.Optional(Type.String({ maxLength: 2000, description: 'A path of the console.' })),
})

export const signOn: Routes = (app, context) => {
  const { providers, post } = context.doors
  app.get(
    '/api/sign-in',
    {
      config: { need: 'public' },
      schema: { tags: ['sign-in'], summary: 'The ways in besides password and passkey', response: gives(Ways) },
    },
    () => ({ providers: providers.map(({ id, label }) => ({ id, label })), mail: post !== null }),
  )
  atProvider(app, context)
}

const atProvider: Routes = (app, context) => {
  const { doors, auth } = context
  const config = { need: 'public' as const, rateLimit: { max: 30 } }
  const oidc = openSignOn(context)
  const secure = baseUrlOf(auth).startsWith('https:')
  const providerOf = (id: string): Provider => {
    const found = doors.providers.find(provider => provider.id === id)
    if (!found) throw notFound('provider of sign-in of this name')
    return found
  }

  app.get(
    '/api/sign-on/:provider',
    {
      config,
      schema: {
        tags: ['sign-in'],
        summary: 'Sends the browser to a provider',
        params: ProviderPath,
        querystring: Back,
        response: { 302: Type.Null() },
      },
    },
    async (request, reply) => {
      const provider = providerOf(request.params.provider)
      try {
        const { url, state } = await oidc.begin(provider, pathOf(request.query.back), await originAt(context, request))
        setCookie(reply, STATE_COOKIE, state, { secure, path: STATE_PATH, age: STATE_AGE })
        return reply.header('cache-control', 'no-store').redirect(url.href)
      } catch (error) {
        return refused(context, reply, provider, error)
      }
    },
  )

  app.get(
    '/api/sign-on/:provider/callback',
    {
      config,
      schema: {
        tags: ['sign-in'],
        summary: 'Where a provider sends the browser back to',
        params: ProviderPath,
        querystring: Type.Object({}, { additionalProperties: true }),
        response: { 302: Type.Null() },
      },
    },
    async (request, reply) => {
      const provider = providerOf(request.params.provider)
      const state = cookieOf(request, STATE_COOKIE)
      setCookie(reply, STATE_COOKIE, '', { secure, path: STATE_PATH, age: 0 })
      try {
        const returned = new URL(request.url, await originAt(context, request))
        const { claims, back } = await oidc.end(provider, returned, state ?? '')
        await beginSession(context, request, reply, await admit(context, provider, claims))
        return reply.header('cache-control', 'no-store').redirect(back)
      } catch (error) {
        return refused(context, reply, provider, error)
      }
    },
  )
}

/** The person is told a word that the console has a sentence for; the operator is told why. */
function refused({ platform }: Context, reply: FastifyReply, { id }: Provider, error: unknown): FastifyReply {
  const { message, cause } = error as Error
  const word = error instanceof NotLetIn ? error.refusal : 'failed'
  platform.log('somebody was not let in by a provider of sign-in', { provider: id, why: message, cause: told(cause) })
  return reply.header('cache-control', 'no-store').redirect(`/sign-in?refused=${word}`)
}

const told = (cause: unknown): string | undefined => (cause instanceof Error ? cause.message : undefined)

/** Of our own pages: whatever else was asked for leads to the first. */
function pathOf(back = '/'): string {
  const base = 'http://console'
  const url = URL.parse(back, base)
  return url && url.origin === base && back.startsWith('/') ? url.pathname + url.search : '/'
}
