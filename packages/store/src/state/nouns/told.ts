// How far the telemetry store has followed the log of a site.
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'

/** Numbers of batches. Everything up to `told` is in the telemetry store; what is behind it, up to `telling`, may be. */
export type Told = { readonly told: number; readonly telling: number }

export async function readTold(scoped: Scoped, site: string): Promise<Told> {
  const found = await scoped.selectFrom('told').select(['told', 'telling']).where('site', '=', site).executeTakeFirst()
  return found ?? { told: 0, telling: 0 }
}

export async function writeTold(
  scoped: Scoped,
  { tenant, site }: { readonly tenant: string; readonly site: string },
  { told, telling }: Told,
): Promise<void> {
  await scoped
    .insertInto('told')
    .values({ tenant, site, told, telling })
    .onConflict(c => c.columns(['tenant', 'site']).doUpdateSet({ told, telling }))
    .execute()
}

/** Whether the log of a site holds what nobody told yet, as far as its numbers say. */
export async function isUntold(scoped: Scoped, site: string): Promise<boolean> {
  const { rows } = await sql<{ untold: boolean }>`
    select coalesce((select told from told where site = ${site}), 0)
      < coalesce((select max(number) from positions where site = ${site}), 0) as untold`.execute(scoped)
  return rows[0]?.untold ?? false
}
