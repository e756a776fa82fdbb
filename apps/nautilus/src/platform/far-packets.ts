// Packets of findings that lie in the rings of sensors of other machines. Each is asked for over the bus; where the sensor is
// away the question waits in the database, and is asked again when the sensor is heard.
import { randomUUID } from 'node:crypto'
import { ask, type NatsConnection, Nobody, packedSubject, packetsSubject, Silence, TooMuch } from '@nautilus/nats'
import {
  asTenant,
  type Database,
  type OpenPackets,
  openPackets,
  type PacketQuestionState,
  putPacketQuestion,
} from '@nautilus/store'
import type { Logger } from 'pino'
import { BadAnswer, MOST_ANSWER, openAnswer, type PacketAnswer, together } from '../sensor/packet-answer.ts'
import { MOST_NUMBERS, MOST_PACKETS, type PacketQuestion, questionText } from '../sensor/packet-question.ts'
import type { SensorName } from '../sensor/settings.ts'
import type { EvidenceDesk } from './evidence-desk.ts'
import type { Place } from './site-calls.ts'

export type FarPacketsOptions = {
  readonly db: Database
  readonly desk: EvidenceDesk
  /** Null where there is no bus: sensors ask for their questions. */
  readonly nc: NatsConnection | null
  readonly log: Logger
  /** ms between two tries with a sensor that is away. */
  readonly again?: number
}

/** What came of asking a sensor. `away`: nobody heard it, or nobody said whether. */
export type FarAnswer = PacketAnswer | { readonly kind: 'away' } | { readonly kind: 'bad'; readonly why: string }

/** Findings of one round. */
const MOST = 200
/** ms until it is asked: what belongs together comes together. */
const SOON = 200
const AGAIN = 10_000
/** ms for one answer on a slow line. */
const WITHIN = 180_000
/** µs around a finding in which its packets are. */
const AROUND = 3600e6

export class FarPackets {
  readonly #options: FarPacketsOptions
  readonly #timers = new Map<string, NodeJS.Timeout>()
  /** Sensors of each site that are waited for. */
  readonly #waiting = new Map<string, Set<string>>()
  readonly #running = new Map<string, Promise<void>>()
  #stopped = false

  constructor(options: FarPacketsOptions) {
    this.#options = options
  }

