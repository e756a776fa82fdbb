// Passkeys, and the address of one's account.
import { queryOptions } from '@tanstack/react-query'
import { type Answer, call, send } from '../../shared/api.ts'
import { makePasskey } from '../../shared/passkeys.ts'

export type Passkey = Answer<'GET /api/me/passkeys'>['items'][number]

export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: async ({ signal }) => (await call('GET /api/me/passkeys', {}, { signal })).items,
})

/** `password`: where somebody signed in long ago. */
export type NewPasskey = { readonly name: string; readonly password: string | undefined }
export async function addPasskey({ name, password }: NewPasskey): Promise<unknown> {
  const question = await call('POST /api/me/passkeys/options', { body: password === undefined ? {} : { password } })
  return call('POST /api/me/passkeys', { body: { ...(await makePasskey(question)), name } })
}
export const renamePasskey = (passkey: string, name: string): Promise<Passkey> =>
  call('PATCH /api/me/passkeys/{passkey}', { path: { passkey }, body: { name } })
export const removePasskey = (passkey: string): Promise<unknown> =>
  call('DELETE /api/me/passkeys/{passkey}', { path: { passkey } })

/** Whether there is mail: without it an address cannot be changed. */
export const mailQuery = queryOptions({
  queryKey: ['mail'],
  queryFn: async ({ signal }) => (await call('GET /api/sign-in', {}, { signal })).mail,
})
/** By better-auth, which the description does not cover. */
export const changeEmail = (newEmail: string): Promise<unknown> =>
  send('POST', '/api/auth/change-email', { newEmail, callbackURL: '/' })
