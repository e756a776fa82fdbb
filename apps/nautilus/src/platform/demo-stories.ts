// What the demonstration plant can be made to tell, and how it begins.
import type { Story } from '@nautilus/api'
import { attacks, lookAlikes } from '@nautilus/simulator'
import { asTenant, type Database, ensureSensor } from '@nautilus/store'
import { tellings } from '../commands/simulate.ts'

export const demoStories: readonly Story[] = [
  ...attacks.map(id => ({ id, title: tellings[id], kind: 'attack' as const })),
  ...lookAlikes.map(id => ({ id, title: tellings[id], kind: 'look-alike' as const })),
]

const SEED = 7

/** `lesson`: ms of normal operation that it teaches where nothing is known of the site. */
export async function demoJob(
  db: Database,
  { tenant, site, sensor }: { readonly tenant: string; readonly site: string; readonly sensor: string },
  lesson: number,
): Promise<{ readonly seed: number; readonly learn: number }> {
  const known = await asTenant(db, tenant, async scoped => {
    await ensureSensor(scoped, { tenant, site, id: sensor, name: 'Demonstration plant', kind: 'simulator' })
    return scoped.selectFrom('positions').select('seq').where('site', '=', site).executeTakeFirst()
  })
  return { seed: SEED, learn: known ? 0 : lesson }
}
