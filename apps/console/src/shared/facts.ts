// Facts of a site: whole documents, whose shapes the model package has.
import type { Conduit, Zone } from '@nautilus/model'
import { queryOptions } from '@tanstack/react-query'
import { get, type Place, pathOf } from './api.ts'
import { keyOf } from './queries.ts'

export type Facts = {
  readonly zones: readonly Zone[]
  readonly conduits: readonly Conduit[]
}

/** Null where nothing is known yet, and where this platform does not tell it. */
export const factQuery = <K extends keyof Facts>(place: Place, name: K) =>
  queryOptions({
    queryKey: keyOf(place, 'fact', name),
    queryFn: async ({ signal }): Promise<Facts[K] | null> =>
      (await get<{ data: Facts[K] | null }>(pathOf(place, `/facts/${name}`), { signal })).data,
  })
