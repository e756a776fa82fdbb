// One frame of every kind that the decoder opens.
import { bytes, counting, u16, u32 } from './bytes.ts'
import {
  cooked,
  cooked2,
  erspan2,
  erspan3,
  ethernet,
  extension,
  fragmentHeader,
  gre,
  IPV4,
  IPV6,
  ipv4,
  ipv6,
  label,
  MAC_A,
  MAC_B,
  pppoe,
  tag,
  tcp,
  udp,
  V6_A,
  V6_B,
  vxlan,
  withPrp,
} from './frames.ts'

export type Sample = {
  name: string
  frame: Uint8Array
  link?: number
  vlan?: number
  tunnels?: number
  /** Over IPv6 rather than IPv4; over UDP rather than TCP. */
  v6?: boolean
  overUdp?: boolean
  /** Sent between the inner hosts of a tunnel. */
  inner?: boolean
  /** Source MAC; none when the link has none or it is the tunnel's. */
  mac?: string | null
  /** tshark reads it otherwise, and why that is right for it. */
  untold?: string
}

export const payload = counting(23)
const ends6 = { from: V6_A, to: V6_B }
const INNER = { from: '192.168.7.1', to: '192.168.7.2' }
const INNER_A = [2, 0, 0, 0, 7, 1]
const INNER_B = [2, 0, 0, 0, 7, 2]

const tcp4 = ipv4(6, tcp(payload))
const tcp6 = ipv6(6, tcp(payload, ends6))
const udp4 = ipv4(17, udp(payload))
const innerTcp = ipv4(6, tcp(payload, INNER), INNER)
const innerFrame = ethernet(IPV4, innerTcp, INNER_A, INNER_B)
const inGre = (type: number, content: Uint8Array, o = {}) => ethernet(IPV4, ipv4(47, gre(type, content, o)))
const tunnelled = { tunnels: 1, inner: true }
const innerMac = '02:00:00:00:07:01'

const plain: Sample[] = [
  { name: 'TCP over IPv4', frame: ethernet(IPV4, tcp4) },
  { name: 'UDP over IPv4', frame: ethernet(IPV4, udp4), overUdp: true },
  {
    name: 'UDP without a checksum',
    frame: ethernet(IPV4, ipv4(17, udp(payload, { noChecksum: true }))),
    overUdp: true,
  },
  { name: 'TCP over IPv6', frame: ethernet(IPV6, tcp6), v6: true },
  { name: 'UDP over IPv6', frame: ethernet(IPV6, ipv6(17, udp(payload, ends6))), v6: true, overUdp: true },
  { name: 'Ethernet padding', frame: bytes(ethernet(IPV4, tcp4), counting(30)) },
  { name: 'padding behind UDP', frame: bytes(ethernet(IPV4, udp4), counting(30)), overUdp: true },
  { name: 'padding behind IPv6', frame: bytes(ethernet(IPV6, tcp6), counting(30)), v6: true },
  { name: 'IPv4 options', frame: ethernet(IPV4, ipv4(6, tcp(payload), { options: bytes([7, 7, 4], u32(0), [1]) })) },
  { name: 'the longest IPv4 header', frame: ethernet(IPV4, ipv4(6, tcp(payload), { options: new Array(40).fill(1) })) },
  {
    name: 'TCP options',
    frame: ethernet(IPV4, ipv4(6, tcp(payload, { options: [1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2] }))),
  },
  { name: 'the longest TCP header', frame: ethernet(IPV4, ipv4(6, tcp(payload, { options: new Array(40).fill(1) }))) },
  { name: 'total length 0, left to the card', frame: ethernet(IPV4, ipv4(6, tcp(payload), { total: 0 })) },
  {
    name: 'IPv6 length 0, left to the card',
    frame: ethernet(IPV6, ipv6(6, tcp(payload, ends6), { length: 0 })),
    v6: true,
    untold: 'tshark takes the length at its word',
  },
]

const tagged: Sample[] = [
  { name: 'VLAN', frame: ethernet(0x8100, tag(0x2064, IPV4, tcp4)), vlan: 100 },
  { name: 'QinQ', frame: ethernet(0x88a8, tag(7, 0x8100, tag(101, IPV4, tcp4))), vlan: 101 },
  { name: 'QinQ of old switches', frame: ethernet(0x9100, tag(7, 0x8100, tag(101, IPV4, tcp4))), vlan: 101 },
  {
    name: 'three tags',
    frame: ethernet(0x8100, tag(7, 0x8100, tag(8, 0x8100, tag(9, IPV6, tcp6)))),
    vlan: 9,
    v6: true,
  },
  { name: 'MPLS', frame: ethernet(0x8847, bytes(label(16, true), tcp4)) },
  {
    name: 'MPLS stack',
    frame: ethernet(0x8847, bytes(label(16, false), label(17, false), label(18, true), tcp6)),
    v6: true,
  },
  {
    name: 'Ethernet over MPLS with a control word',
    frame: ethernet(0x8847, bytes(label(20, true), u32(0), innerFrame)),
    ...tunnelled,
    mac: innerMac,
  },
  {
    name: 'Ethernet over MPLS without one',
    frame: ethernet(0x8847, bytes(label(21, true), innerFrame)),
    ...tunnelled,
    mac: innerMac,
  },
  { name: 'PPPoE', frame: ethernet(0x8864, pppoe(0x0021, tcp4)) },
  { name: 'PPPoE with IPv6', frame: ethernet(0x8864, pppoe(0x0057, tcp6)), v6: true },
  { name: 'SNAP', frame: ethernet(8 + tcp4.length, bytes([0xaa, 0xaa, 3, 0, 0, 0], u16(IPV4), tcp4)) },
  { name: 'HSR', frame: ethernet(0x892f, bytes(u16(0x1000 | (tcp4.length + 6)), u16(9), u16(IPV4), tcp4)) },
  { name: 'PRP', frame: ethernet(IPV4, withPrp(bytes(tcp4, counting(2)))) },
]

