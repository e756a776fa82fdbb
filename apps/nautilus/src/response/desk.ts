// Puts findings into incidents as they come. What it did is in the store; after a crash it looks again and does the rest.
import { type Finding, severities } from '@nautilus/model'
import {
  type Act,
  answersSeen,
  defaultGrouping,
  devicesOf,
  type Entry,
  enrich,
  type FindPlaybook,
  followActs,
  type Incident,
  incidentIdOf,
  mergeActs,
  type Playbook,
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
  looseKey,
  noteFinding,
  type Scoped,
  type Unplaced,
  unenriched,
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
  readonly read: (id: string, version: string) => Playbook | null
  /** The version that is in force; null where there is no such playbook. */
  readonly versionOf: (id: string) => string | null
}

/** Findings looked at in one round. */
const MOST = 200
/** Mild findings of a site without an incident that are remembered, so that they are not looked at again and again. */
const MOST_LOOSE = 20_000

export class IncidentDesk {
  readonly #options: DeskOptions
  readonly #due = new Map<string, Due>()
  /** By site; a site that has one was looked at before. */
  readonly #loose = new Map<string, Set<string>>()
  #running: Promise<void> | null = null
  #stopped = false

  constructor(options: DeskOptions) {
    this.#options = options
  }

  /** Findings of this site may have changed. `incident`: one that people opened, of which nothing was looked up yet. */
  look(tenant: string, site: string, incident?: string): void {
    const key = JSON.stringify([tenant, site])
    const incidents = this.#due.get(key)?.incidents ?? []
    this.#due.set(key, { tenant, site, incidents: incident === undefined ? incidents : [...incidents, incident] })
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
    for (const [key, { tenant, site, incidents }] of this.#due) {
      if (this.#stopped) return
      this.#due.delete(key)
      try {
        await this.#site(tenant, site, incidents)
      } catch (error) {
        this.#options.onTrouble(error, tenant, site)
      }
    }
  }

  async #site(tenant: string, site: string, opened: readonly string[]): Promise<void> {
    const { db, playbooks: booksOf } = this.#options
    const playbooks = await booksOf(tenant)
    const key = JSON.stringify([tenant, site])
    const before = this.#loose.get(key)
    const loose = before ?? new Set()
    this.#loose.set(key, loose)
    const left = before ? [] : await asTenant(db, tenant, scoped => unenriched(scoped, site))
    const touched = new Set([...left, ...opened])
    while (await this.#round(tenant, site, { playbooks, loose, touched }));
    for (const id of [...touched].sort()) if (!this.#stopped) await this.#enrich(tenant, site, id, playbooks)
  }

  /** Is there more? */
  async #round(tenant: string, site: string, { playbooks, loose, touched }: Round): Promise<boolean> {
    const { db } = this.#options
    const all = await asTenant(db, tenant, scoped => unplacedFindings(scoped, site, MOST, [...loose]))
    let isForward = false
    for (const unplaced of all) {
      if (this.#stopped) return false
      const placed = await this.#place(tenant, site, unplaced, playbooks)
      if (placed.kind === 'in') touched.add(placed.incident)
      if (placed.kind === 'loose' && loose.size < MOST_LOOSE) loose.add(looseKey(unplaced.finding))
      else if (placed.kind === 'loose') continue
      isForward = true
    }
    // Where nothing more can be remembered, the same would come again without end.
    return all.length === MOST && isForward
  }

  async #place(
    tenant: string,
    site: string,
    { finding, incident }: Unplaced,
    playbooks: DeskPlaybooks,
  ): Promise<Placed> {
    return asTenant(this.#options.db, tenant, async scoped => {
      await alone(scoped, 'incident desk', tenant, site)
      const desk = { scoped, tenant, site, playbooks, at: this.#options.now() }
      if (incident !== null) return again(desk, incident, finding)
      const candidates = await candidatesFor(scoped, site, devicesOf(finding))
      const where = place(finding, candidates, defaultGrouping)
      if (where.kind === 'loose') return LOOSE
      if (where.kind === 'open') return open(desk, where.incident, finding)
      const joined = await add(desk, where.incident, finding, where.reason)
      for (const { incident: other } of where.also) await merge(desk, where.incident, other)
      return joined
    })
  }

  /** What is known is put beside the findings, anew with each that comes, and answers what it can of the playbook. */
  async #enrich(tenant: string, site: string, id: string, playbooks: DeskPlaybooks): Promise<void> {
    const { db, now, onIncident } = this.#options
    const incident = await asTenant(db, tenant, async scoped => {
      await lockIncidents(scoped, { tenant, site }, [id])
      const found = await getIncident(scoped, site, id)
      if (!found || found.incident.mergedInto !== null) return null
      const enrichment = enrich(await enrichmentFacts(scoped, site, found.incident))
      const same = JSON.stringify(enrichment) === JSON.stringify(found.incident.enrichment)
      const { run } = found.incident
      const playbook = run && playbooks.read(run.playbook, run.version)
      const acts: Act[] = [
        ...(same ? [] : [{ kind: 'enriched', enrichment } as const]),
        ...(playbook ? answersSeen({ ...found.incident, enrichment }, playbook) : []),
      ]
      if (acts.length === 0) return found.incident
      const entries = acts.map((act): Entry => ({ at: now(), by: system, act }))
      const done = await appendEntries(scoped, { tenant, site }, id, entries, { find: playbooks.find })
      return done.kind === 'appended' ? done.incident : found.incident
    })
    if (incident) onIncident(tenant, incident)
  }
}

