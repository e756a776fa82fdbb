import type { Scoped } from '../database.ts'

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
