import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CLOSED, OPENED_BY_0, OPENED_BY_1 } from '../src/flows.ts'
import { Frame } from '../src/frame.ts'
import { MAX_HELD_FLOW, MAX_SEGMENTS } from '../src/streams.ts'
import { ascii } from './bytes.ts'
import { ACK, Bench, FIN, RST, SYN } from './stream-bench.ts'

const runs = Math.min(Number(process.env.NAUTILUS_RUNS ?? 20_000), 200_000)

/** A consumer that uses now more, now less. */
function moods(seed: number, below: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) | 0
    return (state >>> 8) % below
  }
}

type Piece = { from: number; to: number }

/** Bytes, cut into pieces, some sent again or overlapping, in an order that is off by a few places; some may be lost. */
const transfer = (losses: boolean) =>
  fc
    .record({
      size: fc.integer({ min: 1, max: 300 }),
      cuts: fc.array(fc.nat(299), { maxLength: 14 }),
      extra: fc.array(fc.tuple(fc.nat(299), fc.integer({ min: 1, max: 60 })), { maxLength: 6 }),
      order: fc.array(fc.nat(1000), { minLength: 40, maxLength: 40 }),
      lost: fc.array(fc.nat(20), { maxLength: losses ? 3 : 0 }),
      // Near the wrap-around more often than chance would have it.
      initial: fc.oneof(fc.nat(0xffffffff), fc.integer({ min: 0xffffff00, max: 0xffffffff }), fc.constant(0x7fffffff)),
      opened: fc.boolean(),
    })
    .map(({ size, cuts, extra, order, lost, initial, opened }) => {
      const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 31 + (i >> 3)) & 255)
      const edges = [...new Set([0, size, ...cuts.filter(c => c > 0 && c < size)])].sort((a, b) => a - b)
      const pieces: Piece[] = edges.slice(1).map((to, i) => ({ from: edges[i]!, to }))
      const kept = pieces.filter((_, i) => !lost.includes(i))
      const again = extra.filter(([from]) => from < size).map(([from, n]) => ({ from, to: Math.min(size, from + n) }))
      const sent = losses ? kept : [...kept, ...again]
      const keyed = sent.map((piece, i) => ({ piece, key: i * 100 + (order[i] ?? 0) }))
      return { bytes, sent: keyed.sort((a, b) => a.key - b.key).map(k => k.piece), initial: initial | 0, opened }
    })

/** A sink that knows the original and checks each byte against it. */
function checked(bench: Bench, bytes: Uint8Array, start: number) {
  const delivered = new Uint8Array(bytes.length)
  let position = start
  let offeredTo = start
  bench.onData = (_, offered, used) => {
    const original = bytes.subarray(position, position + offered.length)
    if (Buffer.compare(offered, original) !== 0) expect([...offered]).toEqual([...original])
    offeredTo = position + offered.length
    delivered.fill(1, position, offeredTo)
    position += used
  }
  bench.onGap = (_, lost) => {
    expect(lost).toBeGreaterThanOrEqual(0)
    position = offeredTo + lost
    offeredTo = position
  }
  return delivered
}

