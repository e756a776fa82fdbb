// Whom an incident calls, in which order. An escalation names a policy with its version, and goes on by it.
import type { Policy } from '@nautilus/response'
import { alone, type Scoped } from '../database.ts'

export type StoredPolicy = {
  readonly id: string
  readonly version: number
  readonly data: Policy
  readonly changed_by: string | null
  readonly changed_at: Date
}

const columns = ['id', 'version', 'data', 'changed_by', 'changed_at'] as const

/** Null where there is none. Without a version the newest. */
export async function getPolicy(
  scoped: Scoped,
  site: string,
  id: string,
  version?: number,
): Promise<StoredPolicy | null> {
  let query = scoped.selectFrom('policies').select(columns).where('site', '=', site).where('id', '=', id)
  if (version !== undefined) query = query.where('version', '=', version)
  const row = await query.orderBy('version', 'desc').limit(1).executeTakeFirst()
  return (row as unknown as StoredPolicy | undefined) ?? null
}

/** Every version, the newest first. */
export async function policyVersions(scoped: Scoped, site: string, id: string): Promise<StoredPolicy[]> {
  const query = scoped.selectFrom('policies').select(columns).where('site', '=', site).where('id', '=', id)
  return (await query.orderBy('version', 'desc').limit(200).execute()) as unknown as StoredPolicy[]
}

/** `check` is told what is there; it throws where that may not be replaced. */
export async function writePolicy(
  scoped: Scoped,
  { tenant, site, by }: { tenant: string; site: string; by: string | null },
  data: Policy,
  check: (known: StoredPolicy | null) => void = () => {},
): Promise<StoredPolicy> {
  await alone(scoped, 'policies', tenant, site)
  const known = await getPolicy(scoped, site, data.id)
  check(known)
  const version = (known?.version ?? 0) + 1
  const row = { tenant, site, id: data.id, version, data: JSON.stringify(data), changed_by: by }
  await scoped.insertInto('policies').values(row).execute()
  return { id: data.id, version, data, changed_by: by, changed_at: new Date() }
}
