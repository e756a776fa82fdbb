// The elements of the canvas. What is drawn of a name is harmless: hidden characters are shown by their code points.
import type { Conduit, Severity, Zone } from '@nautilus/model'
import type { ElementDefinition } from 'cytoscape'
import { calledOf } from '../../shared/asset-names.ts'
import { plain } from '../../shared/text.ts'
import type { AssetRow } from '../../shared/wire.ts'
import { colourOf } from './colours.ts'
import { type Band, type Layout, layoutOf } from './layout.ts'
import { conduitId, isHousekeeping, type Line, markOf } from './network.ts'
import { iconOf } from './role-icons.ts'

/** Lines from which on they are drawn the fast way: straight, without arrows. */
const MANY = 700
const LONGEST = 60

export type Words = {
  readonly band: (level: Band['level']) => string
  readonly noZone: string
  readonly devices: (count: number) => string
}
export type Scene = { readonly elements: readonly ElementDefinition[]; readonly width: number; readonly height: number }

export type DeviceScene = {
  readonly assets: readonly AssetRow[]
  readonly zones: readonly Zone[]
  readonly lines: readonly Line[]
  readonly worst: ReadonlyMap<string, Severity>
  readonly newSince: number | null
  readonly ink: string
  readonly words: Words
}

export function deviceScene({ assets, zones, lines, worst, newSince, ink, words }: DeviceScene): Scene {
  const layout = layoutOf(assets.map(asset => ({ ...asset, title: titleOf(asset) })))
  const nameOf = new Map(zones.map(({ id, name }) => [id, plain(name, LONGEST)]))
  const boxes = layout.boxes.map(({ id, zone, x, y, width, height }) => ({
    group: 'nodes' as const,
    data: {
      id: `box ${id}`,
      at: zone,
      width,
      height,
      label: zone === null ? words.noZone : (nameOf.get(zone) ?? zone),
      labelWidth: `${Math.max(40, width - 16)}px`,
      border: zone === null ? 'dashed' : 'solid',
    },
    position: { x, y },
    classes: 'box',
  }))
  const nodes = assets.map(asset => ({
    group: 'nodes' as const,
    data: {
      id: asset.id,
      at: asset.id,
      label: titleOf(asset),
      icon: iconOf(asset.role, ink),
      worst: worst.get(asset.id) ?? 'none',
    },
    position: { ...layout.points.get(asset.id)! },
    classes: newSince !== null && (asset.first ?? 0) >= newSince ? 'device new' : 'device',
  }))
  return framed(layout, words, [...boxes, ...nodes, ...edgesOf(lines, new Set(assets.map(({ id }) => id)))])
}

const titleOf = (asset: AssetRow): string => plain(calledOf(asset), LONGEST)

function edgesOf(lines: readonly Line[], drawn: ReadonlySet<string>): ElementDefinition[] {
  const inside = lines.filter(({ client, server }) => client !== server && drawn.has(client) && drawn.has(server))
  const many = inside.length > MANY ? 'many' : ''
  return inside.map(({ id, client, server, protocol, changes, isNew }) => ({
    group: 'edges',
    data: { id, at: id, source: client, target: server, colour: colourOf(protocol, isHousekeeping(protocol)) },
    classes: [many, changes ? 'changes' : '', isNew ? 'new' : ''].join(' '),
  }))
}

export type ZoneScene = {
  readonly zones: readonly Zone[]
  readonly conduits: readonly Conduit[]
  readonly newSince: number | null
  readonly words: Words
}

const zoneMeasure = { cellWidth: 290, cellHeight: 110, pad: 10, head: 8 }

export function zoneScene({ zones, conduits, newSince, words }: ZoneScene): Scene {
  const layout = layoutOf(
    zones.map(({ id, name, level }) => ({ id, title: plain(name, LONGEST), level, zone: null })),
    zoneMeasure,
  )
  const nodes = zones.map(({ id, name, assets }) => ({
    group: 'nodes' as const,
    data: { id, at: id, label: `${plain(name, LONGEST)}\n${words.devices(assets.length)}`, icon: 'none' },
    position: { ...layout.points.get(id)! },
    classes: 'zone',
  }))
  const known = new Set(zones.map(({ id }) => id))
  const edges = conduits
    .filter(({ from, to }) => from !== to && known.has(from) && known.has(to))
    .map((conduit): ElementDefinition => {
      const { from, to, pairs, uses, first } = conduit
      const isNew = newSince !== null && first !== null && first >= newSince
      const protocols = [...new Set(uses.map(({ protocol }) => protocol))]
      const label = protocols.length > 3 ? `${protocols.slice(0, 3).join(', ')} …` : protocols.join(', ')
      return {
        group: 'edges',
        data: {
          id: conduitId(conduit),
          at: conduitId(conduit),
          source: from,
          target: to,
          label,
          width: 1.5 + Math.min(4, Math.log2(1 + pairs)),
        },
        classes: ['conduit', markOf(conduit), isNew ? 'new' : ''].join(' '),
      }
    })
  return framed(layout, words, [...nodes, ...edges])
}

/** With the bands of the levels behind. */
function framed({ bands, width, height }: Layout, words: Words, elements: ElementDefinition[]): Scene {
  const margin = 20
  const behind = bands.map(({ level, y, height: tall, devices }) => ({
    group: 'nodes' as const,
    data: { id: `band ${level}`, label: words.band(level), width: width + 2 * margin, height: tall, devices },
    position: { x: width / 2, y: y + tall / 2 },
    classes: 'band',
    selectable: false,
    grabbable: false,
  }))
  return { elements: [...behind, ...elements], width, height }
}