describe('any stream', () => {
  for (const losses of [false, true]) {
    test(`in any order, ${losses ? 'with losses that the other side acknowledged' : 'with copies and overlaps'}, comes out as it was`, () => {
      fc.assert(
        fc.property(transfer(losses), fc.integer(), ({ bytes, sent, initial, opened }, appetites) => {
          if (sent.length === 0) return
          const bench = new Bench()
          if (opened) bench.send({ sequence: initial - 1, flags: SYN })
          const start = opened ? 0 : sent[0]!.from
          const delivered = checked(bench, bytes, start)
          const hunger = moods(appetites, 41)
          bench.appetite = offered => Math.min(offered.length, hunger())
          const came = new Uint8Array(bytes.length)
          for (const { from, to } of sent) {
            bench.send({ sequence: initial + from, data: bytes.subarray(from, to) })
            came.fill(1, from, to)
          }
          bench.send({ direction: 1, sequence: 7, acknowledged: initial + bytes.length })
          came.fill(0, 0, start)
          expect(delivered).toEqual(came)
          expect(bench.streams.conflicts).toBe(0)
          bench.flows.release(0)
          expect(bench.streams.held).toBe(0)
        }),
        { numRuns: runs },
      )
    })
  }

  test('of messages with a length gives the same messages however it was cut', () => {
    const message = fc.uint8Array({ minLength: 0, maxLength: 40 })
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(480), { maxLength: 20 }),
        fc.array(fc.nat(19), { maxLength: 3 }),
        (messages, cuts, swaps) => {
          const bytes = Uint8Array.from(messages.flatMap(m => [m.length, ...m]))
          const edges = [...new Set([0, bytes.length, ...cuts.filter(c => c < bytes.length)])].sort((a, b) => a - b)
          const pieces = edges.slice(1).map((to, i) => ({ from: edges[i]!, to }))
          for (const at of swaps) {
            const [a, b] = [pieces[at], pieces[at + 1]]
            if (a && b) pieces.splice(at, 2, b, a)
          }
          const bench = new Bench()
          const got: number[][] = []
          bench.appetite = offered => {
            let used = 0
            while (used < offered.length && used + 1 + offered[used]! <= offered.length) {
              got.push([...offered.subarray(used + 1, used + 1 + offered[used]!)])
              used += 1 + offered[used]!
            }
            return used
          }
          bench.send({ sequence: -3, flags: SYN })
          for (const { from, to } of pieces) bench.send({ sequence: -2 + from, data: bytes.subarray(from, to) })
          expect(got).toEqual(messages.map(m => [...m]))
          expect(bench.streams.held).toBe(0)
        },
      ),
      { numRuns: runs },
    )
  })

  test('of random segments never throws, keeps its bounds and gives back what it held', () => {
    const segment = fc.record({
      direction: fc.nat(1),
      sequence: fc.oneof(fc.nat(3000), fc.integer({ min: -2000, max: 0 }), fc.integer()),
      size: fc.nat(700),
      cut: fc.nat(700),
      flags: fc.constantFrom(0, 0, 0, 0, SYN, FIN, RST, SYN | ACK, FIN | ACK),
      acknowledged: fc.option(fc.integer({ min: -2000, max: 3000 }), { nil: undefined }),
      number: fc.nat(3),
    })
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 60 }), fc.integer(), (segments, appetites) => {
        const most = 12_000
        const bench = new Bench(most)
        const hunger = moods(appetites, 901)
        bench.appetite = offered => Math.min(offered.length, hunger())
        for (const [at, { size, cut, number, acknowledged, ...rest }] of segments.entries()) {
          const data = new Uint8Array(Math.min(size, cut)).fill(at)
          const sent = { ...rest, data, wire: size, at: at * 1000 }
          bench.send(acknowledged === undefined ? sent : { ...sent, acknowledged }, number)
          expect(bench.streams.held).toBeLessThanOrEqual(most)
          expect(bench.gaps.every(lost => lost >= 0)).toBe(true)
        }
        for (let flow = 0; flow < bench.flows.end; flow++) bench.flows.release(flow)
        expect(bench.streams.held).toBe(0)
      }),
      { numRuns: Math.ceil(runs / 10) },
    )
  })
})

