import type { Zone } from '@nautilus/model'
import { expect, test } from 'vitest'
import type { AssetRow } from '../../shared/wire.ts'
import { bundled, EVERY, groupedBy, MOST_ALONE, NO_ZONE, worstAmong } from './groups.ts'
import type { Line } from './network.ts'

const asset = (n: number, zone: string | null, level: number | null = null) =>
  ({ id: `a${n}`, zone, level }) as unknown as AssetRow
const zone = (id: string, level: number | null) => ({ id, level }) as unknown as Zone
const line = (client: string, server: string, protocol: string, more: Partial<Line> = {}) =>
  ({ id: `${client}>${server}>${protocol}`, client, server, protocol, changes: false, isNew: false, ...more }) as Line

/** Zones z0, z1, … of a hundred devices each, one device in a zone of its own, and two in none. */
const many = [
  ...Array.from({ length: 400 }, (_, n) => asset(n, `z${Math.floor(n / 100)}`, n % 3 === 0 ? 1 : 2)),
  asset(400, 'lonely'),
  asset(401, null, 3),
  asset(402, null, 3),
]
const zones = [zone('z0', 0)]

test('a small site is drawn device by device', () => {
  const few = many.slice(0, MOST_ALONE)
  const { alone, groups } = groupedBy(few, zones, new Set())
  expect(alone).toEqual(few)
  expect(groups).toEqual([])
})

test('a large one by its zones, at their level or that of most of their devices', () => {
  const { alone, groups, nodeOf } = groupedBy(many, zones, new Set())
  expect(groups.map(({ id, level, devices }) => [id, level, devices.length])).toEqual([
    ['z0', 0, 100],
    ['z1', 2, 100],
    ['z2', 2, 100],
    ['z3', 2, 100],
    [NO_ZONE, 3, 2],
  ])
  expect(alone.map(({ id }) => id)).toEqual(['a400'])
  expect(nodeOf.get('a250')).toBe('z2')
  expect(nodeOf.get('a400')).toBe('a400')
})

test('an open zone shows its devices, and all of them can be open', () => {
  const { alone, groups } = groupedBy(many, zones, new Set(['z1', NO_ZONE]))
  expect(alone).toHaveLength(103)
  expect(groups.map(({ id }) => id)).toEqual(['z0', 'z2', 'z3'])
  expect(groupedBy(many, zones, new Set([EVERY])).alone).toHaveLength(many.length)
})

test('the order in which devices come does not matter', () => {
  const one = groupedBy(many, zones, new Set())
  const other = groupedBy([...many].reverse(), zones, new Set())
  expect(other.groups.map(({ id, level }) => [id, level])).toEqual(one.groups.map(({ id, level }) => [id, level]))
})

test('links of closed zones are one; within a zone they are not drawn, and between devices they stay', () => {
  const { nodeOf } = groupedBy(many, zones, new Set(['z1']))
  const { single, bundles } = bundled(
    [
      line('a0', 'a1', 'modbus'),
      line('a0', 'a200', 'modbus', { changes: true }),
      line('a2', 'a201', 's7comm', { isNew: true }),
      line('a100', 'a101', 'modbus'),
      line('a100', 'a0', 'opcua'),
      line('a0', 'unknown', 'opcua'),
    ],
    nodeOf,
  )
  expect(single.map(({ id }) => id)).toEqual(['a100>a101>modbus'])
  expect(bundles).toEqual([
    { id: 'a100>>z0', from: 'a100', to: 'z0', lines: 1, protocols: ['opcua'], changes: false, isNew: false },
    { id: 'z0>>z2', from: 'z0', to: 'z2', lines: 2, protocols: ['modbus', 's7comm'], changes: true, isNew: true },
  ])
})

test('a closed zone is as grave as its gravest device', () => {
  expect(
    worstAmong(
      many.slice(0, 3),
      new Map([
        ['a1', 'low'],
        ['a2', 'high'],
        ['a9', 'critical'],
      ]),
    ),
  ).toBe('high')
  expect(worstAmong(many.slice(0, 3), new Map())).toBe('none')
})
