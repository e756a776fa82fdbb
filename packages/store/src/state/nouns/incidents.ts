// Incidents: an append-only, hash-chained record for each, and what follows from it as a row for lists.
import { createHash } from 'node:crypto'
import {
  append,
  canonical,
  checkAdded,
  type Entry,
  type FindPlaybook,
  fold,
  type Incident,
  keptIncident,
  type Link,
  type Refusal,
  since,
} from '@nautilus/response'
import { sql } from 'kysely'
import type { Database, Scoped } from '../database.ts'
import { tellIncident } from './outward-incidents.ts'
import { findAlso } from './playbooks.ts'

type Place = { readonly tenant: string; readonly site: string }

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const RANKS: Readonly<Record<string, number>> = { recorded: 0, low: 1, medium: 2, high: 3, critical: 4 }

export type Appended =
  | { readonly kind: 'appended'; readonly incident: Incident }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'missing' }
  /** Somebody added to the record since the caller read it. */
  | { readonly kind: 'moved'; readonly seq: number }

export type AppendOptions = {
  readonly find: FindPlaybook
  /** How long the record was when the caller read it; not given: whatever it is now. */
  readonly seq?: number
}

/** Nobody else adds to these records until the transaction ends. In one order, so that two who want the same do not wait for each other. */
export async function lockIncidents(scoped: Scoped, { tenant, site }: Place, ids: readonly string[]): Promise<void> {
  for (const id of [...new Set(ids)].sort())
    await sql`select pg_advisory_xact_lock(hashtextextended(${JSON.stringify([tenant, site, id])}, 0))`.execute(scoped)
}

/** Adds to the record, all of it or nothing. The first entry of a record opens it. */
export async function appendEntries(
  scoped: Scoped,
  place: Place,
  id: string,
  given: readonly Entry[],
  { find, seq: expected }: AppendOptions,
): Promise<Appended> {
  await lockIncidents(scoped, place, [id])
  const links = await recordOf(scoped, place.site, id)
  if (links.length === 0 && given[0]?.act.kind !== 'opened') return { kind: 'missing' }
  if (expected !== undefined && expected !== links.length) return { kind: 'moved', seq: links.length }
  const known = links.map(({ body }) => body)
  const entries = inOrder(known, given)
  const all = [...known, ...entries]
  const incident = fold(all, await findAlso(scoped, all, find))
  const refusal =
    incident?.refused.find(({ place: at }) => at >= links.length) ?? (incident && checkAdded(incident, entries))
  if (!incident || refusal) return { kind: 'refused', refusal: refusal ?? NOT_OPENED }
  const added = chained(links, entries)
  await scoped
    .insertInto('incident_entries')
    .values(added.map(link => rowOf(place, id, link)))
    .execute()
  await tellIncident(scoped, place, incident)
  await writeIncident(scoped, place, incident, added.at(-1)!)
  await writeFindings(scoped, place, incident, entries)
  return { kind: 'appended', incident }
}

/** Clocks of several machines differ by some ms; a record goes forward. */
function inOrder(known: readonly Entry[], entries: readonly Entry[]): Entry[] {
  let last = known.at(-1)?.at ?? 0
  return entries.map(entry => {
    last = Math.max(last, entry.at)
    return { ...entry, at: last }
  })
}

const NOT_OPENED: Refusal = {
  code: 'incident.not-open',
  message: 'A record begins with the entry that opens it.',
  values: {},
}

function chained(links: readonly Link<Entry>[], entries: readonly Entry[]): Link<Entry>[] {
  let head = { seq: links.at(-1)?.seq ?? -1, hash: links.at(-1)?.hash ?? GENESIS }
  return entries.map(entry => {
    const link = append(head, entry, sha256)
    head = link
    return link
  })
}

const GENESIS = '0'.repeat(64)

function rowOf({ tenant, site }: Place, incident: string, { seq, prev, hash, body }: Link<Entry>) {
  const person = body.by.kind === 'person' ? body.by.person : null
  return {
    ...{ tenant, site, incident, seq, prev, hash, person },
    at: body.at,
    kind: body.act.kind,
    body: canonical(body),
  }
}

