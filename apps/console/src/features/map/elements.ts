// The elements of the canvas. What is drawn of a name is harmless: hidden characters are shown by their code points.
import type { Conduit, Severity, Zone } from '@nautilus/model'
import type { ElementDefinition } from 'cytoscape'
import { calledOf } from '../../shared/asset-names.ts'
import { plain } from '../../shared/text.ts'
import type { AssetRow } from '../../shared/wire.ts'
import { colourOf } from './colours.ts'
import { type Bundle, bundled, type Group, groupedBy, NO_ZONE, worstAmong } from './groups.ts'
import { type Band, type Box, type Layout, layoutOf } from './layout.ts'
import { conduitId, isHousekeeping, type Line, markOf } from './network.ts'
import { iconOf } from './role-icons.ts'

/** Lines from which on they are drawn the fast way: straight, without arrows. */
const MANY = 700
const LONGEST = 60

/** The box of what is not opened. */
const CLOSED = '\u0000closed'
const QUIET = '#84909d'

export type Words = {
  readonly band: (level: Band['level']) => string
  readonly noZone: string
  readonly closedZones: string
  readonly devices: (count: number) => string
}
export type Scene = {
  readonly elements: readonly ElementDefinition[]
  /** Ids of zones that are one node and can be opened. */
  readonly closed: ReadonlySet<string>
  readonly width: number
  readonly height: number
}

export type DeviceScene = {
  readonly assets: readonly AssetRow[]
  readonly zones: readonly Zone[]
  readonly lines: readonly Line[]
  /** Zones whose devices are drawn, where there are too many to draw all of them. */
  readonly open: ReadonlySet<string>
  readonly worst: ReadonlyMap<string, Severity>
  readonly newSince: number | null
  readonly ink: string
  readonly words: Words
}

export function deviceScene(asked: DeviceScene): Scene {
  const { assets, zones, lines, open, words } = asked
  const { alone, groups, nodeOf } = groupedBy(assets, zones, open)
  const nameOf = new Map(zones.map(({ id, name }) => [id, plain(name, LONGEST)]))
  const titleOfGroup = (id: string) => (id === NO_ZONE ? words.noZone : (nameOf.get(id) ?? plain(id, LONGEST)))
  const layout = layoutOf([
    ...alone.map(asset => ({ ...asset, title: titleOf(asset) })),
    ...groups.map(({ id, level }) => ({ id, level, title: titleOfGroup(id), zone: CLOSED })),
  ])
  const boxes = layout.boxes.map(box => boxNode(box, words, nameOf))
  const nodes = [
    ...alone.map(asset => deviceNode(asset, layout, asked)),
    ...groups.map(group => groupNode(group, titleOfGroup(group.id), layout, asked)),
  ]
  const { single, bundles } = bundled(lines, nodeOf)
  const closed = new Set(groups.map(({ id }) => id))
  const edges = [...edgesOf(single), ...bundles.map(bundle => bundleEdge(bundle, closed))]
  return framed(layout, words, [...boxes, ...nodes, ...edges], closed)
}

function boxNode({ id, zone, x, y, width, height }: Box, words: Words, nameOf: ReadonlyMap<string, string>) {
  const label = zone === null ? words.noZone : zone === CLOSED ? words.closedZones : (nameOf.get(zone) ?? zone)
  return {
    group: 'nodes' as const,
    data: {
      id: `box ${id}`,
      ...(zone === CLOSED ? {} : { at: zone }),
      width,
      height,
      label,
      labelWidth: `${Math.max(40, width - 16)}px`,
      border: zone === null || zone === CLOSED ? 'dashed' : 'solid',
    },
    position: { x, y },
    classes: 'box',
  }
}

function deviceNode(asset: AssetRow, { points }: Layout, { worst, newSince, ink }: DeviceScene) {
  return {
    group: 'nodes' as const,
    data: {
      id: asset.id,
      at: asset.id,
      label: titleOf(asset),
      icon: iconOf(asset.role, ink),
      worst: worst.get(asset.id) ?? 'none',
    },
    position: { ...points.get(asset.id)! },
    classes: isFresh(asset, newSince) ? 'device new' : 'device',
  }
}

function groupNode({ id, devices }: Group, title: string, { points }: Layout, asked: DeviceScene) {
  const { worst, newSince, words } = asked
  return {
    group: 'nodes' as const,
    data: {
      id,
      at: id,
      label: `${title}\n${words.devices(devices.length)}`,
      icon: 'none',
      worst: worstAmong(devices, worst),
    },
    position: { ...points.get(id)! },
    classes: devices.some(device => isFresh(device, newSince)) ? 'zone group new' : 'zone group',
  }
}

const isFresh = ({ first }: AssetRow, newSince: number | null): boolean => newSince !== null && (first ?? 0) >= newSince

/** As thick as many, in the colour of its protocol where it has but one. Between a zone and a device it opens the zone. */
function bundleEdge(bundle: Bundle, closed: ReadonlySet<string>): ElementDefinition {
  const { id, from, to, lines, protocols, changes, isNew } = bundle
  const [protocol = ''] = protocols
  const colour = protocols.length === 1 ? colourOf(protocol, isHousekeeping(protocol)) : QUIET
  const at = !closed.has(from) ? to : !closed.has(to) ? from : id
  return {
    group: 'edges',
    data: { id, at, source: from, target: to, colour, width: 1 + Math.min(5, Math.log2(1 + lines)) },
    classes: ['bundle', changes ? 'changes' : '', isNew ? 'new' : ''].join(' '),
  }
}

const titleOf = (asset: AssetRow): string => plain(calledOf(asset), LONGEST)

function edgesOf(lines: readonly Line[]): ElementDefinition[] {
  const many = lines.length > MANY ? 'many' : ''
  return lines.map(({ id, client, server, protocol, changes, isNew }) => ({
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
function framed(
  { bands, width, height }: Layout,
  words: Words,
  elements: ElementDefinition[],
  closed: ReadonlySet<string> = new Set(),
): Scene {
  const margin = 20
  const behind = bands.map(({ level, y, height: tall, devices }) => ({
    group: 'nodes' as const,
    data: { id: `band ${level}`, label: words.band(level), width: width + 2 * margin, height: tall, devices },
    position: { x: width / 2, y: y + tall / 2 },
    classes: 'band',
    selectable: false,
    grabbable: false,
  }))
  return { elements: [...behind, ...elements], closed, width, height }
}
