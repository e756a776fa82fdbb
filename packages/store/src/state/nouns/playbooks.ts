// Playbooks that a tenant wrote, and the editions that came along with this installation. None is ever changed.
import {
  canonical,
  decisionViewOf,
  type Entry,
  FIRST_OWN,
  type FindPlaybook,
  playbookName as nameOf,
  type Playbook,
  type Text,
} from '@nautilus/response'
import { sql } from 'kysely'
import { alone, type Database, type Scoped } from '../database.ts'

/** What came along, with the text that it was read from. */
export type Edition = { readonly playbook: Playbook; readonly source: string }

/** A version that is kept stays as it is. Of those it is given, it gives back the ones of which something else is kept. */
export async function keepEditions(db: Database, editions: readonly Edition[]): Promise<Edition[]> {
  for (const { playbook, source } of editions)
    await db
      .insertInto('playbook_editions')
      .values({ id: playbook.id, version: playbook.version, data: JSON.stringify(playbook), source })
      .onConflict(c => c.columns(['id', 'version']).doNothing())
      .execute()
  const kept = new Map((await listEditions(db)).map(({ playbook }) => [nameOf(playbook), canonical(playbook)]))
  return editions.filter(({ playbook }) => kept.get(nameOf(playbook)) !== canonical(playbook))
}

/** All, or those of one id; by id, the oldest first. */
export async function listEditions(db: Database | Scoped, id?: string): Promise<Edition[]> {
  const query = db.selectFrom('playbook_editions').select(['data', 'source']).orderBy('id').orderBy('version')
  const rows = await (id === undefined ? query : query.where('id', '=', id)).execute()
  return rows.map(({ data, source }) => ({ playbook: data as Playbook, source }))
}

/** Null `title`: from then on it was withdrawn. `basis`: the edition that it was made from. */
export type OwnVersion = {
  readonly id: string
  readonly version: number
  readonly basis: string | null
  readonly title: Text | null
  readonly safetyClass: string | null
  /** Why. */
  readonly note: string
  readonly by: string
  readonly at: Date
}

/** Grows with each change, wherever it was made. */
export async function countPlaybooks(scoped: Scoped): Promise<number> {
  const { count } = await scoped
    .selectFrom('playbooks')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Every version of every playbook, or of one, without what they say; by id, the oldest first. */
export async function ownVersions(scoped: Scoped, id?: string): Promise<OwnVersion[]> {
  const query = scoped
    .selectFrom('playbooks')
    .select(['id', 'version', 'basis', 'note', 'made_by', 'made_at'])
    .select([
      sql<Text | null>`data -> 'title'`.as('title'),
      sql<string | null>`data ->> 'safetyClass'`.as('safetyClass'),
    ])
    .orderBy('id')
    .orderBy('version')
  const rows = await (id === undefined ? query : query.where('id', '=', id)).execute()
  return rows.map(({ made_by, made_at, ...row }) => ({ ...row, by: made_by, at: made_at }))
}

/** What a tenant wrote under an id, and whether the newest of it was withdrawn since. */
export type OwnBooks = { readonly id: string; readonly written: readonly Playbook[]; readonly isWithdrawn: boolean }

/** All of it, the oldest version first. */
export async function ownPlaybooks(scoped: Scoped): Promise<OwnBooks[]> {
  const rows = await scoped.selectFrom('playbooks').select(['id', 'data']).orderBy('id').orderBy('version').execute()
  return [...Map.groupBy(rows, ({ id }) => id)].map(([id, all]) => ({
    id,
    written: all.flatMap(({ data }) => (data === null ? [] : [data as Playbook])),
    isWithdrawn: all.at(-1)!.data === null,
  }))
}

/** Null where there is none, and where this version was a withdrawal. */
export async function ownPlaybook(scoped: Scoped, id: string, version: number): Promise<Edition | null> {
  const row = await scoped
    .selectFrom('playbooks')
    .select(['data', 'source'])
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return row?.data && row.source !== null ? { playbook: row.data as Playbook, source: row.source } : null
}

/** Until the transaction ends nobody else writes playbooks of this tenant. */
export const lockPlaybooks = (scoped: Scoped, tenant: string): Promise<void> => alone(scoped, 'playbooks', tenant)

export const nextVersion = (before: readonly OwnVersion[]): number => (before.at(-1)?.version ?? FIRST_OWN - 1) + 1

/** `text` null: a withdrawal. */
export type NewVersion = Pick<OwnVersion, 'id' | 'version' | 'basis' | 'note' | 'by'> & {
  readonly tenant: string
  readonly text: Edition | null
}

/** The next version; whoever calls holds the lock. */
export async function addPlaybook(scoped: Scoped, { text, by, ...row }: NewVersion): Promise<void> {
  const kept = { data: text && JSON.stringify(text.playbook), source: text?.source ?? null }
  await scoped
    .insertInto('playbooks')
    .values({ ...row, ...kept, made_by: by })
    .execute()
}

/**
 * `find`, and what it does not have of the playbooks that these entries start: somebody may have written one since it
 * was made, perhaps in another process.
 */
export async function findAlso(scoped: Scoped, entries: readonly Entry[], find: FindPlaybook): Promise<FindPlaybook> {
  const started = entries.flatMap(({ act }) => (act.kind === 'playbook-started' ? [act] : []))
  const missing = started.filter(({ playbook, version }) => find(playbook, version) === null)
  if (missing.length === 0) return find
  const ids = [...new Set(missing.map(({ playbook }) => playbook))]
  const [own, editions] = [
    await scoped.selectFrom('playbooks').select('data').where('id', 'in', ids).execute(),
    await scoped.selectFrom('playbook_editions').select('data').where('id', 'in', ids).execute(),
  ]
  const all = [...editions, ...own].flatMap(({ data }) => (data === null ? [] : [data as Playbook]))
  const views = new Map(all.map(playbook => [nameOf(playbook), decisionViewOf(playbook)]))
  return (id, version) => find(id, version) ?? views.get(`${id}@${version}`) ?? null
}
