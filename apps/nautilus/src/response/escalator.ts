// Calls people: for every incident that changed or whose time has come, what the policy says is due goes into the record
// and into the outbox in one transaction. What it did is in the store alone; after a crash it goes on where it was.
import {
  type Act,
  type Due,
  due,
  type Entry,
  type FindPlaybook,
  type Incident,
  notReady,
  type Page,
  type Policy,
  say,
  system,
} from '@nautilus/response'
import {
  addToOutbox,
  appendEntries,
  asTenant,
  type Database,
  dueEverywhere,
  getIncident,
  getSite,
  lockIncidents,
  peopleOfExercise,
  type Scoped,
  wakeAt,
} from '@nautilus/store'
import { nameOf, type Plan, planInForce, planOf, policyNamed } from './plan.ts'
import type { Timer } from './ticking.ts'
import { Ticking } from './ticking.ts'

export type EscalatorOptions = {
  readonly db: Database
  readonly find: (tenant: string) => Promise<FindPlaybook>
  /** µs since 1970-01-01 UTC. */
  readonly now: () => number
  readonly timer: Timer
  readonly onIncident: (tenant: string, incident: Incident) => void
  /** There is something in the outbox. */
  readonly onPages: () => void
  readonly onTrouble: (what: string, detail: object) => void
}

type Place = { readonly tenant: string; readonly site: string }

/** Incidents of one round. */
const MOST = 200
/** Rounds of one incident at once: a slot with nobody is followed by the next. */
const ROUNDS = 50
/** ms between two looks at the clock. */
const EVERY = 1000
const HALF_MINUTE = 30e6

export class Escalator {
  readonly #options: EscalatorOptions
  readonly #ticking: Ticking
  readonly #changed = new Map<string, Place & { readonly id: string }>()

  constructor(options: EscalatorOptions) {
    this.#options = options
    this.#ticking = new Ticking(options.timer, EVERY, () => this.#round())
  }

  start(): void {
    this.#ticking.start()
  }

  /** Something happened in this incident. */
  look(tenant: string, { site, id }: Pick<Incident, 'site' | 'id'>): void {
    this.#changed.set(JSON.stringify([tenant, site, id]), { tenant, site, id })
    this.#ticking.now()
  }

  /** Resolves when everything that is due now is done. */
  tick(): Promise<void> {
    return this.#ticking.now()
  }

  stop(): Promise<void> {
    return this.#ticking.stop()
  }

  async #round(): Promise<void> {
    const { db, now, onTrouble } = this.#options
    const woken = await dueEverywhere(db, now(), MOST).catch(error => {
      onTrouble('whose escalation is due could not be asked; it is tried again', { err: error })
      return []
    })
    for (const place of woken) this.#changed.set(JSON.stringify([place.tenant, place.site, place.id]), place)
    for (const [key, place] of this.#changed) {
      this.#changed.delete(key)
      try {
        await this.#incident({ tenant: place.tenant, site: place.site }, place.id)
      } catch (error) {
        onTrouble('an incident could not be escalated; it is tried again', { err: error, ...place })
        await this.#later(place, place.id)
      }
    }
  }

  /** Not again in the next second. Should even that fail, it is due as it was. */
  async #later({ tenant, site }: Place, id: string): Promise<void> {
    const { db, now } = this.#options
    await asTenant(db, tenant, scoped => wakeAt(scoped, site, id, now() + HALF_MINUTE)).catch(() => {})
  }

  async #incident(place: Place, id: string): Promise<void> {
    const { db, find, onIncident, onPages, onTrouble } = this.#options
    const known = await find(place.tenant)
    const done = await asTenant(db, place.tenant, scoped => this.#walk(scoped, place, id, known))
    if (!done) return
    if (done.pages > 0) onPages()
    for (const text of done.told) onTrouble(text, { ...place, incident: id })
    if (done.incident) onIncident(place.tenant, done.incident)
  }

  async #walk(scoped: Scoped, place: Place, id: string, find: FindPlaybook): Promise<Done | null> {
    const { now } = this.#options
    // Before the row is: whoever adds to the record takes them in this order.
    await lockIncidents(scoped, place, [id])
    let found = await getIncident(scoped, place.site, id)
    if (!found) return null
    const at = now()
    const done: Mutable = { incident: null, pages: 0, told: [] }
    const append = async (acts: readonly Act[]): Promise<void> => {
      const entries = acts.map((act): Entry => ({ at, by: system, act }))
      const added = await appendEntries(scoped, place, id, entries, { find })
      if (added.kind !== 'appended')
        throw new Error(`The record refused it: ${added.kind === 'refused' ? added.refusal.message : added.kind}`)
      done.incident = added.incident
      found = await getIncident(scoped, place.site, id)
    }
    if (begins(found.incident)) {
      const plan = await planInForce(scoped, place)
      const said = gapsOf(plan, at)
      done.told.push(...said)
      const opened: Act = { kind: 'escalation-started', policy: nameOf(plan), reason: reasonOf(found.incident) }
      await append([opened, ...said.map(comment)])
    }
    const name = found.incident.escalations.at(-1)?.policy
    if (name === undefined) {
      await wakeAt(scoped, place.site, id, null)
      return done
    }
    const policy = (await policyNamed(scoped, place.site, name)) ?? (await planOf(scoped, place.site)).policy
    const { rosters } = await planOf(scoped, place.site)
    for (let round = 0; round < ROUNDS; round++) {
      const next: Due = due(found.incident, policy, rosters, at, find)
      const fresh = unsaid(found.incident, policy, next)
      done.told.push(...fresh)
      await wakeAt(scoped, place.site, id, next.wake)
      if (next.pages.length === 0 && fresh.length === 0) break
      const sent = await toBeSent(scoped, found.incident, next.pages)
      const unsent = next.pages.filter(page => !sent.includes(page))
      await append([...next.pages.map(paged), ...unsent.map(notCalled), ...fresh.map(comment)])
      await this.#put(scoped, place, found.incident, sent, at)
      done.pages += sent.length
    }
    return done
  }

  async #put(scoped: Scoped, place: Place, incident: Incident, pages: readonly Page[], at: number): Promise<void> {
    const siteName = (await getSite(scoped, place.site))?.name ?? place.site
    const { title, severity, exercise } = incident
    await addToOutbox(
      scoped,
      pages.map(({ id, person, channel, duty, questions }) => ({
        ...place,
        id,
        incident: incident.id,
        person,
        channel,
        payload: { title, severity, siteName, duty, at, exercise, test: false, ...(questions ? { questions } : {}) },
        made_at: at,
      })),
    )
  }
}

