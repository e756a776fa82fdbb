// Who can change the process: those who did change a controller, and those who can act on them.
import type { Asset, PathStep, Reach } from '@nautilus/model'
import type { ControlRow } from '../control-table.ts'
import { byText } from '../seen.ts'
import type { Stepping } from './stepping.ts'

/** Beyond so many steps nearly everybody reaches everything. */
export const MAX_REACH = 4
/** Told of one controller. */
const MAX_INDIRECT = 200
/** Looked at for all controllers together; a site of 100,000 devices must not take minutes. */
const MAX_LOOKS = 3_000_000

/** Holding these gives the hands of whoever works there; reading a value or a page does not. */
const holding: ReadonlySet<string> = new Set(['login', 'remote control', 'tunnel', 'file share'])

export function reachOf(stepping: Stepping, control: readonly ControlRow[]): Reach[] {
  const rows = new Map<string, ControlRow[]>()
  for (const row of control) {
    if (Object.keys(row.verbs).length === 0) continue
    const known = rows.get(row.controller)
    if (known) known.push(row)
    else rows.set(row.controller, [row])
  }
  let looks = 0
  const look = () => looks++ < MAX_LOOKS
  return [...rows]
    .sort(([a], [b]) => (stepping.indexOf.get(a) ?? 0) - (stepping.indexOf.get(b) ?? 0))
    .map(([controller, of]) => ({
      controller,
      direct: directOf(of),
      indirect: indirectOf(stepping, controller, of, look),
    }))
}

function directOf(rows: readonly ControlRow[]): Reach['direct'] {
  const clients = Map.groupBy(rows, ({ client }) => client)
  return [...clients]
    .map(([asset, of]) => ({
      asset,
      protocols: distinct(of.map(({ protocol }) => protocol)),
      verbs: distinct(of.flatMap(({ verbs }) => Object.keys(verbs))),
    }))
    .sort((a, b) => byText(a.asset, b.asset))
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].sort(byText)

function indirectOf(
  stepping: Stepping,
  controller: string,
  rows: readonly ControlRow[],
  look: () => boolean,
): Reach['indirect'] {
  const { indexOf, assets } = stepping
  const indirect: Reach['indirect'][number][] = []
  const known = new Set([indexOf.get(controller)])
  let edge = [...new Set(rows.flatMap(({ client }) => indexOf.get(client) ?? []))].sort((a, b) => a - b)
  for (const node of edge) known.add(node)
  for (let steps = 2; steps <= MAX_REACH && edge.length > 0; steps++) {
    const next: number[] = []
    for (const [before, node, { protocol, kind }] of holders(stepping, edge, look)) {
      if (known.has(before) || indirect.length >= MAX_INDIRECT) continue
      known.add(before)
      next.push(before)
      indirect.push({ asset: idOf(assets, before), through: idOf(assets, node), protocol, kind, steps })
    }
    edge = next
  }
  return indirect
}

/** Who holds one of these: holder, held, and how. */
function* holders(
  { backwards }: Stepping,
  nodes: readonly number[],
  look: () => boolean,
): Generator<[number, number, PathStep]> {
  for (const node of nodes) {
    for (const [before, step] of backwards[node]!) {
      if (!look()) return
      if (holding.has(step.kind)) yield [before, node, step]
    }
  }
}

const idOf = (assets: readonly Asset[], index: number): string => assets[index]!.id
