// The queue of one destination: takes what is behind its position, sends it, and moves the position in one transaction
// with what was refused. Killed in between, it sends the same again; what it was not told of waits where it is.
import type { Answer, Kind, Sender, Trouble } from '@nautilus/integrations'
import type { OutwardEvent } from '@nautilus/model'
import {
  addDeadLetters,
  asTenant,
  type Database,
  type DestinationFilter,
  type DestinationState,
  discardLetters,
  endReplay,
  lay,
  lettersAgain,
  outwardAfter,
  record,
  type Settlement,
  setRef,
  settleDestination,
  stateOf,
} from '@nautilus/store'
import { BREAKS, brokenOr, faultWait, MOST_ANSWERED, waitAfter } from './backoff.ts'
import type { Clock } from './clock.ts'
import { isWanted } from './filter.ts'

export type QueueOptions = {
  readonly db: Database
  readonly tenant: string
  readonly id: string
  readonly name: string
  readonly kind: Kind
  readonly filter: DestinationFilter
  readonly sender: Sender
  readonly clock: Clock
  readonly onTrouble: (what: string, detail: object) => void
  readonly onRemote?: OnRemote | undefined
}

/** Something happened elsewhere to the record of an incident. */
export type OnRemote = (
  of: { readonly tenant: string; readonly site: string; readonly incident: string },
  text: string,
) => Promise<void>

/** ms between looks, and how far back the first one goes after a start. */
const POLL_EVERY = 60_000
const FIRST_LOOK = 86_400_000

/** `wait`: ms until something is due; null where nothing waits. */
export type Step = 'more' | { readonly wait: number | null }

export class Queue {
  readonly #options: QueueOptions
  /** Events of one request at most: fewer where the receiver asks for it. */
  #width: number
  #polledAt = 0

  constructor(options: QueueOptions) {
    this.#options = options
    this.#width = options.kind.most
  }

  /** Sends once, what is due. Throws where the store does not answer: nothing was moved then. */
  async step(): Promise<Step> {
    const { db, tenant, id, clock } = this.#options
    const state = await asTenant(db, tenant, scoped => stateOf(scoped, id))
    if (!state) return { wait: null }
    const early = state.next_at.getTime() - clock.now()
    if (early > 0) return { wait: early }
    return (await this.#letters(state)) ?? (await this.#events(state))
  }

  close(): Promise<void> {
    return this.#options.sender.close()
  }

  /**
   * Looks whether people did something there. What they did is noted in the incident, and never closes it: that is for
   * those who answer for the process. Noted first and remembered then: killed in between, it is noted twice.
   */
  async poll(): Promise<void> {
    const { sender, clock, onRemote, db, tenant, id } = this.#options
    const now = clock.now()
    if (!sender.poll || !onRemote || now - this.#polledAt < POLL_EVERY) return
    const since = this.#polledAt
    this.#polledAt = now
    for (const { site, object, ref, text, hasEnded } of await sender.poll(since || now - FIRST_LOOK)) {
      await onRemote({ tenant, site, incident: object }, text)
      const seen = { ...ref, ended: hasEnded ? text : null }
      await asTenant(db, tenant, scoped => setRef(scoped, { tenant, destination: id }, `${site}/${object}`, seen))
    }
  }

  /** Feelers are one event: a receiver in trouble is not given more to refuse. */
  #most({ tries, state }: DestinationState): number {
    return tries >= BREAKS || state === 'fault' ? 1 : this.#width
  }

  async #events(state: DestinationState): Promise<Step> {
    const { db, tenant, id, kind, filter } = this.#options
    const { position, replay_until: until, ahead } = state
    const behind = await asTenant(db, tenant, scoped => outwardAfter(scoped, position, kind.most))
    const events = until === null ? behind : behind.filter(event => event.position <= until)
    if (events.length === 0) {
      if (state.resume_at === null) return { wait: null }
      await asTenant(db, tenant, scoped => endReplay(scoped, id))
      return 'more'
    }
    const done = new Set(ahead)
    for (const event of events) if (!isWanted(event, filter)) done.add(event.position)
    const asked = events.filter(event => !done.has(event.position)).slice(0, this.#most(state))
    const answer = asked.length > 0 ? await this.#send(asked) : NOTHING
    return this.#settle(state, { events, asked, done, answer })
  }

  async #send(asked: readonly OutwardEvent[]): Promise<Answer> {
    const { sender, onTrouble, id } = this.#options
    try {
      return await sender.send(asked)
    } catch (error) {
      // Something of ours: it is told, and waits like anything else.
      onTrouble('a sender failed', { err: error, destination: id })
      return {
        delivered: [],
        refused: [],
        rest: { kind: 'retry', why: `The sender failed: ${String(error)}`, isAnswered: true },
      }
    }
  }