type Done = { readonly incident: Incident | null; readonly pages: number; readonly told: readonly string[] }
type Mutable = { incident: Incident | null; pages: number; told: string[] }

const over: readonly Incident['state'][] = ['decided', 'acting', 'recovered', 'documented', 'closed']

/** By itself once: what people stopped, people start again. Of medium ones when a person has confirmed them. */
function begins({ state, severity, escalations, mergedInto }: Incident): boolean {
  if (escalations.length > 0 || mergedInto !== null || over.includes(state)) return false
  return severity === 'critical' || severity === 'high' || (severity === 'medium' && state !== 'detected')
}

const reasonOf = ({ severity, state }: Incident): string =>
  severity === 'medium' ? `It is ${severity}, and was taken to be ${state}.` : `It is ${severity}.`

const comment = (text: string): Act => ({ kind: 'commented', text })

const paged = ({ id: page, slot, duty, person, channel }: Page): Act => ({
  kind: 'paged',
  ...{ page, slot, duty, person, channel },
})

/** In an exercise those who take part are called, and nobody else. The record says of all whom it would have been. */
async function toBeSent(scoped: Scoped, { site, id, exercise }: Incident, pages: readonly Page[]) {
  if (!exercise) return pages
  const people = (await peopleOfExercise(scoped, site, id)) ?? []
  return pages.filter(({ person }) => people.includes(person))
}

const notCalled = ({ id: page }: Page): Act => ({
  kind: 'page-failed',
  page,
  error: 'Not called: takes no part in this exercise.',
})

/** Who is missing now: of later, the page of the site tells. */
function gapsOf({ policy, rosters }: Plan, at: number): string[] {
  return notReady(policy, rosters, at, 1)
    .filter(({ from, code }) => from <= at && code !== 'roster.no-deputy')
    .map(({ sentence }) => say(sentence, 'en'))
}

/** What must be told, once for each escalation. */
function unsaid({ comments, escalations }: Incident, policy: Policy, { gaps, exhausted }: Due): string[] {
  const since = escalations.at(-1)?.at ?? 0
  const said = new Set(comments.filter(({ by, at }) => by.kind === 'system' && at >= since).map(({ text }) => text))
  const texts = [
    ...gaps
      .filter(({ slot }) => !slot.endsWith('.deputy'))
      .map(({ duty }) => `Nobody could be called as ${duty}: fill the roster of this duty.`),
    ...(exhausted
      ? [`Everybody was called as often as the policy ${policy.id} says, and nobody answers: call by hand.`]
      : []),
  ]
  return [...new Set(texts)].filter(text => !said.has(text))
}
