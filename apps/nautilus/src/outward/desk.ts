// What other systems are told: gives events their places, and keeps a queue for each destination, which goes its own way.
import { join } from 'node:path'
import { isPublicAddress, letterheadOf, type OutwardPort, type StixAsked } from '@nautilus/api'
import { techniques } from '@nautilus/detection'
import {
  faultsOf,
  filledIn,
  type Kind,
  kindOf,
  kinds,
  type Refs,
  type Sender,
  type Settings,
  stixOf,
  techniqueOf,
} from '@nautilus/integrations'
import type { OutwardEvent } from '@nautilus/model'
import {
  asTenant,
  type Database,
  type DestinationRow,
  destinationsToServe,
  getDestination,
  getRef,
  outwardFigures,
  placeOutward,
  record,
  removeOldLetters,
  type Sealer,
  sealedOf,
  setRef,
  trimOutward,
} from '@nautilus/store'
import { Ticking, type Timer } from '../response/ticking.ts'
import type { Clock } from './clock.ts'
import { linksUnder } from './link.ts'
import { type Looked, lookFaults, previewOf } from './preview.ts'
import { type OnRemote, Queue } from './queue.ts'
import { Runner } from './runner.ts'
import { type Trial, trialEvent, trialOf } from './trial.ts'
import { agentOf, wireOf } from './wire.ts'

export type OutwardOptions = {
  readonly db: Database
  readonly sealer: Sealer
  /** Of the console, as people reach it. */
  readonly url: string
  readonly version: string
  /** Addresses of one's own network are good too. */
  readonly allowPrivate: boolean
  /** In which destinations that write files have one each; not given: they cannot. */
  readonly exports?: string | undefined
  readonly clock: Clock
  readonly timer: Timer
  readonly onTrouble: (what: string, detail: object) => void
  readonly onRemote?: OnRemote
}

/** ms between looks for what is new; commits wake it sooner. */
const EVERY = 1000
/** ms between looks at what the log need not keep. */
const TRIM_EVERY = 60_000
/** Events of one tenant that wait at most, and days for which they are kept for a replay. */
const MOST_WAITING = 1_000_000
const KEPT_DAYS = 7
/** Days for which what was refused waits for a person. */
const LETTER_DAYS = 30

export class OutwardDesk implements OutwardPort {
  readonly kinds: readonly Kind[] = kinds
  readonly #options: OutwardOptions
  readonly #ticking: Ticking
  readonly #runners = new Map<string, Runner>()
  readonly #stopping = new AbortController()
  #trimmedAt = 0
  #figures = { sent: 0, refused: 0, dropped: 0, failures: 0, waiting: 0 }

  constructor(options: OutwardOptions) {
    this.#options = options
    this.#ticking = new Ticking(options.timer, EVERY, () => this.#round())
  }

  start(): void {
    this.#ticking.start()
    void this.#ticking.now()
  }

  wake(): void {
    void this.#ticking.now()
  }

