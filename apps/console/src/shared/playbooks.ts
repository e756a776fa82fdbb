// The playbooks that are in force: their page lists them, and findings name theirs.
import type { Words } from '@nautilus/response'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from './api.ts'
import { useHere } from './here.tsx'
import { useSay } from './use-say.ts'

/** Of everything about playbooks. */
export const playbooksKey = (tenant: string) => ['playbooks', tenant] as const

export const playbooksQuery = (tenant: string) =>
  queryOptions({
    queryKey: [...playbooksKey(tenant), 'all'],
    queryFn: async ({ signal }) =>
      (await call('GET /api/tenants/{tenant}/playbooks', { path: { tenant } }, { signal })).items,
  })

/** Titles in the language of the reader; null where nothing of this id is in force. */
export function usePlaybookTitle(): (id: string) => string | null {
  const { words } = useSay()
  const { data = [] } = useQuery(playbooksQuery(useHere().tenant))
  return id => {
    const known = data.find(playbook => playbook.id === id)
    return known ? words(known.title as Words) : null
  }
}
