// What the settings ask about the directory and roles by group.
import { queryOptions } from '@tanstack/react-query'
import { type Answer, call } from '../../shared/api.ts'

export type Directory = Answer<'GET /api/tenants/{tenant}/role-mappings'>

/** In place of the id of a provider of sign-in. */
export const DIRECTORY = 'directory'

export const directoryQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['role-mappings', tenant],
    queryFn: ({ signal }) => call('GET /api/tenants/{tenant}/role-mappings', { path: { tenant } }, { signal }),
  })
