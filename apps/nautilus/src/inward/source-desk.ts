// Asks the places that people named, each at its time, and notes what came of it.
import { Agent } from 'node:http'
import { Agent as SafeAgent } from 'node:https'
import { rootCertificates } from 'node:tls'
import { type Fetched, letterheadOf, Problem, type SourcePort, type Through, type WorkPort } from '@nautilus/api'
import { filledIn, PullFailed, type Settings } from '@nautilus/integrations'
import {
  asTenant,
  claimDue,
  type Database,
  getSource,
  noteAsked,
  record,
  releasedOf,
  type Sealer,
  type SourceRow,
  sealedSource,
} from '@nautilus/store'
import type { Clock } from '../outward/clock.ts'
import { agentOf, wireOf } from '../outward/wire.ts'
import { pullChanges } from './changes.ts'
import { pullCmdb } from './cmdb.ts'
import { fetchIntelligence } from './fetch-advisories.ts'
import { fetcherBy } from './fetching.ts'
import type { IntelligenceDesk } from './intelligence-desk.ts'
import type { ListDesk } from './list-desk.ts'
import { type OwnKind, type SourceKindId, sourceFaults, sourceKindOf, sourceKinds } from './source-kinds.ts'

/** Sources asked in one round, ms for which one is not asked twice, and after which one that failed comes again. */
const MOST = 8
const CLAIMED = 30 * 60_000
const AGAIN = 15 * 60_000
const SOON = 60_000
/** Bytes of one answer of ServiceNow. */
const MOST_ANSWER = 64_000_000

export type SourceOptions = {
  readonly db: Database
  readonly sealer: Sealer
  readonly version: string
  readonly allowPrivate: boolean
  readonly clock: Clock
  readonly lists: ListDesk
  readonly intelligence: IntelligenceDesk
  readonly work: WorkPort
  readonly onTrouble: (what: string, detail: object) => void
}

type Outcome = { readonly result: object /** There is more to fetch at once. */; readonly isCut: boolean }

export class SourceDesk implements SourcePort {
  readonly kinds = sourceKinds
  readonly faultsOf = sourceFaults
  readonly #options: SourceOptions
  readonly #stopping = new AbortController()

  constructor(options: SourceOptions) {
    this.#options = options
  }

  seal(tenant: string, id: string, secrets: Settings): Buffer {
    return this.#options.sealer.seal(placeOf(tenant, id), JSON.stringify(secrets))
  }

  async secretsOf(tenant: string, id: string): Promise<Settings> {
    const { db, sealer } = this.#options
    const sealed = await asTenant(db, tenant, scoped => sealedSource(scoped, id))
    const text = sealed && sealer.open(placeOf(tenant, id), sealed)
    return text ? (JSON.parse(text) as Settings) : {}
  }