  /** Findings of a site changed, or this process has the site from now on. */
  look(place: Place, after = SOON): void {
    const key = keyOf(place)
    if (this.#stopped || this.#timers.has(key)) return
    const timer = setTimeout(() => {
      this.#timers.delete(key)
      const before = this.#running.get(key) ?? Promise.resolve()
      const run = before
        .then(() => this.#round(place))
        .catch(error => this.#options.log.warn({ err: error, ...place }, 'packets of sensors could not be asked for'))
        .then(() => {
          if (this.#running.get(key) === run) this.#running.delete(key)
        })
      this.#running.set(key, run)
    }, after)
    this.#timers.set(key, timer)
  }

  /** A sensor says something: what waits for it is asked at once. */
  heard({ tenant, site, sensor }: SensorName): void {
    const key = keyOf({ tenant, site })
    if (!this.#waiting.get(key)?.has(sensor)) return
    clearTimeout(this.#timers.get(key))
    this.#timers.delete(key)
    this.look({ tenant, site })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
    await Promise.all(this.#running.values())
  }

  async #round(place: Place): Promise<void> {
    const { db, again = AGAIN } = this.#options
    const open = await asTenant(db, place.tenant, scoped => openPackets(scoped, place.site, { most: MOST }))
    await this.#note(
      place,
      open.filter(({ state }) => state === null),
      { state: 'asked' },
    )
    const waiting = new Set<string>()
    const bySensor = Map.groupBy(open, ({ sensor }) => sensor)
    await Promise.all(
      Array.from(bySensor, async ([sensor, findings]) => {
        for (const group of groupsOf(findings)) {
          if (this.#stopped || waiting.has(sensor)) return
          if (!(await this.#group({ ...place, sensor }, group))) waiting.add(sensor)
        }
      }),
    )
    this.#waiting.set(keyOf(place), waiting)
    if (waiting.size > 0) this.look(place, again)
    else if (open.length === MOST) this.look(place)
  }

  /** False where the sensor is to be asked later. */
  async #group(sensor: SensorName, findings: readonly OpenPackets[]): Promise<boolean> {
    const question = questionFor(findings)
    const answer = await this.ask(sensor, question)
    if (this.#stopped) return false
    // One answer is too small for all of them: each has its own.
    if (findings.length > 1 && answer.kind === 'frames' && answer.isCut) {
      for (const one of findings) if (!(await this.#group(sensor, [one]))) return false
      return true
    }
    await this.settle(sensor, findings, answer)
    return answer.kind !== 'away' && answer.kind !== 'busy'
  }

  /** Asks one sensor over the bus, whatever comes of it. */
  async ask(sensor: SensorName, question: PacketQuestion): Promise<FarAnswer> {
    const { nc, log } = this.#options
    if (nc === null || nc.isClosed()) return { kind: 'away' }
    const reply = packedSubject(sensor, randomUUID())
    try {
      const options = { reply, most: MOST_ANSWER, within: WITHIN }
      const bytes = await ask(nc, packetsSubject(sensor), questionText(question), options)
      return openAnswer(bytes, question)
    } catch (error) {
      if (error instanceof Nobody || error instanceof Silence) return { kind: 'away' }
      if (!(error instanceof BadAnswer || error instanceof TooMuch)) throw error
      log.warn(sensor, `The answer of a sensor with packets is refused: ${error.message}.`)
      return { kind: 'bad', why: error.message }
    }
  }

  /** What came of it is kept, and noted: files first, so that what is noted as kept is there. */
  async settle(sensor: SensorName, findings: readonly OpenPackets[], answer: FarAnswer): Promise<void> {
    const { desk } = this.#options
    if (answer.kind !== 'frames') return this.#note(sensor, findings, outcomeOf(answer))
    const found = new Map(answer.frames.map(frame => [frame.number, frame]))
    const [kept, gone]: [OpenPackets[], OpenPackets[]] = [[], []]
    for (const one of findings) ((await desk.keep(sensor, one, found)) ? kept : gone).push(one)
    await this.#note(sensor, kept, { state: 'kept' })
    await this.#note(sensor, gone, { state: 'gone' })
  }

  async #note(place: Place, findings: readonly OpenPackets[], outcome: Outcome): Promise<void> {
    if (findings.length === 0) return
    const { tenant, site } = place
    await asTenant(this.#options.db, tenant, async scoped => {
      for (const { finding, sensor, frames } of findings) {
        const { state, why = null, reach = null } = outcome
        await putPacketQuestion(scoped, { tenant, site, finding, sensor, state, named: frames.length, why, reach })
      }
    })
  }
}

type Outcome = { readonly state: PacketQuestionState; readonly why?: string; readonly reach?: number | null }

function outcomeOf(answer: Exclude<FarAnswer, { readonly kind: 'frames' }>): Outcome {
  switch (answer.kind) {
    case 'away':
    case 'busy':
      return { state: 'waiting' }
    case 'gone':
      return { state: 'gone', reach: answer.reach }
    case 'none':
      return { state: 'none', why: answer.why }
    case 'refused':
    case 'bad':
      return { state: 'refused', why: answer.why }
  }
}

/** Of one run each, as many as one question takes. */
function groupsOf(findings: readonly OpenPackets[]): OpenPackets[][] {
  const groups: OpenPackets[][] = []
  for (const ofRun of Map.groupBy(findings, ({ file }) => file).values()) {
    let group: OpenPackets[] = []
    let size = 0
    for (const one of ofRun) {
      if (group.length > 0 && size + one.frames.length > MOST_NUMBERS) {
        groups.push(group)
        ;[group, size] = [[], 0]
      }
      group.push(one)
      size += one.frames.length
    }
    groups.push(group)
  }
  return groups
}

/** For findings of one run. */
export const questionFor = (findings: readonly OpenPackets[]): PacketQuestion => ({
  stream: findings[0]!.file,
  from: Math.max(0, Math.floor(Math.min(...findings.map(({ first }) => first)) - AROUND)),
  to: Math.ceil(Math.max(...findings.map(({ last }) => last)) + AROUND),
  numbers: together(findings.map(({ frames }) => frames)),
  ...{ flows: null, anyPort: false, most: MOST_PACKETS },
})

const keyOf = ({ tenant, site }: Place): string => JSON.stringify([tenant, site])