  /** Resolves when no queue sends any more, for now. */
  async settled(): Promise<void> {
    await this.#ticking.now()
    await Promise.all([...this.#runners.values()].map(runner => runner.settled()))
  }

  figures() {
    return this.#figures
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#ticking.stop()
    await Promise.all([...this.#runners.values()].map(runner => runner.stop()))
    this.#runners.clear()
  }

  async #round(): Promise<void> {
    const { db, onTrouble, clock } = this.#options
    try {
      await placeOutward(db)
      await this.#serve()
      for (const runner of this.#runners.values()) runner.wake()
      if (clock.now() - this.#trimmedAt >= TRIM_EVERY) await this.#trim()
      this.#figures = await outwardFigures(db)
    } catch (error) {
      onTrouble('what other systems are told could not be read; it is tried again', { err: error })
    }
  }

  /** A queue for each destination that is on; one that was changed begins anew. */
  async #serve(): Promise<void> {
    const wanted = new Map<string, { tenant: string; id: string; version: number }>()
    for (const row of await destinationsToServe(this.#options.db)) wanted.set(`${row.id} ${row.version}`, row)
    for (const [key, runner] of this.#runners)
      if (!wanted.has(key)) {
        this.#runners.delete(key)
        await runner.stop()
      }
    for (const [key, { tenant, id }] of wanted) {
      if (this.#runners.has(key) || this.#stopping.signal.aborted) continue
      const queue = await this.#queueOf(tenant, id)
      if (!queue) continue
      const { clock, onTrouble } = this.#options
      this.#runners.set(key, new Runner({ queue, clock, onTrouble, signal: this.#stopping.signal }))
    }
  }

  async #queueOf(tenant: string, id: string): Promise<Queue | null> {
    const { db, clock, onTrouble, onRemote } = this.#options
    const row = await asTenant(db, tenant, scoped => getDestination(scoped, id))
    const kind = row && kindOf(row.kind)
    if (!kind) return null
    const sender = await this.#senderOf(tenant, row, kind)
    const { name, filter } = row
    return new Queue({ db, tenant, id, name, kind, filter, sender, clock, onTrouble, onRemote })
  }

  async #senderOf(tenant: string, row: DestinationRow, kind: Kind): Promise<Sender> {
    const { db, clock, url, version, allowPrivate, exports } = this.#options
    const given = { ...row.settings, ...(await this.secretsOf(tenant, row.id)) }
    const faults = this.faultsOf(kind.id, given)
    if (Object.keys(faults).length > 0) return waiting(faults)
    const settings = filledIn(kind.fields, given)
    const folder = exports === undefined ? null : join(exports, tenant, row.id)
    const { brand, domain } = await letterheadOf(db, tenant)
    const agent = agentOf(brand.product, version)
    const wire = wireOf(settings, { rules: { allowPrivate }, clock, signal: this.#stopping.signal, agent, folder })
    const place = { tenant, destination: row.id }
    const refs: Refs = {
      get: object => asTenant(db, tenant, scoped => getRef(scoped, row.id, object)),
      set: (object, ref) => asTenant(db, tenant, scoped => setRef(scoped, place, object, ref)),
    }
    const link = linksUnder(url, domain)
    const { mapping, id } = row
    const sender = kind.open({ id, settings, mapping, wire, link, technique, version, refs })
    const close = async () => {
      await sender.close()
      wire.close()
    }
    const { poll } = sender
    return {
      send: events => sender.send(events),
      ...(poll ? { poll: (since: number) => poll.call(sender, since) } : {}),
      close,
    }
  }

  /** What is sealed of a destination; nothing where it was sealed under another secret of the instance. */
  async secretsOf(tenant: string, id: string): Promise<Settings> {
    const { db, sealer } = this.#options
    const sealed = await asTenant(db, tenant, scoped => sealedOf(scoped, id))
    const text = sealed && sealer.open(placeOf(tenant, id), sealed)
    return text ? (JSON.parse(text) as Settings) : {}
  }

  seal(tenant: string, id: string, secrets: Settings): Buffer {
    return this.#options.sealer.seal(placeOf(tenant, id), JSON.stringify(secrets))
  }

  faultsOf(kind: string, settings: Settings): Readonly<Record<string, string>> {
    const known = kindOf(kind)
    if (!known) return { kind: `must be one of ${kinds.map(({ id }) => id).join(', ')}` }
    const faults = faultsOf(known.fields, settings)
    return Object.keys(faults).length > 0 ? faults : (known.check?.(filledIn(known.fields, settings)) ?? {})
  }

  /** Sends one event that says it is a trial, beside the queue, and tells what became of it. */
  async try(tenant: string, id: string): Promise<Trial | null> {
    const { db, clock } = this.#options
    const row = await asTenant(db, tenant, scoped => getDestination(scoped, id))
    const kind = row && kindOf(row.kind)
    if (!kind) return null
    const sender = await this.#senderOf(tenant, row, kind)
    try {
      return trialOf(kind, await sender.send([trialEvent(tenant, kind.topics[0] ?? 'finding', clock.now() * 1000)]))
    } catch (error) {
      return { kind: 'retry', why: `The sender failed: ${String(error)}`, field: null }
    } finally {
      await sender.close()
    }
  }

  lookFaultsOf(kind: string, settings: Settings): Readonly<Record<string, string>> {
    const known = kindOf(kind)
    return known ? lookFaults(known, settings) : this.faultsOf(kind, settings)
  }

  async look(tenant: string, kind: string, looked: Looked) {
    const { db, clock, url, version } = this.#options
    const known = kindOf(kind)
    if (!known) return null
    const { domain } = await letterheadOf(db, tenant)
    const around = { db, now: clock.now(), version, technique, link: linksUnder(url, domain) }
    return previewOf(tenant, known, looked, around)
  }

  async stix(events: readonly OutwardEvent[], options: StixAsked): Promise<object> {
    const { db, url } = this.#options
    const { domain } = await letterheadOf(db, options.tenant)
    const link = linksUnder(url, domain)
    return stixOf(events, options.tenant, { ...options, link, technique, isPublic: isPublicAddress })
  }

  async #trim(): Promise<void> {
    const { db, clock, onTrouble } = this.#options
    this.#trimmedAt = clock.now()
    for (const { tenant, destination, name, lost } of await trimOutward(db, { most: MOST_WAITING, days: KEPT_DAYS })) {
      onTrouble('a destination was too far behind, and lost events', { tenant, destination, name, lost })
      const entry = { who: 'platform', action: 'destination.lost', object: destination, detail: { name, lost } }
      await asTenant(db, tenant, scoped => record(scoped, tenant, entry))
    }
    await removeOldLetters(db, LETTER_DAYS)
  }
}

const technique = (id: string) => techniqueOf(id, techniques[id] ?? id)

const placeOf = (tenant: string, id: string) => ['destination', tenant, id]

/** In place of a sender whose settings are not good: of an older version, or sealed under another secret. */
function waiting(faults: Readonly<Record<string, string>>): Sender {
  const why = `Its settings have to be written again: ${Object.entries(faults)
    .map(([name, fault]) => `${name} ${fault}`)
    .join(', ')}.`
  return { send: async () => ({ delivered: [], refused: [], rest: { kind: 'fault', why } }), close: async () => {} }
}
