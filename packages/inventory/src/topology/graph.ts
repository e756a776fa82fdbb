// Graphs of devices as numbers. Nothing here calls itself: a chain of 100,000 devices must not exhaust the stack.

export type Graph = readonly (readonly number[])[]

/** Neighbours of each node, each once, in order. */
export function undirected(size: number, edges: Iterable<readonly [number, number]>): Graph {
  const sets = Array.from({ length: size }, () => new Set<number>())
  for (const [a, b] of edges) {
    if (a === b) continue
    sets[a]!.add(b)
    sets[b]!.add(a)
  }
  return sets.map(set => [...set].sort((a, b) => a - b))
}

/** Numbers of connected parts by node; parts are numbered in the order of their first node. */
export function partsOf(graph: Graph): number[] {
  const part = new Array<number>(graph.length).fill(-1)
  let count = 0
  for (let start = 0; start < graph.length; start++) {
    if (part[start] !== -1) continue
    part[start] = count
    const open = [start]
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      for (const next of graph[node]!) {
        if (part[next] !== -1) continue
        part[next] = count
        open.push(next)
      }
    }
    count++
  }
  return part
}

/** A node whose loss parts the graph, with how much weight hangs on each branch that it alone holds. */
export type Cut = { readonly node: number; readonly branches: readonly number[] }

/**
 * Articulation points with the weight of the branches below them: Hopcroft and Tarjan, Algorithm 447, CACM 16 (1973).
 * The weight of everything on the other side is that of the node's part less its branches and itself.
 */
export function cutsOf(graph: Graph, weightOf: (node: number) => number): Cut[] {
  const walk = new Walk(graph, weightOf)
  for (let node = 0; node < graph.length; node++) if (!walk.met(node)) walk.from(node)
  return walk.cuts.sort((a, b) => a.node - b.node)
}

class Walk {
  readonly cuts: Cut[] = []
  readonly #graph: Graph
  readonly #order: Int32Array
  readonly #low: Int32Array
  readonly #parent: Int32Array
  readonly #at: Int32Array
  readonly #weight: Float64Array
  readonly #branches = new Map<number, number[]>()
  #clock = 0

  constructor(graph: Graph, weightOf: (node: number) => number) {
    const size = graph.length
    this.#graph = graph
    this.#order = new Int32Array(size).fill(-1)
    this.#low = new Int32Array(size)
    this.#parent = new Int32Array(size).fill(-1)
    this.#at = new Int32Array(size)
    this.#weight = Float64Array.from({ length: size }, (_, node) => weightOf(node))
  }

  met(node: number): boolean {
    return this.#order[node] !== -1
  }

  from(root: number): void {
    this.#enter(root, -1)
    const path = [root]
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const next = this.#graph[node]![this.#at[node]!]
      if (next === undefined) {
        path.pop()
        this.#leave(node)
        continue
      }
      this.#at[node]!++
      if (next === this.#parent[node]) continue
      if (this.met(next)) this.#low[node] = Math.min(this.#low[node]!, this.#order[next]!)
      else {
        this.#enter(next, node)
        path.push(next)
      }
    }
    const branches = this.#branches.get(root) ?? []
    // The root parts the graph only if it holds several branches; the largest counts as the other side.
    if (branches.length > 1) {
      const sorted = branches.sort((a, b) => b - a)
      this.cuts.push({ node: root, branches: sorted.slice(1) })
    }
  }

  #enter(node: number, parent: number): void {
    this.#order[node] = this.#clock
    this.#low[node] = this.#clock++
    this.#parent[node] = parent
  }

  #leave(node: number): void {
    const parent = this.#parent[node]!
    if (parent >= 0) {
      this.#low[parent] = Math.min(this.#low[parent]!, this.#low[node]!)
      this.#weight[parent] = this.#weight[parent]! + this.#weight[node]!
      if (this.#low[node]! >= this.#order[parent]!) push(this.#branches, parent, this.#weight[node]!)
      const branches = this.#branches.get(node)
      if (branches) this.cuts.push({ node, branches })
    }
  }
}

function push(map: Map<number, number[]>, key: number, value: number): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
