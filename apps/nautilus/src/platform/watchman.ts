// Watches the sensors by the platform's clock: who is not heard any more, who hears nothing, whose clock is off. It tells
// what changes; the fold of the site makes findings of that, so that replay gives the same.
import type { HealthNote, Misuse, SensorHealth } from '@nautilus/model'

export type Watched = { readonly tenant: string; readonly site: string; readonly sensor: string }

/** A batch that came: the end of its traffic (µs; 0 where it is of now), and whether there is any in it. */
export type Heard = { readonly to: number; readonly isBusy: boolean }

export type WatchmanOptions = {
  /** µs since 1970-01-01 UTC. */
  readonly now: () => number
  /** Told what changed, at that time (µs). What is no news to the site, the site leaves out. */
  readonly tell: (sensor: Watched, at: number, note: HealthNote) => void
}

/** µs without a word after which a sensor is offline: it sends a batch every minute, an empty one where nothing happens. */
export const OFFLINE_AFTER = 180e6
/** µs without a frame after which a sensor is silent. */
export const SILENT_AFTER = 300e6
/** µs that two clocks may differ. */
export const CLOCKS_DIFFER = 2e6
/** So often in a row: a batch that is late once is a slow line. */
const CLOCK_TIMES = 3
/** µs in which one kind of misuse of one sensor is told once. */
const MISUSE_EVERY = 3600e6
/** Sensors of all tenants. */
const MOST_SENSORS = 20_000

type State = {
  readonly who: Watched
  /** It is a program of its own, and must say that it is there; else it is a thread of ours, of which we know. */
  readonly isRemote: boolean
  heardAt: number
  packets: number | null
  packetsAt: number
  /** What was told of it; null: after a start only the site knows. */
  offline: boolean | null
  silent: boolean | null
  clockWrong: boolean | null
  /** How often in a row its clock was off. */
  clockOff: number
}

export class Watchman {
  readonly #options: WatchmanOptions
  readonly #sensors = new Map<string, State>()
  readonly #misuse = new Map<string, number>()

  constructor(options: WatchmanOptions) {
    this.#options = options
  }

  /** From now on it should be heard. */
  expect(who: Watched, { isRemote }: { readonly isRemote: boolean }): void {
    const key = keyOf(who)
    if (this.#sensors.has(key) || this.#sensors.size >= MOST_SENSORS) return
    const now = this.#options.now()
    const unknown = { offline: null, silent: null, clockWrong: null }
    this.#sensors.set(key, { who, isRemote, heardAt: now, packets: null, packetsAt: now, ...unknown, clockOff: 0 })
  }

  /** It was revoked, or its time is over: it is not missed. */
  forget(who: Watched): void {
    this.#sensors.delete(keyOf(who))
  }

  /** The same, of those of other machines at these sites. */
  forgetRemote(isOne: (place: Watched) => boolean): void {
    for (const [key, { who, isRemote }] of this.#sensors) if (isRemote && isOne(who)) this.#sensors.delete(key)
  }

  /** Its source ended by itself, and nobody asked it to. */
  ended(who: Watched): void {
    const state = this.#sensors.get(keyOf(who))
    if (!state || state.offline) return
    state.offline = true
    this.#tell(state, { what: 'offline', since: state.heardAt })
  }

  heard(who: Watched, { packets, clock }: SensorHealth, { to, isBusy }: Heard): void {
    this.expect(who, { isRemote: true })
    const state = this.#sensors.get(keyOf(who))
    if (!state) return
    const now = this.#options.now()
    state.heardAt = now
    if (state.offline !== false) this.#tell(state, { what: 'online', since: now })
    state.offline = false
    if (isBusy || (state.packets !== null && packets !== state.packets)) this.#frames(state, now)
    state.packets = packets
    this.#compare(state, offBy(now, to, clock))
  }

  #frames(state: State, now: number): void {
    state.packetsAt = now
    if (state.silent !== false) this.#tell(state, { what: 'heard', since: now })
    state.silent = false
  }

  #compare(state: State, off: number): void {
    const isOff = Math.abs(off) > CLOCKS_DIFFER
    state.clockOff = isOff ? state.clockOff + 1 : 0
    if (isOff && state.clockOff < CLOCK_TIMES) return
    if (isOff === state.clockWrong) return
    state.clockWrong = isOff
    this.#tell(state, { what: 'clock', off: isOff ? Math.round(off) : 0 })
  }

  /** To be called now and then. */
  tick(): void {
    const now = this.#options.now()
    for (const state of this.#sensors.values()) {
      const { isRemote, heardAt, packetsAt, offline, silent } = state
      if (isRemote && !offline && now - heardAt > OFFLINE_AFTER) {
        state.offline = true
        this.#tell(state, { what: 'offline', since: heardAt })
      } else if (!state.offline && !silent && now - packetsAt > SILENT_AFTER) {
        state.silent = true
        this.#tell(state, { what: 'silent', since: packetsAt })
      }
    }
    for (const [key, at] of this.#misuse) if (now - at >= MISUSE_EVERY) this.#misuse.delete(key)
  }

  misused(who: Watched, how: Misuse, detail: string): void {
    const key = `${keyOf(who)} ${how}`
    const now = this.#options.now()
    const last = this.#misuse.get(key)
    if ((last !== undefined && now - last < MISUSE_EVERY) || this.#misuse.size >= MOST_SENSORS) return
    this.#misuse.set(key, now)
    this.#options.tell(who, now, { what: 'misuse', how, detail: detail.slice(0, 200) })
  }

  #tell({ who }: State, note: HealthNote): void {
    this.#options.tell(who, this.#options.now(), note)
  }
}

/** µs. Traffic of the future is a wrong clock, whatever the sensor says of it; that of the past is a slow line. */
function offBy(now: number, to: number, clock: number | undefined): number {
  const said = clock === undefined ? 0 : clock - now
  return to - now > CLOCKS_DIFFER ? Math.max(said, to - now) : said
}

const keyOf = ({ tenant, site, sensor }: Watched): string => `${tenant}/${site}/${sensor}`
