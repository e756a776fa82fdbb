// Calling people, as the platform and the API see it: who is called, how each is reached, and what became of it.
import { addressUnder, ask, type ContactPlace, type EscalationPort, letterheadOf, newSecret } from '@nautilus/api'
import type { Mailer } from '@nautilus/mail'
import { dutiesWith, type Entry, type FindPlaybook, type Incident, type Playbook } from '@nautilus/response'
import {
  appendEntries,
  asTenant,
  type Database,
  getOutgoing,
  getSite,
  type Scoped,
  type Sealer,
  sealerOf,
  useAcknowledgement,
} from '@nautilus/store'
import type { Logger } from 'pino'
import { GOOD_FOR, keyOfPage, pageOfToken } from './acknowledgements.ts'
import type { Sent, Settings, Tools } from './channels/adapter.ts'
import { adapterOf, adapters } from './channels/index.ts'
import { contactFaults, contactFor, placeOf } from './contacts.ts'
import { Escalator } from './escalator.ts'
import { Outbox } from './outbox.ts'
import { dutiesOfPeople, planOf } from './plan.ts'
import { sheetOf } from './sheets.ts'
import { clockTimer } from './ticking.ts'

/** How the platform calls people. */
export type Calls = {
  /** Of the instance: seals contacts and signs acknowledgements. */
  readonly secret: string
  /** Of the console, as people reach it. */
  readonly url: string
  readonly mailer: Mailer | null
  /** Webhooks and gateways in one's own network are good too. */
  readonly allowPrivate: boolean
  /** Folder for the files of destinations; not given: none are kept. */
  readonly exports?: string
}

export type EscalationOptions = {
  readonly db: Database
  readonly calls: Calls
  readonly playbooks: (tenant: string) => Promise<{ readonly find: FindPlaybook; readonly all: readonly Playbook[] }>
  /** µs since 1970-01-01 UTC. */
  readonly now: () => number
  readonly log: Logger
  readonly onIncident: (tenant: string, incident: Incident) => void
}

export class Escalation implements EscalationPort {
  readonly kinds = adapters.map(({ kind, channel, fields }) => ({
    ...{ kind, channel },
    fields: fields.map(({ name, whose, isSecret, isRequired }) => ({ name, whose, isSecret, isRequired })),
  }))
  readonly #options: EscalationOptions
  readonly #sealer: Sealer
  readonly #tools: Tools
  readonly #escalator: Escalator
  readonly #outbox: Outbox

  constructor(options: EscalationOptions) {
    const { db, calls, playbooks, now, log, onIncident } = options
    this.#options = options
    this.#sealer = sealerOf(calls.secret)
    const { mailer, allowPrivate } = calls
    this.#tools = {
      ask: (url, outgoing) => ask(url, { allowPrivate }, outgoing),
      mail: mailer && (letter => mailer.send(letter)),
    }
    const common = {
      ...{ db, now, onIncident, timer: clockTimer },
      find: async (tenant: string) => (await playbooks(tenant)).find,
      onTrouble: (what: string, detail: object) => log.error(detail, what),
    }
    const { secret, url } = calls
    this.#outbox = new Outbox({ ...common, secret, url, sealer: this.#sealer, tools: this.#tools, random: Math.random })
    this.#escalator = new Escalator({ ...common, onPages: () => this.send() })
  }

  async start(): Promise<void> {
    this.#escalator.start()
    await this.#outbox.start()
  }

  /** Something happened in this incident. */
  look(tenant: string, incident: Pick<Incident, 'site' | 'id'>): void {
    this.#escalator.look(tenant, incident)
  }

  send(): void {
    void this.#outbox.tick()
  }

  async stop(): Promise<void> {
    await this.#escalator.stop()
    await this.#outbox.stop()
  }

  plan(scoped: Scoped, site: string) {
    return planOf(scoped, site)
  }

  people(scoped: Scoped, site: string) {
    return dutiesOfPeople(scoped, site)
  }

  contactFaults({ channel, kind, person }: { channel: string; kind: string; person: string }, settings: Settings) {
    return contactFaults(channel, kind, person, settings)
  }

  sealContact(place: ContactPlace, kind: string, settings: Settings) {
    const sealed = this.#sealer.seal(placeOf(place), JSON.stringify(settings))
    return { shown: (adapterOf(place.channel, kind)?.shown(settings) ?? kind).slice(0, 200), sealed }
  }

  async tryChannel(place: ContactPlace): Promise<{ kind: string; why: string }> {
    const { db, now, calls } = this.#options
    const contact = await contactFor(db, this.#sealer, place)
    const adapter = contact && adapterOf(place.channel, contact.kind)
    if (!adapter) return { kind: 'permanent', why: 'There is no contact: add one.' }
    const site = await asTenant(db, place.tenant, scoped => getSite(scoped, place.site))
    const at = now()
    const message = {
      title: '',
      severity: 'recorded',
      siteName: site?.name ?? place.site,
      duty: null,
      at,
      exercise: false,
    }
    const key = keyOfPage({ ...place, id: `test ${place.person} ${place.channel} ${at}` })
    const { domain, ...head } = await letterheadOf(db, place.tenant, place.site)
    const link = addressUnder(calls.url, domain)
    const delivery = { key, message: { ...message, test: true }, to: contact.to, link, head, now: at / 1000 }
    return said(await adapter.send(delivery, this.#tools))
  }

  async acknowledge(token: string): ReturnType<EscalationPort['acknowledge']> {
    const { db, calls, playbooks, now, onIncident } = this.#options
    const page = pageOfToken(calls.secret, token)
    if (!page) return { kind: 'unknown' }
    const { tenant, site, id } = page
    const { find } = await playbooks(tenant)
    const done = await asTenant(db, tenant, async scoped => {
      const row = await getOutgoing(scoped, { site, id })
      if (!row || row.incident === null) return { kind: 'unknown' as const }
      const at = now()
      if (at > row.made_at + GOOD_FOR) return { kind: 'late' as const }
      const held = (await dutiesOfPeople(scoped, site)).find(({ person }) => person === row.person)
      const by: Entry['by'] = { kind: 'person', person: row.person, duties: held?.duties ?? dutiesWith([], []) }
      const entry: Entry = { at, by, act: { kind: 'acknowledged', page: id } }
      if (!(await useAcknowledgement(scoped, { site, id }, at))) return { kind: 'used' as const }
      const added = await appendEntries(scoped, { tenant, site }, row.incident, [entry], { find })
      return added.kind === 'appended'
        ? { kind: 'done' as const, incident: added.incident }
        : { kind: 'refused' as const }
    })
    if (done.kind !== 'done') return done
    onIncident(tenant, done.incident)
    this.look(tenant, done.incident)
    return { kind: 'done', title: done.incident.title }
  }

  async sheet(
    place: { readonly tenant: string; readonly site: string },
    kind: 'call-sheet' | 'offline-pack',
    language: 'en' | 'de',
  ): Promise<Uint8Array> {
    const { db, now, playbooks } = this.#options
    const { all } = await playbooks(place.tenant)
    return sheetOf({ db, sealer: this.#sealer, place, language, now: now(), playbooks: all }, kind)
  }
}

const said = (sent: Sent): { kind: string; why: string } => ({
  kind: sent.kind,
  why: sent.kind === 'ok' ? '' : sent.why,
})

/** Without mail, and to places outside alone. */
export const ownCalls = (): Calls => ({
  secret: newSecret(),
  url: 'http://localhost',
  mailer: null,
  allowPrivate: false,
})
