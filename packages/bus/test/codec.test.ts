import { zstdCompressSync } from 'node:zlib'
import type { Activity, Batch } from '@nautilus/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBatch, encodeBatch, Undecodable } from '../src/index.ts'

const activity = (last: Activity['items'][number]['last'], object: string): Activity => ({
  first: 1,
  last: 2,
  client: { mac: '', ip: '10.0.0.1' },
  server: { mac: '', ip: '10.0.0.2' },
  protocol: 'modbus',
  port: 502,
  verb: 'read',
  function: { code: '3', name: 'read' },
  object,
  outcome: 'ok',
  refusal: null,
  detail: null,
  items: [{ object, access: 'read', type: 'f32', unit: null, last, min: null, max: null }],
  count: 1,
  bytes: 1,
  interval: null,
  latency: null,
  frame: 1,
})
const batch = (activities: Activity[]): Batch => ({
  from: 0,
  to: 9,
  activities,
  connections: [],
  sightings: [],
  notices: [],
})

/** -0 is 0 in JSON, and nobody can tell them apart on a plant. */
const number = fc.double().map(value => (Object.is(value, -0) ? 0 : value))
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\u0000#', '\u0000#NaN', '\u0000#text x', '\u0000'),
)

test('a batch comes back as it went, with every number and every text', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ last: fc.oneof(fc.array(number), text), object: text }), { maxLength: 4 }),
      rows => {
        const sent = batch(rows.map(({ last, object }) => activity(last, object)))
        expect(decodeBatch(encodeBatch(sent))).toEqual(sent)
      },
    ),
  )
})

test('any bytes are a batch or a reason', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), fc.json(), (bytes, isJson, json) => {
      const given = isJson ? Buffer.concat([Buffer.of(1), zstdCompressSync(json)]) : bytes
      try {
        expect(Array.isArray(decodeBatch(given).activities)).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(Undecodable)
      }
    }),
  )
})

test('what unpacks to more than there is room for is refused', () => {
  const bomb = Buffer.concat([Buffer.of(1), zstdCompressSync(Buffer.alloc(300e6))])
  expect(bomb.length).toBeLessThan(100_000)
  expect(() => decodeBatch(bomb)).toThrow(Undecodable)
})
