// From segments to operations: cuts, losses, foreign ports, one-sided flows, bad messages.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Connection, conversation, datagram, deeds, type Segment, sense } from './wire.ts'

const modbus = conversation('modbus/captures/reads-and-writes.hex')
const s7 = conversation('s7comm/captures/connect-read-write.hex')

const hex = (digits: string): Uint8Array => Uint8Array.from(Buffer.from(digits.replaceAll(' ', ''), 'hex'))

function frames(port: number, segments: readonly Segment[]): Uint8Array[] {
  const wire = new Connection(port)
  return [...wire.open(), ...segments.map(s => wire.data(s.from, s.bytes))]
}

/** Cuts segments anywhere, and joins neighbours of one direction. */
const recut = (segments: readonly Segment[]): fc.Arbitrary<Segment[]> =>
  fc
    .tuple(...segments.map(s => fc.uniqueArray(fc.integer({ min: 1, max: s.bytes.length }), { maxLength: 4 })))
    .map(cuts =>
      segments.flatMap(({ from, bytes }, i) => {
        const edges = [0, ...cuts[i]!.filter(c => c < bytes.length).sort((a, b) => a - b), bytes.length]
        return edges.slice(1).map((end, k) => ({ from, bytes: bytes.slice(edges[k]!, end) }))
      }),
    )

describe('any cut of a stream gives the same operations', () => {
  for (const [name, port, segments] of [
    ['modbus', 502, modbus],
    ['s7comm', 102, s7],
  ] as const) {
    test(name, () => {
      const expected = deeds(sense(frames(port, segments)).activities)
      expect(expected.length).toBeGreaterThan(3)
      fc.assert(
        fc.property(recut(segments), cut => {
          expect(deeds(sense(frames(port, cut)).activities)).toEqual(expected)
        }),
        { numRuns: 300 },
      )
    })
  }
})

const poll = (transaction: number): Segment[] => [
  { from: 'client', bytes: hex(`00${transaction.toString(16).padStart(2, '0')} 0000 0006 01 03 0000 0002`) },
  { from: 'server', bytes: hex(`00${transaction.toString(16).padStart(2, '0')} 0000 0007 01 03 04 0001 0002`) },
]

describe('who speaks what', () => {
  test('structure recognises Modbus on a port that is not its own', () => {
    const { activities } = sense(frames(1999, [1, 2, 3].flatMap(poll)))
    expect(deeds(activities)).toEqual(['modbus 3 read 1/holding-registers/0-1 ok [1,2] ×3'])
    expect(activities[0]!.port).toBe(1999)
  })

  test('what is on port 502 is not Modbus for that alone', () => {
    const get = { from: 'client' as const, bytes: new TextEncoder().encode('GET / HTTP/1.1\r\nHost: plc\r\n\r\n') }
    const ok = { from: 'server' as const, bytes: new TextEncoder().encode('HTTP/1.1 200 OK\r\n\r\n') }
    const { activities, sensor } = sense(frames(502, [get, ok, get, ok]))
    expect(activities.map(({ protocol, port }) => `${protocol} on ${port}`)).toEqual(['http on 502'])
    expect([...sensor.statistics.protocols.keys()].filter(name => sensor.statistics.of(name).messages > 0)).toEqual([
      'http',
    ])
  })

  test('a flow met in the middle is understood, and its client is the one that asks', () => {
    const wire = new Connection(502)
    const { activities } = sense([1, 2].flatMap(poll).map(s => wire.data(s.from, s.bytes)))
    expect(deeds(activities)).toEqual(['modbus 3 read 1/holding-registers/0-1 ok [1,2] ×2'])
    expect(activities[0]!.client.ip).toBe('10.0.0.1')
  })

  test('Modbus over UDP', () => {
    const { activities } = sense([1, 2].flatMap(poll).map((s, i) => datagram(s.from, 502, s.bytes, i + 1)))
    expect(deeds(activities)).toEqual(['modbus 3 read 1/holding-registers/0-1 ok [1,2] ×2'])
  })
})

