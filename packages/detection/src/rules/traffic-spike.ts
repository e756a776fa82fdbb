import type { ConnectionEvent, Who } from '../event.ts'
import { connection } from '../examples.ts'
import type { Known } from '../known.ts'
import { isOne } from '../lately.ts'
import { defineRule, type Match } from '../rule.ts'
import { MAX_WATCHED } from '../silence.ts'

const HOUR = 3600e6

/** What was sent in the running hour (µs since 1970 of its start), by device or part of the network. */
type Sums = { from: number; readonly bytes: Map<string, number> }

/** Whole hours that must have been seen. */
const LEAST_HOURS = 72

const hourly = (bytes: number, at: number) => connection({ at, bytes: { client: bytes, server: bytes } })
/** Four days with a little up and down. */
const learned = Array.from({ length: 96 }, (_, hour) => hourly(4e6 + (hour % 7) * 1e5, hour * 3600))
const later = 97 * 3600

export const rule = defineRule<'connection', Sums>({
  id: 'traffic-spike',
  catalogue: ['B13'],
  title: 'A device sends far more than it ever did',
  status: 'test',
  level: 'medium',
  description:
    'Within an hour it sent several times of what it sends in its busiest hours, and its part of the network more than in this hour of other weeks. A flood, a copy of what is stored on it, or a fault that repeats itself.',
  references: ['https://attack.mitre.org/techniques/T0814/'],
  techniques: ['T0814'], // Denial of Service
  consequences: ['T0813', 'T0882'], // Denial of Control, Theft of Operational Information
  falsepositives: ['A backup, or an update that is spread', 'A new camera or recorder'],
  playbook: 'PB-05',
  modifiers: ['impact', 'order'],
  nature: 'deviation',
  needs: ['connection'],
  settings: {
    times: { value: 3, unit: 'times', says: 'the distance from the usual hour to a busy one, above the busy one' },
    least: { value: 10, unit: 'MB', says: 'less within an hour burdens nobody' },
  },
  explainedBy: [
    { rule: 'command-flood', same: 'source' },
    { rule: 'connection-flood', same: 'source' },
    { rule: 'new-device', same: 'source' },
  ],

  on: 'connection',
  keyBy: () => 'site',
  start: () => ({ from: Number.NEGATIVE_INFINITY, bytes: new Map() }),
  step: (sums, event, { known, setting }) => {
    renew(sums, event.connection.last)
    const busy = [sent(sums, event, 'client'), sent(sums, event, 'server')].flatMap(each => each ?? [])
    const limits = { times: setting('times'), least: setting('least') * 1e6 }
    const match = busy.map(each => judge(each, event, known, limits)).find(each => each !== null)
    return { state: sums, match: match ?? null }
  },
  forgetAfter: 2 * HOUR,

  examples: [
    { name: 'a hundred times as much', learned, events: [hourly(400e6, later)], fires: 1 },
    { name: 'bit by bit', learned, events: [1, 2, 3, 4].map(at => hourly(5e6, later + at * 60)), fires: 1 },
    { name: 'as usual', learned, events: [hourly(5e6, later)], fires: 0 },
    { name: 'little, though more than ever', learned: learned.map(scaled), events: [hourly(1e6, later)], fires: 0 },
    { name: 'after a day of learning', learned: learned.slice(0, 24), events: [hourly(400e6, 25 * 3600)], fires: 0 },
  ],
})

function scaled({ connection: { bytes }, at }: ConnectionEvent): ConnectionEvent {
  return hourly(bytes.client / 1000, (at - learned[0]!.at) / 1e6)
}

function renew(sums: Sums, at: number): void {
  const hour = Math.floor(at / HOUR) * HOUR
  if (hour <= sums.from) return
  sums.from = hour
  sums.bytes.clear()
}

type Busy = { readonly who: Who; readonly bytes: number }

/** Adds what one end sent; rows of an hour that is over are left out. */
function sent(sums: Sums, { client, server, connection }: ConnectionEvent, side: 'client' | 'server'): Busy | null {
  const who = side === 'client' ? client : server
  if (!isOne(who) || connection.last < sums.from) return null
  const known = sums.bytes.get(who.id)
  if (known === undefined && sums.bytes.size >= MAX_WATCHED) return null
  const bytes = (known ?? 0) + connection.bytes[side]
  sums.bytes.set(who.id, bytes)
  return { who, bytes }
}

type Limits = { readonly times: number; readonly least: number }

function judge({ who, bytes }: Busy, event: ConnectionEvent, known: Known, { times, least }: Limits): Match | null {
  if (bytes < least) return null
  const own = known.volume(who)
  if (own === null || own.hours < LEAST_HOURS || bytes <= Math.max(2 * own.most, beyond(own, times))) return null
  // What is usual for the whole of its network in this hour of the week is no spike, whoever sends it.
  const around = known.segmentVolume(who, event.connection.last)
  if (around !== null && bytes <= beyond(around, times)) return null
  return {
    summary: `${who.label} sent ${megabytes(bytes)} within an hour.`,
    source: who,
    target: null,
    verb: null,
    baseline: `In ${own.hours} hours it sent ${megabytes(own.usual)} each as a rule, ${megabytes(own.high)} in busy ones, and never more than ${megabytes(own.most)}.`,
  }
}

/** Quantiles and not the mean, so that one wild hour of the past does not hide the next. */
const beyond = ({ usual, high }: { readonly usual: number; readonly high: number }, times: number): number =>
  Math.max(2 * high, high + times * (high - usual))

const megabytes = (bytes: number): string => `${Number((bytes / 1e6).toPrecision(2))} MB`
