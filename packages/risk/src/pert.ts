// The PERT distribution on 0 to 1 in its standard form: a beta with α = 1 + 4m and β = 1 + 4(1 − m), m where it peaks.
// (Vose, Risk Analysis, 2008. Some programs take α and β from a mean and a deviation instead; their quantiles differ.)

/** Cells of the density, and of the table of quantiles. */
const CELLS = 2048
/** Tables remembered. */
const MAX_TABLES = 4096

type Tables = { readonly cumulated: Float64Array; readonly quantiles: Float64Array }
const tables = new Map<number, Tables>()

/** `peak`: 0 to 1. A function of `peak` alone, remembered as it is asked again and again. */
export function pertTables(peak: number): Tables {
  const known = tables.get(peak)
  if (known) return known
  if (tables.size >= MAX_TABLES) tables.clear()
  const cumulated = cumulate(1 + 4 * peak, 1 + 4 * (1 - peak))
  const made = { cumulated, quantiles: invert(cumulated) }
  tables.set(peak, made)
  return made
}

/** Simpson's rule over each cell, scaled to end at 1. */
function cumulate(a: number, b: number): Float64Array {
  const density = (x: number): number => x ** (a - 1) * (1 - x) ** (b - 1)
  const sums = new Float64Array(CELLS + 1)
  let left = density(0)
  for (let cell = 0; cell < CELLS; cell++) {
    const right = density((cell + 1) / CELLS)
    sums[cell + 1] = sums[cell]! + left + 4 * density((cell + 0.5) / CELLS) + right
    left = right
  }
  const whole = sums[CELLS]!
  return sums.map(sum => sum / whole)
}

function invert(cumulated: Float64Array): Float64Array {
  const quantiles = new Float64Array(CELLS + 1)
  let cell = 0
  for (let step = 1; step < CELLS; step++) {
    const wanted = step / CELLS
    while (cumulated[cell + 1]! < wanted) cell++
    const from = cumulated[cell]!
    quantiles[step] = (cell + (wanted - from) / (cumulated[cell + 1]! - from)) / CELLS
  }
  quantiles[CELLS] = 1
  return quantiles
}

/** Between two entries of a table over 0 to 1. */
export function readTable(table: Float64Array, at: number): number {
  const place = at * CELLS
  const cell = place >= CELLS ? CELLS - 1 : place | 0
  const from = table[cell]!
  return from + (place - cell) * (table[cell + 1]! - from)
}
