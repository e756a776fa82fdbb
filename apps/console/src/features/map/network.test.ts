import { expect, test } from 'vitest'
import type { LinkRow } from '../../shared/wire.ts'
import { around, DAY, type Filter, linesOf, newSinceOf, protocolsOf } from './network.ts'

const NOW = 100 * DAY

const link = (
  client: string,
  server: string,
  protocol: string,
  more: { verbs?: Record<string, number>; port?: number; first?: number; last?: number } = {},
): LinkRow => {
  const { verbs = { read: 1 }, port = 502, first = 0, last = NOW } = more
  return { client, server, protocol, port, first, last, data: { client, server, protocol, port, verbs, first, last } }
}
const all: Filter = { now: NOW, onlyChanges: false, withHousekeeping: false }
const ids = (links: readonly LinkRow[], filter: Filter) => linesOf(links, filter, null).map(({ id }) => id)

test('one line for a pair and protocol, with all its ports and verbs', () => {
  const links = [
    link('a', 'b', 'modbus', { verbs: { read: 3 }, first: 5 }),
    link('a', 'b', 'modbus', { verbs: { read: 1, write: 2 }, port: 503, first: 3 }),
  ]
  expect(linesOf(links, all, null)).toEqual([
    {
      id: 'a>b>modbus',
      client: 'a',
      server: 'b',
      protocol: 'modbus',
      ports: [502, 503],
      verbs: { read: 4, write: 2 },
      operations: 6,
      changes: true,
      isNew: false,
      first: 3,
      last: NOW,
    },
  ])
})

test('filters: time, protocol, verb, changes, housekeeping', () => {
  const links = [
    link('a', 'b', 'modbus', { verbs: { write: 1 } }),
    link('a', 'c', 's7comm', { last: NOW - 2 * DAY }),
    link('a', 'd', 'arp'),
  ]
  expect(ids(links, all)).toEqual(['a>b>modbus', 'a>c>s7comm'])
  expect(ids(links, { ...all, within: 24 })).toEqual(['a>b>modbus'])
  expect(ids(links, { ...all, withHousekeeping: true })).toHaveLength(3)
  expect(ids(links, { ...all, protocols: ['arp'] })).toEqual(['a>d>arp'])
  expect(ids(links, { ...all, verbs: ['read'] })).toEqual(['a>c>s7comm'])
  expect(ids(links, { ...all, onlyChanges: true })).toEqual(['a>b>modbus'])
})

test('new is what came within a day, where the site is known for longer', () => {
  expect(newSinceOf([NOW - 3 * DAY, null, NOW], NOW)).toBe(NOW - DAY)
  expect(newSinceOf([NOW - DAY / 2], NOW)).toBeNull()
  expect(newSinceOf([], NOW)).toBeNull()
  const [old, young] = linesOf([link('a', 'b', 'x', { first: 1 }), link('a', 'c', 'x', { first: NOW })], all, NOW - DAY)
  expect([old!.isNew, young!.isNew]).toEqual([false, true])
})

test('a zone, and whom its devices talk with', () => {
  const lines = linesOf([link('a', 'b', 'x'), link('c', 'd', 'x')], all, null)
  const zones = new Map([
    ['a', 'z'],
    ['e', 'z'],
    ['b', 'y'],
    ['c', 'y'],
    ['d', null],
  ])
  expect([...around('z', zones, lines)].sort()).toEqual(['a', 'b', 'e'])
})

test('protocols by how often they occur, housekeeping last', () => {
  const links = [
    link('a', 'b', 'arp'),
    link('a', 'c', 'arp'),
    link('a', 'b', 's7comm'),
    link('a', 'b', 'modbus'),
    link('b', 'c', 'modbus'),
  ]
  expect(protocolsOf(links).map(({ name }) => name)).toEqual(['modbus', 's7comm', 'arp'])
})