async function writeIncident(scoped: Scoped, place: Place, incident: Incident, { seq, hash }: Link<Entry>) {
  const { id, state, outcome, severity, title, exercise, assignee, opened, changed, run } = incident
  const row = {
    ...{ state, outcome, severity, title, exercise, assignee, opened, changed, hash },
    rank: RANKS[severity] ?? 0,
    since: since(incident),
    seq: seq + 1,
    playbook: run?.playbook ?? null,
    // Whoever calls people looks at it anew, also when we die before we can ask for that.
    wake: changed,
    data: JSON.stringify(incident),
  }
  await scoped
    .insertInto('incidents')
    .values({ ...place, id, ...row })
    .onConflict(c => c.columns(['tenant', 'site', 'id']).doUpdateSet(row))
    .execute()
}

/** Where each finding belongs now. */
async function writeFindings(scoped: Scoped, place: Place, incident: Incident, entries: readonly Entry[]) {
  for (const { act } of entries) {
    if (act.kind === 'finding-added') {
      const { id: finding, severity, count } = act.finding
      const row = { incident: incident.id, severity, count }
      await scoped
        .insertInto('incident_findings')
        .values({ ...place, finding, ...row })
        .onConflict(c => c.columns(['tenant', 'site', 'finding']).doUpdateSet(row))
        .execute()
    } else if (act.kind === 'finding-removed' && act.to === null)
      await scoped
        .deleteFrom('incident_findings')
        .where('site', '=', place.site)
        .where('finding', '=', act.finding)
        .where('incident', '=', incident.id)
        .execute()
  }
}

/** The whole record, in order. */
export async function recordOf(scoped: Scoped, site: string, incident: string): Promise<Link<Entry>[]> {
  const rows = await scoped
    .selectFrom('incident_entries')
    .select(['seq', 'prev', 'hash', 'body'])
    .where('site', '=', site)
    .where('incident', '=', incident)
    .orderBy('seq')
    .execute()
  return rows.map(({ body, ...link }) => ({ ...link, body: JSON.parse(body) as Entry }))
}

/** `seq`: how long its record is. */
export async function getIncident(
  scoped: Scoped,
  site: string,
  id: string,
): Promise<{ readonly incident: Incident; readonly seq: number; readonly hash: string } | null> {
  const found = await scoped
    .selectFrom('incidents')
    .select(['data', 'seq', 'hash'])
    .where('site', '=', site)
    .where('id', '=', id)
    .executeTakeFirst()
  return found ? { incident: keptIncident(found.data), seq: found.seq, hash: found.hash } : null
}

/** Where each of these findings is now: incidents that are not closed, by finding. */
export async function placesOf(
  scoped: Scoped,
  site: string,
  findings: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (findings.length === 0) return new Map()
  const rows = await scoped
    .selectFrom('incident_findings as placed')
    .innerJoin('incidents', join =>
      join.onRef('incidents.site', '=', 'placed.site').onRef('incidents.id', '=', 'placed.incident'),
    )
    .select(['placed.finding', 'placed.incident'])
    .where('placed.site', '=', site)
    .where('placed.finding', 'in', [...findings])
    .where('incidents.state', '<>', 'closed')
    .execute()
  return new Map(rows.map(({ finding, incident }) => [finding, incident]))
}

/** Incidents that are still worked on, whole. */
export async function openIncidents(scoped: Scoped, site: string): Promise<Incident[]> {
  const rows = await scoped
    .selectFrom('incidents')
    .select('data')
    .where('site', '=', site)
    .where('state', '<>', 'closed')
    .orderBy('opened')
    .orderBy('id')
    .execute()
  return rows.map(({ data }) => keptIncident(data))
}

/** When escalation must be looked at again; null: not before something happens. Whoever asks has locked the incident. */
export async function wakeAt(scoped: Scoped, site: string, id: string, wake: number | null): Promise<void> {
  await scoped.updateTable('incidents').set({ wake }).where('site', '=', site).where('id', '=', id).execute()
}

/** Incidents whose escalation is due at `now` (µs), the longest waiting first. */
export const dueIncidents = (scoped: Scoped, now: number, most: number) =>
  scoped
    .selectFrom('incidents')
    .select(['site', 'id', 'wake'])
    .where('wake', '<=', now)
    .orderBy('wake')
    .limit(most)
    .execute()

/** The same over all tenants: asked as the owner of the tables. */
export const dueEverywhere = (db: Database, now: number, most: number) =>
  db
    .selectFrom('incidents')
    .select(['tenant', 'site', 'id'])
    .where('wake', '<=', now)
    .orderBy('wake')
    .orderBy('tenant')
    .orderBy('site')
    .orderBy('id')
    .limit(most)
    .execute()