describe('loss', () => {
  test('is bridged when the other side acknowledges what we never saw', () => {
    const bench = new Bench()
    bench.send({ sequence: 0, data: ascii('one,') })
    bench.send({ sequence: 10, data: ascii('three,') })
    expect(bench.text(0)).toBe('one,')
    bench.send({ direction: 1, sequence: 5, acknowledged: 9 })
    expect(bench.text(0)).toBe('one,')
    bench.send({ direction: 1, sequence: 5, acknowledged: 16 })
    expect(bench.text(0)).toBe('one,three,')
    expect(bench.gaps).toEqual([6])
    expect(bench.streams).toMatchObject({ gaps: 1, lostBytes: 6, reordered: 1, held: 0 })
  })

  test('is bridged at once when the acknowledgement came before', () => {
    const bench = new Bench()
    bench.send({ sequence: 0, data: ascii('one,') })
    bench.send({ direction: 1, sequence: 5, acknowledged: 16 })
    bench.send({ sequence: 10, data: ascii('three,') })
    expect(bench.text(0)).toBe('one,three,')
  })

  test('of several pieces is bridged by one acknowledgement', () => {
    const bench = new Bench()
    bench.send({ sequence: 0, data: ascii('a') })
    for (const sequence of [10, 20, 30]) bench.send({ sequence, data: ascii('b') })
    bench.send({ direction: 1, sequence: 5, acknowledged: 31 })
    expect(bench.gaps).toEqual([9, 9, 9])
    expect(bench.text(0)).toBe('abbb')
  })

  test('in a flow whose other side is never heard is bridged after two seconds', () => {
    const bench = new Bench()
    bench.send({ sequence: 0, data: ascii('a'), at: 0 })
    bench.send({ sequence: 2, data: ascii('c'), at: 1e6 })
    bench.send({ sequence: 3, data: ascii('d'), at: 2.9e6 })
    expect(bench.text(0)).toBe('a')
    bench.send({ sequence: 4, data: ascii('e'), at: 3.1e6 })
    expect(bench.text(0)).toBe('acde')
    expect(bench.gaps).toEqual([1])
  })

  test('in a flow whose other side is never heard is bridged when too much waits', () => {
    const bench = new Bench()
    bench.send({ sequence: 0, data: ascii('a') })
    for (let i = 0; i <= MAX_SEGMENTS; i++) bench.send({ sequence: 2 + 2 * i, data: ascii('b') })
    expect(bench.gaps).toEqual([1])
    expect(bench.text(0)).toBe('ab')
  })

  test('at the end is told when the flow is flushed', () => {
    const bench = new Bench()
    const flow = bench.send({ sequence: 0, data: ascii('a') })
    bench.send({ sequence: 2, data: ascii('c') })
    bench.send({ sequence: 4, data: ascii('e') })
    bench.streams.flush(flow, new Frame())
    expect(bench.text(0)).toBe('ace')
    expect(bench.gaps).toEqual([1, 1])
    expect(bench.streams.held).toBe(0)
  })

  test('of the end of a packet, cut by the capture, is a gap of that size', () => {
    const bench = new Bench()
    bench.send({ sequence: 0, data: ascii('abc'), wire: 10 })
    bench.send({ sequence: 10, data: ascii('def') })
    bench.send({ sequence: 13, data: ascii(''), wire: 5 })
    bench.send({ sequence: 18, data: ascii('g') })
    expect(bench.heard).toEqual([
      { kind: 'data', direction: 0, text: 'abc' },
      { kind: 'gap', direction: 0, lost: 7 },
      { kind: 'data', direction: 0, text: 'def' },
      { kind: 'gap', direction: 0, lost: 5 },
      { kind: 'data', direction: 0, text: 'g' },
    ])
  })

  test('of the end of a packet that came before its turn is a gap of that size', () => {
    const bench = new Bench()
    bench.send({ sequence: 0, data: ascii('a') })
    bench.send({ sequence: 3, data: ascii('de'), wire: 4 })
    bench.send({ sequence: 1, data: ascii('bc') })
    bench.send({ sequence: 7, data: ascii('h') })
    expect(bench.text(0)).toBe('abcdeh')
    expect(bench.gaps).toEqual([2])
  })

  test('of the new part of an overlapping packet is a gap of that size', () => {
    const bench = new Bench()
    bench.send({ sequence: 0, data: ascii('abcd') })
    bench.send({ sequence: 2, data: ascii('c'), wire: 6 })
    bench.send({ sequence: 8, data: ascii('i') })
    expect(bench.text(0)).toBe('abcdi')
    expect(bench.gaps).toEqual([4])
  })
})

describe('contradiction', () => {
  test('of a segment repeated with other content: the first wins and it is counted', () => {
    const bench = new Bench()
    bench.send({ sequence: 0, data: ascii('start') })
    bench.send({ sequence: 0, data: ascii('STOP!') })
    bench.send({ sequence: 0, data: ascii('start') })
    expect(bench.text(0)).toBe('start')
    expect(bench.streams).toMatchObject({ conflicts: 1, retransmitted: 2 })
    expect(bench.conflicts).toBe(1)
  })

  test('of segments that wait: what came first stays, wherever the other begins', () => {
    for (const [sequence, text] of [
      [4, 'EFGHIJ'],
      [5, 'FG'],
      [2, 'CDEFGH'],
      [6, 'GHIJ'],
    ] as const) {
      const bench = new Bench()
      bench.send({ sequence: 0, data: ascii('ab') })
      bench.send({ sequence: 4, data: ascii('efgh') })
      bench.send({ sequence, data: ascii(text) })
      bench.send({ sequence: 2, data: ascii('cd') })
      expect(bench.text(0).slice(4, 8)).toBe('efgh')
      expect(bench.streams.conflicts).toBe(1)
      expect(bench.conflicts).toBe(1)
    }
  })

  test('of a keep-alive is none: its byte means nothing', () => {
    const bench = new Bench()
    bench.send({ sequence: 0, data: ascii('abc') })
    bench.send({ sequence: 2, data: ascii('\0') })
    bench.send({ sequence: 3, data: ascii('d') })
    bench.send({ sequence: 3, data: ascii('\0') })
    expect(bench.text(0)).toBe('abcd')
    expect(bench.streams.conflicts).toBe(0)
  })

  test('is not seen in a packet that the capture cut', () => {
    const bench = new Bench()
    bench.send({ sequence: 0, data: ascii('ab'), wire: 4 })
    bench.send({ sequence: 0, data: ascii('abcd') })
    expect(bench.streams.conflicts).toBe(0)
  })
})

