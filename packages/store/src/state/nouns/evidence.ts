// Packets of findings: which file has them. The files are kept by whoever runs the platform, under their hashes.
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'

export type Evidence = {
  /** Of the file, hex. */
  readonly sha256: string
  readonly bytes: number
  /** Frames in the file. */
  readonly frames: number
  /** Frames that the finding named when it was made. */
  readonly named: number
}

export type Wanted = { readonly finding: string; readonly file: string; readonly frames: readonly number[] }

export async function evidenceOf(scoped: Scoped, site: string, finding: string) {
  const found = await scoped
    .selectFrom('evidence')
    .select(['sha256', 'bytes', 'frames', 'named', 'made_at'])
    .where('site', '=', site)
    .where('finding', '=', finding)
    .executeTakeFirst()
  return found ?? null
}

/** Findings of this file whose packets nobody has kept, or that name more of them now; the newest first. */
export async function wantedEvidence(scoped: Scoped, site: string, file: string, most: number): Promise<Wanted[]> {
  const { rows } = await sql<Wanted>`
    select f.id as finding, f.data->'evidence'->>'file' as file, f.data->'evidence'->'frames' as frames
    from findings f
    left join evidence e on e.tenant = f.tenant and e.site = f.site and e.finding = f.id
    where f.site = ${site} and f.data->'evidence'->>'file' = ${file}
      and jsonb_array_length(f.data->'evidence'->'frames') > coalesce(e.named, 0)
    order by f.last desc, f.id limit ${most}`.execute(scoped)
  return rows
}

/** What is kept already is never replaced by less: of a finding that grows the oldest packets may be gone by now. */
export async function putEvidence(
  scoped: Scoped,
  place: { readonly tenant: string; readonly site: string; readonly finding: string },
  evidence: Evidence,
): Promise<void> {
  const row = { ...evidence, made_at: new Date() }
  const { finding, site } = place
  const { numUpdatedRows } = await scoped
    .updateTable('evidence')
    .set({ named: evidence.named })
    .where('site', '=', site)
    .where('finding', '=', finding)
    .where('frames', '>', evidence.frames)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return
  await scoped
    .insertInto('evidence')
    .values({ ...place, ...row })
    .onConflict(c => c.columns(['tenant', 'site', 'finding']).doUpdateSet(row))
    .execute()
}
