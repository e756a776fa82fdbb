// Ways from where people of the office or of the world are to what moves the process, over connections that were seen.
import type { Asset, ExposurePath, PathStep, Role } from '@nautilus/model'
import { hasRole, isField } from './standing.ts'
import { distancesTo, type Stepping } from './stepping.ts'

/** A longer way says little: each step would have to succeed. */
export const MAX_STEPS = 6
/** Ways told of one pair besides the shortest ones. */
export const MAX_WAYS = 8
export const MAX_PATHS = 1000
/** Devices that ways begin and end at, the most exposed first. */
const MAX_ENDS = 500
/** Steps tried in the search for the ways of one pair, and of all. */
const MAX_TRIES_OF_PAIR = 4000
const MAX_TRIES = 2_000_000

const OFFICE = 4
const entrances: ReadonlySet<Role> = new Set<Role>(['remote-access gateway', 'vendor laptop'])

export type Origin = ExposurePath['origin']

/** Why a way may begin at this device; null when it may not. */
export function originOf(asset: Asset, outside: ReadonlySet<string>, steps: Iterable<PathStep>): Origin | null {
  if (outside.has(asset.id)) return 'outside'
  if (hasRole(asset, entrances)) return 'remote access'
  for (const step of steps) if (outside.has(step.server) && reachesBack(step)) return 'remote access'
  return asset.level !== null && asset.level >= OFFICE ? 'office' : null
}

/** A session that the inside opens and the outside then works through. */
const reachesBack = ({ kind, protocol }: PathStep): boolean => kind === 'tunnel' || protocol === 'teamviewer'

export type Paths = { readonly paths: readonly ExposurePath[]; readonly cut: boolean }

/** No way leads through another origin: what lies behind that one is told from there. */
export function pathsOf(stepping: Stepping, outside: ReadonlySet<string>): Paths {
  const { assets, onwards, backwards, indexOf } = stepping
  const origins = assets.map((asset, at) => originOf(asset, outside, onwards[at]!.values()))
  const nodes = assets.map((_, at) => at)
  const starts = nodes.filter(at => origins[at] && onwards[at]!.size > 0)
  starts.sort((a, b) => order.indexOf(origins[a]!) - order.indexOf(origins[b]!) || a - b)
  const goals = nodes.filter(at => isField(assets[at]!) && backwards[at]!.size > 0)
  const search = new Search(stepping, origins)
  for (const goal of goals.slice(0, MAX_ENDS)) {
    if (search.full) break
    const distance = distancesTo(goal, stepping, MAX_STEPS, at => Boolean(origins[at]))
    for (const start of starts.slice(0, MAX_ENDS)) if (distance[start]! > 0) search.between(start, goal, distance)
  }
  const paths = search.found.sort(
    (a, b) => a.steps.length - b.steps.length || rank(a) - rank(b) || indexOf.get(a.to)! - indexOf.get(b.to)!,
  )
  const left = paths.length > MAX_PATHS || goals.length > MAX_ENDS || starts.length > MAX_ENDS
  return { paths: paths.slice(0, MAX_PATHS), cut: search.cut || left }
}

const order: readonly Origin[] = ['outside', 'remote access', 'office']
const rank = ({ origin }: ExposurePath): number => order.indexOf(origin)

class Search {
  readonly found: ExposurePath[] = []
  cut = false
  readonly #stepping: Stepping
  readonly #origins: readonly (Origin | null)[]
  #tries = 0
  #all = 0

  constructor(stepping: Stepping, origins: readonly (Origin | null)[]) {
    this.#stepping = stepping
    this.#origins = origins
  }

  /** More than is told, so that the shortest can be chosen. */
  get full(): boolean {
    return this.found.length >= 4 * MAX_PATHS
  }

  /** All simple ways of bounded length, the short ones first: a search that deepens. */
  between(start: number, goal: number, distance: Int32Array): void {
    const least = distance[start]!
    let ways = 0
    this.#tries = 0
    for (let length = least; length <= MAX_STEPS && ways < MAX_WAYS; length++) {
      for (const steps of this.#ways(start, goal, length, distance)) {
        if (this.full || ways >= MAX_WAYS) {
          this.cut = true
          return
        }
        ways++
        this.#tell(start, goal, steps, length === least)
      }
    }
  }

  #tell(start: number, goal: number, steps: readonly PathStep[], shortest: boolean): void {
    const { assets } = this.#stepping
    this.found.push({ from: assets[start]!.id, to: assets[goal]!.id, origin: this.#origins[start]!, shortest, steps })
  }

  /** Ways of exactly this length. Every node tried can still reach the goal in the steps left. */
  *#ways(start: number, goal: number, length: number, distance: Int32Array): Generator<PathStep[]> {
    const path: PathStep[] = []
    const on = new Set([start])
    const open = [this.#nexts(start)]
    while (open.length > 0) {
      const next = open.at(-1)!.next()
      if (next.done || this.#tired()) {
        open.pop()
        const step = path.pop()
        if (step) on.delete(this.#stepping.indexOf.get(step.server)!)
        continue
      }
      const [node, step] = next.value
      const left = length - path.length - 1
      if (node === goal && left === 0) yield [...path, step]
      if (on.has(node) || !this.#leads(node, left, distance[node]!)) continue
      path.push(step)
      on.add(node)
      open.push(this.#nexts(node))
    }
  }

  /** On the way to the goal, and not there yet. */
  #leads(node: number, left: number, distance: number): boolean {
    return distance > 0 && distance <= left && this.#origins[node] === null
  }

  #nexts(node: number): Iterator<[number, PathStep]> {
    return this.#stepping.onwards[node]![Symbol.iterator]()
  }

  #tired(): boolean {
    if (++this.#tries <= MAX_TRIES_OF_PAIR && ++this.#all <= MAX_TRIES) return false
    this.cut = true
    return true
  }
}