describe('connections', () => {
  test('open with a SYN, sent once or more; its sender is the client', () => {
    const bench = new Bench()
    const flow = bench.send({ direction: 1, sequence: 99, flags: SYN })
    bench.send({ direction: 1, sequence: 99, flags: SYN })
    bench.send({ direction: 0, sequence: 499, flags: SYN | ACK, acknowledged: 100 })
    bench.send({ direction: 0, sequence: 499, flags: SYN | ACK, acknowledged: 100 })
    bench.send({ direction: 1, sequence: 100, data: ascii('hello') })
    // A SYN that was late on its way.
    bench.send({ direction: 1, sequence: 99, flags: SYN })
    bench.send({ direction: 0, sequence: 500, data: ascii('world') })
    expect(bench.flows.state[flow]! & (OPENED_BY_0 | OPENED_BY_1)).toBe(OPENED_BY_1)
    expect([bench.text(1), bench.text(0)]).toEqual(['hello', 'world'])
    expect(bench.heard.filter(h => h.kind !== 'data')).toEqual([])
  })

  test('whose first data overtake the SYN are the same connection', () => {
    const bench = new Bench()
    bench.send({ sequence: 100, data: ascii('hello ') })
    const flow = bench.send({ sequence: 99, flags: SYN })
    bench.send({ sequence: 106, data: ascii('world') })
    expect(bench.text(0)).toBe('hello world')
    expect(bench.flows.state[flow]! & OPENED_BY_0).toBe(OPENED_BY_0)
    expect(bench.heard.every(h => h.kind === 'data')).toBe(true)
  })

  test('with data in the SYN give them once', () => {
    const bench = new Bench()
    bench.send({ sequence: 99, flags: SYN, data: ascii('fast') })
    bench.send({ sequence: 99, flags: SYN, data: ascii('fast') })
    bench.send({ sequence: 100, data: ascii('fast') })
    bench.send({ sequence: 104, data: ascii(' open') })
    expect(bench.text(0)).toBe('fast open')
    expect(bench.streams.conflicts).toBe(0)
  })

  test('on the same ports after an end begin anew in both directions', () => {
    for (const end of [FIN, RST]) {
      const bench = new Bench()
      bench.send({ sequence: 99, flags: SYN })
      bench.send({ direction: 1, sequence: 499, flags: SYN, acknowledged: 100 })
      bench.send({ sequence: 100, data: ascii('one') })
      bench.send({ direction: 1, sequence: 500, data: ascii('two') })
      const flow = bench.send({ sequence: 103, flags: end })
      bench.send({ direction: 1, sequence: 503, flags: end })
      expect(bench.flows.state[flow]! & CLOSED).toBe(CLOSED)
      bench.send({ sequence: 77_000_099, flags: SYN })
      expect(bench.flows.state[flow]! & CLOSED).toBe(0)
      bench.send({ direction: 1, sequence: 3_000_000_499, flags: SYN, acknowledged: 77_000_100 })
      bench.send({ sequence: 77_000_100, data: ascii('ONE') })
      bench.send({ direction: 1, sequence: 3_000_000_500, data: ascii('TWO') })
      expect([bench.text(0), bench.text(1)]).toEqual(['oneONE', 'twoTWO'])
      expect(bench.heard.filter(h => h.kind !== 'data')).toEqual([{ kind: 'closed' }])
    }
  })

  test('anew, of which only the answer is seen, are followed', () => {
    const bench = new Bench()
    bench.send({ direction: 1, sequence: 499, flags: SYN, acknowledged: 100 })
    bench.send({ direction: 1, sequence: 500, data: ascii('one') })
    bench.send({ direction: 1, sequence: 900_499, flags: SYN, acknowledged: 100 })
    bench.send({ direction: 1, sequence: 900_500, data: ascii('two') })
    expect(bench.text(1)).toBe('onetwo')
    expect(bench.heard.filter(h => h.kind !== 'data')).toEqual([{ kind: 'closed' }])
  })

  test('anew, of which no SYN is seen, are followed, whether their numbers are higher or lower', () => {
    for (const sequence of [1_500_000_000, -1_500_000_000]) {
      const bench = new Bench()
      bench.send({ sequence: 0, data: ascii('one') })
      bench.send({ sequence, data: ascii('two') })
      bench.send({ sequence: sequence + 3, data: ascii('three') })
      expect(bench.text(0)).toBe('onetwothree')
      expect(bench.gaps).toEqual([0])
      expect(bench.streams.lostBytes).toBe(0)
    }
  })

  test('anew after an end, of which no SYN is seen, are followed also when their numbers are near', () => {
    const bench = new Bench()
    bench.send({ sequence: 1_000_000, data: ascii('one') })
    bench.send({ sequence: 1_000_003, flags: RST })
    bench.send({ sequence: 900_000, data: ascii('two') })
    expect(bench.text(0)).toBe('onetwo')
  })

  test('anew first give what the old one still held', () => {
    for (const anew of [
      { sequence: 77_000_099, flags: SYN },
      { sequence: 77_000_100, data: ascii('new') },
    ]) {
      const bench = new Bench()
      bench.send({ sequence: 99, flags: SYN })
      bench.send({ sequence: 100, data: ascii('a') })
      bench.send({ sequence: 102, data: ascii('c') })
      bench.send(anew)
      bench.send({ sequence: 77_000_100, data: ascii('new') })
      expect(bench.text(0)).toBe('acnew')
      expect(bench.streams.held).toBe(0)
    }
  })

  test('that go on after one side has closed keep their replies', () => {
    const bench = new Bench()
    const flow = bench.send({ sequence: 0, data: ascii('ask'), flags: FIN })
    bench.send({ direction: 1, sequence: 500, data: ascii('answer') })
    expect(bench.text(1)).toBe('answer')
    expect(bench.flows.state[flow]! & CLOSED).toBe(0)
  })

  test('that are reset: the text in the RST is not part of the stream', () => {
    const bench = new Bench()
    bench.send({ sequence: 0, data: ascii('ask') })
    bench.send({ sequence: 3, data: ascii('go away'), flags: RST })
    expect(bench.text(0)).toBe('ask')
  })

  test('seen from the middle and from one side only are read', () => {
    const bench = new Bench()
    for (const [sequence, text] of [
      [5000, 'mid'],
      [5003, 'dle'],
    ] as const) {
      bench.send({ direction: 1, sequence, data: ascii(text) })
    }
    expect(bench.text(1)).toBe('middle')
  })
})

