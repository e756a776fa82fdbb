// Parts of the network, as a baseline knows them.
import type { Baseline } from '@nautilus/detection'
import { grouped, percent } from './numbers.ts'
import type { Style } from './style.ts'
import { table } from './table.ts'

export type ShownSegment = {
  readonly name: string
  readonly devices: number
  readonly protocols: readonly string[]
  /** Whom its devices ask, itself included, and what they do there beyond reading. */
  readonly conduits: readonly {
    readonly to: string
    readonly protocol: string
    readonly verbs: readonly string[]
    readonly count: number
  }[]
  /** Hours whose bytes were counted. */
  readonly hours: number
  /** Estimated share of what it does that was not seen yet. */
  readonly unseen: number
  readonly ready: boolean
}

/** In the order of their names. */
export function segmentsOf(baseline: Baseline): ShownSegment[] {
  return baseline.segments().map(({ name, segment, readiness }) => ({
    name,
    devices: segment.members.size,
    protocols: [...segment.spoken.keys()].sort(),
    conduits: [...segment.toward]
      .flatMap(([to, protocols]) =>
        [...protocols].map(([protocol, { tally, verbs }]) => ({
          ...{ to, protocol, verbs: [...verbs.keys()].sort() },
          count: tally.count,
        })),
      )
      .sort((a, b) => (`${a.to} ${a.protocol}` < `${b.to} ${b.protocol}` ? -1 : 1)),
    hours: segment.bytes.hours.reduce((sum, hour) => sum + (hour?.total ?? 0), 0),
    unseen: readiness.unseen,
    ready: readiness.ready,
  }))
}

export function segmentTable(segments: readonly ShownSegment[], width: number, style: Style): string[] {
  return table(
    [
      { title: 'From', least: 12 },
      { title: 'To', least: 12 },
      { title: 'Protocol' },
      { title: 'Changes', least: 10 },
      { title: 'Seen', right: true },
      { title: 'Devices', right: true },
      { title: 'Unseen', right: true },
    ],
    segments.flatMap(({ name, devices, conduits, unseen }) =>
      conduits.map(({ to, protocol, verbs, count }) => [
        name,
        to,
        protocol,
        verbs.join(' '),
        grouped(count),
        grouped(devices),
        percent(unseen),
      ]),
    ),
    { width, style },
  )
}
