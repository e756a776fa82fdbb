// Packets of findings that lie at sensors of other machines: which are still to be asked for, and what came of each question.
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'
import type { Tables } from '../tables.ts'

export type PacketQuestionState = Tables['packet_questions']['state']

/** A finding whose packets a sensor of another machine is to be asked for. */
export type OpenPackets = {
  readonly finding: string
  readonly sensor: string
  /** As the finding names the run of the sensor. */
  readonly file: string
  readonly frames: readonly number[]
  /** Of the finding, µs. */
  readonly first: number
  readonly last: number
  /** Null where nobody asked yet. */
  readonly state: PacketQuestionState | null
}

/** The newest first. What a sensor does not have any more is not asked again, unless the finding names more of it now. */
export async function openPackets(
  scoped: Scoped,
  site: string,
  { sensor, most }: { readonly sensor?: string; readonly most: number },
): Promise<OpenPackets[]> {
  const { rows } = await sql<OpenPackets>`
    select f.id as finding, s.id as sensor, f.data->'evidence'->>'file' as file, f.data->'evidence'->'frames' as frames,
      f.first, f.last, q.state
    from findings f
    join sensors s on s.tenant = f.tenant and s.site = f.site and s.kind = 'remote' and s.revoked_at is null
      and split_part(f.data->'evidence'->>'file', '@', 1) = 'live:' || s.id
    left join evidence e on e.tenant = f.tenant and e.site = f.site and e.finding = f.id
    left join packet_questions q on q.tenant = f.tenant and q.site = f.site and q.finding = f.id
    where f.site = ${site} and (${sensor ?? null}::text is null or s.id = ${sensor ?? null}::text)
      and jsonb_array_length(f.data->'evidence'->'frames') > coalesce(e.named, 0)
      and (q.finding is null or q.state in ('asked', 'waiting')
        or jsonb_array_length(f.data->'evidence'->'frames') > q.named)
    order by f.last desc, f.id limit ${most}`.execute(scoped)
  return rows.map(row => ({ ...row, first: Number(row.first), last: Number(row.last) }))
}

export type PacketQuestion = {
  readonly tenant: string
  readonly site: string
  readonly finding: string
  readonly sensor: string
  readonly state: PacketQuestionState
  readonly named: number
  readonly why: string | null
  readonly reach: number | null
}

/** How it stands; when it was asked first stays. */
export async function putPacketQuestion(scoped: Scoped, question: PacketQuestion): Promise<void> {
  const { tenant: _, site: __, finding: ___, ...row } = question
  await scoped
    .insertInto('packet_questions')
    .values(question)
    .onConflict(c => c.columns(['tenant', 'site', 'finding']).doUpdateSet({ ...row, tried_at: new Date() }))
    .execute()
}

export const packetQuestionOf = async (scoped: Scoped, site: string, finding: string) =>
  (await scoped
    .selectFrom('packet_questions as q')
    .innerJoin('sensors as s', join =>
      join.onRef('s.tenant', '=', 'q.tenant').onRef('s.site', '=', 'q.site').onRef('s.id', '=', 'q.sensor'),
    )
    .select(['q.sensor', 's.name', 's.last_seen', 's.revoked_at', 'q.state', 'q.why', 'q.reach'])
    .select(['q.asked_at', 'q.tried_at'])
    .where('q.site', '=', site)
    .where('q.finding', '=', finding)
    .executeTakeFirst()) ?? null
