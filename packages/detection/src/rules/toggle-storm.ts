import type { ItemValues } from '@nautilus/model'
import type { OperationEvent } from '../event.ts'
import { operation, plc, stranger } from '../examples.ts'
import type { Known } from '../known.ts'
import { defineRule } from '../rule.ts'
import { bySafety, control, cut, spokenOf } from '../wording.ts'

/** How often each of two values was written, from when to when (µs). */
type Writes = { readonly count: number; readonly first: number; readonly last: number }
type State = { readonly low: Writes; readonly high: Writes }
const none: Writes = { count: 0, first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY }

/** The one switch that a message writes; null where it writes more, or numbers. */
function switchOf({ activity: { items } }: OperationEvent): ItemValues | null {
  const written = items.filter(item => item.access === 'write')
  const [one] = written
  const isSwitch = written.length === 1 && (one!.type === 'bit' || one!.type === 'switch' || one!.type === 'msb')
  return isSwitch && Array.isArray(one!.last) && one!.last.length === 1 ? one! : null
}

const add = (writes: Writes, { first, last, count }: OperationEvent['activity'], since: number): Writes => {
  const fresh = writes.last < since ? none : writes
  return {
    count: fresh.count + count,
    first: Math.min(Math.max(fresh.first, since), first),
    last: Math.max(fresh.last, last),
  }
}

/** Flips a minute while both were written; a lonely pair is no rate. */
function rateOf({ low, high }: State): number {
  const seconds = (Math.max(low.last, high.last) - Math.min(low.first, high.first)) / 1e6
  const flips = 2 * Math.min(low.count, high.count) - 1
  return (flips * 60) / Math.max(60, seconds)
}

/** A bit that a client toggles in a learned cycle tells the other side that it lives. */
const isHeartbeat = (known: Known, event: OperationEvent, object: string): boolean =>
  known.taught &&
  (known.timing(spokenOf(event), object) !== null ||
    (known.writer(event.server, object, event.client)?.count ?? 0) > 1000)

const coil = (value: number, at: number, count = 1) =>
  operation({
    from: stranger,
    to: plc,
    verb: 'write',
    function: { code: '5', name: 'write single coil' },
    object: '1/coils/4',
    items: [
      { object: '1/coils/4', access: 'write', type: 'switch', unit: null, last: [value], min: [value], max: [value] },
    ],
    count,
    at,
  })

export const rule = defineRule({
  id: 'toggle-storm',
  catalogue: ['F04'],
  title: 'A switch is turned on and off without end',
  status: 'test',
  level: 'high',
  description:
    'Breakers, valves and motors wear out or trip when they are switched like this. No operator does it by hand.',
  references: ['https://attack.mitre.org/techniques/T0806/'],
  techniques: ['T0806'], // Brute Force I/O
  consequences: ['T0879', 'T0831'], // Damage to Property, Manipulation of Control
  falsepositives: ['A heartbeat bit by which one side sees that the other lives', 'A simulator'],
  playbook: 'PB-12',
  modifiers: ['impact', 'safety'],
  nature: 'rule',
  needs: [],
  settings: {
    flips: { value: 20, unit: 'per minute', says: 'So many changes are more than an operator makes.' },
    heartbeat: {
      value: 300,
      unit: 's',
      says: 'Without a baseline, what goes on for longer than this may be a heartbeat.',
    },
  },
  explainedBy: bySafety,

  on: 'operation',
  verbs: ['write', 'force'],
  protocols: control,
  keyBy: event => {
    const item = event.accepted ? switchOf(event) : null
    return item && `${event.client.id}|${event.server.id}|${item.object}`
  },
  start: (): State => ({ low: none, high: none }),
  step: (state, event, { known, setting }) => {
    const { client, server, protocol, verb, activity } = event
    const item = switchOf(event)!
    const isHigh = item.last![0] === 1
    const since = activity.last - 600e6
    const next = isHigh
      ? { ...state, high: add(state.high, activity, since) }
      : { ...state, low: add(state.low, activity, since) }
    const rate = rateOf(next)
    if (rate < setting('flips') || isHeartbeat(known, event, item.object)) return { state: next }
    const lasts = Math.max(next.low.last, next.high.last) - Math.min(next.low.first, next.high.first)
    const mayLive = !known.taught && lasts > setting('heartbeat') * 1e6
    const summary = `${client.label} switched ${cut(item.object)} of ${server.label} on and off ${Math.round(rate)} times a minute.`
    const doubt = mayLive ? { level: 'low' as const, confidence: 0.4 } : {}
    return {
      state: next,
      match: { summary, source: client, target: server, protocol, verb, dedup: item.object, ...doubt },
    }
  },
  forgetAfter: 1200e6,

  examples: [
    {
      name: 'thirty flips in half a minute',
      events: Array.from({ length: 30 }, (_, i) => coil(i % 2, i)),
      fires: 9,
    },
    {
      name: 'summed up by the sensor',
      events: [coil(1, 0), coil(0, 1), coil(1, 2, 40), coil(0, 3, 40)],
      fires: 1,
    },
    { name: 'on, and off a minute later', events: [coil(1, 0), coil(0, 60)], fires: 0 },
    { name: 'the same value again and again', events: Array.from({ length: 60 }, (_, i) => coil(1, i)), fires: 0 },
  ],
})
