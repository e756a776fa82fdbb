// Capture files that people dropped into the console.
import type { Scoped } from '../database.ts'

export type NewUpload = {
  readonly tenant: string
  readonly site: string
  readonly id: string
  readonly name: string
  readonly by: string
  readonly bytes?: number
}

export async function addUpload(scoped: Scoped, { tenant, site, id, name, by, bytes = 0 }: NewUpload): Promise<void> {
  const row = { tenant, site, id, name, bytes, state: 'receiving', progress: 0, made_by: by }
  await scoped.insertInto('uploads').values(row).execute()
}

export async function updateUpload(
  scoped: Scoped,
  site: string,
  id: string,
  change: {
    readonly state?: string
    readonly progress?: number
    readonly message?: string | null
    readonly bytes?: number
    readonly sha256?: string
  },
): Promise<void> {
  await scoped.updateTable('uploads').set(change).where('site', '=', site).where('id', '=', id).execute()
}

export const getUpload = async (scoped: Scoped, site: string, id: string) =>
  (await scoped
    .selectFrom('uploads')
    .select(['id', 'name', 'bytes', 'sha256', 'state', 'progress', 'message', 'made_by', 'made_at'])
    .where('site', '=', site)
    .where('id', '=', id)
    .executeTakeFirst()) ?? null

/** The newest first. */
export const listUploads = (scoped: Scoped, site: string) =>
  scoped
    .selectFrom('uploads')
    .select(['id', 'name', 'bytes', 'sha256', 'state', 'progress', 'message', 'made_by', 'made_at'])
    .where('site', '=', site)
    .orderBy('made_at', 'desc')
    .limit(100)
    .execute()

export const findUpload = (scoped: Scoped, site: string, id: string) =>
  scoped.selectFrom('uploads').select(['id', 'state']).where('site', '=', site).where('id', '=', id).executeTakeFirst()

/** What was under way when the program ended, the oldest first. */
export const unfinishedUploads = (scoped: Scoped) =>
  scoped
    .selectFrom('uploads')
    .select(['site', 'id', 'name', 'state'])
    .where('state', 'in', ['receiving', 'waiting', 'reading'])
    .orderBy('made_at')
    .orderBy('id')
    .execute()
