// Where events go, as people wrote it. What is secret is sealed, and opened by the sender alone.
import type { OutwardTopic } from '@nautilus/model'
import { sql } from 'kysely'
import type { Database, Scoped } from '../database.ts'
import { headOf } from './outward.ts'

export type DestinationFilter = {
  readonly topics: readonly OutwardTopic[]
  /** The least severity of findings and incidents. */
  readonly severity: string
  /** Empty: all sites. */
  readonly sites: readonly string[]
  /** What was played is told too. */
  readonly exercises: boolean
}

/** Names of fields that are renamed, and texts that stand in every event; what a kind makes of it is its own. */
export type DestinationMapping = {
  readonly rename: Readonly<Record<string, string>>
  readonly add: Readonly<Record<string, string>>
}

export type DestinationRow = {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly settings: Readonly<Record<string, string>>
  readonly filter: DestinationFilter
  readonly mapping: DestinationMapping
  readonly enabled: boolean
  readonly version: number
  readonly changed_by: string | null
  readonly changed_at: Date
}

export type NewDestination = Omit<DestinationRow, 'id' | 'version' | 'changed_by' | 'changed_at'> & {
  readonly sealed: Buffer
}

const columns = [
  ...(['id', 'kind', 'name', 'settings', 'filter', 'mapping', 'enabled', 'version'] as const),
  ...(['changed_by', 'changed_at'] as const),
] as const

export async function listDestinations(scoped: Scoped): Promise<DestinationRow[]> {
  const rows = await scoped.selectFrom('destinations').select(columns).orderBy('name').orderBy('id').execute()
  return rows as DestinationRow[]
}

export async function getDestination(scoped: Scoped, id: string): Promise<DestinationRow | null> {
  const row = await scoped.selectFrom('destinations').select(columns).where('id', '=', id).executeTakeFirst()
  return (row as DestinationRow | undefined) ?? null
}

export const sealedOf = async (scoped: Scoped, id: string): Promise<Buffer | null> =>
  (await scoped.selectFrom('destinations').select('sealed').where('id', '=', id).executeTakeFirst())?.sealed ?? null

const values = ({ settings, filter, mapping, ...row }: NewDestination) => ({
  ...row,
  settings: JSON.stringify(settings),
  filter: JSON.stringify(filter),
  mapping: JSON.stringify(mapping),
})

export const newDestinationId = (): string => crypto.randomUUID()

/** It begins with what happens from now on. */
export async function addDestination(
  scoped: Scoped,
  { tenant, id, by }: { tenant: string; id: string; by: string },
  made: NewDestination,
): Promise<void> {
  await scoped
    .insertInto('destinations')
    .values({ tenant, id, ...values(made), version: 1, made_by: by, changed_by: by })
    .execute()
  await scoped
    .insertInto('destination_states')
    .values({
      ...{ tenant, destination: id, position: await headOf(scoped), ahead: '[]', state: 'ok', tries: 0 },
      ...{ next_at: new Date(0), sent: 0, refused: 0, dropped: 0, failures: 0 },
      ...{ last_error: null, last_error_at: null, last_sent_at: null, replay_until: null, resume_at: null },
    })
    .execute()
}

/** What was changed is tried at once. */
export async function changeDestination(
  scoped: Scoped,
  { id, by }: { id: string; by: string },
  changed: NewDestination,
): Promise<void> {
  await scoped
    .updateTable('destinations')
    .set(({ eb }) => ({
      ...values(changed),
      version: eb('version', '+', 1),
      changed_by: by,
      changed_at: new Date(),
    }))
    .where('id', '=', id)
    .execute()
  await wakeDestination(scoped, id)
}

export async function turnDestination(scoped: Scoped, { id, by }: { id: string; by: string }, enabled: boolean) {
  await scoped
    .updateTable('destinations')
    .set(({ eb }) => ({ enabled, version: eb('version', '+', 1), changed_by: by, changed_at: new Date() }))
    .where('id', '=', id)
    .execute()
  await wakeDestination(scoped, id)
}

export const wakeDestination = (scoped: Scoped, id: string) =>
  scoped
    .updateTable('destination_states')
    .set({ next_at: new Date(0), tries: 0 })
    .where('destination', '=', id)
    .execute()

/** With its dead letters. Its name; null when there is none. */
export async function removeDestination(scoped: Scoped, id: string): Promise<string | null> {
  for (const table of ['dead_letters', 'destination_refs', 'destination_states'] as const)
    await scoped.deleteFrom(table).where('destination', '=', id).execute()
  const gone = await scoped.deleteFrom('destinations').where('id', '=', id).returning('name').executeTakeFirst()
  return gone?.name ?? null
}

export type QueueState = 'ok' | 'waiting' | 'broken' | 'fault'

export type DestinationState = {
  readonly position: number
  readonly ahead: readonly number[]
  readonly state: QueueState
  readonly tries: number
  readonly next_at: Date
  readonly last_error: string | null
  readonly last_error_at: Date | null
  readonly last_sent_at: Date | null
  readonly sent: number
  readonly refused: number
  readonly dropped: number
  readonly failures: number
  readonly replay_until: number | null
  readonly resume_at: number | null
}

