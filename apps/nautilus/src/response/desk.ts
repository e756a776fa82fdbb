// Puts findings into incidents as they come. What it did is in the store; after a crash it looks again and does the rest.
import type { Finding } from '@nautilus/model'
import {
  type Act,
  defaultGrouping,
  devicesOf,
  type Entry,
  enrich,
  type FindPlaybook,
  type Incident,
  incidentIdOf,
  mergeActs,
  place,
  type Reason,
  system,
} from '@nautilus/response'
import {
  alone,
  appendEntries,
  asTenant,
  candidatesFor,
  type Database,
  getIncident,
  lockIncidents,
  type Scoped,
  type Unplaced,
  unplacedFindings,
} from '@nautilus/store'
import { copyOf } from './copies.ts'
import { enrichmentFacts } from './facts.ts'

export type DeskOptions = {
  readonly db: Database
  /** The playbooks of a tenant. */
  readonly playbooks: (tenant: string) => Promise<DeskPlaybooks>
  /** µs since 1970-01-01 UTC. */
  readonly now: () => number
  /** An incident is new, or has become graver. */
  readonly onIncident: (tenant: string, incident: Incident) => void
  readonly onTrouble: (error: unknown, tenant: string, site: string) => void
}

export type DeskPlaybooks = {
  readonly find: FindPlaybook
  /** The version that is in force; null where there is no such playbook. */
  readonly versionOf: (id: string) => string | null
}

/** Findings looked at in one round. */
const MOST = 200
/** Mild findings without an incident that are remembered, so that they are not looked at again and again. */
const MOST_LOOSE = 20_000

export class IncidentDesk {
  readonly #options: DeskOptions
  readonly #due = new Map<string, { readonly tenant: string; readonly site: string }>()
  readonly #loose = new Set<string>()
  #running: Promise<void> | null = null
  #stopped = false

  constructor(options: DeskOptions) {
    this.#options = options
  }

  /** Findings of this site may have changed. */
  look(tenant: string, site: string): void {
    this.#due.set(JSON.stringify([tenant, site]), { tenant, site })
    this.#running ??= this.#run().finally(() => {
      this.#running = null
    })
  }

  /** Resolves when everything that was asked for is done. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
  }

  async #run(): Promise<void> {
    for (const [key, { tenant, site }] of this.#due) {
      if (this.#stopped) return
      this.#due.delete(key)
      try {
        await this.#site(tenant, site)
      } catch (error) {
        this.#options.onTrouble(error, tenant, site)
      }
    }
  }

  async #site(tenant: string, site: string): Promise<void> {
    const playbooks = await this.#options.playbooks(tenant)
    const touched = new Set<string>()
    for (;;) {
      const round = await asTenant(this.#options.db, tenant, scoped => unplacedFindings(scoped, site, MOST))
      const fresh = round.filter(({ finding }) => !this.#loose.has(looseKey(tenant, site, finding)))
      for (const unplaced of fresh) {
        if (this.#stopped) return
        const incident = await this.#place(tenant, site, unplaced, playbooks)
        if (incident !== null) touched.add(incident)
        else this.#remember(looseKey(tenant, site, unplaced.finding))
      }
      if (fresh.length === 0 || round.length < MOST) break
    }
    for (const id of [...touched].sort()) await this.#enrich(tenant, site, id, playbooks)
  }

  #remember(key: string): void {
    if (this.#loose.size >= MOST_LOOSE) this.#loose.clear()
    this.#loose.add(key)
  }

  /** The incident it is in now; null where it is in none. */
  async #place(tenant: string, site: string, { finding, incident }: Unplaced, playbooks: DeskPlaybooks) {
    return asTenant(this.#options.db, tenant, async scoped => {
      await alone(scoped, 'incident desk', tenant, site)
      const desk = { scoped, tenant, site, playbooks, at: this.#options.now() }
      if (incident !== null) return again(desk, incident, finding)
      const candidates = await candidatesFor(scoped, site, devicesOf(finding))
      const where = place(finding, candidates, defaultGrouping)
      if (where.kind === 'loose') return null
      if (where.kind === 'open') return open(desk, where.incident, finding)
      const joined = await add(desk, where.incident, finding, where.reason)
      for (const { incident: other } of where.also) await merge(desk, where.incident, other)
      return joined
    })
  }

  /** What is known is put beside the findings, anew with each that comes. */
  async #enrich(tenant: string, site: string, id: string, playbooks: DeskPlaybooks): Promise<void> {
    const { db, now, onIncident } = this.#options
    const incident = await asTenant(db, tenant, async scoped => {
      const found = await getIncident(scoped, site, id)
      if (!found || found.incident.mergedInto !== null) return null
      const enrichment = enrich(await enrichmentFacts(scoped, site, found.incident))
      if (JSON.stringify(enrichment) === JSON.stringify(found.incident.enrichment)) return found.incident
      const entry: Entry = { at: now(), by: system, act: { kind: 'enriched', enrichment } }
      const done = await appendEntries(scoped, { tenant, site }, id, [entry], { find: playbooks.find })
      return done.kind === 'appended' ? done.incident : found.incident
    })
    if (incident) onIncident(tenant, incident)
  }
}

