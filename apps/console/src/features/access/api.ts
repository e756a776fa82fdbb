// Coming in and going out.
import { queryOptions } from '@tanstack/react-query'
import { get, send } from '../../shared/api.ts'
import { givePasskey, type Question } from '../../shared/passkeys.ts'

export const signIn = (person: { readonly email: string; readonly password: string }): Promise<SignedIn> =>
  send('POST', '/api/auth/sign-in/email', person)
/** With a second factor there is no session yet. */
export type SignedIn = { readonly twoFactorRedirect?: boolean }

export const verifyCode = (code: string): Promise<unknown> =>
  send('POST', '/api/auth/two-factor/verify-totp', { code, trustDevice: false })

/** The ways in besides password and passkey. `mail`: a password can be forgotten. */
export type Ways = {
  readonly providers: readonly { readonly id: string; readonly label: string }[]
  readonly mail: boolean
}
export const waysQuery = queryOptions({
  queryKey: ['ways-in'],
  queryFn: ({ signal }) => get<Ways>('/api/sign-in', { signal }),
  staleTime: 60_000,
})
/** Where a provider is begun with: the browser goes there. */
export const signOnPath = (provider: string, back: string): string =>
  `/api/sign-on/${encodeURIComponent(provider)}?back=${encodeURIComponent(back)}`

export async function signInWithPasskey(): Promise<unknown> {
  const question = await send<Question>('POST', '/api/passkeys/options')
  return send('POST', '/api/passkeys/sign-in', await givePasskey(question))
}

export const forgetPassword = (email: string): Promise<unknown> =>
  send('POST', '/api/auth/request-password-reset', { email })
export const resetPassword = (given: { readonly token: string; readonly newPassword: string }): Promise<unknown> =>
  send('POST', '/api/auth/reset-password', given)

export type NewPerson = { readonly name: string; readonly email: string; readonly password: string }
export const setUp = (person: NewPerson & { readonly token: string }): Promise<{ readonly email: string }> =>
  send('POST', '/api/setup', person)

/** Whom an invitation is for. `known`: there is an account of this address already. */
export type Invitation = {
  readonly email: string
  readonly role: string
  readonly organisation: string
  readonly known: boolean
}
export const lookAt = (token: string): Promise<Invitation> => send('POST', '/api/invitations/look', { token })
export const accept = (given: { token: string; name: string; password: string }): Promise<{ readonly email: string }> =>
  send('POST', '/api/invitations/accept', given)
/** Signed in: the tenant is added to those of the person. */
export const join = (token: string): Promise<unknown> => send('POST', '/api/me/invitations', { token })

/** Characters: what the platform asks of a password. */
export const SHORTEST_PASSWORD = 15
