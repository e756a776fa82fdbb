// Templates that incidents began with, drafts of reports, and files that were taken in. All of it only ever grows.
import { canonical, type DraftEdits, type ObligationTemplate, type ReportDocument } from '@nautilus/response'
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'
import { sha256 } from './incidents.ts'

type Place = { readonly tenant: string; readonly site: string }

/** A version that is there stays as it is. False where it says something else. */
export async function keepTemplate(
  scoped: Scoped,
  tenant: string,
  template: ObligationTemplate,
  own: { readonly source: string; readonly by: string } | null,
): Promise<boolean> {
  const { id, version } = template
  const made = { source: own?.source ?? null, made_by: own?.by ?? null }
  await scoped
    .insertInto('obligation_templates')
    .values({ tenant, id, version, data: JSON.stringify(template), ...made })
    .onConflict(c => c.columns(['tenant', 'id', 'version']).doNothing())
    .execute()
  const kept = await scoped
    .selectFrom('obligation_templates')
    .select('data')
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  return canonical(kept.data) === canonical(template)
}

export type KeptTemplate = {
  readonly template: ObligationTemplate
  /** Null: it came along. */
  readonly source: string | null
  readonly madeBy: string | null
}

/** Every version that is kept, by id, the oldest first. */
export async function keptTemplates(scoped: Scoped): Promise<KeptTemplate[]> {
  const rows = await scoped
    .selectFrom('obligation_templates')
    .select(['data', 'source', 'made_by'])
    .orderBy('id')
    .orderBy('version')
    .execute()
  return rows.map(({ data, source, made_by }) => ({ template: data as ObligationTemplate, source, madeBy: made_by }))
}

export type DraftKey = { readonly incident: string; readonly obligation: string; readonly stage: string }
export type StoredDraft = {
  readonly obligation: string
  readonly stage: string
  readonly version: number
  readonly hash: string
  readonly document: ReportDocument
  readonly edits: DraftEdits
  readonly madeBy: string
  /** µs */
  readonly madeAt: number
}

const draftColumns = ['obligation', 'stage', 'version', 'hash', 'document', 'edits', 'made_by', 'made_at'] as const

type DraftRow = { [C in (typeof draftColumns)[number]]: C extends 'version' | 'made_at' ? number : unknown }
const draftOf = ({ document, edits, made_by, made_at, ...same }: DraftRow): StoredDraft => ({
  ...(same as Pick<StoredDraft, 'obligation' | 'stage' | 'version' | 'hash'>),
  document: JSON.parse(document as string) as ReportDocument,
  edits: edits as DraftEdits,
  madeBy: made_by as string,
  madeAt: made_at,
})

/** Of one stage all versions, or of an incident all drafts; the oldest version first. */
export async function draftsOf(scoped: Scoped, site: string, key: Partial<DraftKey> & { incident: string }) {
  let query = scoped
    .selectFrom('obligation_drafts')
    .select(draftColumns)
    .where('site', '=', site)
    .where('incident', '=', key.incident)
  if (key.obligation !== undefined) query = query.where('obligation', '=', key.obligation)
  if (key.stage !== undefined) query = query.where('stage', '=', key.stage)
  const rows = await query.orderBy('obligation').orderBy('stage').orderBy('version').execute()
  return rows.map(draftOf)
}

export type NewDraft = DraftKey & {
  readonly document: ReportDocument
  readonly edits: DraftEdits
  readonly by: string
  readonly at: number
}

/** SHA-256 of the canonical JSON of a document. */
export const draftHash = (document: ReportDocument): string => sha256(canonical(document))

/** The next version. Whoever calls holds the lock of the incident's record. */
export async function addDraft(scoped: Scoped, place: Place, draft: NewDraft): Promise<StoredDraft> {
  const { incident, obligation, stage, document, edits, by, at } = draft
  const before = await draftsOf(scoped, place.site, { incident, obligation, stage })
  const version = (before.at(-1)?.version ?? 0) + 1
  const text = canonical(document)
  const stored = { obligation, stage, version, hash: sha256(text), made_by: by, made_at: at }
  await scoped
    .insertInto('obligation_drafts')
    .values({ ...place, incident, ...stored, document: text, edits: JSON.stringify(edits) })
    .execute()
  return draftOf({ ...stored, document: text, edits })
}

/** Incidents in which something is owed, those that changed last first. */
export const owingIncidents = (scoped: Scoped, sites: readonly string[] | null, most: number) => {
  const query = scoped
    .selectFrom('incidents')
    .select(['site', 'id', 'title', 'state', 'severity', 'exercise'])
    .where(sql<boolean>`jsonb_array_length(data -> 'obligations') > 0`)
  return (sites === null ? query : query.where('site', 'in', sites))
    .orderBy('changed', 'desc')
    .orderBy('id')
    .limit(most)
    .execute()
}
