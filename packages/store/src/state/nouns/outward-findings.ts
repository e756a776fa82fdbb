// What is told of findings. A finding comes again with almost every batch: what others hear is that it is there, that it
// got graver, twice as often or came to an end, and what people made of it.
import type { Finding, OutwardEnd, OutwardFinding } from '@nautilus/model'
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'
import { type NewOutward, tellTopic } from './outward.ts'

type Place = { readonly tenant: string; readonly site: string }
type Known = { readonly id: string; readonly severity: string; readonly count: number; readonly ended: boolean }

/** As the tables have them, before new ones are written. */
export async function knownFindings(scoped: Scoped, site: string, ids: readonly string[]): Promise<Map<string, Known>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Known>`
    select id, severity, count, data ? 'ended' as ended from findings
    where site = ${site} and id = any(${[...ids]})`.execute(scoped)
  return new Map(rows.map(row => [row.id, row]))
}

/** Twice as often, in powers of two: it needs no memory of what was told. */
const doublings = (count: number): number => Math.floor(Math.log2(Math.max(1, count)))

export function isNewsOf(finding: Finding, known: Known | undefined): 'opened' | 'changed' | null {
  if (!known) return 'opened'
  const isOther =
    known.severity !== finding.severity ||
    doublings(known.count) < doublings(finding.count) ||
    known.ended !== (finding.ended !== undefined)
  return isOther ? 'changed' : null
}

/** After they were written. `before`: what was there. */
export async function findingNews(
  scoped: Scoped,
  { site }: Place,
  findings: readonly Finding[],
  before: ReadonlyMap<string, Known>,
): Promise<NewOutward[]> {
  const news = findings.flatMap(finding => {
    const what = isNewsOf(finding, before.get(finding.id))
    return what === null ? [] : [{ id: finding.id, what }]
  })
  const told = await outwardFindings(
    scoped,
    site,
    news.map(({ id }) => id),
  )
  return news.flatMap(({ id, what }): NewOutward[] => {
    const finding = told.get(id)
    // What people said they do not want to hear of stays here.
    if (!finding || finding.status === 'suppressed') return []
    return [{ kind: `finding.${what}`, object: id, site, body: { finding } }]
  })
}

/** Others account for them: they are about to be no more. */
export async function goneFindingNews(scoped: Scoped, site: string, ids: readonly string[]): Promise<NewOutward[]> {
  const told = await outwardFindings(scoped, site, ids)
  return [...told.values()].map(finding => ({
    kind: 'finding.closed',
    object: finding.id,
    site,
    body: { finding: { ...finding, status: 'explained' } },
  }))
}

const over = new Set(['accepted', 'suppressed', 'closed'])

/** People said something of these. */
export const tellWorked = (scoped: Scoped, { tenant, site }: Place, ids: () => Promise<readonly string[]>) =>
  tellTopic(scoped, tenant, 'finding', async () =>
    [...(await outwardFindings(scoped, site, await ids())).values()].map(finding => ({
      kind: over.has(finding.status) ? 'finding.closed' : 'finding.changed',
      object: finding.id,
      site,
      body: { finding },
    })),
  )

type Row = {
  readonly data: Finding
  readonly status: string
  readonly incident: string | null
  readonly source: OutwardEnd | null
  readonly target: OutwardEnd | null
}

const endOf = (
  column: 'source' | 'target',
) => sql`(select jsonb_build_object('id', a.id, 'name', coalesce(e.label, a.name),
    'ip', a.ip[1], 'mac', a.mac[1], 'vendor', a.vendor, 'model', a.model, 'firmware', a.firmware, 'role', a.role,
    'level', a.level, 'zone', coalesce(e.zone, a.zone))
  from assets a left join asset_edits e on e.tenant = a.tenant and e.site = a.site and e.asset = a.id
  where a.tenant = f.tenant and a.site = f.site and a.id = f.${sql.raw(column)})`

/** Findings with both ends as they are known now. */
export async function outwardFindings(
  scoped: Scoped,
  site: string,
  ids: readonly string[],
): Promise<Map<string, OutwardFinding>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Row>`
    select f.data, ${endOf('source')} as source, ${endOf('target')} as target,
      coalesce(nullif(w.status, 'open'),
        (select case a.kind when 'accept' then 'accepted' else 'suppressed' end from acceptances a
          where a.tenant = f.tenant and a.site = f.site and a.rule in (f.rule, '*')
            and (a.source is null or a.source = f.source) and (a.target is null or a.target = f.target)
            and (a.verb is null or a.verb = f.verb)
            and a.ended_at is null and (a.expires_at is null or a.expires_at > now())
          order by a.made_at desc, a.id limit 1), 'open') as status,
      (select p.incident from incident_findings p
        where p.tenant = f.tenant and p.site = f.site and p.finding = f.id) as incident
    from findings f left join finding_work w on w.tenant = f.tenant and w.site = f.site and w.finding = f.id
    where f.site = ${site} and f.id = any(${[...ids]}) order by f.first, f.id`.execute(scoped)
  return new Map(rows.map(row => [row.data.id, outwardOf(row)]))
}

function outwardOf({ data, status, incident, source, target }: Row): OutwardFinding {
  const { id, rule, title, severity, why, baseline, confidence, techniques, consequences } = data
  const { first, last, ended = null, count, protocol, verb, window } = data
  return {
    ...{ id, rule, title, severity, status, why, baseline, confidence, techniques, consequences },
    ...{ first, last, ended, count, protocol, verb, incident },
    source: source ?? addressEnd(data.source),
    target: target ?? addressEnd(data.target),
    work: window.kind,
    order: window.order,
  }
}

/** Where no asset is known, there is an address. */
function addressEnd(id: string | null): OutwardEnd | null {
  if (id === null) return null
  const isMac = /^[\da-f]{2}(:[\da-f]{2}){5}$/.test(id)
  const isIp = !isMac && /^[\d.]+$|:/.test(id)
  const unknown = { name: null, vendor: null, model: null, firmware: null, role: null, level: null, zone: null }
  return { id, ...unknown, ip: isIp ? id : null, mac: isMac ? id : null }
}
