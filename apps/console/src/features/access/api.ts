// Coming in and going out.
import { send } from '../../shared/api.ts'
import type { Branding } from '../../shared/wire.ts'

export const signIn = (person: { readonly email: string; readonly password: string }): Promise<SignedIn> =>
  send('POST', '/api/auth/sign-in/email', person)
/** With a second factor there is no session yet. */
export type SignedIn = { readonly twoFactorRedirect?: boolean }

export const verifyCode = (code: string): Promise<unknown> =>
  send('POST', '/api/auth/two-factor/verify-totp', { code, trustDevice: false })

export type NewPerson = { readonly name: string; readonly email: string; readonly password: string }
export const setUp = (person: NewPerson & { readonly token: string }): Promise<{ readonly email: string }> =>
  send('POST', '/api/setup', person)

/** Whom an invitation is for. `known`: there is an account of this address already. */
export type Invitation = {
  readonly email: string
  readonly role: string
  readonly organisation: string
  readonly branding: Branding
  readonly known: boolean
}
export const lookAt = (token: string): Promise<Invitation> => send('POST', '/api/invitations/look', { token })
export const accept = (given: { token: string; name: string; password: string }): Promise<{ readonly email: string }> =>
  send('POST', '/api/invitations/accept', given)
/** Signed in: the tenant is added to those of the person. */
export const join = (token: string): Promise<unknown> => send('POST', '/api/me/invitations', { token })

/** Characters: what the platform asks of a password. */
export const SHORTEST_PASSWORD = 15

export type NewSite = { readonly tenant: string; readonly id: string; readonly name: string; readonly timeZone: string }
export const makeSite = ({ tenant, ...site }: NewSite): Promise<{ readonly id: string }> =>
  send('POST', `/api/tenants/${encodeURIComponent(tenant)}/sites`, site)
