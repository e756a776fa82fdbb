// What the desk reads that puts findings into incidents.
import type { Finding } from '@nautilus/model'
import { type Candidate, type Incident, keptIncident, type PastIncident } from '@nautilus/response'
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'

/** `incident`: where it is already; null where it is in none. */
export type Unplaced = { readonly finding: Finding; readonly incident: string | null }

/** Open findings that no incident has, or has as they were when they were milder or half as many. By beginning. */
export async function unplacedFindings(
  scoped: Scoped,
  site: string,
  most: number,
  /** Those that are left out, as `looseKey` names them. */
  loose: readonly string[] = [],
): Promise<Unplaced[]> {
  const { rows } = await sql<{ data: Finding; incident: string | null }>`
    select findings.data, placed.incident from findings
    left join incident_findings placed
      on placed.tenant = findings.tenant and placed.site = findings.site and placed.finding = findings.id
    left join finding_work work
      on work.tenant = findings.tenant and work.site = findings.site and work.finding = findings.id
    where findings.site = ${site} and findings.rank > 0
      and coalesce(work.status, 'open') in ('open', 'confirmed')
      and not exists (select 1 from acceptances
        where acceptances.tenant = findings.tenant and acceptances.site = findings.site
          and acceptances.rule in (findings.rule, '*')
          and (acceptances.source is null or acceptances.source = findings.source)
          and (acceptances.target is null or acceptances.target = findings.target)
          and (acceptances.verb is null or acceptances.verb = findings.verb)
          and acceptances.ended_at is null and (acceptances.expires_at is null or acceptances.expires_at > now()))
      and findings.severity || ' ' || findings.id <> all(${[...loose]}::text[])
      and (placed.finding is null or placed.severity <> findings.severity or findings.count >= 2 * placed.count)
    order by findings.rank desc, findings.first, findings.id limit ${most}`.execute(scoped)
  return rows.map(({ data, incident }) => ({ finding: data, incident }))
}

/** A finding as it is now: graver, it is another. */
export const looseKey = ({ id, severity }: Pick<Finding, 'id' | 'severity'>): string => `${severity} ${id}`

/** It is in its incident as it is now, although nothing was added to the record. */
export async function noteFinding(scoped: Scoped, site: string, { id, severity, count }: Finding): Promise<void> {
  await scoped
    .updateTable('incident_findings')
    .set({ severity, count })
    .where('site', '=', site)
    .where('finding', '=', id)
    .execute()
}

/** Incidents to which a finding came after they were last enriched: somebody was stopped in between. */
export async function unenriched(scoped: Scoped, site: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select i.id from incidents i
    join lateral (
      select max(seq) filter (where kind = 'finding-added') as added, max(seq) filter (where kind = 'enriched') as enriched
      from incident_entries e where e.tenant = i.tenant and e.site = i.site and e.incident = i.id
    ) e on true
    where i.site = ${site} and i.state <> 'closed' and e.added > coalesce(e.enriched, -1)
    order by i.id`.execute(scoped)
  return rows.map(({ id }) => id)
}

/** Of one incident, the findings that count in a comparison. */
const MOST_COMPARED = 500

/** Open incidents that share a device with it. */
export async function candidatesFor(scoped: Scoped, site: string, devices: readonly string[]): Promise<Candidate[]> {
  const { rows } = await sql<{ id: string; opened: number; findings: Candidate['findings'] }>`
    with shared as (select distinct finding from finding_assets where site = ${site} and asset = any(${[...devices]})),
    told as (
      select x.incident, f.id, f.first, f.data, row_number() over (partition by x.incident order by f.last desc, f.id) as place
      from shared join incident_findings x on x.site = ${site} and x.finding = shared.finding
      join findings f on f.site = ${site} and f.id = shared.finding
    )
    select i.id, i.opened, jsonb_agg(told.data - 'evidence' - 'terms' order by told.first, told.id) as findings
    from told join incidents i on i.site = ${site} and i.id = told.incident
    where told.place <= ${MOST_COMPARED} and i.state <> 'closed' and not i.exercise
    group by i.id, i.opened order by i.opened, i.id`.execute(scoped)
  return rows
}

/** The incidents that began last, open or over, whole: real ones, or those of exercises. */
export async function latestIncidents(
  scoped: Scoped,
  site: string,
  { exercises, most }: { readonly exercises: boolean; readonly most: number },
): Promise<Incident[]> {
  const rows = await scoped
    .selectFrom('incidents')
    .select('data')
    .where('site', '=', site)
    .where('exercise', '=', exercises)
    .orderBy('opened', 'desc')
    .orderBy('id')
    .limit(most)
    .execute()
  return rows.map(({ data }) => data as Incident)
}

/** Incidents that are over, the latest first, as far as similarity reads them. */
export async function pastIncidents(scoped: Scoped, site: string, most: number): Promise<PastIncident[]> {
  const rows = await scoped
    .selectFrom('incidents')
    .select('data')
    .where('site', '=', site)
    .where('state', '=', 'closed')
    .where('exercise', '=', false)
    .orderBy('changed', 'desc')
    .orderBy('id')
    .limit(most)
    .execute()
  return rows.map(({ data }) => pastOf(keptIncident(data)))
}

function pastOf({ id, findings, outcome, decisions }: Incident): PastIncident {
  const members = findings.map(({ finding }) => finding)
  const unique = (values: readonly (string | null)[]) => [...new Set(values.filter(value => value !== null))].sort()
  return {
    id,
    rules: unique(members.map(({ rule }) => rule)),
    assets: unique(members.flatMap(({ source, target, assets }) => [source, target, ...assets])),
    techniques: unique(members.flatMap(({ techniques }) => techniques)),
    outcome: outcome === 'merged' ? null : outcome,
    decision: decisions.at(-1)?.option ?? null,
  }
}