describe('memory', () => {
  test('one flow holds no more than its bound, and losing it is told', () => {
    const bench = new Bench()
    bench.appetite = () => 0
    const piece = new Uint8Array(1400)
    let most = 0
    for (let sent = 0; sent < 3 * MAX_HELD_FLOW; sent += piece.length) {
      bench.send({ sequence: sent, data: piece })
      most = Math.max(most, bench.streams.held)
    }
    expect(bench.streams.evictions).toBe(2)
    expect(bench.gaps).toEqual([0, 0])
    expect(most).toBeLessThan(3 * MAX_HELD_FLOW)
  })

  test('a flood of tiny pieces over many flows stays under the bound of all', () => {
    const most = 2_000_000
    const bench = new Bench(most)
    bench.appetite = () => 0
    const flows = new Set<number>()
    for (let i = 0; i < 60_000; i++) {
      const sequence = i % 3 === 0 ? 0 : 2 * (1 + (i % 64))
      flows.add(bench.send({ sequence, data: new Uint8Array(1) }, i % 20_000))
      if (bench.streams.held > most) expect(bench.streams.held).toBeLessThanOrEqual(most)
    }
    expect(bench.streams.evictions).toBeGreaterThan(1000)
    expect(bench.streams.peak).toBeLessThan(most + 10_000)
    for (const flow of flows) bench.flows.release(flow)
    expect(bench.streams.held).toBe(0)
  })

  test('the fuller flows give way first', () => {
    const bench = new Bench(100_000)
    bench.appetite = () => 0
    for (let i = 1; i <= 20; i++) bench.send({ sequence: 0, data: new Uint8Array(100) }, i)
    for (let i = 0; i < 80; i++) bench.send({ sequence: i * 1400, data: new Uint8Array(1400) }, 0)
    expect(bench.streams.evictions).toBeGreaterThan(0)
    bench.appetite = offered => offered.length
    for (let i = 1; i <= 20; i++) bench.send({ sequence: 100, data: new Uint8Array(1) }, i)
    expect(bench.used[0]).toHaveLength(20 * 101)
  })
})

test('a keep-alive as the first thing heard is no data', () => {
  const bench = new Bench()
  bench.send({ sequence: 99, data: ascii('x'), flags: ACK })
  bench.send({ sequence: 100, data: ascii('after') })
  expect(bench.text(0)).toBe('after')
})
