// What is no batch is refused with what and where. Every field of a batch is broken in turn.
import type { Batch } from '@nautilus/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBatch, encodeBatch, faultInBatch } from '../src/index.ts'

const client = { mac: '02:00:00:00:00:07', ip: '10.0.0.7' }
const server = { mac: '', ip: '2001:db8::2' }
const code = { code: '16', name: 'write multiple registers' }
const spread = { min: 1, mean: 2.5, max: 4, jitter: 0.5 }

const batch: Batch = {
  from: 1_768_186_500_000_000,
  to: 1_768_186_560_000_000,
  activities: [
    {
      first: 1_768_186_501_000_000,
      last: 1_768_186_502_000_000,
      client,
      server,
      protocol: 'modbus',
      port: 502,
      verb: 'write',
      function: code,
      object: '1/holding-registers/0',
      outcome: 'refused',
      refusal: { code: '2', name: 'illegal data address' },
      detail: { registers: 2, session: 'a' },
      items: [{ object: 'x', access: 'write', type: 'u16', unit: '°C', last: [1, 2], min: [0, 0], max: [9, 9] }],
      count: 3,
      bytes: 90,
      interval: spread,
      latency: spread,
      frame: 17,
    },
  ],
  connections: [
    {
      first: 1_768_186_501_000_000,
      last: 1_768_186_502_000_000,
      client,
      server,
      transport: 'tcp',
      port: 502,
      protocol: 'modbus',
      state: 'open',
      count: 1,
      packets: { client: 2, server: 2 },
      bytes: { client: 20, server: 20 },
      frame: 16,
    },
  ],
  sightings: [
    {
      party: client,
      attribute: 'vendor',
      value: 'Siemens',
      source: 's7comm szl 0x0011',
      confidence: 0.9,
      first: 1,
      last: 2,
      frame: 3,
    },
  ],
  notices: [
    {
      code: 'message.malformed',
      message: 'x',
      count: 1,
      at: 1,
      frame: 1,
      client,
      server,
      protocol: 'modbus',
      sender: 'client',
      fault: 'modbus.length',
    },
  ],
  health: {
    packets: 100,
    bytes: 1000,
    dropped: 0,
    duplicates: 0,
    malformed: 0,
    unrecognised: 0,
    flows: 2,
    version: '1.0.0',
    storage: 0.5,
    configuration: 'a'.repeat(64),
    clock: 1_768_186_560_000_000,
    ring: {
      ...{ from: 1_768_186_000_000_000, to: 1_768_186_560_000_000, bytes: 1_000_000, size: 2_000_000, dropped: 0 },
      ...{ cappedFlows: 1, cappedFrames: 20, damaged: 0, sheds: 0, free: 5_000_000, encrypted: true, trouble: 'full' },
    },
    hearing: {
      by: 'ring',
      why: 'x',
      interfaces: [{ name: 'eth1', state: 'up', packets: 1, dropped: 0, frozen: 0, fill: 0.5, rate: 1 }],
    },
    view: {
      sight: {
        packets: 1,
        duplicates: 0,
        broken: 0,
        connections: { both: 1, oneSided: 0 },
        pairs: { any: 1, bothWays: 1 },
        commonMac: '',
        senders: 2,
        gaps: 0,
        lostBytes: 0,
        clock: { back: 0, most: 0, longestSilence: 0 },
        vlans: [7],
        untagged: true,
      },
      protocols: [{ protocol: 'modbus', packets: 1, messages: 1, malformed: 0, requests: 1, replies: 0 }],
      unrecognised: [{ packets: 1, entropy: 7.9 }],
    },
  },
}

type Json = Record<string, unknown>
/** Every field, list and list entry of a value, as the way to it. */
function waysOf(value: unknown, way: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [way]
  const parts = Array.isArray(value) ? value.map((part, at) => [at, part] as const) : Object.entries(value)
  return [...(way.length > 0 ? [way] : []), ...parts.flatMap(([name, part]) => waysOf(part, [...way, name]))]
}
const ways = waysOf(batch)
const nameOf = (way: readonly (string | number)[]) =>
  way.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${part}` : part),
    '',
  )

/** The batch with something else in one place. */
function withOther(way: readonly (string | number)[], other: unknown): unknown {
  // Not a structured clone: parts that are one in memory would stay one.
  const copy = JSON.parse(JSON.stringify(batch)) as Json
  let at = copy
  for (const part of way.slice(0, -1)) at = at[part] as Json
  at[way.at(-1)!] = other
  return copy
}

test('a batch is one, as it is and after its way', () => {
  expect(faultInBatch(batch)).toBeNull()
  expect(faultInBatch(decodeBatch(encodeBatch(batch)))).toBeNull()
  expect(faultInBatch({ ...batch, more: 1, health: undefined })).toBeNull()
})

test.each(ways.map(way => [nameOf(way), way] as const))('%s of a wrong kind is told with its place', (name, way) => {
  for (const junk of [true, { a: { b: 1 } }, Symbol.for('x')]) {
    if (junk === true && /untagged|encrypted/.test(name)) continue
    const told = faultInBatch(withOther(way, junk))
    expect(told, `${name}: ${String(junk)}`).toContain(name)
  }
})

test('numbers and texts without end, and words that there are not, are refused', () => {
  const cases: [readonly (string | number)[], unknown, RegExp][] = [
    [['to'], Number.NaN, /^to is a number from 0/],
    [['activities', 0, 'first'], -1, /^activities\[0\]\.first is a number from 0/],
    [['activities', 0, 'verb'], 'explode', /^activities\[0\]\.verb is "explode", which is no verb$/],
    [['activities', 0, 'port'], 65_536, /port/],
    [['activities', 0, 'object'], 'x'.repeat(300_000), /has 300000 characters, and at most/],
    [['activities', 0, 'items', 0, 'last'], Array(70_000).fill(0), /has 70000 entries, and at most/],
    [['activities', 0, 'client', 'ip'], "10.0.0.7'; drop", /is an IP address/],
    [['sightings', 0, 'confidence'], 2, /confidence/],
    [['sightings', 0, 'frame'], 0.5, /is a whole number, and is 0.5/],
    [['health', 'configuration'], 'abc', /is a SHA-256/],
  ]
  for (const [way, other, told] of cases) expect(faultInBatch(withOther(way, other))).toMatch(told)
  expect(faultInBatch({ ...batch, activities: Array(200_001) })).toMatch(/^activities has 200001 entries/)
})

test('whatever comes, the answer is a short sentence, and nothing is thrown', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ways), fc.anything({ maxDepth: 3 }), (way, junk) => {
      const told = faultInBatch(withOther(way, junk))
      expect(told === null || told.length < 400).toBe(true)
    }),
    { numRuns: 500 },
  )
})
