// What a sensor of another machine is told to do: signed by the platform, under a version that only grows.
import type { SensorHealth } from '@nautilus/model'
import { asTenant, listSensors, putSensorSettings, record, type Scoped, settingsHistory } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { notFound, Problem } from '../problem.ts'
import { gives, id, nullable, SitePath, Time } from './schemas.ts'

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
    filter: nullable(
      Type.String({
        maxLength: 2000,
        description: 'Frames that are looked at, in the words of tcpdump.',
        default: null,
      }),
    ),
    ignoreNetworks: Type.Array(Type.String({ maxLength: 50 }), {
      maxItems: 64,
      default: [],
      description: 'Traffic of these networks is not looked at, such as 10.1.0.0/16.',
    }),
  },
  { additionalProperties: false },
)
const Version = Type.Integer({ description: '0: nobody set any.' })
const History = Type.Object({ version: Version, settings: Settings, changed_by: Type.String(), changed_at: Time })
const AtSensor = Type.Object({
  version: Version,
  since: nullable(Type.Integer({ description: 'µs' })),
  refused: nullable(Type.String({ description: 'Why it does not take a newer version, in its words.' })),
})
const nothingSet = { learnUntil: null, ignoreVlans: [], switchedOff: [], filter: null, ignoreNetworks: [] }
/** Versions that are told. */
const MOST_HISTORY = 50
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
        response: gives(
          Type.Object({
            version: Version,
            settings: Settings,
            at_sensor: nullable(AtSensor),
            history: Type.Array(History),
            protocols: Type.Array(Type.Object({ name: Type.String(), title: Type.String() })),
            bus: Type.Boolean({ description: 'There is a bus by which it can be told.' }),
          }),
        ),
      },
    },
    request => {
      const { tenant, site, sensor } = request.params
      return asTenant(db, tenant, async scoped => {
        const { health } = await refuseUnknown(scoped, site, sensor)
        const rows = await settingsHistory(scoped, site, sensor, MOST_HISTORY)
        const history = rows.map(({ body, ...row }) => ({ ...row, settings: { ...nothingSet, ...JSON.parse(body) } }))
        const { version, settings } = history[0] ?? { version: 0, settings: nothingSet }
        const at_sensor = (health as Partial<SensorHealth>).settings ?? null
        const { bus } = platform
        return { version, settings, at_sensor, history, protocols: [...(bus?.protocols ?? [])], bus: bus !== null }
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
      const fault = await bus.fault(request.body)
      if (fault !== null) throw new Problem(400, fault)
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

async function refuseUnknown(scoped: Scoped, site: string, sensor: string) {
  const sensors = await listSensors(scoped, site)
  const found = sensors.find(
    ({ id: own, kind, revoked_at }) => own === sensor && kind === 'remote' && revoked_at === null,
  )
  if (!found) throw notFound('sensor of another machine by this name')
  return found
}
