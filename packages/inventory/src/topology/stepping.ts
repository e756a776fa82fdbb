// Steps as a graph: for each device, where somebody who holds it gets to next.
import type { Asset, Link, PathStep } from '@nautilus/model'
import { byStrength, stepOf } from './steps.ts'

export type Stepping = {
  readonly assets: readonly Asset[]
  readonly indexOf: ReadonlyMap<string, number>
  /** The strongest step from a device to another, by device, in the order of the devices stepped on. */
  readonly onwards: readonly ReadonlyMap<number, PathStep>[]
  readonly backwards: readonly ReadonlyMap<number, PathStep>[]
}

export function steppingOf(assets: readonly Asset[], links: readonly Link[]): Stepping {
  const indexOf = new Map(assets.map(({ id }, index) => [id, index]))
  const onwards = assets.map(() => new Map<number, PathStep>())
  for (const link of links) {
    const step = stepOf(link)
    const [from, to] = [indexOf.get(link.client), indexOf.get(link.server)]
    if (!step || from === undefined || to === undefined) continue
    const known = onwards[from]!.get(to)
    if (!known || byStrength(step, known) < 0) onwards[from]!.set(to, step)
  }
  const inOrder = onwards.map(steps => new Map([...steps].sort(([a], [b]) => a - b)))
  const backwards = assets.map(() => new Map<number, PathStep>())
  for (const [from, steps] of inOrder.entries()) for (const [to, step] of steps) backwards[to]!.set(from, step)
  return { assets, indexOf, onwards: inOrder, backwards }
}

/** Steps from each device to the goal, -1 where there is no way. No way leads through a device that `ends` it. */
export function distancesTo(
  goal: number,
  { backwards }: Pick<Stepping, 'backwards'>,
  most: number,
  ends: (node: number) => boolean,
): Int32Array {
  const distance = new Int32Array(backwards.length).fill(-1)
  distance[goal] = 0
  let edge = [goal]
  for (let steps = 1; steps <= most && edge.length > 0; steps++) {
    const next: number[] = []
    for (const node of edge) {
      for (const before of backwards[node]!.keys()) {
        if (distance[before] !== -1) continue
        distance[before] = steps
        if (!ends(before)) next.push(before)
      }
    }
    edge = next
  }
  return distance
}