const stateColumns = [
  ...(['position', 'ahead', 'state', 'tries', 'next_at', 'last_error', 'last_error_at', 'last_sent_at'] as const),
  ...(['sent', 'refused', 'dropped', 'failures', 'replay_until', 'resume_at'] as const),
] as const

export async function stateOf(scoped: Scoped, id: string): Promise<DestinationState | null> {
  const row = await scoped
    .selectFrom('destination_states')
    .select(stateColumns)
    .where('destination', '=', id)
    .executeTakeFirst()
  return (row as DestinationState | undefined) ?? null
}

/** What waits, and since when: µs of the oldest; null where nothing does. `dead`: letters that a person should look at. */
export type Lag = { readonly waiting: number; readonly oldest: number | null; readonly dead: number }

export async function lagOf(scoped: Scoped, id: string): Promise<Lag> {
  const { rows } = await sql<Lag>`
    select (select count(*) from outward_events where tenant = s.tenant and position is null)
        + greatest(coalesce((select h.position from outward_heads h), 0) - s.position, 0) as waiting,
      (select (extract(epoch from o.at) * 1000000)::bigint from outward_events o
        where o.tenant = s.tenant and o.position > s.position order by o.position limit 1) as oldest,
      (select count(*) from dead_letters l where l.destination = s.destination) as dead
    from destination_states s where s.destination = ${id}`.execute(scoped)
  return rows[0] ?? { waiting: 0, oldest: null, dead: 0 }
}

/** What one round came to. Counters are added to. */
export type Settlement = {
  readonly position: number
  readonly ahead: readonly number[]
  readonly state: QueueState
  readonly tries: number
  /** ms since 1970 */
  readonly next: number
  readonly sent: number
  readonly refused: number
  readonly failures: number
  readonly error: string | null
}

/** False where somebody else moved it meanwhile: what was sent may be sent again, and nothing is lost. */
export async function settleDestination(
  scoped: Scoped,
  id: string,
  before: Pick<DestinationState, 'position'>,
  settled: Settlement,
  now: number,
): Promise<boolean> {
  const at = new Date(now)
  const { error, sent } = settled
  const done = await scoped
    .updateTable('destination_states')
    .set(({ eb }) => ({
      position: settled.position,
      ahead: JSON.stringify(settled.ahead),
      state: settled.state,
      tries: settled.tries,
      next_at: new Date(settled.next),
      sent: eb('sent', '+', sent),
      refused: eb('refused', '+', settled.refused),
      failures: eb('failures', '+', settled.failures),
      ...(error === null ? {} : { last_error: error, last_error_at: at }),
      ...(sent > 0 ? { last_sent_at: at } : {}),
    }))
    .where('destination', '=', id)
    .where('position', '=', before.position)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

/** Sends again what came behind one position, up to another where one is given; then it goes on where it is now. */
export async function replayFrom(scoped: Scoped, id: string, from: number, until: number | null): Promise<void> {
  const now = await stateOf(scoped, id)
  if (!now) return
  const position = Math.min(from, now.position)
  const back = now.resume_at ?? now.position
  const jumps = until !== null && until < back
  await scoped
    .updateTable('destination_states')
    .set({
      ...{ position, ahead: '[]', tries: 0, next_at: new Date(0) },
      ...{ replay_until: jumps ? until : null, resume_at: jumps ? back : null },
    })
    .where('destination', '=', id)
    .execute()
}

/** The period is sent: goes on where it was. */
export const endReplay = (scoped: Scoped, id: string) =>
  scoped
    .updateTable('destination_states')
    .set(({ ref }) => ({ position: ref('resume_at').$castTo<number>(), replay_until: null, resume_at: null }))
    .where('destination', '=', id)
    .where('resume_at', 'is not', null)
    .execute()

/** Everything that is switched on, of all tenants: asked as the owner of the tables. */
export async function destinationsToServe(db: Database): Promise<{ tenant: string; id: string; version: number }[]> {
  return db
    .selectFrom('destinations')
    .select(['tenant', 'id', 'version'])
    .where('enabled', '=', true)
    .orderBy('tenant')
    .orderBy('id')
    .execute()
}

/** For figures: of all tenants together. */
export async function outwardFigures(db: Database) {
  const { rows } = await sql<{ sent: number; refused: number; dropped: number; failures: number; waiting: number }>`
    select coalesce(sum(s.sent), 0)::bigint as sent, coalesce(sum(s.refused), 0)::bigint as refused,
      coalesce(sum(s.dropped), 0)::bigint as dropped, coalesce(sum(s.failures), 0)::bigint as failures,
      coalesce(sum(greatest(h.position - s.position, 0)), 0)::bigint as waiting
    from destination_states s left join outward_heads h on h.tenant = s.tenant`.execute(db)
  return rows[0] ?? { sent: 0, refused: 0, dropped: 0, failures: 0, waiting: 0 }
}
