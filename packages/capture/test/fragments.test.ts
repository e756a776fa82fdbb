import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Decoder } from '../src/index.ts'
import { bytes, counting } from './bytes.ts'
import { type Decoded, decode } from './decoding.ts'
import { ethernet, extension, fragmentHeader, gre, IPV4, IPV6, ipv4, ipv6, tcp, udp, V6_A, V6_B } from './frames.ts'

const runs = Number(process.env.NAUTILUS_RUNS ?? 20_000)
const ends6 = { from: V6_A, to: V6_B }

type Piece = { offset: number; more: boolean; data: Uint8Array }
type Family = {
  name: string
  datagram: (data: Uint8Array) => Uint8Array
  frame: (piece: Piece, id: number) => Uint8Array
}

const families: Family[] = [
  {
    name: 'IPv4',
    datagram: data => udp(data),
    frame: ({ offset, more, data }, id) => ethernet(IPV4, ipv4(17, data, { offset, more, id })),
  },
  {
    name: 'IPv6',
    datagram: data => udp(data, ends6),
    frame: ({ offset, more, data }, id) => ethernet(IPV6, ipv6(44, fragmentHeader(17, id, offset, more, data))),
  },
]

/** Cuts a packet at multiples of eight. */
function cut(packet: Uint8Array, edges: readonly number[]): Piece[] {
  const at = [...new Set([0, ...edges.map(e => e * 8).filter(e => e < packet.length), packet.length])].sort(
    (a, b) => a - b,
  )
  return at.slice(1).map((end, i) => ({ offset: at[i]!, more: end < packet.length, data: packet.subarray(at[i], end) }))
}

function feed(decoder: Decoder, frames: readonly Uint8Array[], at = 1e15): Decoded[] {
  return frames.map((frame, i) => decode(frame, 1, decoder, at + i * 10)).filter(d => d.kind !== 'fragment')
}

for (const { name, datagram, frame } of families) {
  describe(`fragments of ${name}`, () => {
    test('in any order, some twice, some overlapping, give the packet once', () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 9, max: 300 }),
          fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }),
          fc.array(fc.nat(40), { maxLength: 3 }),
          fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
          (size, edges, other, order) => {
            const data = counting(size)
            const packet = datagram(data)
            const pieces = cut(packet, edges)
            if (pieces.length < 2) return
            const extra = cut(packet, other).filter(p => p.offset > 0 || p.more)
            const frames = [...pieces, ...extra]
              .map((piece, i) => ({ piece, key: order[i % 12]! }))
              .sort((a, b) => a.key - b.key)
              .map(({ piece }) => frame(piece, 7))
            const decoder = new Decoder()
            const whole = feed(decoder, frames)
            expect(whole).toHaveLength(1)
            expect(whole[0]).toMatchObject({
              kind: 'udp',
              length: size,
              data: Buffer.from(data).toString('hex'),
              macs: '',
            })
            expect(decoder.fragments).toMatchObject({ completed: 1, overlaps: 0, abandoned: 0, waiting: 0 })
          },
        ),
        { numRuns: Math.ceil(runs / 10) },
      )
    })

    test('that contradict others: the first wins and it is counted', () => {
      const decoder = new Decoder()
      const packet = datagram(counting(40))
      const [one, two] = cut(packet, [3]) as [Piece, Piece]
      const lie = { ...one, data: one.data.map((b, i) => (i < 16 ? b : b ^ 255)) }
      const [whole] = feed(decoder, [frame(one, 1), frame(lie, 1), frame(two, 1)])
      expect(whole?.data).toBe(Buffer.from(counting(40)).toString('hex'))
      expect(decoder.fragments).toMatchObject({ overlaps: 1, completed: 1 })
    })

    test('that lie about the end never make a packet with holes', () => {
      const packet = datagram(counting(90))
      const piece = (from: number, to: number, more: boolean): Piece => ({
        offset: from,
        more,
        data: packet.subarray(from, to),
      })
      for (const pieces of [
        [piece(80, 88, true), piece(8, 16, false)],
        [piece(8, 16, false), piece(80, 88, true)],
        [piece(16, 24, false), piece(8, 16, false)],
        [piece(0, 8, true), piece(32, 40, false), piece(16, 24, false), piece(64, 72, true)],
      ]) {
        const decoder = new Decoder()
        expect(
          feed(
            decoder,
            pieces.map(p => frame(p, 1)),
          ),
        ).toEqual([])
        expect(decoder.fragments.overlaps).toBeGreaterThan(0)
      }
    })

    test('mirrored twice make one packet, and no second one begins', () => {
      const decoder = new Decoder()
      const frames = cut(datagram(counting(60)), [2, 5]).map(p => frame(p, 3))
      expect(
        feed(
          decoder,
          frames.flatMap(f => [f, f]),
        ),
      ).toHaveLength(1)
      expect(feed(decoder, [...frames, ...frames], 1e15 + 1e6)).toHaveLength(1)
      expect(decoder.fragments).toMatchObject({ overlaps: 0, abandoned: 0, waiting: 0, completed: 2 })
    })

    test('of a number used again later begin a new packet', () => {
      const decoder = new Decoder()
      const pieces = cut(datagram(counting(60)), [2])
      feed(decoder, [frame(pieces[0]!, 3)])
      expect(feed(decoder, [frame(pieces[1]!, 3)], 1e15 + 31e6)).toEqual([])
      expect(decoder.fragments).toMatchObject({ abandoned: 1, waiting: 1 })
      expect(feed(decoder, [frame(pieces[0]!, 3)], 1e15 + 32e6)).toHaveLength(1)
    })

    test('cut by the capture never make a packet', () => {
      const decoder = new Decoder()
      const frames = cut(datagram(counting(60)), [4]).map(p => frame(p, 3))
      expect(feed(decoder, [frames[0]!.subarray(0, frames[0]!.length - 3), frames[1]!])).toEqual([])
      expect(feed(decoder, [frames[0]!, frames[1]!.subarray(0, frames[1]!.length - 3)], 1e15 + 40e6)).toEqual([])
    })

    test('cut by the capture leave room for a whole copy', () => {
      const frames = cut(datagram(counting(64)), [4]).map(p => frame(p, 3))
      const short = frames[0]!.subarray(0, frames[0]!.length - 3)
      expect(feed(new Decoder(), [short, frames[1]!, frames[0]!])[0]?.length).toBe(64)
    })

    test('of thousands of packets that never end take bounded memory', () => {
      const decoder = new Decoder()
      for (let id = 0; id < 3000; id++) feed(decoder, [frame({ offset: 0, more: true, data: counting(64) }, id)])
      expect(decoder.fragments.waiting).toBe(64)
      expect(decoder.fragments.abandoned).toBe(3000 - 64)
      const fresh = cut(datagram(counting(60)), [4]).map(p => frame(p, 70_000 & 0xffff))
      expect(feed(decoder, fresh)).toHaveLength(1)
    })

    test('of impossible lengths are refused', () => {
      const decoder = new Decoder()
      feed(decoder, [
        frame({ offset: 0, more: true, data: counting(63) }, 1),
        frame({ offset: 65_528, more: false, data: counting(60) }, 2),
        frame({ offset: 8, more: false, data: counting(0) }, 3),
      ])
      expect(decoder.fragments).toMatchObject({ overlaps: 3, waiting: 0 })
    })
  })
}