type Due = { readonly tenant: string; readonly site: string; readonly incidents: readonly string[] }
type Round = { readonly playbooks: DeskPlaybooks; readonly loose: Set<string>; readonly touched: Set<string> }

/** `over`: its incident is closed, and it did not come again since. */
type Placed = { readonly kind: 'in'; readonly incident: string } | { readonly kind: 'loose' | 'over' }
const LOOSE: Placed = { kind: 'loose' }
const inside = (incident: string, isDone: boolean): Placed => (isDone ? { kind: 'in', incident } : LOOSE)

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

async function open(desk: Desk, id: string, finding: Finding, before?: string): Promise<Placed> {
  const version = desk.playbooks.versionOf(finding.playbook)
  const acts: Act[] = [
    { kind: 'opened', incident: id, site: desk.site, exercise: false },
    { kind: 'titled', title: finding.title },
    { kind: 'finding-added', finding: copyOf(finding), reason: { kind: 'first' } },
  ]
  if (version !== null) acts.push({ kind: 'playbook-started', playbook: finding.playbook, version })
  if (before !== undefined) acts.push({ kind: 'linked', what: 'incident', id: before, note: 'It happened again.' })
  return inside(id, await append(desk, id, acts))
}

/** Title and playbook follow the gravest finding, as far as people left them to us. */
async function add(desk: Desk, id: string, finding: Finding, reason: Reason): Promise<Placed> {
  const { scoped, site, playbooks } = desk
  await lockIncidents(scoped, desk, [id])
  const found = await getIncident(scoped, site, id)
  const copy = copyOf(finding)
  const follows = found ? followActs(found.incident, copy, playbooks.versionOf) : []
  return inside(id, await append(desk, id, [{ kind: 'finding-added', finding: copy, reason }, ...follows]))
}

/** It came again: graver, or twice as often. After the incident was closed, that is another one. */
async function again(desk: Desk, id: string, finding: Finding): Promise<Placed> {
  const found = await getIncident(desk.scoped, desk.site, id)
  if (!found) return LOOSE
  const { incident } = found
  if (incident.mergedInto !== null) return again(desk, incident.mergedInto, finding)
  if (incident.state === 'closed') {
    if (finding.last <= incident.changed) {
      await noteFinding(desk.scoped, desk.site, finding)
      return { kind: 'over' }
    }
    return open(desk, `${incidentIdOf(finding.id)}-${found.seq}`, finding, id)
  }
  const member = incident.findings.find(each => each.finding.id === finding.id)
  return add(desk, id, finding, member?.reason ?? { kind: 'by-hand', note: '' })
}

/** As if the gravest of them had come alone. */
function followsOf({ playbooks }: Desk, into: Incident, { findings }: Incident): readonly Act[] {
  const gravest = severities.findLast(severity => findings.some(({ finding }) => finding.severity === severity))
  const lead = findings.find(({ finding }) => finding.severity === gravest)
  return lead ? followActs(into, lead.finding, playbooks.versionOf) : []
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
  if (acts && (await append(desk, from, acts.there)))
    await append(desk, into, [...acts.here, ...followsOf(desk, target.incident, source.incident)])
  else if (!source.incident.links.some(({ id }) => id === into))
    await append(desk, from, [{ kind: 'linked', what: 'incident', id: into, note: 'One finding belongs to both.' }])
}
