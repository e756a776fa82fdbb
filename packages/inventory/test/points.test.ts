import type { Activity, ItemValues, Party } from '@nautilus/model'
import { describe, expect, it } from 'vitest'
import { Inventory, isSavedInventory, type SavedInventory } from '../src/index.ts'

const party = (last: number): Party => ({ mac: '', ip: `10.0.0.${last}` })

const item = (access: 'read' | 'write', values: number[], unit: string | null = null): ItemValues => ({
  object: '1/holding-registers/7',
  access,
  type: 'u16',
  unit,
  last: values,
  min: values,
  max: values,
})

const activity = (client: number, at: number, items: ItemValues[], more: Partial<Activity> = {}): Activity => ({
  first: at,
  last: at,
  client: party(client),
  server: party(9),
  protocol: 'modbus',
  port: 502,
  verb: 'read',
  function: { code: '3', name: 'read holding registers' },
  object: '1/holding-registers/7',
  outcome: 'ok',
  refusal: null,
  detail: null,
  items,
  count: 1,
  bytes: 20,
  interval: null,
  latency: null,
  frame: at,
  ...more,
})

const pointsOf = (activities: Activity[], limits = {}) => {
  const inventory = new Inventory({ vendorOf: () => null, limits })
  inventory.learn({ from: 0, to: 9, activities, connections: [], sightings: [], notices: [] })
  const idOf = (last: number) => inventory.assetIdOf(party(last))
  return { points: inventory.points(), idOf, notices: inventory.notices() }
}

/** What `before` of the test below was, as version 1 wrote it. */
const place = { protocol: 'modbus', port: 502, object: '1/holding-registers/7', type: 'u16' as const }
const versionOne = {
  '10.0.0.9 modbus 502 u16 1/holding-registers/7': {
    ...{ server: party(9), ...place, unit: 'bar', last: [20], valued: 20, min: [20], max: [50] },
    readers: new Map([1, 2].map(each => [`10.0.0.${each}`, party(each)])),
    writers: new Map<string, Party>(),
    ...{ count: 2, first: 10, at: 20 },
  },
  '10.0.0.8 modbus 502 u16 1/holding-registers/7': {
    ...{ server: party(8), ...place, unit: null, last: [90], valued: 30, min: [90], max: [90] },
    readers: new Map<string, Party>(),
    writers: new Map([['10.0.0.3', party(3)]]),
    ...{ count: 1, first: 30, at: 30 },
  },
}

describe('points', () => {
  it('know their last value, their range, and who reads and writes them', () => {
    const { points, idOf } = pointsOf([
      activity(1, 10, [item('read', [50])]),
      activity(2, 20, [item('read', [20], 'bar')]),
      activity(3, 30, [item('write', [90])]),
      activity(1, 25, [item('read', [30])]),
    ])
    expect(points).toEqual([
      {
        server: idOf(9),
        protocol: 'modbus',
        port: 502,
        object: '1/holding-registers/7',
        type: 'u16',
        unit: 'bar',
        last: [90],
        min: [20],
        max: [90],
        readers: [idOf(1), idOf(2)].sort(),
        writers: [idOf(3)],
        count: 4,
        first: 10,
        at: 30,
      },
    ])
  })

  it('come back as they were saved, also as version 1 saved them, and go on from there', () => {
    const batch = (activities: Activity[]) => ({
      ...{ from: 0, to: 99, activities },
      ...{ connections: [], sightings: [], notices: [] },
    })
    const before = batch([
      activity(1, 10, [item('read', [50])]),
      activity(2, 20, [item('read', [20], 'bar')]),
      activity(3, 30, [item('write', [90])], { server: party(8) }),
    ])
    const after = batch([activity(4, 40, [item('read', [10])]), activity(3, 50, [item('write', [7])])])
    const whole = new Inventory({ vendorOf: () => null })
    whole.learn(before)
    const saved = structuredClone(whole.save())
    expect(saved.version).toBe(2)
    const held = new Map(Object.entries(versionOne))
    const first = { ...structuredClone(saved), version: 1 as const, points: { held, dropped: 0 } }
    expect([saved, first].every(isSavedInventory)).toBe(true)
    expect(isSavedInventory({ ...saved, version: 3 })).toBe(false)
    whole.learn(after)
    for (const one of [saved, first] as SavedInventory[]) {
      const back = new Inventory({ vendorOf: () => null, saved: one })
      back.learn(after)
      expect(back.points()).toEqual(whole.points())
      expect(back.points()).toHaveLength(2)
    }
  })

  it('are one with what subscribed to them: a name without a value has no type of its own', () => {
    const named: ItemValues = { ...item('read', []), type: 'raw', last: null, min: null, max: null }
    const both = [activity(1, 10, [named]), activity(2, 20, [item('read', [20])])]
    for (const order of [both, both.toReversed()]) {
      const { points, idOf } = pointsOf(order)
      expect(points).toHaveLength(1)
      expect(points[0]).toMatchObject({ type: 'u16', last: [20], count: 2, first: 10, at: 20 })
      expect(points[0]!.readers).toEqual([idOf(1), idOf(2)].sort())
    }
    expect(pointsOf([activity(1, 10, [named])]).points).toMatchObject([{ type: 'raw', last: null }])
  })

  it('take nothing from what was refused', () => {
    expect(pointsOf([activity(1, 10, [item('write', [50])], { outcome: 'refused' })]).points).toEqual([])
  })

  it('are bounded, and what finds no room is told', () => {
    const other: ItemValues = { ...item('read', [1]), object: '1/coils/0' }
    const { points, notices } = pointsOf([activity(1, 10, [item('read', [50]), other])], { points: 1 })
    expect(points).toHaveLength(1)
    expect(notices).toMatchObject([{ code: 'inventory.points-full', count: 1 }])
  })
})
