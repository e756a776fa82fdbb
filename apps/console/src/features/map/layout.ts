// Where everything is on the map: a band for each Purdue level, a box for each zone, a grid of devices in it. The same
// devices give the same picture.

/** Purdue levels from the top down; devices of no known level are below all of them. */
export const levels = [5, 4, 3.5, 3, 2, 1, 0, null] as const
export type Level = (typeof levels)[number]

export type Device = {
  readonly id: string
  readonly title: string
  readonly level: number | null
  readonly zone: string | null
}
export type Point = { readonly x: number; readonly y: number }
/** x and y are its middle. */
export type Box = Point & {
  readonly id: string
  readonly zone: string | null
  readonly width: number
  readonly height: number
}
export type Band = { readonly level: Level; readonly y: number; readonly height: number; readonly devices: number }
export type Layout = {
  readonly points: ReadonlyMap<string, Point>
  readonly boxes: readonly Box[]
  readonly bands: readonly Band[]
  readonly width: number
  readonly height: number
}

/** px of one device with its name, and of what is around it. */
export type Measure = {
  readonly cellWidth: number
  readonly cellHeight: number
  readonly pad: number
  readonly head: number
}
export const deviceMeasure: Measure = { cellWidth: 104, cellHeight: 78, pad: 12, head: 22 }
const GAP = 26
const EMPTY_BAND = 26
const BAND_PAD = 14
/** Width to height that a picture may have before boxes go below each other. */
const WIDEST = 3
/** Of a column, by which every other line is moved, so that no link runs through a device below. */
const SHIFT = 0.36
/** Columns to lines of the devices in a box. */
const SHAPE = 1.8

type Item = {
  readonly id: string
  readonly zone: string | null
  /** Devices by row, each an index of `levels`. */
  readonly rows: ReadonlyMap<number, readonly string[]>
  readonly top: number
  readonly bottom: number
  readonly columns: number
}
/** `shelf`: the how many-eth line of boxes within a band. */
type Placed = { readonly item: Item; readonly x: number; readonly width: number; readonly shelf: number }

export function layoutOf(devices: readonly Device[], measure: Measure = deviceMeasure): Layout {
  const sorted = [...devices].sort((a, b) => compare(a.title, b.title) || compare(a.id, b.id))
  const whole = itemsOf(sorted, ({ zone }) => zone ?? '')
  const spread = build(place(whole, measure, Number.POSITIVE_INFINITY), measure)
  if (spread.width <= WIDEST * spread.height) return spread
  // So many zones would make a picture that is one long line: each level of a zone becomes a box of its own.
  const parts = itemsOf(sorted, ({ zone, level }) => `${zone ?? ''} ${rowOf(level)}`)
  const area = parts.reduce((sum, item) => sum + widthOf(item, measure) * heightOf(linesOf(item, item.top), measure), 0)
  return build(place(parts, measure, Math.sqrt(area * SHAPE) * 1.1), measure)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Levels between those that we draw belong to the nearest one. */
export function rowOf(level: number | null): number {
  if (level === null) return levels.length - 1
  const known = levels.filter(value => value !== null)
  const distances = known.map(value => Math.abs(value - level))
  return distances.indexOf(Math.min(...distances))
}

function itemsOf(devices: readonly Device[], keyOf: (device: Device) => string): Item[] {
  const groups = Map.groupBy(devices, keyOf)
  const items = [...groups].map(([id, own]): Item => {
    const byRow = Map.groupBy(own, ({ level }) => rowOf(level))
    const rows = new Map([...byRow].map(([row, list]) => [row, list.map(device => device.id)]))
    const most = Math.max(...[...rows.values()].map(list => list.length))
    const at = [...rows.keys()]
    const columns = Math.max(1, Math.ceil(Math.sqrt(most * SHAPE)))
    return { id, zone: own[0]!.zone, rows, top: Math.min(...at), bottom: Math.max(...at), columns }
  })
  // Large ones first, those of no zone last.
  const size = ({ rows }: Item) => [...rows.values()].reduce((sum, list) => sum + list.length, 0)
  return items.sort(
    (a, b) => Number(a.zone === null) - Number(b.zone === null) || size(b) - size(a) || compare(a.id, b.id),
  )
}

const widthOf = ({ columns }: Item, { cellWidth, pad }: Measure): number => (columns + SHIFT) * cellWidth + 2 * pad
const linesOf = ({ rows, columns }: Item, row: number): number => Math.ceil((rows.get(row)?.length ?? 0) / columns)
const heightOf = (lines: number, { cellHeight, pad, head }: Measure): number => head + lines * cellHeight + pad

/** Each as far left as all its rows are free; beyond `limit` a box of one row begins another shelf. */
function place(items: readonly Item[], measure: Measure, limit: number): Placed[] {
  const free = levels.map(() => 0)
  const shelves = levels.map(() => 0)
  return items.map(item => {
    const { top, bottom } = item
    const width = widthOf(item, measure)
    const start = Math.max(...free.slice(top, bottom + 1))
    const isOver = top === bottom && start > 0 && start + width > limit
    const x = isOver ? 0 : start
    if (isOver) shelves[top]!++
    free.fill(x + width + GAP, top, bottom + 1)
    return { item, x, width, shelf: shelves[top]! }
  })
}

function build(placed: readonly Placed[], measure: Measure): Layout {
  const { bands, shelfY, shelfHeight } = bandsOf(placed, measure)
  const points = new Map<string, Point>()
  const boxes = placed.map(({ item, x, width, shelf }): Box => {
    for (const [row, ids] of item.rows) {
      const y = shelfY[row]![shelf]! + measure.head
      ids.forEach((id, index) => {
        const line = Math.floor(index / item.columns)
        const column = (index % item.columns) + ((row + line) % 2) * SHIFT
        points.set(id, {
          x: x + measure.pad + (column + 0.5) * measure.cellWidth,
          y: y + (line + 0.5) * measure.cellHeight,
        })
      })
    }
    const top = shelfY[item.top]![shelf]!
    const end = shelfY[item.bottom]![shelf]! + shelfHeight[item.bottom]![shelf]!
    return { id: item.id, zone: item.zone, x: x + width / 2, y: (top + end) / 2, width, height: end - top }
  })
  const width = Math.max(0, ...placed.map(({ x, width }) => x + width))
  const last = bands.at(-1)
  return { points, boxes, bands, width, height: last ? last.y + last.height : 0 }
}

function bandsOf(placed: readonly Placed[], measure: Measure) {
  const bands: Band[] = []
  const shelfY: number[][] = []
  const shelfHeight: number[][] = []
  let y = 0
  levels.forEach((level, row) => {
    const own = placed.filter(({ item }) => item.rows.has(row))
    const shelves = own.length === 0 ? 0 : Math.max(...own.map(({ shelf }) => shelf)) + 1
    const heights = Array.from({ length: shelves }, (_, shelf) => {
      const lines = own.filter(one => one.shelf === shelf).map(({ item }) => linesOf(item, row))
      return heightOf(Math.max(1, ...lines), measure)
    })
    const tops: number[] = []
    let at = y + BAND_PAD
    for (const height of heights) {
      tops.push(at)
      at += height + BAND_PAD
    }
    shelfY.push(tops)
    shelfHeight.push(heights)
    const devices = own.reduce((sum, { item }) => sum + item.rows.get(row)!.length, 0)
    const isDrawn = shelves > 0 || level !== null
    const height = shelves > 0 ? at - y : isDrawn ? EMPTY_BAND : 0
    if (isDrawn) bands.push({ level, y, height, devices })
    y += height
  })
  return { bands, shelfY, shelfHeight }
}
