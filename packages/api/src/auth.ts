// Accounts, sessions and second factors: better-auth, on the platform's own database.

import type { Database } from '@nautilus/store'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { twoFactor } from 'better-auth/plugins'

export type AuthOptions = {
  readonly db: Database
  /** Of cookies; 32 bytes or more. */
  readonly secret: string
  /** Where the console is reached, `https://…`. */
  readonly baseUrl: string
}

/** Characters. NIST SP 800-63B 3.1.1.2 asks for 15 where a password stands alone. */
export const SHORTEST_PASSWORD = 15
/** The address of who asks, set by our own server. */
export const ADDRESS_HEADER = 'x-nautilus-address'
/** s */
const SESSION = 12 * 3600

function optionsOf({ db, secret, baseUrl }: AuthOptions) {
  return {
    appName: 'Nautilus',
    baseURL: baseUrl,
    basePath: '/api/auth',
    secret,
    database: { db, type: 'postgres' as const },
    // People come by invitation, and by the first link: nobody makes an account alone.
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: 256,
    },
    session: { expiresIn: SESSION, updateAge: 600 },
    advanced: {
      cookiePrefix: 'nautilus',
      useSecureCookies: baseUrl.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    telemetry: { enabled: false },
    rateLimit: { enabled: true, window: 60, max: 60 },
    plugins: [twoFactor({ issuer: 'Nautilus' })],
  }
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
