// Coming in and going out.
import { queryOptions } from '@tanstack/react-query'
import { type Answer, ApiError, call, send } from '../../shared/api.ts'
import { givePasskey } from '../../shared/passkeys.ts'

/** s that somebody waits for their turn without being told. */
const LONGEST_WAIT = 15

/** Where many come in at once from one address, the platform says when to try again; that is done once. */
export async function signIn(person: { readonly email: string; readonly password: string }): Promise<SignedIn> {
  const attempt = () => send<SignedIn>('POST', '/api/auth/sign-in/email', person)
  try {
    return await attempt()
  } catch (error) {
    const wait = error instanceof ApiError ? error.retryAfter : null
    if (wait === null || wait > LONGEST_WAIT) throw error
    await new Promise(resolve => setTimeout(resolve, wait * 1000))
    return attempt()
  }
}
/** With a second factor there is no session yet. */
export type SignedIn = { readonly twoFactorRedirect?: boolean }

export const verifyCode = (code: string): Promise<unknown> =>
  send('POST', '/api/auth/two-factor/verify-totp', { code, trustDevice: false })

/** The ways in besides password and passkey. */
export const waysQuery = queryOptions({
  queryKey: ['ways-in'],
  queryFn: ({ signal }) => call('GET /api/sign-in', {}, { signal }),
  staleTime: 60_000,
})
/** Where a provider is begun with: the browser goes there. */
export const signOnPath = (provider: string, back: string): string =>
  `/api/sign-on/${encodeURIComponent(provider)}?back=${encodeURIComponent(back)}`

export async function signInWithPasskey(): Promise<unknown> {
  const question = await call('POST /api/passkeys/options', {})
  return call('POST /api/passkeys/sign-in', { body: await givePasskey(question) })
}

export const forgetPassword = (email: string): Promise<unknown> =>
  send('POST', '/api/auth/request-password-reset', { email })
export const resetPassword = (given: { readonly token: string; readonly newPassword: string }): Promise<unknown> =>
  send('POST', '/api/auth/reset-password', given)

export type NewPerson = { readonly name: string; readonly email: string; readonly password: string }
export const setUp = (body: NewPerson & { readonly token: string }): Promise<{ readonly email: string }> =>
  call('POST /api/setup', { body })

/** Whom an invitation is for. */
export type Invitation = Answer<'POST /api/invitations/look'>
export const lookAt = (token: string): Promise<Invitation> => call('POST /api/invitations/look', { body: { token } })
export const accept = (body: { token: string; name: string; password: string }): Promise<unknown> =>
  call('POST /api/invitations/accept', { body })
/** Signed in: the tenant is added to those of the person. */
export const join = (token: string): Promise<unknown> => call('POST /api/me/invitations', { body: { token } })

/** Characters: what the platform asks of a password. */
export const SHORTEST_PASSWORD = 15

export type NewSite = { readonly tenant: string; readonly id: string; readonly name: string; readonly timeZone: string }
export const makeSite = ({ tenant, ...site }: NewSite): Promise<{ readonly id: string }> =>
  send('POST', `/api/tenants/${encodeURIComponent(tenant)}/sites`, site)
