import { join, type Part, text, u16, u32 } from './bytes.ts'
import { type Address, ETHERTYPE, frameOf } from './ethernet.ts'

const NEAREST_BRIDGE = Uint8Array.of(0x01, 0x80, 0xc2, 0x00, 0x00, 0x0e)

export const CAPABILITY = { bridge: 0x0004, station: 0x0080 } as const

export type Announcement = {
  /** The address of the port, which sends; a switch's ports have addresses of their own. */
  port: Uint8Array
  chassis: { kind: 'mac' } | { kind: 'local'; name: string }
  portId: { kind: 'interface' | 'local'; name: string }
  lifetime: number
  portDescription: string
  systemName: string
  systemDescription: string
  capabilities: number
  /** Organizationally specific records, each starting with its OUI. */
  specific: readonly Uint8Array[]
}

/** IEEE 802.1AB, 8.4: seven bits of type and nine of length. */
function record(type: number, ...parts: readonly Part[]): Uint8Array {
  const value = join(...parts)
  return join(u16((type << 9) | value.length), value)
}

const chassisRecord = (of: Address, chassis: Announcement['chassis']): Uint8Array =>
  chassis.kind === 'mac' ? record(1, 4, of.mac) : record(1, 7, text(chassis.name))

const portRecord = ({ kind, name }: Announcement['portId']): Uint8Array =>
  record(2, kind === 'interface' ? 5 : 7, text(name))

/** The management address, by interface number 1, without an object identifier. */
const managementRecord = (ip: Uint8Array): Uint8Array => record(8, 5, 1, ip, 2, u32(1), 0)

export function lldpFrame(of: Address, said: Announcement): Uint8Array {
  const payload = join(
    chassisRecord(of, said.chassis),
    portRecord(said.portId),
    record(3, u16(said.lifetime)),
    record(4, text(said.portDescription)),
    record(5, text(said.systemName)),
    record(6, text(said.systemDescription)),
    record(7, u16(said.capabilities), u16(said.capabilities)),
    managementRecord(of.ip),
    ...said.specific.map(value => record(127, value)),
    record(0),
  )
  return frameOf(NEAREST_BRIDGE, said.port, ETHERTYPE.lldp, payload)
}

/** PROFINET: the chassis address (IEC 61158-6-10). */
export const profinetChassis = (mac: Uint8Array): Uint8Array => join([0x00, 0x0e, 0xcf, 0x05], mac)

/** IEEE 802.3: autonegotiation supported and on, 100BASE-TX full duplex. */
export const ETHERNET_STATUS = join([0x00, 0x12, 0x0f, 0x01, 0x03], u16(0x6c01), u16(0x0010))