describe('the order in the file is not always the order on the wire', () => {
  const constant = (register: number, value: number): Segment[] => [
    { from: 'client', bytes: hex(`0000 0000 0006 01 03 000${register} 0001`) },
    { from: 'server', bytes: hex(`0000 0000 0005 01 03 02 000${value}`) },
  ]

  test('a reply that stands before its request answers it, and those after it keep theirs', () => {
    const [ask, answer] = constant(2, 5)
    const segments = [...constant(1, 4), answer!, ask!, ...constant(1, 4), ...constant(2, 5)]
    const start = 1_767_225_600e6
    const timed = frames(502, segments).map((bytes, i) => ({ at: start + i * 20_000, bytes }))
    // The reply, behind two frames of the handshake and the first poll, comes 70 µs before its request.
    timed[4]!.at = timed[5]!.at - 70
    expect(deeds(sense(timed).activities)).toEqual([
      'modbus 3 read 1/holding-registers/1 ok [4] ×2',
      'modbus 3 read 1/holding-registers/2 ok [5] ×2',
    ])
  })

  test('a reply that nobody asked for stays alone', () => {
    const [, answer] = constant(2, 5)
    const start = 1_767_225_600e6
    const segments = [...constant(1, 4), answer!, ...constant(1, 4)]
    const { activities } = sense(frames(502, segments).map((bytes, i) => ({ at: start + i * 20_000, bytes })))
    expect(deeds(activities)).toContain('modbus 3 read 1/holding-registers/1 ok [4] ×2')
    expect(activities.filter(a => a.object === '')).toHaveLength(1)
  })
})

describe('what is missing is said', () => {
  test('a mirror that shows one side only: the reply is unseen, not absent', () => {
    const wire = new Connection(502)
    const asked = [1, 2].map(t => wire.data('client', poll(t)[0]!.bytes))
    const { activities } = sense(asked)
    expect(deeds(activities)).toEqual(['modbus 3 read 1/holding-registers/0-1 unseen null ×2'])
  })

  test('a request that is never answered, while others are', () => {
    const wire = new Connection(502)
    const start = 1_767_225_600e6
    const sent = [
      ...poll(1).map(s => ({ at: start, bytes: wire.data(s.from, s.bytes) })),
      { at: start + 1e6, bytes: wire.data('client', hex('0002 0000 0006 01 04 0000 0001')) },
      ...poll(3).map(s => ({ at: start + 30e6, bytes: wire.data(s.from, s.bytes) })),
    ]
    expect(deeds(sense(sent).activities)).toContain('modbus 4 read 1/input-registers/0 no-reply null ×1')
  })

  test('lost bytes are skipped, counted, and the flow goes on', () => {
    const wire = new Connection(502)
    const sent = poll(1).map(s => wire.data(s.from, s.bytes))
    wire.lose('client', 7)
    sent.push(...poll(2).map(s => wire.data(s.from, s.bytes)), ...poll(3).map(s => wire.data(s.from, s.bytes)))
    const { activities, notices } = sense(sent)
    expect(deeds(activities)).toEqual(['modbus 3 read 1/holding-registers/0-1 ok [1,2] ×3'])
    expect(notices.map(n => n.code)).toContain('tcp.gap')
  })
})

describe('a bad message never blinds the decoder for the rest of the flow', () => {
  const bad = {
    'a foreign protocol id': '0009 0707 0006 01 05 0001 ff00',
    'a length that lies far ahead': '0009 0000 00fa 01 03 0000 0001',
    'a length of zero': '0009 0000 0000 01 03 0000 0001',
    'a write of an impossible coil value': '0009 0000 0006 01 05 0001 1234',
    'plain noise': 'deadbeefdeadbeefdeadbeefdeadbeefdeadbeef',
  }
  for (const [name, digits] of Object.entries(bad)) {
    test(name, () => {
      const segments = [...poll(1), { from: 'client' as const, bytes: hex(digits) }, ...poll(3), ...poll(4), ...poll(5)]
      const { activities, sensor } = sense(frames(502, segments))
      expect(deeds(activities)).toContain('modbus 3 read 1/holding-registers/0-1 ok [1,2] ×4')
      const { faults } = sensor.statistics.of('modbus')
      expect([...faults.values()].reduce((a, b) => a + b, 0)).toBeGreaterThan(0)
    })
  }

  test('noise in front of a message in the same segment', () => {
    const [ask, answer] = poll(3)
    const noisy = { from: 'client' as const, bytes: Uint8Array.from([...hex('0102030405'), ...ask!.bytes]) }
    const { activities } = sense(frames(502, [...poll(1), noisy, answer!]))
    expect(deeds(activities)).toEqual(['modbus 3 read 1/holding-registers/0-1 ok [1,2] ×2'])
  })
})

test('copies of a mirrored frame count once', () => {
  const once = frames(502, [1, 2, 3].flatMap(poll))
  const start = 1_767_225_600e6
  const twice = once.flatMap((bytes, i) => [
    { at: start + i * 1000, bytes },
    { at: start + i * 1000 + 3, bytes },
  ])
  const { activities, sensor, notices } = sense(twice)
  expect(deeds(activities)).toEqual(['modbus 3 read 1/holding-registers/0-1 ok [1,2] ×3'])
  expect(sensor.duplicates.count).toBe(once.length)
  expect(notices.map(n => n.code)).toContain('capture.duplicates')
})
