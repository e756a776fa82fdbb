import type { Activity, Verb } from '@nautilus/model'
import { addressOf, fileOf } from './addresses.ts'
import type { Limits } from './limits.ts'
import { byText, type Seen, seenAs, widen } from './seen.ts'
import { isChange, type Tell, tellOf, unitOf } from './tells.ts'

/** Operations by how they ended; `open` where no reply was seen. */
export type Tally = { ok: number; refused: number; open: number }

/** What could change the server: when, and on which objects, by the time each was first touched. */
export type Changes = Seen & { readonly verbs: Map<Verb, Tally>; readonly objects: Map<string, number> }

/** Everything one address did to another over one protocol and port. */
export type Traffic = Seen & {
  /** Empty for an end that is no device: broadcast, multicast. */
  readonly client: string
  readonly server: string
  /** The same with the MAC behind it, as `fileOf` says. */
  readonly clientFile: string
  readonly serverFile: string
  readonly protocol: string
  readonly port: number
  readonly verbs: Map<Verb, Tally>
  /** Regular pauses between equal reads, and their sum in microseconds. */
  pauses: number
  pausing: number
  changes: Changes | null
  units: Set<number> | null
  tells: Map<Tell, number> | null
}

export type SavedTraffic = { readonly links: Map<string, Traffic>; readonly dropped: number }

/** The log of who did what to whom. Counters and sets only, whole numbers only: no order of batches changes it. */
export class TrafficLog {
  /** Operations of links that found no room. */
  dropped: number
  readonly #limits: Limits
  readonly #links: Map<string, Traffic>

  constructor(limits: Limits, saved?: SavedTraffic) {
    this.#limits = limits
    this.#links = saved?.links ?? new Map()
    this.dropped = saved?.dropped ?? 0
  }

  save(): SavedTraffic {
    return { links: this.#links, dropped: this.dropped }
  }

  learn(activity: Activity): void {
    const traffic = this.#linkOf(activity)
    if (!traffic) {
      this.dropped += activity.count
      return
    }
    widen(traffic, activity)
    tally(traffic.verbs, activity)
    learnRhythm(traffic, activity)
    learnTells(traffic, activity)
    if (isChange(activity)) this.#learnChange(traffic, activity)
  }

  values(): IterableIterator<Traffic> {
    return this.#links.values()
  }

  #linkOf(activity: Activity): Traffic | null {
    const clientFile = fileOf(activity.client)
    const serverFile = fileOf(activity.server)
    const key = `${clientFile}|${serverFile}|${activity.protocol}|${activity.port}`
    const known = this.#links.get(key)
    if (known) return known
    if (this.#links.size >= this.#limits.links) return null
    const { protocol, port } = activity
    const added: Traffic = {
      ...seenAs(activity),
      client: addressOf(activity.client),
      server: addressOf(activity.server),
      clientFile,
      serverFile,
      protocol,
      port,
      verbs: new Map(),
      pauses: 0,
      pausing: 0,
      changes: null,
      units: null,
      tells: null,
    }
    this.#links.set(key, added)
    return added
  }

  #learnChange(traffic: Traffic, activity: Activity): void {
    traffic.changes ??= { ...seenAs(activity), verbs: new Map(), objects: new Map() }
    widen(traffic.changes, activity)
    tally(traffic.changes.verbs, activity)
    const object = activity.object.slice(0, this.#limits.text)
    if (object !== '') keepFirst(traffic.changes.objects, object, activity.first, this.#limits.objects)
  }
}

/** Keeps the `most` names that came first. */
export function keepFirst(names: Map<string, number>, name: string, at: number, most: number): void {
  names.set(name, Math.min(at, names.get(name) ?? at))
  if (names.size <= most) return
  const [latest] = [...names].reduce((a, b) => (byFirst(a, b) > 0 ? a : b))
  names.delete(latest)
}

export const byFirst = (a: readonly [string, number], b: readonly [string, number]): number =>
  a[1] - b[1] || byText(a[0], b[0])

function tally(verbs: Map<Verb, Tally>, { verb, outcome, count }: Activity): void {
  let counts = verbs.get(verb)
  if (!counts) {
    counts = { ok: 0, refused: 0, open: 0 }
    verbs.set(verb, counts)
  }
  counts[outcome === 'ok' || outcome === 'refused' ? outcome : 'open'] += count
}

/** Equal reads in a rhythm: the pauses vary by no more than they last. */
function learnRhythm(traffic: Traffic, { verb, interval, count }: Activity): void {
  if (verb !== 'read' || !interval || interval.mean <= 0 || interval.jitter > interval.mean) return
  const pauses = Math.max(1, count - 1)
  traffic.pauses += pauses
  traffic.pausing += Math.round(interval.mean * pauses)
}

function learnTells(traffic: Traffic, activity: Activity): void {
  const unit = activity.outcome === 'ok' ? unitOf(activity) : null
  if (unit !== null) {
    traffic.units ??= new Set()
    traffic.units.add(unit)
  }
  const tell = tellOf(activity)
  if (tell === null) return
  traffic.tells ??= new Map()
  traffic.tells.set(tell, (traffic.tells.get(tell) ?? 0) + activity.count)
}
