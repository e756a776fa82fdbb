// What a sensor of another machine is told to do: signed by the platform, under a version that only grows.
import { asTenant, listSensors, putSensorSettings, record, type Scoped, sensorSettings } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { notFound, Problem } from '../problem.ts'
import { gives, id, nullable, SitePath } from './schemas.ts'

const SensorPath = Type.Object({ ...SitePath.properties, sensor: id })
const Settings = Type.Object(
  {
    learnUntil: nullable(
      Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'Traffic until then is normal; µs.' }),
    ),
    ignoreVlans: Type.Array(Type.Integer({ minimum: 0, maximum: 4094 }), { maxItems: 4094 }),
    switchedOff: Type.Array(Type.String({ pattern: '^[a-z0-9-]{1,64}$' }), {
      maxItems: 500,
      description: 'Protocols that are not looked for, by name.',
    }),
  },
  { additionalProperties: false },
)
const Version = Type.Integer({ description: '0: nobody set any.' })
const nothingSet = { learnUntil: null, ignoreVlans: [], switchedOff: [] }
const url = '/api/tenants/:tenant/sites/:site/sensors/:sensor/settings'

export const settingsOfSensors: Routes = (app, { db, platform }) => {
  app.get(
    url,
    {
      config: { need: 'site.read' },
      schema: {
        tags: ['sensors'],
        summary: 'What a sensor is told to do',
        params: SensorPath,
        response: gives(Type.Object({ version: Version, settings: Settings })),
      },
    },
    request => {
      const { tenant, site, sensor } = request.params
      return asTenant(db, tenant, async scoped => {
        await refuseUnknown(scoped, site, sensor)
        const found = await sensorSettings(scoped, site, sensor)
        return found
          ? { version: found.version, settings: JSON.parse(found.body) }
          : { version: 0, settings: nothingSet }
      })
    },
  )

  app.put(
    url,
    {
      config: { need: 'sensor.write' },
      schema: {
        tags: ['sensors'],
        summary: 'Tells a sensor what to do; it is signed, and takes no older version afterwards',
        params: SensorPath,
        body: Settings,
        response: gives(Type.Object({ version: Version })),
      },
    },
    async request => {
      const { tenant, site, sensor } = request.params
      const { bus } = platform
      if (!bus)
        throw new Problem(409, 'There is no bus by which a sensor could be told: start the platform with --nats.')
      const { name: by } = callerOf(request)
      const { version } = await asTenant(db, tenant, async scoped => {
        await refuseUnknown(scoped, site, sensor)
        const place = { tenant, site, sensor }
        const put = await putSensorSettings(scoped, { ...place, by }, next => bus.sign(place, next, request.body))
        const detail = { version: put.version, ...request.body }
        await record(scoped, tenant, { who: by, site, action: 'sensor.settings', object: sensor, detail })
        return put
      })
      bus.changed({ tenant, site, sensor })
      return { version }
    },
  )
}

async function refuseUnknown(scoped: Scoped, site: string, sensor: string): Promise<void> {
  const sensors = await listSensors(scoped, site)
  if (!sensors.some(({ id: own, kind, revoked_at }) => own === sensor && kind === 'remote' && revoked_at === null))
    throw notFound('sensor of another machine by this name')
}
