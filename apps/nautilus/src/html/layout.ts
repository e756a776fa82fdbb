// Where the boxes of the map stand: a band for each Purdue level, the highest on top. Units are those of the viewBox.
import type { Box, Line } from './boxes.ts'

export const WIDTH = 1180
export const BOX = { width: 158, height: 56 }
const GAP = { x: 14, y: 34 }
/** For the name of the band. */
const MARGIN = 132
/** Above and below the boxes of a band: curves between neighbours need it. */
const PAD = 30
const PER_ROW = Math.floor((WIDTH - MARGIN) / (BOX.width + GAP.x))

export type Place = { readonly x: number; readonly y: number }

export type Band = { readonly title: string; readonly says: string; readonly y: number; readonly height: number }

export type Layout = { readonly bands: readonly Band[]; readonly places: readonly Place[]; readonly height: number }

/** ISA-95 and the Purdue model, in the words of IEC 62443. */
const levels: readonly (readonly [number | null, string])[] = [
  [5, 'enterprise'],
  [4, 'office'],
  [3.5, 'between'],
  [3, 'site operations'],
  [2.5, ''],
  [2, 'supervision'],
  [1.5, ''],
  [1, 'control'],
  [0.5, ''],
  [0, 'process'],
  [null, 'no level known'],
]

/** Bands without a device are not drawn; a row of boxes stands in the middle of its band. */
export function layoutOf(boxes: readonly Box[]): Layout {
  const places: Place[] = []
  const bands: Band[] = []
  let y = 0
  for (const [level, says] of levels) {
    const mine = boxes.flatMap((box, at) => (box.level === level ? [at] : []))
    if (mine.length === 0) continue
    const rows = Math.ceil(mine.length / PER_ROW)
    const height = 2 * PAD + rows * BOX.height + (rows - 1) * GAP.y
    bands.push({ title: level === null ? 'Unknown' : `Level ${level}`, says, y, height })
    place(mine, y + PAD, places)
    y += height
  }
  return { bands, places, height: y }
}

/** Rows of like length, each in the middle. */
function place(mine: readonly number[], top: number, places: Place[]): void {
  const rows = Math.ceil(mine.length / PER_ROW)
  const each = Math.ceil(mine.length / rows)
  const step = BOX.width + GAP.x
  mine.forEach((at, index) => {
    const row = Math.floor(index / each)
    const inRow = Math.min(each, mine.length - row * each)
    const left = MARGIN + (WIDTH - MARGIN - (inRow * step - GAP.x)) / 2
    places[at] = { x: Math.round(left + (index % each) * step), y: top + row * (BOX.height + GAP.y) }
  })
}

export type Curve = { readonly path: string; readonly label: Place }

/** From box to box: between bands an S from edge to edge; within a row an arc below it. */
export function curveOf({ from, to }: Pick<Line, 'from' | 'to'>, { places }: Layout, share = 0.5): Curve {
  const [upper, lower] = places[from]!.y <= places[to]!.y ? [places[from]!, places[to]!] : [places[to]!, places[from]!]
  const [x1, x2] = [upper.x + BOX.width / 2, lower.x + BOX.width / 2]
  const y1 = upper.y + BOX.height
  if (upper.y === lower.y) {
    // Farther is deeper, within the pad.
    const depth = Math.min(PAD, 12 + Math.abs(x2 - x1) / 60)
    const y = y1 + (depth * 4) / 3
    return {
      path: `M${x1} ${y1}C${x1} ${round(y)} ${x2} ${round(y)} ${x2} ${y1}`,
      label: { x: (x1 + x2) / 2, y: y1 + depth },
    }
  }
  const y2 = lower.y
  const bend = (y2 - y1) / 2
  const [a, b] = [y1 + bend, y2 - bend]
  return {
    path: `M${x1} ${y1}C${x1} ${round(a)} ${x2} ${round(b)} ${x2} ${y2}`,
    label: { x: round(cubic(share, x1, x1, x2, x2)), y: round(cubic(share, y1, a, b, y2)) },
  }
}

const round = (value: number): number => Math.round(10 * value) / 10

/** A point of a Bézier curve, t from 0 to 1. */
function cubic(t: number, a: number, b: number, c: number, d: number): number {
  const s = 1 - t
  return s ** 3 * a + 3 * s * s * t * b + 3 * s * t * t * c + t ** 3 * d
}
