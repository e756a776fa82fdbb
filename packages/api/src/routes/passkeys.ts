// Passkeys: those of a person, and signing in with one.
import { listPasskeys, namesOf, removePasskey, renamePasskey } from '@nautilus/store'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { headersOf, personOf } from '../access.ts'
import type { Routes } from '../app.ts'
import type { Auth } from '../auth.ts'
import { askingAt } from '../brand/brand-book.ts'
import { askForNewPasskey, askForPasskey, takeNewPasskey, takePasskey } from '../passkeys.ts'
import { notFound, Problem } from '../problem.ts'
import { beginSession } from '../session.ts'
import { recordEverywhere } from '../ways.ts'
import { Document, gives, listOf, nothing, nullable, Time } from './schemas.ts'

/** ms after signing in; later the password is asked again before a way in is added (OWASP ASVS 5.0, 7.5.1). */
const FRESH = 15 * 60_000

const CredentialId = Type.String({ minLength: 1, maxLength: 1400, pattern: '^[A-Za-z0-9_-]+$' })
const Name = Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' })
const Ceremony = Type.String({ minLength: 20, maxLength: 200 })
const Row = Type.Object({
  id: Type.String(),
  name: Type.String(),
  synced: Type.Boolean({ description: 'Kept by a provider beyond the one device.' }),
  made_at: Time,
  used_at: nullable(Time),
})
const Question = Type.Object({
  ceremony: Type.String({ description: 'Comes back with the answer, within five minutes.' }),
  options: Document,
})
const text = Type.String({ maxLength: 20_000 })
/** `PublicKeyCredential.toJSON()`; what is in it is checked by its signature. */
const Answer = Type.Object(
  {
    id: CredentialId,
    rawId: CredentialId,
    type: Type.Literal('public-key'),
    response: Type.Record(
      Type.String({ maxLength: 40 }),
      Type.Union([text, Type.Number(), Type.Array(text), Type.Null()]),
    ),
    clientExtensionResults: Document,
    authenticatorAttachment: Type.Optional(nullable(Type.String({ maxLength: 40 }))),
  },
  { additionalProperties: false },
)
const PasskeyPath = Type.Object({ passkey: CredentialId })

export const passkeys: Routes = (app, context) => {
  own(app, context)
  adding(app, context)
  signingIn(app, context)
}

const base = '/api/me/passkeys'
const config = { need: 'person' as const }

const own: Routes = (app, context) => {
  const { db } = context
  app.get(
    base,
    { config, schema: { tags: ['me'], summary: 'My passkeys', response: gives(listOf(Row)) } },
    async request => {
      const rows = await listPasskeys(db, personOf(request).id)
      return { items: rows.map(({ transports: _, ...row }) => row) }
    },
  )

  app.patch(
    `${base}/:passkey`,
    {
      config,
      schema: {
        tags: ['me'],
        summary: 'Gives a passkey another name',
        params: PasskeyPath,
        body: Type.Object({ name: Name }, { additionalProperties: false }),
        response: gives(Row),
      },
    },
    async request => {
      const { passkey } = request.params
      const renamed = await renamePasskey(db, personOf(request).id, passkey, request.body.name.trim())
      if (!renamed) throw notFound('passkey of this id')
      return renamed
    },
  )

  app.delete(
    `${base}/:passkey`,
    {
      config,
      schema: { tags: ['me'], summary: 'Removes a passkey', params: PasskeyPath, response: nothing },
    },
    async (request, reply) => {
      const person = personOf(request)
      if (!(await removePasskey(db, person.id, request.params.passkey))) throw notFound('passkey of this id')
      await recordEverywhere(context.db, person, 'passkey.remove')
      return reply.code(204).send()
    },
  )
}

const adding: Routes = (app, context) => {
  app.post(
    `${base}/options`,
    {
      // A password may be tried here.
      config: { ...config, rateLimit: { max: 10 } },
      schema: {
        tags: ['me'],
        summary: 'Begins to add a passkey: what to ask the browser for',
        body: Type.Object(
          { password: Type.Optional(Type.String({ maxLength: 256, description: 'When signed in for long.' })) },
          { additionalProperties: false },
        ),
        response: gives(Question),
      },
    },
    async request => {
      await beFresh(context.auth, request, request.body.password)
      return askForNewPasskey(context, await askingAt(context, request), personOf(request))
    },
  )

  app.post(
    base,
    {
      config,
      schema: {
        tags: ['me'],
        summary: 'Adds the passkey that the browser made',
        body: Type.Object({ ceremony: Ceremony, name: Name, response: Answer }, { additionalProperties: false }),
        response: gives(Row, 201),
      },
    },
    async (request, reply) => {
      const person = personOf(request)
      const made = await takeNewPasskey(context, await askingAt(context, request), person, request.body)
      await recordEverywhere(context.db, person, 'passkey.add')
      return reply.code(201).send(made)
    },
  )
}

const signingIn: Routes = (app, context) => {
  const { db } = context
  const config = { need: 'public' as const, rateLimit: { max: 30 } }

  app.post(
    '/api/passkeys/options',
    {
      config,
      schema: { tags: ['sign-in'], summary: 'Begins to sign in with a passkey', response: gives(Question) },
    },
    async request => askForPasskey(context, await askingAt(context, request)),
  )

  app.post(
    '/api/passkeys/sign-in',
    {
      config,
      schema: {
        tags: ['sign-in'],
        summary: 'Signs in with the answer of the browser',
        body: Type.Object({ ceremony: Ceremony, response: Answer }, { additionalProperties: false }),
        response: gives(Type.Object({ email: Type.String() })),
      },
    },
    async (request, reply) => {
      const user = await takePasskey(context, await askingAt(context, request), request.body)
      const person = (await namesOf(db, [user])).get(user)
      if (!person) throw new Problem(401, 'The account of this passkey is gone.')
      await beginSession(context, request, reply, person)
      return { email: person.email }
    },
  )
}

/** Whoever finds an open browser must not be able to stay. */
async function beFresh(auth: Auth, request: FastifyRequest, password: string | undefined): Promise<void> {
  const headers = headersOf(request)
  const session = await auth.api.getSession({ headers })
  if (session && Date.now() - new Date(session.session.createdAt).getTime() < FRESH) return
  if (password === undefined)
    throw new Problem(403, 'You signed in a while ago: give your password, or sign out and in again.', {
      password: 'is asked again',
    })
  const isRight = await auth.api.verifyPassword({ body: { password }, headers }).then(
    ({ status }) => status,
    () => false,
  )
  if (!isRight) throw new Problem(403, 'The password is wrong.', { password: 'is wrong' })
}
