// What sensors of other machines are told to do: every version as it was signed.
import { alone, type Database, type Scoped } from '../database.ts'

export type SignedSettings = { readonly version: number; readonly body: string; readonly signature: string }

/** The newest; null where nobody ever set any. */
export const sensorSettings = async (scoped: Scoped, site: string, sensor: string): Promise<SignedSettings | null> =>
  (await scoped
    .selectFrom('sensor_settings')
    .select(['version', 'body', 'signature'])
    .where('site', '=', site)
    .where('sensor', '=', sensor)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()) ?? null

/** The newest first. */
export const settingsHistory = (scoped: Scoped, site: string, sensor: string, most: number) =>
  scoped
    .selectFrom('sensor_settings')
    .select(['version', 'body', 'changed_by', 'changed_at'])
    .where('site', '=', site)
    .where('sensor', '=', sensor)
    .orderBy('version', 'desc')
    .limit(most)
    .execute()

/** `sign`: is given the version that it will be. Earlier versions are kept. */
export async function putSensorSettings(
  scoped: Scoped,
  { tenant, site, sensor, by }: { readonly tenant: string; readonly site: string; readonly sensor: string; by: string },
  sign: (version: number) => { readonly body: string; readonly signature: string },
): Promise<SignedSettings> {
  await alone(scoped, tenant, site, 'sensor settings', sensor)
  const version = ((await sensorSettings(scoped, site, sensor))?.version ?? 0) + 1
  const signed = sign(version)
  await scoped
    .insertInto('sensor_settings')
    .values({ tenant, site, sensor, version, ...signed, changed_by: by })
    .execute()
  return { version, ...signed }
}

/** Public keys of sensors of all tenants that the bus must refuse from now on, with when they were revoked. */
export const revokedBusKeys = (db: Database) =>
  db
    .selectFrom('sensors')
    .select(['bus_key', 'revoked_at'])
    .where('bus_key', 'is not', null)
    .where('revoked_at', 'is not', null)
    .execute()