  async #settle(state: DestinationState, { events, asked, done, answer }: Round): Promise<Step> {
    const { db, tenant, id, clock } = this.#options
    const { delivered, refused, rest } = this.#decided(state, asked, answer)
    for (const position of delivered) done.add(position)
    for (const { position } of refused) done.add(position)
    const position = reachedOf(events, done, state.position)
    const moved = delivered.length + refused.length > 0 || position > state.position
    // What was passed over says nothing about the receiver.
    const same = { state: state.state, tries: state.tries, next: clock.now() }
    const next = asked.length === 0 ? same : this.#next(state, rest, moved)
    const settlement: Settlement = {
      ...next,
      position,
      ahead: [...done].filter(each => each > position && events.some(event => event.position === each)),
      sent: delivered.length,
      refused: refused.length,
      failures: rest === null ? 0 : 1,
      error: rest?.why ?? refused[0]?.why ?? null,
    }
    const byPosition = new Map(asked.map(event => [event.position, event]))
    const letters = refused.flatMap(({ position: at, why }) => {
      const event = byPosition.get(at)
      return event ? [{ event, reason: why }] : []
    })
    const now = clock.now()
    const isOurs = await asTenant(db, tenant, async scoped => {
      if (!(await settleDestination(scoped, id, state, settlement, now))) return false
      await addDeadLetters(scoped, { tenant, destination: id }, letters, now)
      await this.#tell(scoped, state, settlement)
      return true
    })
    if (!isOurs || rest === null || next.next <= now) return 'more'
    return { wait: next.next - now }
  }

  /** What cannot be made smaller is refused; so is what the receiver failed on again and again, alone. */
  #decided({ tries }: DestinationState, asked: readonly OutwardEvent[], answer: Answer): Decided {
    const { delivered, refused, rest } = answer
    const settled = new Set([...delivered, ...refused.map(({ position }) => position)])
    const left = asked.filter(({ position }) => !settled.has(position))
    const [only] = left
    const isAlone = only !== undefined && left.length === 1 && asked.length === 1
    if (rest?.kind === 'smaller') {
      if (isAlone) return { delivered, refused: [...refused, { position: only.position, why: rest.why }], rest: null }
      this.#width = Math.max(1, Math.floor(left.length / 2))
      return { delivered, refused, rest: null }
    }
    if (rest?.kind === 'retry' && rest.isAnswered && isAlone && tries + 1 >= MOST_ANSWERED) {
      const why = `Laid aside after ${tries + 1} tries. ${rest.why}`
      return { delivered, refused: [...refused, { position: only.position, why }], rest: null }
    }
    if (rest === null) this.#width = Math.min(this.#options.kind.most, this.#width * 2)
    return { delivered, refused, rest }
  }

  #next(before: DestinationState, rest: Trouble | null, moved: boolean): Pick<Settlement, 'state' | 'tries' | 'next'> {
    const { clock } = this.#options
    const now = clock.now()
    if (rest === null) return { state: 'ok', tries: 0, next: now }
    // Some of it went through: what failed is the first of its kind.
    const tries = (moved ? 0 : before.tries) + 1
    if (rest.kind === 'fault') return { state: 'fault', tries, next: now + faultWait(clock.random()) }
    const after = rest.kind === 'retry' ? (rest.after ?? 0) : 0
    return { state: brokenOr(tries), tries, next: now + waitAfter(tries, clock.random(), after) }
  }

  /** People hear once that something is wrong, and once that it is right again. */
  async #tell(scoped: Parameters<typeof record>[0], before: DestinationState, after: Settlement): Promise<void> {
    const { tenant, id, name, onTrouble } = this.#options
    const isBad = (state: string) => state === 'fault' || state === 'broken'
    if (isBad(before.state) === isBad(after.state)) return
    const action = isBad(after.state) ? 'destination.trouble' : 'destination.recovered'
    const detail = { name, ...(after.error === null ? {} : { why: after.error }) }
    await record(scoped, tenant, { who: 'platform', action, object: id, detail })
    if (isBad(after.state))
      onTrouble('a destination takes nothing; events wait for it', { tenant, destination: id, ...detail })
  }

  /** What people want sent once more; null where there is none of it. */
  async #letters(state: DestinationState): Promise<Step | null> {
    const { db, tenant, id, clock } = this.#options
    const letters = await asTenant(db, tenant, scoped => lettersAgain(scoped, id, this.#most(state)))
    if (letters.length === 0) return null
    // Places of their own: letters of a replay may have the same positions.
    const asked = letters.map(({ event }, index) => ({ ...event, position: index }))
    const answer = await this.#send(asked)
    const { delivered, refused, rest } = this.#decided(state, asked, answer)
    const moved = delivered.length + refused.length > 0
    const next = this.#next(state, rest, moved)
    const now = clock.now()
    const settlement: Settlement = {
      ...next,
      ...{ position: state.position, ahead: state.ahead, sent: delivered.length, refused: 0 },
      failures: rest === null ? 0 : 1,
      error: rest?.why ?? refused[0]?.why ?? null,
    }
    await asTenant(db, tenant, async scoped => {
      const gone = delivered.flatMap(index => letters[index]?.id ?? [])
      if (gone.length > 0) await discardLetters(scoped, id, gone)
      for (const { position: index, why } of refused) {
        const letter = letters[index]
        if (letter) await lay(scoped, letter.id, why, now)
      }
      await settleDestination(scoped, id, state, settlement, now)
      await this.#tell(scoped, state, settlement)
    })
    return rest === null || next.next <= now ? 'more' : { wait: next.next - now }
  }
}

type Round = {
  readonly events: readonly OutwardEvent[]
  readonly asked: readonly OutwardEvent[]
  readonly done: Set<number>
  readonly answer: Answer
}
type Decided = Pick<Answer, 'delivered' | 'refused' | 'rest'>

const NOTHING: Answer = { delivered: [], refused: [], rest: null }

/** The last of the events that have their end, from the front on. */
function reachedOf(events: readonly OutwardEvent[], done: ReadonlySet<number>, from: number): number {
  let reached = from
  for (const { position } of events) {
    if (!done.has(position)) break
    reached = position
  }
  return reached
}
