import { describe, expect, test } from 'vitest'
import { DUPLICATE_WINDOW } from '../src/duplicates.ts'
import { Decoder, Duplicates, FlowTable, TCP, UDP } from '../src/index.ts'
import { bytes, counting, slabWith, u16 } from './bytes.ts'
import { ethernet, gre, IPV4, IPV6, ipv4, ipv6, MAC_A, tag, tcp, udp, V6_A, V6_B } from './frames.ts'

/** Sees frames one after the other; says for each whether it was a copy. */
function seen(frames: readonly (Uint8Array | [Uint8Array, number])[]): boolean[] {
  const decoder = new Decoder()
  const flows = new FlowTable()
  const duplicates = new Duplicates()
  return frames.map((entry, i) => {
    const [frame, at] = entry instanceof Uint8Array ? [entry, 1e15 + i] : [entry[0], 1e15 + entry[1]]
    const made = decoder.decode(slabWith(frame, 7), 7, frame.length, at, 1)
    const ported = made.kind === TCP || made.kind === UDP
    if (ported) flows.find(made)
    return duplicates.seen(made, ported ? flows.lastHash : 0)
  })
}

const data = counting(40)
const other = counting(40, 1)
const poll = (o = {}) => ipv4(6, tcp(data), { id: 500, ...o })
const arp = ethernet(0x0806, counting(28))

describe('a frame seen twice', () => {
  test('within the window is counted once, after it is another', () => {
    for (const frame of [
      ethernet(IPV4, poll()),
      ethernet(IPV4, ipv4(17, udp(data), { id: 0 })),
      arp,
      ethernet(IPV4, ipv4(1, data)),
    ]) {
      expect(seen([frame, [frame, DUPLICATE_WINDOW]])).toEqual([false, true])
      expect(seen([frame, [frame, DUPLICATE_WINDOW + 1]])).toEqual([false, false])
      // Several mirror ports, and a little out of order.
      expect(
        seen([
          [frame, 10],
          [frame, 10],
          [frame, 5],
          [frame, 400],
        ]),
      ).toEqual([false, true, true, true])
    }
  })

  test('of EtherCAT is a cycle and no copy', () => {
    const cycle = ethernet(0x88a4, data)
    expect(seen([cycle, cycle])).toEqual([false, false])
  })

  test('that a router or switch changed on the way is still a copy', () => {
    const first = ethernet(IPV4, poll())
    for (const copy of [
      ethernet(IPV4, poll({ ttl: 63 })),
      ethernet(IPV4, poll(), [2, 9, 9, 9, 9, 9], [2, 8, 8, 8, 8, 8]),
      ethernet(0x8100, tag(12, IPV4, poll())),
      ethernet(IPV4, ipv4(47, gre(IPV4, poll()))),
    ]) {
      expect(seen([first, copy])).toEqual([false, true])
    }
    expect(seen([ethernet(0x88b8, data), ethernet(0x8100, tag(5, 0x88b8, data))])).toEqual([false, true])
    expect(seen([ethernet(IPV4, ipv4(1, data)), ethernet(IPV4, ipv4(1, data, { ttl: 9 }))])).toEqual([false, true])
  })

  test('is recognised with other frames in between', () => {
    const frames = Array.from({ length: 50 }, (_, i) => ethernet(IPV4, poll({ id: i })))
    expect(seen([...frames, arp, ...frames, arp]).filter(Boolean)).toHaveLength(51)
  })

  test('over IPv6 is recognised whatever came before it', () => {
    const six = ethernet(IPV6, ipv6(6, tcp(data, { from: V6_A, to: V6_B })))
    expect(seen([ethernet(IPV4, poll({ id: 5 })), six, ethernet(IPV4, poll({ id: 6 })), six])).toEqual([
      false,
      false,
      false,
      true,
    ])
  })

  test('over and over counts again for each window, not once for ever', () => {
    const cycle = Array.from({ length: 100 }, (_, i): [Uint8Array, number] => [arp, i * 4000])
    expect(seen(cycle).filter(copy => !copy)).toHaveLength(50)
  })
})

describe('frames that are alike', () => {
  const different = (...frames: Uint8Array[]) => expect(seen(frames)).toEqual(frames.map(() => false))

  test('a retransmission has a new identification', () => {
    different(ethernet(IPV4, poll()), ethernet(IPV4, poll({ id: 501 })))
  })

  test('one byte, sequence number, acknowledgement, flag or port makes another packet', () => {
    const of = (o: object, payload = data) => ethernet(IPV4, ipv4(6, tcp(payload, o), { id: 500 }))
    different(
      of({}),
      of({ sequence: 1001 }),
      of({ acknowledged: 2 }),
      of({ flags: 0x19 }),
      of({ sourcePort: 40_001 }),
      of({ destinationPort: 503 }),
      of({}, other),
      of({}, data.subarray(1)),
    )
  })

  test('an echo between the same ports is not the call', () => {
    const call = ipv4(17, udp(data, { sourcePort: 1, destinationPort: 2 }), { id: 0 })
    const echo = ipv4(17, udp(data, { sourcePort: 2, destinationPort: 1, from: '10.1.0.2', to: '10.1.0.1' }), {
      id: 0,
      from: '10.1.0.2',
      to: '10.1.0.1',
    })
    different(ethernet(IPV4, call), ethernet(IPV4, echo))
    const local = { from: '127.0.0.1', to: '127.0.0.1' }
    const one = ipv4(17, udp(data, { ...local, sourcePort: 1, destinationPort: 2 }), { ...local, id: 0 })
    const two = ipv4(17, udp(data, { ...local, sourcePort: 2, destinationPort: 1 }), { ...local, id: 0 })
    different(ethernet(IPV4, one), ethernet(IPV4, two))
  })

  test('datagrams without identification or checksum are told by their content', () => {
    const bare = (payload: Uint8Array) => ethernet(IPV4, ipv4(17, udp(payload, { noChecksum: true }), { id: 0 }))
    different(bare(data), bare(other))
    const numbered = (payload: Uint8Array) => ethernet(IPV4, ipv4(17, udp(payload, { noChecksum: true }), { id: 9 }))
    different(numbered(data), numbered(other))
    // A checksum left to the card is the same for every datagram.
    const left = (payload: Uint8Array) => ethernet(IPV4, ipv4(17, udp(payload).fill(0x77, 6, 8), { id: 0 }))
    different(left(data), left(other))
    const six = (payload: Uint8Array) =>
      ethernet(IPV6, ipv6(17, udp(payload, { from: V6_A, to: V6_B }).fill(0x77, 6, 8)))
    different(six(data), six(other))
  })

  test('that differ only at their end: GOOSE and PROFINET count there', () => {
    const long = (count: number) => ethernet(0x8892, bytes(counting(400), u16(count)))
    different(long(1), long(2), long(3))
    const ping = (count: number) => ethernet(IPV4, ipv4(1, bytes(counting(400), u16(count)), { id: 0 }))
    different(ping(1), ping(2))
  })

  test('of other senders or types', () => {
    different(arp, ethernet(0x0806, counting(28), [2, 1, 1, 1, 1, 1]), ethernet(0x0807, counting(28)))
    different(arp, ethernet(0x0806, counting(28), MAC_A, [255, 255, 255, 255, 255, 255]))
  })

  test('captured without a clock cannot be judged', () => {
    expect(
      seen([
        [arp, -1e15],
        [arp, -1e15],
      ]),
    ).toEqual([false, false])
  })
})
