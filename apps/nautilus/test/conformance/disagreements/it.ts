// Protocols of IT that matter in OT.
import type { Compared, Disagreement } from './disagreement.ts'

const of = (
  captures: number,
  messages: number,
  facts: number,
  values: number,
  rows: readonly Disagreement[] = [],
): Compared => ({ total: { captures, messages, facts, values, withoutRequest: 0 }, rows })

export const it: Readonly<Record<string, Compared>> = {
  dcerpc: of(1, 1, 3, 2, [
    {
      capture: 'modbus/zeek_non_modbus_on_502.pcap',
      protocol: 'dcerpc',
      functions: { bind: ['0/0/0', '1/0/0'] },
      facts: [0, 3],
      reason:
        'A scanner offers a bind (frame 29) to a Modbus server, which refuses it as Modbus (frame 31). tshark dissects the offer by itself; a flow is ours when both sides speak it.',
    },
  ]),
  dns: of(2, 94, 516, 422),
  dhcp: of(2, 10_009, 40_036, 30_027),
  http: of(2, 137, 274, 137, [
    {
      capture: 'it/http/zeek_bro_org.pcap',
      protocol: 'http',
      functions: { GET: ['31/31/0', '31/30/0'] },
      facts: [2, 0],
      reason:
        'The third connection carries six replies (their heads are in the segments); tshark, which puts bodies together, shows five.',
    },
    {
      capture: 'it/http/zeek_http_methods.pcap',
      protocol: 'http',
      functions: { OPTIONS: ['2/2/2', '3/3/3'], 'nobody asked': ['0/0/0', '0/22/22'] },
      facts: [8, 10],
      reason:
        'Request lines that are wrong on purpose. tshark takes `OPTIONS` alone in a line (frame 34) for a request; RFC 9112, 3 ' +
        'demands a target. Of `GET / HTTP/1.` (frame 108) tshark drops the wrong version from the path. Replies to what neither side takes for a request belong to no function of ours.',
    },
  ]),
  ftp: of(2, 245, 490, 245),
  tftp: of(1, 99, 198, 99),
  ssh: of(3, 128, 180, 52, [
    {
      capture: 'it/ssh/zeek_ssh1_ssh2.pcap',
      protocol: 'ssh',
      functions: { banner: ['0/4/0', '0/2/0'] },
      facts: [4, 0],
      reason: 'tshark 4.0 takes the second connection, of SSH 1.5, for data. RFC 4253, 5 keeps the form of the banner.',
    },
  ]),
  ssdp: of(2, 32, 64, 32),
  telnet: of(1, 54, 107, 53, [
    {
      capture: 'it/telnet/suricata_telnet.pcap',
      protocol: 'telnet',
      functions: { '242': ['0/1/0', '0/0/0'] },
      facts: [3, 2],
      reason:
        'The two bytes of a data mark come in frames 72 and 73; tshark takes each segment by itself. In frames 15 and 17 its list ' +
        'of options has the first byte of what was negotiated (send, is) in it, in the place of an option that follows.',
    },
  ]),
  snmp: of(3, 406, 811, 405),
  ntp: of(2, 41, 82, 41),
  'ptp-link': of(2, 1378, 2756, 1378),
  stp: of(6, 682, 1364, 682, [
    {
      capture: 'enip-cip/quickdraw_EIP-IPAddressChangeAttempt.pcap',
      protocol: 'stp',
      functions: { '2': ['0/152/0', '0/153/0'] },
      facts: [0, 2],
      reason:
        'Frames 3057 and 3058 are equal to the last byte and 3 ms apart: the sensor takes the second for a copy that the mirror made.',
    },
  ]),
  cdp: of(6, 25, 50, 25),
  igmp: of(3, 7, 14, 7),
  llmnr: of(1, 8, 16, 8),
  nbns: of(2, 9, 9, 0),
  dhcpv6: of(2, 9, 18, 9),
  tls: of(3, 21, 29, 8),
  mdns: of(2, 35, 150, 115),
}
