// Accounts, sessions and second factors: better-auth, on the platform's own database.

import { languageOf } from '@nautilus/mail'
import { type Database, endResetLinks, tenantOfDomain } from '@nautilus/store'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { twoFactor } from 'better-auth/plugins'
import { addressUnder, OUR_NAME } from './brand/address.ts'
import type { Post } from './post.ts'
import { keepToMailbox } from './ways.ts'

export type AuthOptions = {
  readonly db: Database
  /** Of cookies; 32 bytes or more. */
  readonly secret: string
  /** Where the console is reached, `https://…`. */
  readonly baseUrl: string
  /** Without it a password cannot be forgotten, nor an address changed. */
  readonly post?: Post | null
}

/** Characters. NIST SP 800-63B 3.1.1.2 asks for 15 where a password stands alone. */
export const SHORTEST_PASSWORD = 15
/** The address of who asks, set by our own server. */
export const ADDRESS_HEADER = 'x-nautilus-address'
/** s */
const SESSION = 12 * 3600
/** s that a link in a letter is good. */
const LINK = 3600

function optionsOf({ db, secret, baseUrl, post = null }: AuthOptions) {
  return {
    appName: OUR_NAME,
    baseURL: baseUrl,
    // Customers come under names of their own.
    trustedOrigins: async (request?: Request) => {
      const origin = URL.parse(request?.headers.get('origin') ?? '')
      const known = origin && (await tenantOfDomain(db, origin.hostname)) !== null
      return known ? [new URL(addressUnder(baseUrl, origin.hostname)).origin] : []
    },
    basePath: '/api/auth',
    secret,
    database: { db, type: 'postgres' as const },
    // People come by invitation, and by the first link: nobody makes an account alone.
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: 256,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: LINK,
      ...(post ? forgotten(db, post) : {}),
    },
    ...(post ? moving(post) : {}),
    // A link that went to the address before must not be one to what the account is now.
    databaseHooks: { user: { update: { after: ({ id }: { id: string }) => endResetLinks(db, id) } } },
    session: { expiresIn: SESSION, updateAge: 600 },
    advanced: {
      cookiePrefix: 'nautilus',
      useSecureCookies: baseUrl.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    telemetry: { enabled: false },
    rateLimit: { enabled: true, window: 60, max: 60 },
    plugins: [twoFactor({ issuer: OUR_NAME })],
  }
}

type Owner = { readonly id: string; readonly email: string; readonly name: string }

/** Nobody waits for a letter: how long an answer takes would tell whether there is an account. */
const writing = (post: Post, request: Request | undefined, { id }: Owner) => {
  const language = languageOf(request?.headers.get('accept-language') ?? undefined)
  return (write: (base: { language: typeof language; tenant: string | null }) => Promise<unknown>): Promise<void> => {
    void post.tenantOf(id).then(
      tenant => write({ language, tenant }),
      () => write({ language, tenant: null }),
    )
    return Promise.resolve()
  }
}

const forgotten = (db: Database, post: Post) => ({
  sendResetPassword: ({ user, token }: { user: Owner; token: string }, request?: Request) =>
    writing(
      post,
      request,
      user,
    )(base => {
      const path = `/reset-password?token=${encodeURIComponent(token)}`
      return post.send('password-reset', { ...base, to: user.email, values: { email: user.email }, path })
    }),
  onPasswordReset: async ({ user }: { user: Owner }, request?: Request) => {
    await keepToMailbox(db, user)
    const values = { email: user.email }
    await writing(
      post,
      request,
      user,
    )(base => post.send('password-changed', { ...base, to: user.email, values, path: null }))
  },
})

/** To another address: the old one agrees, then the new one confirms. */
const moving = (post: Post) => ({
  user: {
    changeEmail: {
      enabled: true,
      sendChangeEmailConfirmation: (
        { user, newEmail, url }: { user: Owner; newEmail: string; url: string },
        request?: Request,
      ) =>
        writing(
          post,
          request,
          user,
        )(base => {
          const values = { email: user.email, newEmail }
          return post.send('email-leaving', { ...base, to: user.email, values, path: pathOf(url) })
        }),
    },
  },
  emailVerification: {
    expiresIn: LINK,
    sendVerificationEmail: ({ user, url }: { user: Owner; url: string }, request?: Request) =>
      writing(
        post,
        request,
        user,
      )(base =>
        post.send('email-arriving', { ...base, to: user.email, values: { name: user.name }, path: pathOf(url) }),
      ),
  },
})

const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url)
  return pathname + search
}

export async function openAuth(options: AuthOptions) {
  const settings = optionsOf(options)
  const { runMigrations } = await getMigrations(settings)
  await runMigrations()
  return betterAuth(settings)
}

export type Auth = Awaited<ReturnType<typeof openAuth>>
export type Person = { readonly id: string; readonly email: string; readonly name: string }

/** Makes an account without asking whether people may sign up: for the first person, and for the invited. */
export async function createPerson(
  auth: Auth,
  person: { email: string; name: string; password: string },
): Promise<Person> {
  const context = await auth.$context
  const email = person.email.trim().toLowerCase()
  const user = await context.internalAdapter.createUser(
    { email, name: person.name, emailVerified: true },
    { method: 'email-password' },
  )
  const password = await context.password.hash(person.password)
  await context.internalAdapter.linkAccount({ userId: user.id, accountId: user.id, providerId: 'credential', password })
  return { id: user.id, email, name: person.name }
}
