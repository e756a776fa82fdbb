// Who has fallen silent: the memory of rules about what no longer comes.
import type { Event, OperationEvent, TickEvent, Who } from './event.ts'
import type { Known } from './known.ts'
import { isOne } from './lately.ts'
import { spokenOf } from './wording.ts'

/** Devices, or exchanges, that are watched; further ones are not. */
export const MAX_WATCHED = 8192
/** µs after which a sensor has told in any case what it sums up. */
const LONGEST_ROW = 600e6
/** Operations that it waits for before it tells a row early. */
const ROW = 10
/** µs by which rows, and the batches that bring them, may be late. */
const LATE = 130e6
/** µs without a word from anybody after which the network, or the sensor, was dark. Devices are told each minute. */
const DARK = 180e6

/**
 * µs of silence that mean something for this flow: so many of its longest pauses, and never less than a sensor may take
 * to tell. Null where the baseline does not know it as a regular one.
 */
export function patienceOf(event: OperationEvent, known: Known, pauses: number): number | null {
  const learned = known.timing(spokenOf(event), event.activity.object)
  if (learned === null || learned.count < ROW || learned.jitter > learned.period) return null
  if (!known.readiness({ link: event }).ready) return null
  const told = Math.min(LONGEST_ROW, ROW * learned.period) + LATE
  return Math.max(pauses * learned.slowest, told, DARK)
}

/** Which ends an event proves to have spoken, and until when (µs). */
export function spokeIn(event: Event): readonly { readonly who: Who; readonly until: number }[] {
  const ends = (until: number, client: Who | null, server: Who | null) =>
    [client, server].flatMap(who => (who && isOne(who) ? [{ who, until }] : []))
  if (event.kind === 'operation') {
    const { activity, client, server } = event
    const isAnswered = activity.outcome === 'ok' || activity.outcome === 'refused'
    return ends(activity.last, activity.verb === 'report' ? null : client, isAnswered ? server : null)
  }
  if (event.kind === 'connection') {
    const { last, packets } = event.connection
    return ends(last, packets.client > 0 ? event.client : null, packets.server > 0 ? event.server : null)
  }
  return event.kind === 'claim' ? ends(event.sighting.last, event.who, null) : []
}

/** When each device was heard last. Plain data, changed in place: it is the state of one rule. */
export type Hearing = {
  /** µs, by device. */
  readonly last: Map<string, number>
  /** µs: silence counts up to the last thing heard of anybody, for a capture that ends is no plant that died. */
  newest: number
  until: number
}

export const newHearing = (): Hearing => ({
  last: new Map(),
  newest: Number.NEGATIVE_INFINITY,
  until: Number.NEGATIVE_INFINITY,
})

export function hear(hearing: Hearing, event: Event): void {
  for (const { who, until } of spokeIn(event)) {
    const known = hearing.last.get(who.id)
    if (known === undefined && hearing.last.size >= MAX_WATCHED) continue
    if (known === undefined || until > known) hearing.last.set(who.id, until)
    if (until > hearing.newest) hearing.newest = until
  }
}

export const lastHeard = ({ last }: Hearing, id: string): number => last.get(id) ?? Number.NEGATIVE_INFINITY

/**
 * Closes an interval. Answers how long (µs) nobody at all was heard, 0 where somebody was. Then silence begins anew for
 * everybody. Between two captures nobody listened: that is no silence, and is answered as `unheard`.
 */
export function closeInterval(
  hearing: Hearing,
  { from, at }: TickEvent,
): { readonly dark: number; readonly unheard: boolean } {
  const isGap = Number.isFinite(hearing.until) && from > hearing.until + 1e6
  hearing.until = Math.max(hearing.until, at)
  const silence = Number.isFinite(hearing.newest) ? at - hearing.newest : 0
  if (!isGap && silence < DARK) return { dark: 0, unheard: false }
  hearing.last.clear()
  hearing.newest = at
  return { dark: isGap ? 0 : silence, unheard: true }
}

/** `A, B and 3 more` of labels. */
export function namesOf(all: readonly Who[], most = 4): string {
  const labels = all.map(({ label }) => label).sort()
  if (labels.length > most) return `${labels.slice(0, most).join(', ')} and ${labels.length - most} more`
  return labels.length < 2 ? labels.join('') : `${labels.slice(0, -1).join(', ')} and ${labels.at(-1)}`
}

/** What tells a group of devices apart, in whatever order they came. */
export const groupOf = (all: readonly Who[]): string =>
  all
    .map(({ id }) => id)
    .sort()
    .join(' ')

export const minutesOf = (micros: number): string => {
  const minutes = Math.max(1, Math.round(micros / 60e6))
  return minutes === 1 ? 'a minute' : `${minutes} minutes`
}
