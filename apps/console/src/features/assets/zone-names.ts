import type { Zone } from '@nautilus/model'
import { useQuery } from '@tanstack/react-query'
import { useHere } from '../../shared/here.tsx'
import { factQuery } from './api.ts'

/** Zones by their names, as the platform proposes them or people declared them. */
export function useZoneNames(): (id: string | null) => string {
  const { data } = useQuery(factQuery<readonly Zone[]>(useHere(), 'zones'))
  const names = new Map(data?.map(({ id, name }) => [id, name]))
  return id => (id === null ? '' : (names.get(id) ?? (data ? id : '…')))
}