const looseKey = (tenant: string, site: string, { id, severity }: Finding): string =>
  JSON.stringify([tenant, site, id, severity])

type Desk = {
  readonly scoped: Scoped
  readonly tenant: string
  readonly site: string
  readonly playbooks: DeskPlaybooks
  readonly at: number
}

async function append(desk: Desk, id: string, acts: readonly Act[]): Promise<boolean> {
  const { scoped, tenant, site, playbooks, at } = desk
  const entries = acts.map((act): Entry => ({ at, by: system, act }))
  const done = await appendEntries(scoped, { tenant, site }, id, entries, { find: playbooks.find })
  return done.kind === 'appended'
}

async function open(desk: Desk, id: string, finding: Finding, before?: string): Promise<string | null> {
  const version = desk.playbooks.versionOf(finding.playbook)
  const acts: Act[] = [
    { kind: 'opened', incident: id, site: desk.site, exercise: false },
    { kind: 'titled', title: finding.title },
    { kind: 'finding-added', finding: copyOf(finding), reason: { kind: 'first' } },
  ]
  if (version !== null) acts.push({ kind: 'playbook-started', playbook: finding.playbook, version })
  if (before !== undefined) acts.push({ kind: 'linked', what: 'incident', id: before, note: 'It happened again.' })
  return (await append(desk, id, acts)) ? id : null
}

async function add(desk: Desk, id: string, finding: Finding, reason: Reason): Promise<string | null> {
  return (await append(desk, id, [{ kind: 'finding-added', finding: copyOf(finding), reason }])) ? id : null
}

/** It came again: graver, or twice as often. After the incident was closed, that is another one. */
async function again(desk: Desk, id: string, finding: Finding): Promise<string | null> {
  const found = await getIncident(desk.scoped, desk.site, id)
  if (!found) return null
  const { incident } = found
  if (incident.mergedInto !== null) return again(desk, incident.mergedInto, finding)
  if (incident.state === 'closed') {
    if (finding.last <= incident.changed) return null
    return open(desk, `${incidentIdOf(finding.id)}-${found.seq}`, finding, id)
  }
  const member = incident.findings.find(each => each.finding.id === finding.id)
  return add(desk, id, finding, member?.reason ?? { kind: 'by-hand', note: '' })
}

/** One finding shows that two incidents are one. What people work on they merge themselves: there it is only said. */
async function merge(desk: Desk, into: string, from: string): Promise<void> {
  await lockIncidents(desk.scoped, desk, [into, from])
  const [target, source] = await Promise.all([
    getIncident(desk.scoped, desk.site, into),
    getIncident(desk.scoped, desk.site, from),
  ])
  if (!target || !source) return
  const acts = mergeActs(target.incident, source.incident, 'One finding belongs to both.')
  if (acts && (await append(desk, from, acts.there))) await append(desk, into, acts.here)
  else if (!source.incident.links.some(({ id }) => id === into))
    await append(desk, from, [{ kind: 'linked', what: 'incident', id: into, note: 'One finding belongs to both.' }])
}
