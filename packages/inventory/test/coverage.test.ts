import type { Sight } from '@nautilus/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CoverageInput, coverageOf } from '../src/index.ts'
import { asset } from './site.ts'

const sight: Sight = {
  packets: 10_000,
  duplicates: 0,
  broken: 0,
  connections: { both: 20, oneSided: 0 },
  pairs: { any: 10, bothWays: 10 },
  commonMac: '',
  senders: 12,
  gaps: 0,
  lostBytes: 0,
  clock: { back: 0, most: 0, longestSilence: 0 },
  vlans: [],
  untagged: true,
}
const modbus = { protocol: 'modbus', packets: 1000, messages: 1000, malformed: 0, requests: 500, replies: 500 }

const covered = (more: Partial<Sight>, rest: Partial<CoverageInput> = {}) =>
  coverageOf({
    sight: { ...sight, ...more },
    protocols: [modbus],
    unrecognised: [],
    assets: [],
    subnets: [],
    asked: [],
    ...rest,
  })
const codes = (more: Partial<Sight>, rest?: Partial<CoverageInput>) =>
  covered(more, rest).unseen.map(({ code, grade }) => `${grade} ${code}`)

test('a whole mirror of a healthy plant leaves nothing to say', () => {
  expect(codes({})).toEqual([])
  // A few packets say nothing of a port.
  expect(codes({ packets: 50, pairs: { any: 0, bothWays: 0 } })).toEqual([])
})

test('a port that is no mirror, one of one device, and one of one direction', () => {
  expect(codes({ pairs: { any: 2, bothWays: 0 } })).toEqual(['blind mirror.none'])
  const { unseen } = covered(
    { commonMac: '00:1b:1b:00:00:01' },
    { assets: [asset('a', { mac: ['00:1b:1b:00:00:01'], name: 'plc-1' })] },
  )
  expect(unseen[0]?.what).toContain('Every conversation is to or from plc-1:')
  expect(codes({ connections: { both: 17, oneSided: 3 } })).toEqual(['partial mirror.one-sided'])
  expect(codes({ connections: { both: 3, oneSided: 17 } })).toEqual(['blind mirror.one-sided'])
})

test('requests without replies, in protocols that reply', () => {
  expect(codes({}, { protocols: [{ ...modbus, replies: 3 }] })).toEqual(['partial protocol.no-replies'])
  expect(codes({}, { protocols: [{ ...modbus, protocol: 'syslog', replies: 0 }] })).toEqual([])
})

test('networks: behind a router, asked for in vain, and searched for, which is no knowledge of them', () => {
  const routed = {
    cidr: '10.9.0.0/24',
    told: false,
    reason: '',
    vlans: [],
    gateways: [],
    assets: ['a'],
    heard: 'routed' as const,
  }
  const ask = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ asker: 'x', address: `10.7.0.${at + 1}`, answered: false }))
  expect(
    covered({}, { subnets: [routed], asked: ask(2) }).silent.map(({ cidr, addresses }) => [cidr, addresses]),
  ).toEqual([
    ['10.7.0.0/24', 2],
    ['10.9.0.0/24', 1],
  ])
  expect(codes({}, { subnets: [routed], asked: ask(2) })).toEqual([
    'partial network.routed-only',
    'note network.silent',
  ])
  expect(codes({}, { asked: ask(200) })).toEqual([])
})

test('shares: what is encrypted and what is not recognised', () => {
  const { recognised, encrypted } = covered(
    {},
    { unrecognised: [{ packets: 3000, entropy: 7.9 }], protocols: [modbus] },
  )
  expect([recognised, encrypted]).toEqual([0.25, 0.75])
  expect(codes({}, { unrecognised: [{ packets: 3000, entropy: 4 }] })).toEqual(['partial protocol.unrecognised'])
})

test('whatever was counted, shares are shares and every sentence is one', () => {
  const count = fc.nat({ max: 1e6 })
  const any = fc.record({ packets: count, duplicates: count, senders: count, gaps: count, lostBytes: count })
  fc.assert(
    fc.property(
      any,
      fc.array(fc.record({ packets: count, entropy: fc.constantFrom(null, 3, 7.9) }), { maxLength: 4 }),
      (more, unrecognised) => {
        const { recognised, encrypted, unseen } = covered(more, { unrecognised })
        expect(recognised >= 0 && recognised <= 1 && encrypted >= 0 && encrypted <= 1).toBe(true)
        for (const { what } of unseen) expect(what).toMatch(/^[^\n]*[.]$/)
      },
    ),
  )
})
