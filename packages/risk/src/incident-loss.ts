// What an incident has cost so far, and what it may still cost, while it goes on.
import type { Band } from './figures.ts'
import { quantile } from './figures.ts'
import { Streams } from './random.ts'
import { quantileIn, type Range } from './range.ts'

export type Standstill = {
  /** h since the process stood still; null: it runs. */
  readonly stood: number | null
  /** It runs again: nothing is to come. */
  readonly over: boolean
  readonly costPerHour: Range
  readonly share: Range
  readonly buffer: Range
  /** h from the stop to the restart, in all. */
  readonly detect: Range
  readonly decide: Range
  readonly recover: Range
  readonly restart: Range
}

/** Money; `toCome` where the process stands, and what a stop would cost where it runs. */
export type IncidentLoss = { readonly soFar: Band; readonly toCome: Band; readonly hoursToCome: Band }

/** Courses that are drawn. */
const DRAWS = 5000
const none: Band = { p10: 0, p50: 0, p90: 0 }

/**
 * Of the courses that are drawn, those that have lasted at least so long already count: who stands for two days is not
 * one of those who were back in an hour. Where fewer than a hundred are left, it has lasted longer than the estimate
 * allows, and as much again as the shortest wait of all is to come.
 */
export function incidentLoss(standstill: Standstill, seed: number): IncidentLoss {
  const { stood, over } = standstill
  const streams = new Streams(seed, 'incident')
  const draw = drawerOf(standstill)
  const elapsed = stood ?? 0
  const courses = Array.from({ length: DRAWS }, (_, at) => draw(streams.of(at)))
  const left = courses.filter(({ hours }) => hours >= elapsed)
  const possible = left.length >= 100 ? left : courses.map(course => ({ ...course, hours: elapsed + course.hours }))
  const soFar = bandOf(courses.map(course => paid(course, elapsed)))
  if (over) return { soFar, toCome: none, hoursToCome: none }
  return {
    soFar: stood === null ? none : soFar,
    toCome: bandOf(possible.map(course => paid(course, course.hours) - paid(course, elapsed) + course.restart)),
    hoursToCome: bandOf(possible.map(({ hours }) => hours - elapsed)),
  }
}

type Course = { hours: number; perHour: number; buffer: number; restart: number }

const paid = ({ perHour, buffer }: Course, hours: number): number => Math.max(0, hours - buffer) * perHour

function drawerOf(of: Standstill): (random: ReturnType<Streams['of']>) => Course {
  const [detect, decide, recover] = [quantileIn(of.detect), quantileIn(of.decide), quantileIn(of.recover)]
  const [cost, share, buffer, restart] = [of.costPerHour, of.share, of.buffer, of.restart].map(quantileIn) as [
    ReturnType<typeof quantileIn>,
    ReturnType<typeof quantileIn>,
    ReturnType<typeof quantileIn>,
    ReturnType<typeof quantileIn>,
  ]
  return random => ({
    hours: detect(random.uniform()) + decide(random.uniform()) + recover(random.uniform()),
    perHour: cost(random.uniform()) * share(random.uniform()),
    buffer: buffer(random.uniform()),
    restart: restart(random.uniform()),
  })
}

function bandOf(values: number[]): Band {
  const sorted = Float64Array.from(values).sort()
  return { p10: quantile(sorted, 0.1), p50: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) }
}
