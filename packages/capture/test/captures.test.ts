import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { Decoder, Duplicates, FlowTable, Frame, readCapture, type Slab, Streams, TCP, UDP } from '../src/index.ts'
import { wordsOf } from './decoding.ts'
import { noTshark, tsharkFields, withTshark } from './tshark.ts'

const folder = fileURLToPath(new URL('../../../../shared/captures/', import.meta.url))
const missing = !existsSync(folder)
const title = (text: string): string => (missing ? `${text} (no folder ../shared/captures)` : text)

const captures: string[] = missing
  ? []
  : (readdirSync(folder, { recursive: true }) as string[])
      .filter(name => /\.pcap(ng)?$/.test(name) && !name.startsWith('labels/'))
      .sort()

/** The whole path of this package over one file, as the sensor uses it. */
class Path {
  readonly decoder = new Decoder()
  readonly flows = new FlowTable()
  readonly duplicates = new Duplicates()
  readonly delivered = [0, 0]
  readonly streams = new Streams(this.flows, {
    data: (_flow, direction, _frame, _slab, start, end) => {
      this.delivered[direction]! += end - start
      return end - start
    },
    gap: () => {},
    closed: () => {},
    conflict: () => {},
  })
  packets = 0
  onFrame: (frame: Frame) => void = () => {}

  record(slab: Slab, start: number, captured: number, original: number, at: number, link: number): void {
    this.packets++
    const frame = this.decoder.decode(slab, start, captured, at, link, original)
    this.onFrame(frame)
    if (frame.kind !== TCP && frame.kind !== UDP) return
    const flow = this.flows.find(frame)
    if (this.duplicates.seen(frame, this.flows.lastHash) || frame.kind === UDP) return
    this.streams.segment(flow, this.flows.direction, frame)
  }

  unsupported(): void {}
}

describe(title('every real capture'), () => {
  test.skipIf(missing)('is read to its end, and has as many packets as tshark counts', async () => {
    const odd: string[] = []
    const damaged: string[] = []
    for (const name of captures) {
      const path = new Path()
      const reading = await readCapture(join(folder, name), path)
      const expected = JSON.parse(readFileSync(join(folder, 'expected', `${name.replaceAll('/', '__')}.json`), 'utf8'))
      if (!reading.ok) odd.push(`${name}: ${reading.message}`)
      else if (reading.damage) damaged.push(`${name}: ${reading.damage.why}`)
      if (path.packets !== expected.packets) odd.push(`${name}: ${path.packets}, tshark ${expected.packets}`)
      for (let flow = 0; flow < path.flows.end; flow++) path.streams.flush(flow, new Frame())
      for (let flow = 0; flow < path.flows.end; flow++) path.streams.forget(flow)
      expect(path.streams.held, name).toBe(0)
    }
    expect(odd).toEqual([])
    expect(damaged.map(d => d.replace(/\d+/g, 'n'))).toEqual([
      expect.stringContaining('the last packet is cut: n of n bytes'),
    ])
    expect(captures.length).toBeGreaterThan(250)
  })
})

/** Different makers, link types and troubles. */
const handful = [
  'modbus/s4x15_modicon_ctf.pcap',
  'modbus/zeek_fuzz72.pcap',
  'modbus/zeek_fuzz1011.pcap',
  's7comm/iti_wincc_s400_production.pcapng',
  's7comm-plus/tia_S71200_StartupGoOnline.pcapng',
  'plant/wastewater_2.pcapng',
  'plant/bsap_site.pcap',
  'enip-cip/quickdraw_EIP-IPAddressChangeAttempt.pcap',
  'dnp3/qut_dnp3_mitm.pcap',
  'bacnet/icsnpp_bacnet_example.pcap',
  'it/smb/',
  'it/scan/',
  'it/tftp/',
  'it/dns/',
]

describe(title(withTshark('tshark agrees on addresses, ports and payload in')), () => {
  const chosen = captures.filter(name => handful.some(h => name.startsWith(h)))
  for (const name of missing ? ['captures'] : chosen) {
    test.skipIf(missing || noTshark)(name, async () => {
      const path = new Path()
      const ours: string[] = []
      path.onFrame = frame => {
        const { kind, from, to, ports, length } = wordsOf(path.decoder, frame)
        ours.push(kind === 'tcp' || kind === 'udp' ? `${kind} ${from} ${to} ${ports} ${length}` : '')
      }
      await readCapture(join(folder, name), path)
      const fields =
        'ip.src ip.dst ipv6.src ipv6.dst tcp.srcport tcp.dstport tcp.len udp.srcport udp.dstport udp.length icmp icmpv6 ip.proto'
      const told = tsharkFields(join(folder, name), fields.split(' '), ['-o', 'tcp.desegment_tcp_streams:FALSE'])
      const theirs = told.map(([s4, d4, s6, d6, t1, t2, tcpLength, u1, u2, udpLength, icmp, icmp6]) => {
        // An ICMP error quotes the packet that caused it.
        if (icmp || icmp6) return ''
        const addresses = s6 ? `${s6} ${d6}` : `${s4} ${d4}`
        if (t1) return `tcp ${addresses} ${t1} ${t2} ${tcpLength}`
        return u1 ? `udp ${addresses} ${u1} ${u2} ${Number(udpLength) - 8}` : ''
      })
      expect(ours.length).toBe(theirs.length)
      const differ = ours.flatMap((line, i) => (line === theirs[i] ? [] : [`${i + 1}: ${line} | ${theirs[i]}`]))
      expect(differ.slice(0, 20)).toEqual([])
    })
  }
})
