// Quantiles of a stream in bounded memory, after UDDSketch (Epicoco, Melle, Cafaro et al., IEEE Access 8, 2020): buckets
// of relative width, of which neighbours are joined in pairs when there are too many.
import { listOf, type Shape, Unreadable } from './shape.ts'

/** Bucket i of level 0 holds magnitudes from LEAST·γ^(i-1) (exclusive) to LEAST·γ^i; smaller ones are zero. */
const LEAST = 1e-6
const ALPHA = 0.01
const LOG_GAMMA = Math.log((1 + ALPHA) / (1 - ALPHA))
/** Beyond this many buckets each level doubles their width in the logarithm. */
export const MAX_BUCKETS = 64
/** Of a bucket: log(1.8e308 / 1e-6) / log γ, rounded up. */
const MAX_KEY = 36_200
const MAX_LEVEL = 20

/** `keys` ascending: negative for negative numbers, 0 for zero. Two sketches of the same numbers are equal in any order. */
export type Sketch = { level: number; total: number; keys: number[]; counts: number[] }

export const newSketch = (): Sketch => ({ level: 0, total: 0, keys: [], counts: [] })

export function add(sketch: Sketch, value: number, weight = 1): void {
  if (!Number.isFinite(value)) return
  addKey(sketch, widened(keyOf(value), sketch.level), weight)
  sketch.total += weight
  while (sketch.keys.length > MAX_BUCKETS) coarsen(sketch)
}

function keyOf(value: number): number {
  const magnitude = Math.abs(value)
  if (magnitude <= LEAST) return 0
  const key = Math.max(1, Math.ceil(Math.log(magnitude / LEAST) / LOG_GAMMA))
  return value < 0 ? -key : key
}

const widened = (key: number, levels: number): number => {
  const wide = Math.ceil(Math.abs(key) / 2 ** levels)
  return key < 0 ? -wide : wide
}

function addKey({ keys, counts }: Sketch, key: number, weight: number): void {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (keys[middle]! < key) low = middle + 1
    else high = middle
  }
  if (keys[low] === key) counts[low]! += weight
  else {
    keys.splice(low, 0, key)
    counts.splice(low, 0, weight)
  }
}

function coarsen(sketch: Sketch): void {
  const { keys, counts } = sketch
  let to = -1
  for (let at = 0; at < keys.length; at++) {
    const key = widened(keys[at]!, 1)
    const count = counts[at]!
    if (to >= 0 && keys[to] === key) counts[to]! += count
    else {
      to++
      keys[to] = key
      counts[to] = count
    }
  }
  keys.length = to + 1
  counts.length = to + 1
  sketch.level++
}

/** How far, relative to the true quantile, an answer may be off. 0.01 while the buckets suffice. */
export function errorOf({ level }: Sketch): number {
  const gamma = Math.exp(LOG_GAMMA * 2 ** level)
  return (gamma - 1) / (gamma + 1)
}

/** The value at rank ⌊q·(n-1)⌋ of n, within `errorOf` of it. 0 of nothing. */
export function quantile(sketch: Sketch, q: number): number {
  const { keys, counts, total, level } = sketch
  const rank = Math.floor(q * (total - 1))
  let seen = 0
  for (let at = 0; at < keys.length; at++) {
    seen += counts[at]!
    if (seen > rank) return middleOf(keys[at]!, level)
  }
  return 0
}

/** Of a bucket: equally far, in relation, from both ends. */
function middleOf(key: number, level: number): number {
  if (key === 0) return 0
  const width = LOG_GAMMA * 2 ** level
  const value = Math.exp(Math.log(LEAST) + width * Math.abs(key)) * (2 / (1 + Math.exp(width)))
  return key < 0 ? -value : value
}

function mergeInto(a: Sketch, b: Sketch): Sketch {
  while (a.level < b.level) coarsen(a)
  while (b.level < a.level) coarsen(b)
  b.keys.forEach((key, at) => {
    addKey(a, key, b.counts[at]!)
  })
  a.total += b.total
  while (a.keys.length > MAX_BUCKETS) coarsen(a)
  return a
}

/** Written as `[level, key, count, key, count, …]`. */
export const sketchShape: Shape<Sketch> = {
  write: ({ level, keys, counts }) => [level, ...keys.flatMap((key, at) => [key, counts[at]!])],
  read(json, where) {
    const [level, ...parts] = listOf(json, where, 1 + 2 * MAX_BUCKETS)
    if (!isWithin(level, 0, MAX_LEVEL) || parts.length % 2 > 0) throw new Unreadable(`${where} is no sketch`)
    const sketch = newSketch()
    sketch.level = level
    for (let at = 0; at < parts.length; at += 2) {
      const key = parts[at]
      const count = parts[at + 1]
      const after = sketch.keys.at(-1) ?? -MAX_KEY - 1
      if (!isWithin(key, after + 1, MAX_KEY) || !isWithin(count, 1, Number.MAX_SAFE_INTEGER))
        throw new Unreadable(`${where} is no sketch`)
      sketch.keys.push(key)
      sketch.counts.push(count)
      sketch.total += count
    }
    return sketch
  },
  merge: mergeInto,
}

const isWithin = (value: unknown, low: number, high: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high
