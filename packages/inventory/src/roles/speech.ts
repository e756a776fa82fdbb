import type { Role } from '@nautilus/model'

type Part = { readonly role: Role; readonly confidence: number }

/** What speaking a protocol says of those who speak it. */
export type Speech = {
  readonly title: string
  readonly server: Part | null
  readonly client: Part | null
  /** Runs plants: whoever asks over it works on controllers or field devices. */
  readonly plant: boolean
  /** Its servers send unasked: nobody need be seen asking. */
  readonly publishes: boolean
  /** Over TCP only: requests are sent only to somebody who took the connection, seen answering or not. */
  readonly connected: boolean
  /** How much a change over it says of an engineering tool: masters of some protocols configure and restart as well. */
  readonly tooling: number
}

type More = Partial<Pick<Speech, 'client' | 'publishes' | 'connected' | 'tooling'>>

const plant = (title: string, role: Role, confidence: number, more: More = {}): Speech => ({
  title,
  server: { role, confidence },
  client: null,
  plant: true,
  publishes: false,
  connected: false,
  tooling: 1,
  ...more,
})
const office = (title: string, role: Role, confidence: number): Speech => ({
  title,
  server: { role, confidence },
  client: null,
  plant: false,
  publishes: false,
  connected: false,
  tooling: 0,
})
const controlling = (confidence: number): Part => ({ role: 'controller', confidence })
const tcp = { connected: true } as const
const telecontrol = { client: { role: 'SCADA server', confidence: 0.6 }, connected: true, tooling: 0.3 } as const

const logix = plant('EtherNet/IP', 'controller', 0.6, tcp)
/** Both sides of PROFINET connection management send requests; who connects is the controller, as another idea sees. */
const profinetCm = plant('PROFINET', 'I/O device', 0.6, { tooling: 0 })
/** Names and addresses are given by engineering tools and answered by all PROFINET devices. */
const dcp = plant('PROFINET DCP', 'I/O device', 0.3, { tooling: 0.7 })
const melsec = plant('MELSEC', 'controller', 0.85)
const iec104 = plant('IEC 104', 'RTU', 0.7, telecontrol)
const bacnet = plant('BACnet', 'building controller', 0.6, { tooling: 0.5 })

/** By protocol name in small letters and digits only. */
const speeches: Readonly<Partial<Record<string, Speech>>> = {
  modbus: plant('Modbus', 'controller', 0.7, tcp),
  modbusrtu: plant('Modbus RTU', 'controller', 0.6),
  umas: plant('UMAS', 'controller', 0.85, tcp),
  s7comm: plant('S7comm', 'controller', 0.9, tcp),
  s7commplus: plant('S7comm-plus', 'controller', 0.9, tcp),
  enip: logix,
  ethernetip: logix,
  cip: logix,
  pccc: plant('PCCC', 'controller', 0.85),
  profinet: dcp,
  profinetdcp: dcp,
  pndcp: dcp,
  profinetcm: profinetCm,
  profinetio: profinetCm,
  dnp3: plant('DNP3', 'RTU', 0.7, telecontrol),
  iec104,
  iec608705104: iec104,
  bacnet,
  bacnetethernet: bacnet,
  opcua: plant('OPC UA', 'server', 0.5, tcp),
  mms: plant('MMS', 'IED', 0.6, { client: { role: 'SCADA server', confidence: 0.5 }, connected: true }),
  goose: plant('GOOSE', 'IED', 0.6, { publishes: true }),
  sampledvalues: plant('sampled values', 'IED', 0.6, { publishes: true }),
  synchrophasor: plant('synchrophasors', 'IED', 0.7, { publishes: true, tooling: 0 }),
  geegd: plant('GE EGD', 'controller', 0.6, { publishes: true }),
  knxnetip: plant('KNXnet/IP', 'building controller', 0.5),
  fox: plant('Niagara Fox', 'building controller', 0.7, tcp),
  fins: plant('FINS', 'controller', 0.85),
  omronfins: plant('FINS', 'controller', 0.85),
  melsec,
  slmp: melsec,
  codesys: plant('CODESYS', 'controller', 0.85),
  gesrtp: plant('GE SRTP', 'controller', 0.85, tcp),
  srtp: plant('GE SRTP', 'controller', 0.85, tcp),
  ads: plant('ADS', 'controller', 0.8, tcp),
  proconos: plant('ProConOS', 'controller', 0.85, tcp),
  pcworx: plant('PC Worx', 'controller', 0.85, tcp),
  rocplus: plant('ROC Plus', 'RTU', 0.8),
  bsap: plant('BSAP', 'RTU', 0.7),
  tristation: plant('TriStation', 'safety controller', 0.9),
  ethercat: plant('EtherCAT', 'I/O device', 0.7, { client: controlling(0.7), tooling: 0 }),
  hartip: plant('HART-IP', 'gateway', 0.6, { tooling: 0.6 }),
  dns: office('DNS', 'server', 0.5),
  dhcp: office('DHCP', 'server', 0.5),
  ntp: office('NTP', 'server', 0.5),
  http: office('HTTP', 'server', 0.5),
  tls: office('TLS', 'server', 0.5),
  ftp: office('FTP', 'server', 0.5),
  tftp: office('TFTP', 'server', 0.5),
  ssh: office('SSH', 'server', 0.4),
  smb: office('SMB', 'server', 0.4),
  syslog: office('syslog', 'server', 0.4),
  radius: office('RADIUS', 'server', 0.6),
  mqtt: office('MQTT', 'server', 0.6),
  ldap: office('LDAP', 'server', 0.6),
  kerberos: office('Kerberos', 'domain controller', 0.6),
  tds: office('SQL Server', 'server', 0.6),
  mysql: office('MySQL', 'server', 0.6),
  postgres: office('PostgreSQL', 'server', 0.6),
  rtsp: office('RTSP', 'camera', 0.5),
  openvpn: office('OpenVPN', 'remote-access gateway', 0.6),
  wireguard: office('WireGuard', 'remote-access gateway', 0.6),
  ipsec: office('IPsec', 'remote-access gateway', 0.6),
  l2tp: office('L2TP', 'remote-access gateway', 0.6),
  pptp: office('PPTP', 'remote-access gateway', 0.6),
}

/** Spellings remembered; the protocols of one program are fewer. */
const MAX_SPELLINGS = 1024
const spellings = new Map<string, Speech | null>()

/** What is known of a protocol, however its name is spelled. Asked for every link, and again by every idea. */
export function speechOf(protocol: string): Speech | null {
  const known = spellings.get(protocol)
  if (known !== undefined) return known
  const found = speeches[protocol.toLowerCase().replaceAll(/[^a-z0-9]/g, '')] ?? null
  if (spellings.size < MAX_SPELLINGS) spellings.set(protocol, found)
  return found
}