  /** Those whose time has come. */
  async round(): Promise<void> {
    const { db, clock } = this.#options
    const now = clock.now()
    const due = await claimDue(db, new Date(now), new Date(now + CLAIMED), MOST)
    for (const { tenant, id } of due) if (!this.#stopping.signal.aborted) await this.pull(tenant, id)
  }

  async pull(tenant: string, id: string): Promise<Fetched | null> {
    const { db, clock, onTrouble } = this.#options
    const row = await asTenant(db, tenant, scoped => getSource(scoped, id))
    const kind = row && sourceKindOf(row.kind)
    if (!row || !kind) return null
    const at = new Date(clock.now())
    let [outcome, error]: [Outcome | null, string | null] = [null, null]
    try {
      outcome = await this.#ask(tenant, row, kind)
    } catch (thrown) {
      const isTold = thrown instanceof PullFailed || thrown instanceof Problem
      error = isTold ? thrown.message : 'This went wrong on our side; it is in the log.'
      if (!isTold) onTrouble('a source could not be read', { err: thrown, tenant, source: row.name })
    }
    const wait = error !== null ? Math.min(AGAIN, row.hours * 3600_000) : outcome?.isCut ? SOON : row.hours * 3600_000
    const next = new Date(clock.now() + wait)
    await asTenant(db, tenant, async scoped => {
      await noteAsked(scoped, id, { at, next, error, result: outcome?.result ?? null })
      // Told once, not with every try.
      if (error === null || error === row.last_error) return
      const detail = { name: row.name, error }
      await record(scoped, tenant, { who: whoOf(row), site: row.site, action: 'source.failed', object: id, detail })
    })
    return { ok: error === null, why: error ?? sentenceOf(outcome!.result) }
  }

  async #ask(tenant: string, row: SourceRow, kind: OwnKind): Promise<Outcome> {
    const { clock, version, allowPrivate } = this.#options
    const given = { ...row.settings, ...(await this.secretsOf(tenant, row.id)) }
    const faults = Object.entries(sourceFaults(kind.id, given))
    if (faults[0]) throw new PullFailed(`Its settings have to be written again: ${faults[0].join(' ')}.`)
    const settings = filledIn(kind.fields, given)
    if (!kind.ofSite) return this.#fetch(tenant, row, kind.id as 'csaf' | 'kev' | 'epss', settings)
    const rules = { allowPrivate, most: MOST_ANSWER }
    const { brand } = await letterheadOf(this.#options.db, tenant)
    const agent = agentOf(brand.product, version)
    const wire = wireOf(settings, { rules, clock, signal: this.#stopping.signal, agent })
    try {
      return await this.#askServiceNow({ tenant, site: row.site ?? '' }, row, kind.id, { settings, wire, version })
    } finally {
      wire.close()
    }
  }

  async #askServiceNow(
    place: { readonly tenant: string; readonly site: string },
    row: SourceRow,
    kind: SourceKindId,
    connection: Parameters<typeof pullCmdb>[0],
  ): Promise<Outcome> {
    const { lists, db, work, clock } = this.#options
    const by = whoOf(row)
    if (kind === 'servicenow-cmdb') {
      const result = await pullCmdb(connection, lists, { place, name: row.name, source: row.id, by })
      return { result, isCut: false }
    }
    return { result: await pullChanges(connection, { db, work, now: () => clock.now() }, { place, by }), isCut: false }
  }

  async #fetch(tenant: string, row: SourceRow, kind: 'csaf' | 'kev' | 'epss', settings: Settings): Promise<Outcome> {
    const { db, intelligence: desk, allowPrivate, version } = this.#options
    const { http, https, ...through } = throughOf(settings)
    try {
      const fetch = fetcherBy({ allowPrivate }, { http, https, ...through }, `nautilus/${version}`)
      const released = await asTenant(db, tenant, releasedOf)
      const around = { tenant, source: row.id, by: whoOf(row), desk, fetch, released }
      const { isCut, ...result } = await fetchIntelligence(settings.url ?? '', kind, around)
      return { result, isCut }
    } finally {
      http.destroy()
      https.destroy()
    }
  }

  stop(): void {
    this.#stopping.abort()
  }
}

const placeOf = (tenant: string, id: string) => ['source', tenant, id]
/** In the record, and as who made an order. */
const whoOf = ({ name, id }: SourceRow): string => `source ${name} (${id.slice(0, 8)})`

function throughOf({ proxy = '', ca = '' }: Settings): Through {
  const over = proxy === '' ? {} : { proxyEnv: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } }
  const trusted = ca === '' ? {} : { ca: [...rootCertificates, ca] }
  return {
    http: new Agent(over),
    https: new SafeAgent({ ...over, ...trusted, minVersion: 'TLSv1.2' }),
    proxy: proxy === '' ? null : (URL.parse(proxy)?.hostname ?? null),
  }
}

/** `records 12, matched 7`. */
const sentenceOf = (result: object): string =>
  Object.entries(result)
    .flatMap(([name, value]) => (typeof value === 'number' ? [`${name} ${value}`] : []))
    .join(', ')
