// SNMP, NTP, PTP and what switches say: kinds of messages, and a value or two of each.
import { capturesIn } from './captures.ts'
import { comparePlainly, office, type Stated } from './plain.ts'

const listed = (text = ''): string[] => (text === '' ? [] : text.split(','))
const notice = (key: string, ...facts: string[]): Stated[] => [{ key, role: 'reply', facts }]

/** tshark calls a PDU by its number in the list of the specification. */
type Pdu = { readonly type: number; readonly hidden: boolean; readonly bindings: readonly { readonly oid: string }[] }

comparePlainly({
  protocol: 'snmp',
  captures: office('snmp'),
  filter: 'snmp',
  fields: ['snmp.data', 'snmp.name', 'udp.srcport', 'udp.dstport', 'snmp.encryptedPDU', 'snmp.error_status'],
  theirs: ([type = '', names = '', from = '', to = '', hidden = '', error = ''], seen): Stated[] => {
    const facts = listed(names)
    const stream = [from, to].sort().join(' ')
    const waiting = seen.get(stream) ?? []
    seen.set(stream, waiting)
    if (hidden !== '') {
      const role = waiting.length % 2 === 0 ? 'request' : 'reply'
      waiting.push('encrypted')
      return [{ key: 'encrypted', role, facts }]
    }
    if (type === '2' || type === '8') {
      const bad = type === '8' || (error !== '' && error !== '0')
      return [{ key: waiting.shift() ?? 'nobody asked', role: 'reply', error: bad, facts, mute: true }]
    }
    if (type !== '4' && type !== '7') waiting.push(type)
    return [{ key: type, role: type === '4' || type === '7' ? 'reply' : 'request', facts }]
  },
  ours: ({ bindings }: Pdu) => bindings.map(({ oid }) => oid),
})

type Clock = { readonly mode: number; readonly stratum: number; readonly version: number }

comparePlainly({
  protocol: 'ntp',
  captures: office('ntp'),
  filter: 'ntp',
  fields: [
    'ntp.flags.mode',
    'ntp.stratum',
    'ntp.flags.vn',
    'ntp.ctrl.flags2.opcode',
    'ntp.priv.reqcode',
    'ntp.priv.flags.r',
    'ntp.ctrl.flags2.r',
  ],
  theirs: ([mode = '', stratum = '', version = '', control = '', code = '', answers = '', responds = '']): Stated[] => {
    const key = mode === '6' ? `6:${Number(control)}` : mode === '7' ? `7:${Number(code)}` : mode === '4' ? '3' : mode
    const asks = mode === '3' || (mode === '6' && responds === '0') || (mode === '7' && answers === '0')
    return [{ key, role: asks ? 'request' : 'reply', facts: [`${version} ${Number(stratum || 0)}`] }]
  },
  ours: ({ version, stratum }: Clock) => [`${version} ${stratum}`],
})

type Master = { readonly clock: string; readonly domain: number }

comparePlainly({
  protocol: 'ptp-link',
  captures: ['plant/qut_dnp3_control_1h.pcap', 'dnp3/qut_dnp3_flooding.pcap'],
  filter: 'ptp && eth.type == 0x88f7',
  fields: ['ptp.v2.messagetype', 'ptp.v2.clockidentity', 'ptp.v2.domainnumber'],
  theirs: ([type = '', clock = '', domain = '']) =>
    notice(String(Number(type)), `${clock.replace('0x', '')} ${Number(domain)}`),
  ours: ({ clock, domain }: Master) => [`${clock} ${domain}`],
})

const SWITCHES = [
  'plant/bsap_site.pcap',
  ...capturesIn('enip-cip').filter(name => /EIP-(ChangeTime|FirmwareChange|IPAddress|SoftwareUpload)/.test(name)),
]

type Bridge = { readonly mac: string }
type Tree = { readonly type: number; readonly root: Bridge; readonly bridge: Bridge; readonly cost: number }

comparePlainly({
  protocol: 'stp',
  captures: SWITCHES,
  filter: 'stp',
  fields: ['stp.type', 'stp.root.hw', 'stp.bridge.hw', 'stp.root.cost'],
  theirs: ([type = '', root = '', bridge = '', cost = '']) => notice(String(Number(type)), `${root} ${bridge} ${cost}`),
  ours: ({ root, bridge, cost }: Tree) => [`${root.mac} ${bridge.mac} ${cost}`],
})

type Neighbour = { readonly device: string; readonly port: string; readonly platform: string; readonly vlan: number }

comparePlainly({
  protocol: 'cdp',
  captures: SWITCHES,
  filter: 'cdp',
  fields: ['cdp.deviceid', 'cdp.portid', 'cdp.platform', 'cdp.native_vlan'],
  theirs: ([device = '', port = '', platform = '', vlan = '']) =>
    notice('0', `${device} ${port} ${platform} ${Number(vlan)}`),
  ours: ({ device, port, platform, vlan }: Neighbour) => [`${device} ${port} ${platform} ${vlan}`],
})

type Groups = { readonly groups: readonly string[] }

comparePlainly({
  protocol: 'igmp',
  captures: ['it/mdns/zeek_mdns.pcap', ...SWITCHES],
  filter: 'igmp && !icmp',
  fields: ['igmp.type', 'igmp.maddr'],
  theirs: ([type = '', groups = '']) => notice(String(Number(type)), ...listed(groups)),
  ours: ({ groups }: Groups) => groups,
})

type Names = { readonly questions: readonly { readonly name: string }[] }

for (const protocol of ['llmnr', 'nbns'] as const) {
  comparePlainly({
    protocol,
    captures: [
      'plant/bsap_site.pcap',
      ...(protocol === 'nbns' ? ['enip-cip/quickdraw_EIP-IPAddressChangeAttempt.pcap'] : []),
    ],
    filter: protocol === 'nbns' ? 'nbns && udp.port == 137' : protocol,
    fields: [
      'dns.flags.opcode',
      'dns.flags.response',
      'dns.qry.name',
      'nbns.flags.opcode',
      'nbns.flags.response',
      'nbns.flags.broadcast',
    ],
    theirs: ([opcode = '', response = '', name = '', code = '', answers = '', all = '']): Stated[] => {
      if (protocol === 'llmnr') return [{ key: opcode, role: response === '0' ? 'request' : 'reply', facts: [name] }]
      const told = answers === '0' && code !== '0' && all === '1'
      return [{ key: code, role: answers === '0' && !told ? 'request' : 'reply', facts: [] }]
    },
    ours: ({ questions }: Names) => (protocol === 'llmnr' ? questions.map(({ name }) => name) : []),
  })
}

type Leased = { readonly type: number; readonly transaction: number }

comparePlainly({
  protocol: 'dhcpv6',
  captures: ['plant/bsap_site.pcap', 'modbus/lemay_characterization.pcap'],
  filter: 'dhcpv6',
  fields: ['dhcpv6.msgtype', 'dhcpv6.xid'],
  theirs: ([type = '', id = '']): Stated[] => [{ key: type, role: 'request', facts: [String(Number(id))] }],
  ours: ({ transaction }: Leased) => [String(transaction)],
})
