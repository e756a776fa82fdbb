// Everything that is known of one incident when its obligations are looked at, read in one transaction.
import {
  answersIn,
  type Entry,
  type FindTemplate,
  type Incident,
  type LegalEntity,
  type Obligation,
  type ObligationTemplate,
  obligationEntriesOf,
  obligationOf,
  type ReportAnswer,
  type ReportSource,
  type RuleFacts,
  ruleFactsOf,
} from '@nautilus/response'
import {
  type Database,
  draftsOf,
  entityOfSite,
  getIncident,
  getSite,
  keptTemplates,
  namesOf,
  recordOf,
  type Scoped,
  type StoredDraft,
} from '@nautilus/store'
import type { Laws } from '../port.ts'
import { notFound } from '../problem.ts'

export type Case = {
  readonly incident: Incident
  /** With people by their names. */
  readonly entries: readonly Entry[]
  readonly seq: number
  readonly siteName: string
  readonly siteZone: string
  readonly entity: { readonly is: LegalEntity; readonly source: ReportSource } | null
  readonly answers: ReadonlyMap<string, ReportAnswer>
  readonly facts: RuleFacts
  readonly drafts: readonly StoredDraft[]
  readonly templates: Templates
}

export type Templates = {
  /** The newest of each id that is in force here, by id. */
  readonly inForce: readonly ObligationTemplate[]
  readonly find: FindTemplate
}

/** What a tenant wrote goes before what comes along, where its version is higher. */
export async function templatesOf(scoped: Scoped, laws: Laws): Promise<Templates> {
  const kept = await keptTemplates(scoped)
  const all = new Map<string, ObligationTemplate>()
  for (const template of [...laws.templates, ...kept.map(one => one.template)])
    all.set(`${template.id} ${template.version}`, template)
  const newest = new Map<string, ObligationTemplate>()
  for (const template of all.values())
    if ((newest.get(template.id)?.version ?? 0) < template.version) newest.set(template.id, template)
  // What was kept is what an incident began with: it goes before a later edition of the same version.
  return {
    inForce: [...newest.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    find: (id, version) => all.get(`${id} ${version}`) ?? null,
  }
}

export type Where = { readonly tenant: string; readonly site: string; readonly incident: string }

export async function caseOf(db: Database, scoped: Scoped, where: Where, laws: Laws): Promise<Case> {
  const { site, incident: id } = where
  const found = await getIncident(scoped, site, id)
  if (!found) throw notFound('incident of this id')
  const entries = await named(
    db,
    (await recordOf(scoped, site, id)).map(({ body }) => body),
  )
  const place = await getSite(scoped, site)
  const stored = await entityOfSite(scoped, site)
  const answers = answersIn(entries, laws.common)
  return {
    ...{ incident: found.incident, seq: found.seq, entries, answers },
    siteName: place?.name ?? site,
    siteZone: place?.time_zone ?? 'UTC',
    entity: stored && {
      is: stored.entity,
      source: { kind: 'artefact', id: `entity ${stored.entity.id} revision ${stored.revision}` },
    },
    facts: ruleFactsOf(stored?.entity ?? null, answers),
    drafts: await draftsOf(scoped, site, { incident: id }),
    templates: await templatesOf(scoped, laws),
  }
}

/** Reports name people as people do. Whoever is gone stays with the id. */
export async function named(db: Database, entries: readonly Entry[]): Promise<Entry[]> {
  const ids = new Set(entries.flatMap(({ by }) => (by.kind === 'person' ? by.person : [])))
  const names = await namesOf(db, [...ids])
  const said = (id: string) => {
    const known = names.get(id)
    return known ? `${known.name} <${known.email}>` : id
  }
  return entries.map(entry =>
    entry.by.kind === 'person' ? { ...entry, by: { ...entry.by, person: said(entry.by.person) } } : entry,
  )
}

export function obligationIn({ entries, templates }: Pick<Case, 'entries' | 'templates'>, id: string): Obligation {
  const obligation = obligationOf(obligationEntriesOf(entries, id, templates.find))
  if (!obligation) throw notFound('obligation of this id in this incident')
  return obligation
}
