// What a sensor of another machine is told to do, as the platform has it.
import { queryOptions } from '@tanstack/react-query'
import { call, type Place } from '../../shared/api.ts'
import { keyOf } from '../../shared/queries.ts'
import type { Routes } from '../../shared/routes.ts'

const READ = 'GET /api/tenants/{tenant}/sites/{site}/sensors/{sensor}/settings'
const WRITE = 'PUT /api/tenants/{tenant}/sites/{site}/sensors/{sensor}/settings'

export type SensorBook = Routes[typeof READ]['answer']
export type SensorSettings = SensorBook['settings']

export const settingsKey = (place: Place, sensor: string) => keyOf(place, `sensor-settings-${sensor}`)

/** ms between two looks while a version is on its way. */
const LOOK = 3000

export const settingsQuery = ({ tenant, site }: Place, sensor: string) =>
  queryOptions({
    queryKey: settingsKey({ tenant, site }, sensor),
    queryFn: ({ signal }) => call(READ, { path: { tenant, site, sensor } }, { signal }),
    refetchInterval: ({ state: { data } }) => (data && data.version > (data.at_sensor?.version ?? 0) ? LOOK : false),
  })

export const putSettings = ({ tenant, site }: Place, sensor: string, settings: SensorSettings) =>
  call(WRITE, { path: { tenant, site, sensor }, body: settings })
