// A chart laid out: lines, rectangles and texts at their places, for whatever draws them.
import type { Axis, Chart } from './chart.ts'

export type Shape =
  | { readonly kind: 'line'; readonly points: readonly Point[]; readonly colour: string; readonly width: number }
  | { readonly kind: 'rect'; readonly at: Point; readonly size: Point; readonly colour: string }
  | {
      readonly kind: 'text'
      readonly at: Point
      readonly text: string
      readonly anchor: 'start' | 'middle' | 'end'
      readonly colour: string
    }
export type Point = readonly [x: number, y: number]

/** Points of the letters; `at` of a text is the middle of its baseline's height above. */
export const CHART_LETTERS = 8
const [INK, FAINT, GRID] = ['#16202a', '#5b6773', '#d9dfe4']
/** Behind the accent: apart for people who do not tell red from green (after Okabe and Ito). */
const OTHERS = ['#c2570c', '#0f766e', '#7c3aed', '#8a5a00', '#475569']
const ROOM = { left: 52, right: 12, top: 16, bottom: 30 } as const
/** Points that one series has at most. */
const MOST_POINTS = 2000

type Frame = { readonly width: number; readonly height: number; readonly accent: string }

export function shapesOf(chart: Chart, { width, height, accent }: Frame): Shape[] {
  const { x, y, series, look } = chart
  const across = scaleOf(x, ROOM.left, width - ROOM.right)
  const up = scaleOf(y, height - ROOM.bottom, ROOM.top)
  const colours = series.map((_, at) => (at === 0 ? accent : OTHERS[(at - 1) % OTHERS.length]!))
  const drawn = series.flatMap(({ points }, at): Shape[] => {
    const shown = points.slice(0, MOST_POINTS).filter(point => point.every(Number.isFinite))
    if (look === 'lines') {
      const line = shown.map(([px, py]): Point => [across(px), up(py)])
      const first = line[0]
      // One point is no line: a dot.
      if (first && line.length === 1)
        return [{ kind: 'rect', at: [first[0] - 2, first[1] - 2], size: [4, 4], colour: colours[at]! }]
      return [{ kind: 'line', points: line, colour: colours[at]!, width: 1.6 }]
    }
    const room = ((width - ROOM.left - ROOM.right) / Math.max(1, points.length)) * 0.7
    const wide = Math.min(40, room / series.length)
    return shown.map(([px, py]): Shape => {
      const left = across(px) - (wide * series.length) / 2 + at * wide
      return { kind: 'rect', at: [left, up(py)], size: [wide, up(y.from) - up(py)], colour: colours[at]! }
    })
  })
  return [
    ...grid(chart, across, up, { width, height }),
    ...drawn,
    ...(series.length > 1 ? legend(chart, colours, width) : []),
  ]
}

/** Out of bounds is at the bound. */
function scaleOf({ scale, from, to }: Axis, start: number, end: number): (value: number) => number {
  const of = (value: number) => (scale === 'log' ? Math.log10(Math.max(value, Number.MIN_VALUE)) : value)
  const [low, high] = [of(from), of(to)]
  return value => {
    const share = high > low ? (of(value) - low) / (high - low) : 0
    return start + (end - start) * Math.min(1, Math.max(0, share))
  }
}

type Scale = (value: number) => number

function grid({ x, y }: Chart, across: Scale, up: Scale, { width, height }: Omit<Frame, 'accent'>): Shape[] {
  const floor = height - ROOM.bottom
  const line = (points: readonly Point[], colour: string): Shape => ({ kind: 'line', points, colour, width: 0.6 })
  return [
    ...y.ticks.flatMap(({ at, text }): Shape[] => [
      line(
        [
          [ROOM.left, up(at)],
          [width - ROOM.right, up(at)],
        ],
        GRID,
      ),
      { kind: 'text', at: [ROOM.left - 5, up(at) + 3], text, anchor: 'end', colour: FAINT },
    ]),
    ...x.ticks.flatMap(({ at, text }, n): Shape[] => [
      line(
        [
          [across(at), floor],
          [across(at), floor + 3],
        ],
        FAINT,
      ),
      { kind: 'text', at: [across(at), floor + 12], text, anchor: anchorOf(n, x.ticks.length), colour: FAINT },
    ]),
    line(
      [
        [ROOM.left, floor],
        [width - ROOM.right, floor],
      ],
      FAINT,
    ),
    {
      kind: 'text',
      at: [(ROOM.left + width - ROOM.right) / 2, height - 4],
      text: x.label,
      anchor: 'middle',
      colour: INK,
    },
    { kind: 'text', at: [0, 8], text: y.label, anchor: 'start', colour: INK },
  ]
}

/** The last one would stand out of the picture. */
const anchorOf = (at: number, count: number): 'middle' | 'end' => (at > 0 && at === count - 1 ? 'end' : 'middle')

/** From the right end, above the picture; what has no room is told by the table beside it. */
function legend({ series }: Chart, colours: readonly string[], width: number): Shape[] {
  let right = width - ROOM.right
  const shapes: Shape[] = []
  for (const [at, { name }] of [...series.entries()].reverse()) {
    const text = name.length > 24 ? `${name.slice(0, 23)}…` : name
    const wide = text.length * CHART_LETTERS * 0.55 + 18
    if (right - wide < width * 0.3) break
    shapes.push(
      { kind: 'rect', at: [right - wide + 4, 2], size: [8, 8], colour: colours[at]! },
      { kind: 'text', at: [right - wide + 15, 9], text, anchor: 'start', colour: INK },
    )
    right -= wide
  }
  return shapes
}