describe('fragments of', () => {
  test('the two families with equal numbers are kept apart', () => {
    const decoder = new Decoder()
    const [four, six] = families.map(f => cut(f.datagram(counting(50)), [3]).map(p => f.frame(p, 5))) as [
      Uint8Array[],
      Uint8Array[],
    ]
    expect(feed(decoder, [four[0]!, six[0]!, six[1]!, four[1]!]).map(d => d.from)).toEqual(['fd00::1', '10.1.0.1'])
  })

  test('a packet whose extension headers are in the fragmented part', () => {
    const inside = extension(6, tcp(counting(50), ends6))
    const frames = cut(inside, [4]).map(({ offset, more, data }) =>
      ethernet(IPV6, ipv6(44, fragmentHeader(60, 9, offset, more, data))),
    )
    expect(feed(new Decoder(), frames)[0]).toMatchObject({ kind: 'tcp', length: 50, ports: '40000 502' })
  })

  test('a tunnel packet that holds fragments itself', () => {
    const inner = cut(udp(counting(400), { from: '1.2.3.4', to: '5.6.7.8' }), [30])
    const decoder = new Decoder()
    const outer = inner.map(({ offset, more, data }, id) => {
      const packet = gre(IPV4, ipv4(17, data, { offset, more, id: 77, from: '1.2.3.4', to: '5.6.7.8' }))
      return cut(packet, [5, 11]).map(p => ethernet(IPV4, ipv4(47, p.data, { offset: p.offset, more: p.more, id })))
    })
    const whole = feed(decoder, outer.flat())
    expect(whole).toHaveLength(1)
    expect(whole[0]).toMatchObject({
      kind: 'udp',
      from: '1.2.3.4',
      data: Buffer.from(counting(400)).toString('hex'),
      tunnels: 1,
    })
  })

  test('a tunnel packet that holds fragments itself, when there is no room left', () => {
    const decoder = new Decoder()
    for (let id = 0; id < 63; id++)
      feed(decoder, [families[0]!.frame({ offset: 0, more: true, data: counting(64) }, id)])
    const [one, two] = cut(udp(counting(400)), [10]).map(({ offset, more, data }) =>
      ipv4(17, data, { offset, more, id: 900 }),
    )
    const outer = (packet: Uint8Array, id: number) =>
      cut(gre(IPV4, packet), [5]).map(p => ethernet(IPV4, ipv4(47, p.data, { offset: p.offset, more: p.more, id })))
    const whole = feed(decoder, [...outer(two!, 901), ...outer(one!, 902)])
    expect(whole[0]?.data).toBe(Buffer.from(counting(400)).toString('hex'))
  })

  test('the largest packet', () => {
    const packet = bytes(udp(counting(65_000)))
    const frames = cut(
      packet,
      Array.from({ length: 45 }, (_, i) => i * 185),
    ).map(p => ethernet(IPV4, ipv4(17, p.data, { offset: p.offset, more: p.more })))
    expect(feed(new Decoder(), frames.toReversed())[0]?.length).toBe(65_000)
  })
})
