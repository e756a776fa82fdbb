// What the sensor must say of its own sight, in sentences a person can act on.
import { refusal } from '@nautilus/capture'
import type { Notice } from '@nautilus/model'
import type { Sensor } from './sensor.ts'

const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')
const plural = (count: number, one: string, many = `${one}s`): string => `${grouped(count)} ${count === 1 ? one : many}`

/** Everything worth a notice, from counters that the packet path kept. */
export function noticesOf(sensor: Sensor): Notice[] {
  return [...linkNotices(sensor), ...lossNotices(sensor), ...limitNotices(sensor)].filter(n => n.count > 0)
}

const notice = (code: string, count: number, message: string): Notice => ({ code, message, count, at: 0, frame: 0 })

function linkNotices({ unreadLinks, decoder, duplicates, packets }: Sensor): Notice[] {
  const unread = [...unreadLinks].map(([type, count]) => notice('capture.link-type', count, `${refusal(type)}.`))
  const share = Math.round((100 * duplicates.count) / Math.max(1, packets))
  return [
    ...unread,
    notice(
      'capture.duplicates',
      duplicates.count,
      `${plural(duplicates.count, 'frame')} (${share} %) came twice and counted once: the mirror session copies traffic in both directions or on two ports.`,
    ),
    notice(
      'frame.broken',
      decoder.broken,
      `${plural(decoder.broken, 'frame')} had headers that contradict their length and could not be read.`,
    ),
  ]
}

function lossNotices({ streams, decoder }: Sensor): Notice[] {
  const { fragments } = decoder
  const incomplete = fragments.abandoned + fragments.waiting
  return [
    notice(
      'tcp.gap',
      streams.gaps,
      `${plural(streams.lostBytes, 'byte')} of TCP data are missing in ${plural(streams.gaps, 'place')}: packets were dropped on the way to this sensor, or filtered out. What they said is not in this report.`,
    ),
    notice(
      'ip.fragment-overlap',
      fragments.overlaps,
      `${plural(fragments.overlaps, 'IP fragment')} overlapped others or had impossible lengths; the first was believed.`,
    ),
    notice('ip.fragment-lost', incomplete, `${plural(incomplete, 'fragmented packet')} stayed incomplete.`),
  ]
}

function limitNotices({ streams, table, bindings, decoder }: Sensor): Notice[] {
  return [
    notice(
      'tcp.evicted',
      streams.evictions,
      `${plural(streams.evictions, 'TCP flow')} held more undelivered data than the memory bound allows and lost it.`,
    ),
    notice(
      'flow.evicted',
      table.evicted,
      `${plural(table.evicted, 'flow')} had to be forgotten early because more were open than the table holds.`,
    ),
    notice(
      'asset.overflow',
      bindings.overflowed,
      `${plural(bindings.overflowed, 'frame')} came from more addresses than are kept.`,
    ),
    notice(
      'address.overflow',
      decoder.addresses.overflowed,
      `${plural(decoder.addresses.overflowed, 'packet')} carried more IPv6 addresses than are kept apart.`,
    ),
  ]
}
