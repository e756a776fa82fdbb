// Who is on call. A new version replaces the one before it; none is ever changed.
import type { Duty, Roster } from '@nautilus/response'
import { alone, type Scoped } from '../database.ts'

export type StoredRoster = {
  readonly duty: Duty
  readonly version: number
  /** Null: removed; who is called follows from roles again. */
  readonly data: Roster | null
  readonly changed_by: string | null
  readonly changed_at: Date
}

/** The newest version of each duty. */
export async function listRosters(scoped: Scoped, site: string): Promise<StoredRoster[]> {
  const rows = await scoped
    .selectFrom('rosters')
    .distinctOn('duty')
    .select(['duty', 'version', 'data', 'changed_by', 'changed_at'])
    .where('site', '=', site)
    .orderBy('duty')
    .orderBy('version', 'desc')
    .execute()
  return rows as unknown as StoredRoster[]
}

/** Every version of one, the newest first. */
export async function rosterVersions(scoped: Scoped, site: string, duty: string): Promise<StoredRoster[]> {
  const rows = await scoped
    .selectFrom('rosters')
    .select(['duty', 'version', 'data', 'changed_by', 'changed_at'])
    .where('site', '=', site)
    .where('duty', '=', duty)
    .orderBy('version', 'desc')
    .limit(200)
    .execute()
  return rows as unknown as StoredRoster[]
}

/** `check` is told what is there; it throws where that may not be replaced. */
export async function writeRoster(
  scoped: Scoped,
  { tenant, site, duty, by }: { tenant: string; site: string; duty: Duty; by: string },
  data: Roster | null,
  check: (known: StoredRoster | null) => void,
): Promise<StoredRoster> {
  await alone(scoped, 'rosters', tenant, site)
  const known = (await listRosters(scoped, site)).find(row => row.duty === duty) ?? null
  check(known)
  const version = (known?.version ?? 0) + 1
  const row = { tenant, site, duty, version, data: data === null ? null : JSON.stringify(data), changed_by: by }
  await scoped.insertInto('rosters').values(row).execute()
  return { duty, version, data, changed_by: by, changed_at: new Date() }
}
