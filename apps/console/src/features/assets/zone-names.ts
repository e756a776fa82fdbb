import type { Zone } from '@nautilus/model'
import { useQuery } from '@tanstack/react-query'
import { useHere } from '../../shared/here.tsx'
import { factQuery } from './api.ts'

const none: readonly Zone[] = []

/** As the platform proposes them or people declared them. */
export const useZones = (): readonly Zone[] => useQuery(factQuery<readonly Zone[]>(useHere(), 'zones')).data ?? none

/** Zones by their names; a zone that people made up is its own name. */
export function useZoneNames(): (id: string | null) => string {
  const { data } = useQuery(factQuery<readonly Zone[]>(useHere(), 'zones'))
  const names = new Map(data?.map(({ id, name }) => [id, name]))
  return id => (id === null ? '' : (names.get(id) ?? (data === undefined ? '…' : id)))
}
