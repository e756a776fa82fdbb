import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, describe as group, test } from 'vitest'
import { Decoder } from '../src/index.ts'
import { bytes, counting, hex, slabWith, u16, u32 } from './bytes.ts'
import { decode } from './decoding.ts'
import { describe, enhanced, section } from './files.ts'
import {
  cooked,
  ethernet,
  extension,
  gre,
  IPV4,
  IPV6,
  ipv4,
  ipv6,
  label,
  tag,
  tcp,
  udp,
  V6_A,
  V6_B,
  vxlan,
  withPrp,
} from './frames.ts'
import { bare, payload, samples } from './samples.ts'
import { noTshark, tsharkFields, withTshark } from './tshark.ts'

const folder = mkdtempSync(join(tmpdir(), 'nautilus-decoder-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

group('frames', () => {
  for (const { name, frame, link, vlan = -1, tunnels = 0, v6, overUdp, inner, mac } of samples) {
    test(name, () => {
      const [from, to] = v6 ? [V6_A, V6_B] : inner ? ['192.168.7.1', '192.168.7.2'] : ['10.1.0.1', '10.1.0.2']
      expect(decode(frame, link)).toEqual({
        kind: overUdp ? 'udp' : 'tcp',
        from,
        to,
        ports: overUdp ? '40000 30001' : '40000 502',
        length: payload.length,
        data: Buffer.from(payload).toString('hex'),
        vlan,
        tunnels,
        macs: mac === null ? '' : (mac ?? '02:00:00:00:00:0a'),
        type: 0,
      })
    })
  }

  for (const [name, frame, type] of bare) {
    test(name, () => {
      expect(decode(frame)).toMatchObject({ kind: 'link', type, from: '', macs: '02:00:00:00:00:0a' })
    })
  }

  test('cut anywhere they give no more than is there, and the length on the wire once the headers are whole', () => {
    for (const { frame, link, name } of samples) {
      const whole = decode(frame, link)
      for (let cut = 0; cut < frame.length; cut++) {
        const part = decode(frame.subarray(0, cut), link)
        if (part.ports === '' || part.tunnels < whole.tunnels) continue
        expect(whole.data.startsWith(part.data), `${name} cut at ${cut}`).toBe(true)
        // Without a length of their own, packets end where the capture does.
        if (!name.includes('length 0')) expect([part.length, part.from]).toEqual([whole.length, whole.from])
      }
    }
  })

  test('are read without a look at what lies behind them, and never written to', () => {
    for (const { frame, link } of samples) {
      for (let cut = 0; cut <= frame.length; cut++) {
        const results = [0x00, 0x45, 0xff].map(junk => {
          const slab = slabWith(frame.subarray(0, cut), 3)
          slab.bytes.fill(junk, 3 + cut)
          const before = slab.bytes.slice()
          const decoder = new Decoder()
          const made = decoder.decode(slab, 3, cut, 0, link ?? 1)
          expect(Buffer.compare(slab.bytes, before)).toBe(0)
          return [
            made.kind,
            made.source,
            made.destination,
            made.dataStart,
            made.dataEnd,
            made.dataLength,
            decoder.broken,
          ]
        })
        expect(results[1]).toEqual(results[0])
        expect(results[2]).toEqual(results[0])
      }
    }
  })
})

group(withTshark('tshark agrees'), () => {
  test.skipIf(noTshark)('on addresses, ports and payload of every frame', () => {
    const asked = samples.filter(s => !s.untold)
    const links = [...new Set(asked.map(s => s.link ?? 1))]
    const path = join(folder, 'samples.pcapng')
    const packets = asked.map(s => enhanced(s.frame, { port: links.indexOf(s.link ?? 1) }))
    writeFileSync(path, bytes(section(), ...links.map(n => describe(n)), ...packets))
    const fields = 'ip.src ip.dst ipv6.src ipv6.dst tcp.srcport tcp.dstport tcp.len udp.srcport udp.dstport udp.length'
    const sums = '_ws.malformed ip.checksum.status tcp.checksum.status udp.checksum.status'
    const checks = ['ip', 'tcp', 'udp'].flatMap(p => ['-o', `${p}.check_checksum:TRUE`])
    const labels = ['-d', 'mpls.label==20,pwethcw', '-d', 'mpls.label==21,pwethnocw']
    const told = tsharkFields(path, [...fields.split(' '), ...sums.split(' ')], [...checks, ...labels])
    const theirs = told.map(([s4, d4, s6, d6, t1, t2, tcpLength, u1, u2, udpLength, malformed, ...status], i) => {
      const { name, v6, overUdp } = asked[i]!
      const addresses = v6 ? `${s6} ${d6}` : `${s4} ${d4}`
      const rest = overUdp ? `${u1} ${u2} ${Number(udpLength) - 8}` : `${t1} ${t2} ${tcpLength}`
      // 0 is a bad sum; without a length there is none.
      const odd = malformed || (status.includes('0') && !name.includes('length 0')) ? 'malformed' : ''
      return `${name}: ${addresses} ${rest} ${odd}`
    })
    const ours = asked.map(({ name, frame, link }) => {
      const { from, to, ports: pair, length } = decode(frame, link)
      return `${name}: ${from} ${to} ${pair} ${length} `
    })
    expect(theirs).toEqual(ours)
  })
})

group('edges', () => {
  const broken = (frame: Uint8Array, link = 1): number => {
    const decoder = new Decoder()
    expect(decode(frame, link, decoder).kind).toBe('nothing')
    return decoder.broken
  }

  test('headers that contradict their length are counted, not believed', () => {
    for (const frame of [
      counting(13),
      ethernet(IPV4, counting(19)),
      ethernet(IPV4, ipv4(6, tcp(payload)).fill(0x44, 0, 1)),
      ethernet(IPV4, ipv4(6, tcp(payload), { total: 19 })),
      ethernet(IPV4, ipv4(6, tcp(payload)).fill(0x65, 0, 1)),
      ethernet(IPV4, ipv4(6, tcp(payload).fill(0x40, 12, 13))),
      ethernet(IPV4, ipv4(6, tcp([]).fill(0xf0, 12, 13))),
      ethernet(IPV4, ipv4(6, counting(19))),
      ethernet(IPV4, ipv4(17, udp(payload, { length: 7 }))),
      ethernet(IPV4, ipv4(17, counting(7))),
      ethernet(IPV6, counting(39)),
      ethernet(IPV6, ipv6(0, counting(7))),
      ethernet(0x8100, [0]),
      ethernet(0x8847, [0, 0, 1, 64]),
      ethernet(2, [1, 2]),
    ]) {
      expect(broken(frame)).toBe(1)
    }
    expect(broken([] as never as Uint8Array, 101)).toBe(1)
    expect(broken(hex('00'), 0)).toBe(1)
    expect(broken(counting(15), 113)).toBe(1)
  })

  test('an IP length beyond its frame is not believed when the length on the wire is known', () => {
    const of = (frame: Uint8Array, original: number) => decode(frame, 1, undefined, 0, original).length
    const four = ethernet(IPV4, ipv4(6, tcp(payload), { total: 9000 }))
    expect([of(four, four.length), of(four, 0), of(four, four.length + 10), of(four, 1)]).toEqual([23, 8960, 33, 23])
    const six = ethernet(IPV6, ipv6(6, tcp(payload, { from: V6_A, to: V6_B }), { length: 9000 }))
    expect([of(six, six.length), of(six, 0), of(six, six.length + 10)]).toEqual([23, 8980, 33])
    // A mirror that cuts what it wraps tells the truth.
    const wrapped = ethernet(IPV4, ipv4(47, gre(0x88be, four.subarray(0, 60))))
    expect(of(wrapped, wrapped.length)).toBe(8960)
  })

  test('a UDP length beyond its packet is not believed', () => {
    expect(decode(ethernet(IPV4, ipv4(17, udp(payload, { length: 9000 }))))).toMatchObject({ kind: 'udp', length: 23 })
  })

  test('a UDP length short of its packet is', () => {
    expect(decode(ethernet(IPV4, ipv4(17, udp(payload, { length: 18 }))))).toMatchObject({ length: 10 })
  })

  test('an unknown IP protocol has its payload', () => {
    const frame = ethernet(IPV4, ipv4(1, counting(40)))
    expect(decode(frame)).toMatchObject({ kind: 'ip', from: '10.1.0.1', to: '10.1.0.2', length: 40 })
  })

  test('packets cut before their ports keep their addresses', () => {
    const frame = ethernet(IPV4, ipv4(6, tcp(payload))).subarray(0, 14 + 20 + 19)
    expect(decode(frame)).toMatchObject({ kind: 'ip', from: '10.1.0.1', ports: '', length: 43 })
  })

  test('tunnels without end are opened a few times and no more', () => {
    const deep = (wrap: (inside: Uint8Array) => Uint8Array, times: number) => {
      let packet = ipv4(6, tcp(payload))
      for (let i = 0; i < times; i++) packet = wrap(packet)
      return packet
    }
    const ipip = (inside: Uint8Array) => ipv4(4, inside)
    expect(decode(deep(ipip, 8), 101)).toMatchObject({ kind: 'tcp', tunnels: 8 })
    expect(decode(deep(ipip, 9), 101)).toMatchObject({ kind: 'ip', tunnels: 8 })
    const inGre = (inside: Uint8Array) => ipv4(47, gre(IPV4, inside))
    expect(decode(deep(inGre, 500), 101)).toMatchObject({ kind: 'ip', tunnels: 8 })
    const inVxlan = (inside: Uint8Array) => ipv4(17, udp(vxlan(ethernet(IPV4, inside)), { destinationPort: 4789 }))
    expect(decode(deep(inVxlan, 100), 101)).toMatchObject({ kind: 'udp', tunnels: 8 })
  })

  test('the longest chains of labels, tags, LLC and headers that fit a frame end quietly', () => {
    const repeated = (part: Uint8Array, end: Uint8Array) =>
      bytes(...new Array(Math.floor(262_000 / part.length)).fill(part), end)
    const pseudowire = bytes(label(16, true), [2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2], u16(0x8847))
    const snap = bytes([0xaa, 0xaa, 3, 0, 0, 0], u16(0x05ff))
    for (const frame of [
      ethernet(0x8847, repeated(pseudowire, payload)),
      ethernet(0x8847, repeated(bytes(label(16, false)), payload)),
      ethernet(0x8100, repeated(tag(1, 0x8100, []), payload)),
      ethernet(0x05ff, repeated(snap, payload)),
      ethernet(IPV6, ipv6(0, repeated(extension(0, []), payload), { length: 0 })),
      ethernet(0x892f, repeated(bytes(u16(0), u16(0), u16(0x892f)), payload)),
    ]) {
      expect(() => decode(frame)).not.toThrow()
    }
  })

  test('what follows an 802.3 length is LLC, without its padding', () => {
    const frame = ethernet(38, bytes([0x42, 0x42, 3], counting(35), counting(8)))
    expect(decode(frame)).toMatchObject({ kind: 'link', type: 1, length: 38 })
    const cdp = ethernet(20, bytes([0xaa, 0xaa, 3, 0, 0, 0x0c], u16(0x2000), counting(12)))
    expect(decode(cdp)).toMatchObject({ kind: 'link', type: 1, length: 20 })
    const inner = ethernet(20, bytes([0xaa, 0xaa, 3, 0, 0, 0], u16(6), counting(12)))
    expect(decode(inner)).toMatchObject({ kind: 'link', type: 1, length: 20 })
  })

  test('an LLC frame in a cooked capture is one; Linux has no lengths there', () => {
    expect(decode(cooked(4, bytes([0x42, 0x42, 3], counting(35))), 113)).toMatchObject({
      kind: 'link',
      type: 1,
      length: 38,
    })
    expect(decode(cooked(12, counting(40)), 113).kind).toBe('nothing')
  })

  test('a PRP trailer is no payload, and bytes that only look like one are', () => {
    const body = counting(50)
    expect(decode(ethernet(0x88b8, withPrp(body)))).toMatchObject({ length: 50 })
    expect(decode(ethernet(0x8100, tag(3, 0x88b8, withPrp(body))))).toMatchObject({ length: 50, vlan: 3 })
    const wrongSize = bytes(body, u16(7), u16(0xa000 | 55), u16(0x88fb))
    expect(decode(ethernet(0x88b8, wrongSize))).toMatchObject({ length: 56 })
    const wrongLan = bytes(body, u16(7), u16(0xc000 | 56), u16(0x88fb))
    expect(decode(ethernet(0x88b8, wrongLan))).toMatchObject({ length: 56 })
  })

  test('ARP inside a tunnel has no IP addresses and the MAC of the inner frame', () => {
    const inner = ethernet(0x0806, counting(28), [2, 0, 0, 0, 9, 9])
    const frame = ethernet(IPV4, ipv4(17, udp(vxlan(inner), { destinationPort: 4789 })))
    expect(decode(frame)).toMatchObject({ kind: 'link', type: 0x0806, from: '', macs: '02:00:00:00:09:09' })
  })

  test('a mirrored IP packet in ERSPAN III has no MAC', () => {
    const head = bytes(u16(0x2000), u16(1), u32(0), u16(0), u16(2 << 10))
    const frame = ethernet(IPV4, ipv4(47, gre(0x22eb, bytes(head, ipv4(6, tcp(payload))), { sequence: 1 })))
    expect(decode(frame)).toMatchObject({ kind: 'tcp', macs: '', length: 23 })
  })

  test('GRE of other versions and with source routes is left closed', () => {
    for (const flags of [1, 0x4000]) {
      const packet = bytes(u16(flags), u16(IPV4), u32(0), ipv4(6, tcp(payload)))
      expect(decode(ethernet(IPV4, ipv4(47, packet)))).toMatchObject({ kind: 'ip', tunnels: 0 })
    }
  })

  test('a link type that is not read gives nothing and breaks nothing', () => {
    expect(broken(counting(60), -1)).toBe(0)
  })

  test('one decoder keeps nothing of a frame for the next', () => {
    const decoder = new Decoder()
    for (const { frame, link } of [...samples, ...samples.toReversed()]) {
      expect(decode(frame, link, decoder)).toEqual(decode(frame, link))
    }
  })
})
