import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvOf } from './csv.ts'
import type { Term } from './parse.ts'
import { absolute, fromWall, isRange, rangeOf, toWall } from './range.ts'
import { ruleOf } from './rule.ts'

test('ranges back from now, and between two moments', () => {
  expect(rangeOf('15m', 1e12)).toEqual({ from: 1e12 - 900e6, to: 1e12 })
  expect(rangeOf(absolute(5.7, 9.2), 0)).toEqual({ from: 5, to: 10 })
  expect(['0h', '9..5', '1y', '', '24h'].map(isRange)).toEqual([false, false, false, false, true])
})

test('the wall of the plant, over changes of its clock', () => {
  const summer = Date.UTC(2026, 6, 1, 10, 0) * 1000
  expect(toWall(summer, 'Europe/Berlin')).toBe('2026-07-01T12:00:00')
  expect(fromWall('2026-07-01T12:00', 'Europe/Berlin')).toBe(summer)
  expect(fromWall('2026-13-01T12:00', 'UTC')).toBeNull()
  const hours = fc.integer({ min: Date.UTC(2024, 0, 1) / 3600e3, max: Date.UTC(2028, 0, 1) / 3600e3 })
  fc.assert(
    fc.property(hours, fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC'), (hour, zone) => {
      const wall = toWall(hour * 3600e6, zone)
      // An hour that comes twice may be either of the two; on the wall it is the same.
      expect(toWall(fromWall(wall, zone)!, zone)).toBe(wall)
    }),
  )
})

test('cells with commas, quotes and lines are quoted; what looks like a formula is text', () => {
  expect(
    csvOf(
      ['a', 'b'],
      [
        ['x,"y"', 1],
        ['=SUM(A1)', null],
        ['two\nlines', -1],
      ],
    ),
  ).toBe('a,b\r\n"x,""y""",1\r\n\'=SUM(A1),\r\n"two\nlines",-1\r\n')
})

test('a hunt as a rule', () => {
  const terms: Term[] = [
    { field: 'protocol', op: 'is', value: 'modbus' },
    { field: 'object', op: 'contains', value: 'holding*' },
    { field: 'verb', op: 'not', value: 'read' },
    { field: 'verb', op: 'not', value: 'connect' },
    { field: 'value', op: 'gt', value: '100' },
    { field: 'sensor', op: 'is', value: 'span-1' },
  ]
  expect(ruleOf("Somebody's hunt", terms)).toEqual({
    left: ['sensor'],
    yaml: `title: 'Somebody''s hunt'
description: 'protocol is modbus, object contains holding*, verb not read, verb not connect, value gt 100, sensor is span-1'
status: experimental
logsource:
  product: nautilus
  category: activity
detection:
  hunted:
    protocol: modbus
    object|contains: 'holding\\*'
    verb|neq: read
    values|gt: 100
  hunted2:
    verb|neq: connect
  condition: hunted and hunted2
level: medium
`,
  })
  expect(ruleOf('', []).yaml).toContain("    verb: '*'\n")
})
