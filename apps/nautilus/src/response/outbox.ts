// Sends what is in the outbox, at least once: a try counts when it begins, and a row is done when the answer is stored.
// Receivers that know the key of a page take it once, however often it comes.
import { addressUnder, letterheadOf } from '@nautilus/api'
import type { Act, Entry, FindPlaybook, Incident } from '@nautilus/response'
import { system } from '@nautilus/response'
import {
  appendEntries,
  asTenant,
  type Database,
  type Outgoing,
  releaseTaken,
  type Sealer,
  type Settled,
  settleOutgoing,
  takeDue,
} from '@nautilus/store'
import { keyOfPage, tokenOf } from './acknowledgements.ts'
import type { Sent, Tools } from './channels/adapter.ts'
import { adapterOf } from './channels/index.ts'
import { contactFor } from './contacts.ts'
import { Ticking, type Timer } from './ticking.ts'

export type OutboxOptions = {
  readonly db: Database
  readonly sealer: Sealer
  /** Signs the words that acknowledge. */
  readonly secret: string
  /** Of the console, as people reach it. */
  readonly url: string
  readonly tools: Tools
  readonly find: (tenant: string) => Promise<FindPlaybook>
  /** µs since 1970-01-01 UTC. */
  readonly now: () => number
  /** 0 to 1. */
  readonly random: () => number
  readonly timer: Timer
  readonly onIncident: (tenant: string, incident: Incident) => void
  readonly onTrouble: (what: string, detail: object) => void
}

/** Of one round, sent side by side. */
const MOST = 20
const EVERY = 1000
/** µs for which a try is given: longer than any channel is patient. */
const LEASE = 90e6
/** µs before the second try; doubled with each, up to the longest. */
const FIRST_WAIT = 5e6
const LONGEST_WAIT = 30 * 60e6
/** Tries: the last one begins about two hours after the first. */
export const TRIES = 12

/** Half of it is chance: those who failed together do not come again together. */
export const waitAfter = (tries: number, random: number): number => {
  const whole = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (tries - 1))
  return Math.round(whole / 2 + (whole / 2) * random)
}

export class Outbox {
  readonly #options: OutboxOptions
  readonly #ticking: Ticking

  constructor(options: OutboxOptions) {
    this.#options = options
    this.#ticking = new Ticking(options.timer, EVERY, () => this.#round())
  }

  /** What was taken by one who is gone goes out first. There is one platform to a folder. */
  async start(): Promise<void> {
    await releaseTaken(this.#options.db, this.#options.now())
    this.#ticking.start()
    void this.#ticking.now()
  }

  /** There is something to send. */
  tick(): Promise<void> {
    return this.#ticking.now()
  }

  stop(): Promise<void> {
    return this.#ticking.stop()
  }

  async #round(): Promise<void> {
    const { db, now, onTrouble } = this.#options
    try {
      for (;;) {
        const rows = await takeDue(db, now(), now() + LEASE, MOST)
        await Promise.all(rows.map(row => this.#one(row)))
        if (rows.length < MOST) return
      }
    } catch (error) {
      onTrouble('the outbox could not be read; it is tried again', { err: error })
    }
  }

  async #one(row: Outgoing): Promise<void> {
    const { onTrouble } = this.#options
    try {
      await this.#settle(row, await this.#send(row))
    } catch (error) {
      // Its time to be taken again comes by itself.
      onTrouble('what became of a page could not be stored; it is sent again', { err: error, page: row.id })
    }
  }

  async #send(row: Outgoing): Promise<Sent> {
    const { db, sealer, secret, url, tools, now } = this.#options
    const { tenant, site, person, channel, payload } = row
    const contact = await contactFor(db, sealer, { tenant, site, person, channel })
    const adapter = contact && adapterOf(channel, contact.kind)
    if (!adapter)
      return { kind: 'permanent', why: `No way is known to reach this person by ${channel}: add a contact.` }
    const missing = adapter.fields.find(({ name, isRequired }) => isRequired && !contact.to[name])
    if (missing && channel !== 'phone')
      return { kind: 'permanent', why: `The contact has no ${missing.name}: complete it.` }
    const { domain, ...head } = await letterheadOf(db, tenant, site)
    const base = addressUnder(url, domain).replace(/\/$/, '')
    const link = row.incident === null ? base : `${base}/acknowledge#${tokenOf(secret, row)}`
    const delivery = { key: keyOfPage(row), message: payload, to: contact.to, link, head, now: now() / 1000 }
    return adapter.send(delivery, tools)
  }

  async #settle(row: Outgoing, sent: Sent): Promise<void> {
    const { db, now, random, find, onIncident, onTrouble } = this.#options
    const settled = outcomeOf(row, sent, now(), random())
    const known = await find(row.tenant)
    const place = { tenant: row.tenant, site: row.site }
    const incident = await asTenant(db, row.tenant, async scoped => {
      await settleOutgoing(scoped, row, settled)
      const act = actOf(row, settled)
      if (!act || row.incident === null) return null
      const entries: Entry[] = [{ at: settled.at, by: system, act }]
      const done = await appendEntries(scoped, place, row.incident, entries, { find: known })
      return done.kind === 'appended' ? done.incident : null
    })
    if (settled.state === 'failed' || settled.state === 'dead')
      onTrouble('a page did not arrive', { page: row.id, channel: row.channel, why: settled.error })
    if (incident) onIncident(row.tenant, incident)
  }
}

function outcomeOf({ tries }: Outgoing, sent: Sent, at: number, random: number): Settled {
  if (sent.kind === 'ok') return { state: 'sent', next: at, error: null, at }
  const error = sent.why.slice(0, 500)
  if (sent.kind === 'by-hand') return { state: 'by-hand', next: at, error, at }
  if (sent.kind === 'permanent') return { state: 'failed', next: at, error, at }
  if (tries >= TRIES) return { state: 'dead', next: at, error, at }
  const asked = 'after' in sent ? Math.min(sent.after ?? 0, LONGEST_WAIT) : 0
  return { state: 'waiting', next: at + Math.max(asked, waitAfter(tries, random)), error, at }
}

function actOf({ id: page }: Outgoing, { state, error }: Settled): Act | null {
  if (state === 'sent') return { kind: 'page-delivered', page }
  if (state === 'failed' || state === 'dead') return { kind: 'page-failed', page, error: error ?? '' }
  return null
}