const extended: Sample[] = [
  ['hop-by-hop', ipv6(0, extension(6, tcp(payload, ends6)))],
  ['destination options', ipv6(60, extension(6, tcp(payload, ends6), 2))],
  ['three extension headers', ipv6(0, extension(60, extension(60, extension(6, tcp(payload, ends6), 1))))],
  ['an atomic fragment', ipv6(44, fragmentHeader(6, 9, 0, false, tcp(payload, ends6)))],
  ['an authentication header', ipv6(51, bytes([6, 4, 0, 0], u32(1), u32(2), counting(12), tcp(payload, ends6)))],
].map(([name, packet]) => ({ name: name as string, frame: ethernet(IPV6, packet as Uint8Array), v6: true }))

const tunnels: Sample[] = [
  { name: 'GRE', frame: inGre(IPV4, innerTcp), ...tunnelled, mac: null },
  { name: 'GRE with a key', frame: inGre(IPV4, innerTcp, { key: 5 }), ...tunnelled, mac: null },
  {
    name: 'GRE with all fields',
    frame: inGre(IPV4, innerTcp, { key: 5, sequence: 9, withChecksum: true }),
    ...tunnelled,
    mac: null,
  },
  { name: 'GRE with IPv6', frame: inGre(IPV6, tcp6), tunnels: 1, v6: true, mac: null },
  { name: 'GRE with a frame', frame: inGre(0x6558, innerFrame, { key: 5 }), ...tunnelled, mac: innerMac },
  { name: 'ERSPAN I', frame: inGre(0x88be, innerFrame), ...tunnelled, mac: innerMac },
  { name: 'ERSPAN II', frame: inGre(0x88be, erspan2(innerFrame), { sequence: 3 }), ...tunnelled, mac: innerMac },
  { name: 'ERSPAN III', frame: inGre(0x22eb, erspan3(innerFrame), { sequence: 3 }), ...tunnelled, mac: innerMac },
  {
    name: 'ERSPAN III with a platform header',
    frame: inGre(0x22eb, erspan3(innerFrame, true), { sequence: 3 }),
    ...tunnelled,
    mac: innerMac,
  },
  {
    name: 'VXLAN',
    frame: ethernet(0x8100, tag(9, IPV4, ipv4(17, udp(vxlan(innerFrame), { destinationPort: 4789 })))),
    ...tunnelled,
    mac: innerMac,
  },
  {
    name: 'VXLAN with a VLAN inside',
    frame: ethernet(
      IPV4,
      ipv4(17, udp(vxlan(ethernet(0x8100, tag(33, IPV4, innerTcp), INNER_A, INNER_B)), { destinationPort: 4789 })),
    ),
    ...tunnelled,
    vlan: 33,
    mac: innerMac,
  },
  { name: 'IPv4 in IPv4', frame: ethernet(IPV4, ipv4(4, innerTcp)), ...tunnelled, mac: null },
  { name: '6in4', frame: ethernet(IPV4, ipv4(41, tcp6)), tunnels: 1, v6: true, mac: null },
  { name: 'IPv4 in IPv6', frame: ethernet(IPV6, ipv6(4, innerTcp)), ...tunnelled, mac: null },
  {
    name: 'a tunnel in a tunnel',
    frame: inGre(IPV4, ipv4(17, udp(vxlan(innerFrame), { destinationPort: 4789 }))),
    tunnels: 2,
    inner: true,
    mac: innerMac,
  },
]

const links: Sample[] = [
  { name: 'Linux cooked', frame: cooked(IPV4, tcp4), link: 113, mac: null },
  { name: 'Linux cooked with a VLAN', frame: cooked(0x8100, tag(5, IPV4, tcp4)), link: 113, vlan: 5, mac: null },
  { name: 'Linux cooked 2', frame: cooked2(IPV6, tcp6), link: 276, v6: true, mac: null },
  { name: 'raw IPv4', frame: tcp4, link: 101, mac: null },
  { name: 'raw IPv6', frame: tcp6, link: 101, v6: true, mac: null },
  { name: 'BSD loopback, little-endian', frame: bytes([2, 0, 0, 0], tcp4), link: 0, mac: null },
  { name: 'BSD loopback, big-endian', frame: bytes([0, 0, 0, 2], tcp4), link: 0, mac: null },
  { name: 'BSD loopback with IPv6', frame: bytes([30, 0, 0, 0], tcp6), link: 0, v6: true, mac: null },
  { name: 'OpenBSD loopback', frame: bytes([0, 0, 0, 2], udp4), link: 108, overUdp: true, mac: null },
]

export const samples: readonly Sample[] = [...plain, ...tagged, ...extended, ...tunnels, ...links]

export const bare: readonly [string, Uint8Array, number][] = [
  ['ARP', ethernet(0x0806, counting(28)), 0x0806],
  ['tagged GOOSE', ethernet(0x8100, tag(0x8005, 0x88b8, counting(90)), MAC_A, MAC_B), 0x88b8],
]
