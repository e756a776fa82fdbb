import type { Role } from '@nautilus/model'

type Part = { readonly role: Role; readonly confidence: number }

/** What speaking a protocol says of those who speak it. */
export type Speech = {
  readonly title: string
  readonly server: Part | null
  readonly client: Part | null
  /** Runs plants: whoever asks over it works on controllers or field devices. */
  readonly plant: boolean
}

const plant = (title: string, role: Role, confidence: number, client: Part | null = null): Speech => ({
  title,
  server: { role, confidence },
  client,
  plant: true,
})
const office = (title: string, confidence: number): Speech => ({
  title,
  server: { role: 'server', confidence },
  client: null,
  plant: false,
})
const controlling = (confidence: number): Part => ({ role: 'controller', confidence })
const telecontrol: Part = { role: 'SCADA server', confidence: 0.6 }

const logix = plant('EtherNet/IP', 'controller', 0.6)
const profinet = plant('PROFINET', 'I/O device', 0.7, controlling(0.7))
/** Names and addresses are given by engineering tools and answered by all PROFINET devices. */
const dcp = plant('PROFINET DCP', 'I/O device', 0.3)
const melsec = plant('MELSEC', 'controller', 0.85)
const iec104 = plant('IEC 104', 'controller', 0.7, telecontrol)

/** By protocol name in small letters and digits only. */
const speeches: Readonly<Partial<Record<string, Speech>>> = {
  modbus: plant('Modbus', 'controller', 0.7),
  modbusrtu: plant('Modbus RTU', 'controller', 0.6),
  umas: plant('UMAS', 'controller', 0.85),
  s7comm: plant('S7comm', 'controller', 0.9),
  s7commplus: plant('S7comm-plus', 'controller', 0.9),
  enip: logix,
  ethernetip: logix,
  cip: logix,
  pccc: plant('PCCC', 'controller', 0.85),
  profinet,
  profinetdcp: dcp,
  pndcp: dcp,
  profinetcm: profinet,
  profinetio: profinet,
  profinetrt: profinet,
  dnp3: plant('DNP3', 'controller', 0.7, telecontrol),
  iec104,
  iec608705104: iec104,
  bacnet: plant('BACnet', 'controller', 0.5),
  opcua: plant('OPC UA', 'server', 0.5),
  mms: plant('MMS', 'controller', 0.6),
  bacnetethernet: plant('BACnet', 'controller', 0.5),
  knxnetip: plant('KNXnet/IP', 'gateway', 0.5),
  fox: plant('Niagara Fox', 'controller', 0.6),
  fins: plant('FINS', 'controller', 0.85),
  omronfins: plant('FINS', 'controller', 0.85),
  melsec,
  slmp: melsec,
  codesys: plant('CODESYS', 'controller', 0.85),
  gesrtp: plant('GE SRTP', 'controller', 0.85),
  srtp: plant('GE SRTP', 'controller', 0.85),
  ads: plant('ADS', 'controller', 0.8),
  proconos: plant('ProConOS', 'controller', 0.85),
  pcworx: plant('PC Worx', 'controller', 0.85),
  rocplus: plant('ROC Plus', 'controller', 0.8),
  bsap: plant('BSAP', 'controller', 0.8),
  tristation: plant('TriStation', 'safety controller', 0.9),
  ethercat: plant('EtherCAT', 'I/O device', 0.7, controlling(0.7)),
  hartip: plant('HART-IP', 'gateway', 0.6),
  dns: office('DNS', 0.5),
  dhcp: office('DHCP', 0.4),
  ldap: office('LDAP', 0.6),
  kerberos: office('Kerberos', 0.6),
  tds: office('SQL Server', 0.6),
}

export const speechOf = (protocol: string): Speech | null =>
  speeches[protocol.toLowerCase().replaceAll(/[^a-z0-9]/g, '')] ?? null
