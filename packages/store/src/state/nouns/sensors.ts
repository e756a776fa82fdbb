// Sensors, and how remote ones come in: a token that works once is exchanged for a key of the sensor's own.
import type { Database, Scoped } from '../database.ts'

type NewSensor = {
  readonly tenant: string
  readonly site: string
  readonly id: string
  readonly name: string
  readonly kind: string
}

/** Adds a sensor; what is already there is left as it is. */
export async function ensureSensor(scoped: Scoped, sensor: NewSensor): Promise<void> {
  await scoped
    .insertInto('sensors')
    .values({ ...sensor, health: '{}' })
    .onConflict(c => c.columns(['tenant', 'site', 'id']).doNothing())
    .execute()
}

/** It was heard, and said this of itself. */
export async function seenSensor(
  scoped: Scoped,
  site: string,
  id: string,
  health: { readonly version: string },
): Promise<void> {
  await scoped
    .updateTable('sensors')
    .set({ last_seen: new Date(), version: health.version, health: JSON.stringify(health) })
    .where('site', '=', site)
    .where('id', '=', id)
    .execute()
}

const columns = ['id', 'name', 'kind', 'last_seen', 'version', 'health', 'enrolled_at', 'revoked_at'] as const

export const listSensors = (scoped: Scoped, site: string) =>
  scoped.selectFrom('sensors').select(columns).where('site', '=', site).orderBy('id').execute()

/** From now on its key is refused. False when it has none, or has lost it already. */
export async function revokeSensor(scoped: Scoped, site: string, id: string): Promise<boolean> {
  const done = await scoped
    .updateTable('sensors')
    .set(({ ref }) => ({ revoked_at: new Date(), key_hash: null, revoked_hash: ref('key_hash') }))
    .where('site', '=', site)
    .where('id', '=', id)
    .where('key_hash', 'is not', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

/** Whether this key is that sensor's. */
export const isSensorKey = async (scoped: Scoped, site: string, id: string, keyHash: string): Promise<boolean> =>
  (await scoped
    .selectFrom('sensors')
    .select('id')
    .where('site', '=', site)
    .where('id', '=', id)
    .where('key_hash', '=', keyHash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()) !== undefined

/** Whose key this is, or was until it was revoked; null where it is nobody's of this tenant. */
export async function ownerOfKey(scoped: Scoped, keyHash: string) {
  const found = await scoped
    .selectFrom('sensors')
    .select(['site', 'id', 'revoked_at'])
    .where(({ or, eb }) => or([eb('key_hash', '=', keyHash), eb('revoked_hash', '=', keyHash)]))
    .executeTakeFirst()
  return found ? { site: found.site, sensor: found.id, revoked: found.revoked_at !== null } : null
}

export type NewEnrolment = {
  readonly tenant: string
  readonly site: string
  readonly tokenHash: string
  readonly name: string
  readonly by: string | null
  readonly expires: Date
}

const enrolment = ['id', 'name', 'created_by', 'made_at', 'expires_at', 'used_at', 'revoked_at'] as const

export const addEnrolment = (scoped: Scoped, { tenant, site, tokenHash, name, by, expires }: NewEnrolment) =>
  scoped
    .insertInto('enrolments')
    .values({ tenant, site, token_hash: tokenHash, name, created_by: by, expires_at: expires })
    .returning(enrolment)
    .executeTakeFirstOrThrow()

/** The newest first. */
export const listEnrolments = (scoped: Scoped, site: string) =>
  scoped
    .selectFrom('enrolments')
    .select(enrolment)
    .where('site', '=', site)
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .limit(200)
    .execute()

/** False when there is none that could still be used. */
export async function revokeEnrolment(scoped: Scoped, site: string, id: string): Promise<boolean> {
  const done = await scoped
    .updateTable('enrolments')
    .set({ revoked_at: new Date() })
    .where('site', '=', site)
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

/** Which tenant a token is for, asked before that is known. */
export const tenantOfEnrolment = async (db: Database, tokenHash: string): Promise<string | null> =>
  (await db.selectFrom('enrolments').select('tenant').where('token_hash', '=', tokenHash).executeTakeFirst())?.tenant ??
  null

/** By which the bus knows it. */
export const setBusKey = (scoped: Scoped, site: string, id: string, key: string) =>
  scoped.updateTable('sensors').set({ bus_key: key }).where('site', '=', site).where('id', '=', id).execute()

/** Uses the token up and makes its sensor with this key. Null when the token was used, revoked or is too old. */
export async function enrol(
  scoped: Scoped,
  { tokenHash, sensor, keyHash }: { readonly tokenHash: string; readonly sensor: string; readonly keyHash: string },
) {
  const used = await scoped
    .updateTable('enrolments')
    .set({ used_at: new Date() })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', new Date())
    .returning(['tenant', 'site', 'name', 'created_by'])
    .executeTakeFirst()
  if (!used) return null
  const { tenant, site, name } = used
  await scoped
    .insertInto('sensors')
    .values({ tenant, site, id: sensor, name, kind: 'remote', key_hash: keyHash, health: '{}' })
    .execute()
  return used
}
