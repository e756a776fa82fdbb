import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Device, deviceMeasure, type Layout, layoutOf, levels, rowOf } from './layout.ts'

const device = (id: string, level: number | null, zone: string | null): Device => ({ id, title: id, level, zone })

const bandOf = ({ bands }: Layout, y: number) => bands.find(band => y >= band.y && y <= band.y + band.height)?.level

const anything = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 6 }),
    title: fc.constantFrom('a', 'b', 'c'),
    level: fc.constantFrom<number | null>(...levels),
    zone: fc.constantFrom(null, 'z1', 'z2', 'z3', 'z4'),
  }),
  { selector: ({ id }) => id, maxLength: 120 },
)

const overlaps = (a: { x: number; y: number; width: number; height: number }, b: typeof a): boolean =>
  Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height

test('every device is in the band of its level and in a box of its zone, and no two are in one place', () => {
  fc.assert(
    fc.property(anything, devices => {
      const layout = layoutOf(devices)
      expect(layout.points.size).toBe(devices.length)
      for (const { id, level, zone } of devices) {
        const { x, y } = layout.points.get(id)!
        expect(bandOf(layout, y)).toBe(levels[rowOf(level)])
        const inside = layout.boxes.filter(box => overlaps(box, { x, y, width: 1, height: 1 }))
        expect(inside.map(box => box.zone)).toEqual([zone])
      }
      const places = [...layout.points.values()].map(({ x, y }) => `${x} ${y}`)
      expect(new Set(places).size).toBe(places.length)
    }),
  )
})

test('boxes lie over no other box', () => {
  fc.assert(
    fc.property(anything, devices => {
      const { boxes } = layoutOf(devices)
      for (const [index, box] of boxes.entries())
        for (const other of boxes.slice(index + 1)) expect(overlaps(box, other)).toBe(false)
    }),
  )
})

test('the order in which devices come does not matter', () => {
  fc.assert(
    fc.property(anything, devices => {
      const [one, other] = [layoutOf(devices), layoutOf([...devices].reverse())]
      expect([...other.points].sort()).toEqual([...one.points].sort())
      expect(other.boxes).toEqual(one.boxes)
    }),
  )
})

test('two thousand devices in two hundred zones are no long line', () => {
  const many = Array.from({ length: 2000 }, (_, at) =>
    device(`d${at}`, (at % 4) + (at % 7 === 0 ? 1 : 0), `z${at % 200}`),
  )
  const { points, width, height } = layoutOf(many)
  expect(points.size).toBe(2000)
  expect(width / height).toBeGreaterThan(0.6)
  expect(width / height).toBeLessThan(3.2)
})

test('a small site: one box over the levels of its zone, empty levels thin', () => {
  const { boxes, bands, points } = layoutOf([
    device('plc', 1, 'cell'),
    device('hmi', 2, 'cell'),
    device('pc', 4, 'office'),
  ])
  expect(boxes.map(({ zone }) => zone)).toEqual(['cell', 'office'])
  expect(bands.map(({ level, devices }) => [level, devices])).toEqual([
    [5, 0],
    [4, 1],
    [3.5, 0],
    [3, 0],
    [2, 1],
    [1, 1],
    [0, 0],
  ])
  expect(bands[0]!.height).toBeLessThan(deviceMeasure.cellHeight)
  expect(points.get('hmi')!.y).toBeLessThan(points.get('plc')!.y)
})

test('levels in between go to the nearest', () => {
  expect([4.9, 3.6, 0.2, null].map(level => levels[rowOf(level)])).toEqual([5, 3.5, 0, null])
})
