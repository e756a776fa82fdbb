// What devices are called, by their ids: all of the site at once.
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { get, type Place, pathOf } from './api.ts'
import { useHere } from './here.tsx'
import { keyOf } from './queries.ts'
import type { AssetRow } from './wire.ts'

/** ms. Who is there changes slowly. */
const FRESH = 60_000
const nobody: ReadonlyMap<string, string> = new Map()

export const namesQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'names'),
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, string>> => {
      const { names } = await get<{ names: Record<string, string> }>(pathOf(place, '/asset-names'), { signal })
      return new Map(Object.entries(names))
    },
    staleTime: FRESH,
    // Names are asked for anew all the time, and hardly ever differ.
    structuralSharing: false,
  })

/** ms after which an unknown id is reason enough to ask again: a device that is new has a name by then. */
const AGAIN = 10_000

/** A name for each id; what is no id of a device, such as an address, is its own name. */
export function useNames(): (id: string) => string {
  const { data = nobody, dataUpdatedAt, refetch } = useQuery(namesQuery(useHere()))
  const isMissing = useRef(false)
  useEffect(() => {
    if (!isMissing.current || Date.now() - dataUpdatedAt < AGAIN) return
    isMissing.current = false
    void refetch()
  })
  return id => {
    const name = data.get(id)
    if (name === undefined && id.startsWith('a-')) isMissing.current = true
    return name ?? id
  }
}

type Called = Pick<AssetRow, 'id' | 'name' | 'ip' | 'mac'>
export const calledOf = ({ id, name, ip, mac }: Called): string => name ?? ip[0] ?? mac[0] ?? id
