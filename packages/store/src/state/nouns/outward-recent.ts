// What happened lately, as it would be told: for a look before anything is sent, and for files that people take away.
import type { Asset, OutwardBody, OutwardEvent, OutwardKind, OutwardTopic } from '@nautilus/model'
import type { Incident } from '@nautilus/response'
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'
import { outwardAsset } from './outward-assets.ts'
import { outwardFindings } from './outward-findings.ts'
import { outwardIncident } from './outward-incidents.ts'

type Place = { readonly tenant: string; readonly site: string; readonly siteName: string | null }
type Said = { readonly kind: OutwardKind; readonly object: string; readonly at: number; readonly body: OutwardBody }

const over = new Set(['accepted', 'suppressed', 'closed'])

/** Under an id of its own: it was never sent. */
const eventOf = ({ tenant, site, siteName }: Place, { kind, object, at, body }: Said): OutwardEvent => ({
  ...{ id: crypto.randomUUID(), position: 0, kind, object, tenant, site, siteName, at, test: false },
  ...body,
})

type Row = { readonly id: string; readonly site: string; readonly siteName: string | null }

async function findingsAs(scoped: Scoped, tenant: string, rows: readonly Row[]): Promise<OutwardEvent[]> {
  const bySite = new Map<string, Row[]>()
  for (const row of rows) bySite.set(row.site, [...(bySite.get(row.site) ?? []), row])
  const events: OutwardEvent[] = []
  for (const [site, own] of bySite) {
    const ids = own.map(({ id }) => id)
    const told = await outwardFindings(scoped, site, ids)
    for (const finding of told.values()) {
      const kind = over.has(finding.status) ? 'finding.closed' : 'finding.changed'
      const place = { tenant, site, siteName: own[0]?.siteName ?? null }
      events.push(eventOf(place, { kind, object: finding.id, at: finding.last, body: { finding } }))
    }
  }
  return events.sort((a, b) => b.at - a.at)
}

/** The latest first; of findings, incidents and devices alone. */
export async function recentOutward(
  scoped: Scoped,
  tenant: string,
  topic: OutwardTopic,
  most: number,
): Promise<OutwardEvent[]> {
  if (topic === 'finding') {
    const { rows } = await sql<Row>`
      select f.id, f.site, s.name as "siteName" from findings f join sites s on s.tenant = f.tenant and s.id = f.site
      order by f.last desc, f.id limit ${most}`.execute(scoped)
    return findingsAs(scoped, tenant, rows)
  }
  if (topic === 'incident') {
    const { rows } = await sql<Row & { data: Incident }>`
      select i.id, i.site, s.name as "siteName", i.data from incidents i
      join sites s on s.tenant = i.tenant and s.id = i.site order by i.changed desc, i.id limit ${most}`.execute(scoped)
    return rows.map(({ id, site, siteName, data }) => {
      const incident = outwardIncident(data)
      const kind = incident.state === 'closed' ? 'incident.closed' : 'incident.changed'
      return eventOf({ tenant, site, siteName }, { kind, object: id, at: incident.changed, body: { incident } })
    })
  }
  if (topic !== 'asset') return []
  const { rows } = await sql<Row & { data: Asset }>`
    select a.id, a.site, s.name as "siteName", a.data from assets a
    join sites s on s.tenant = a.tenant and s.id = a.site order by a.last desc, a.id limit ${most}`.execute(scoped)
  return rows.map(({ id, site, siteName, data }) => {
    const asset = outwardAsset(data, null)
    return eventOf({ tenant, site, siteName }, { kind: 'asset.changed', object: id, at: asset.last, body: { asset } })
  })
}

/** Findings of a site that were seen between two moments (µs). */
export async function outwardOfPeriod(
  scoped: Scoped,
  place: Place,
  { from, to, most }: { readonly from: number; readonly to: number; readonly most: number },
): Promise<OutwardEvent[]> {
  const { tenant, site, siteName } = place
  const { rows } = await sql<{ id: string }>`
    select id from findings where site = ${site} and last >= ${from} and first <= ${to}
    order by last desc, id limit ${most}`.execute(scoped)
  return findingsAs(
    scoped,
    tenant,
    rows.map(({ id }) => ({ id, site, siteName })),
  )
}

/** An incident with all of its findings. */
export async function outwardOfIncident(scoped: Scoped, place: Place, incident: Incident): Promise<OutwardEvent[]> {
  const { tenant, site, siteName } = place
  const told = outwardIncident(incident)
  const findings = await findingsAs(
    scoped,
    tenant,
    told.findings.map(id => ({ id, site, siteName })),
  )
  const kind = told.state === 'closed' ? 'incident.closed' : 'incident.changed'
  return [...findings, eventOf(place, { kind, object: told.id, at: told.changed, body: { incident: told } })]
}
