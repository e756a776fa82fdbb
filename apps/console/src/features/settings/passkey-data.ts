// Passkeys, and the address of one's account.
import { queryOptions } from '@tanstack/react-query'
import { get, send } from '../../shared/api.ts'
import { makePasskey, type Question } from '../../shared/passkeys.ts'

export type Passkey = {
  readonly id: string
  readonly name: string
  /** Kept by a provider beyond the one device. */
  readonly synced: boolean
  readonly made_at: string
  readonly used_at: string | null
}

export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: async ({ signal }) => (await get<{ items: readonly Passkey[] }>('/api/me/passkeys', { signal })).items,
})

/** `password`: where somebody signed in long ago. */
export type NewPasskey = { readonly name: string; readonly password: string | undefined }
export async function addPasskey({ name, password }: NewPasskey): Promise<unknown> {
  const question = await send<Question>('POST', '/api/me/passkeys/options', password === undefined ? {} : { password })
  return send('POST', '/api/me/passkeys', { ...(await makePasskey(question)), name })
}
const of = (id: string): string => `/api/me/passkeys/${encodeURIComponent(id)}`
export const renamePasskey = (id: string, name: string): Promise<unknown> => send('PATCH', of(id), { name })
export const removePasskey = (id: string): Promise<unknown> => send('DELETE', of(id))

/** Whether there is mail: without it an address cannot be changed. */
export const mailQuery = queryOptions({
  queryKey: ['mail'],
  queryFn: async ({ signal }) => (await get<{ mail: boolean }>('/api/sign-in', { signal })).mail,
})
export const changeEmail = (newEmail: string): Promise<unknown> =>
  send('POST', '/api/auth/change-email', { newEmail, callbackURL: '/' })
