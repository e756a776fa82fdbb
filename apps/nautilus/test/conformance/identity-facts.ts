// Which fields of tshark identify a device, by protocol. Their values must be among the claims of some asset.
export type Probe = {
  /** The name that the collection gives to the protocol, to know which captures to ask. */
  readonly protocol: string
  /** Frames in which a device speaks of itself. */
  readonly filter: string
  readonly fields: readonly string[]
}

export const probes: readonly Probe[] = [
  {
    protocol: 'pn_dcp',
    filter: 'pn_dcp.service_id == 5 && pn_dcp.service_type == 1',
    fields: ['pn_dcp.suboption_device_nameofstation', 'pn_dcp.suboption_device_devicevendorvalue'],
  },
  { protocol: 'lldp', filter: 'lldp', fields: ['lldp.chassis.id', 'lldp.tlv.system.name', 'lldp.tlv.system.desc'] },
  {
    protocol: 's7comm',
    filter: 's7comm.header.rosctr == 7 && s7comm.data.returncode == 0xff',
    fields: [
      's7comm.szl.xy11.0001.anz',
      's7comm.szl.001c.0001.name',
      's7comm.szl.001c.0002.name',
      's7comm.szl.001c.0003.tag',
      's7comm.szl.001c.0005.serialn',
      's7comm.szl.001c.0007.cputypname',
    ],
  },
  { protocol: 'enip', filter: 'enip.lir.name', fields: ['enip.lir.name', 'enip.lir.serial'] },
  { protocol: 'cip', filter: 'cip.id.product_name', fields: ['cip.id.product_name', 'cip.id.serial_number'] },
  {
    protocol: 'bacnet',
    filter: 'bacapp.type == 3 && bacapp.confirmed_service == 12 && bacapp.objectType == 8',
    fields: ['bacapp.object_name'],
  },
  { protocol: 'modbus', filter: 'modbus.object_str_value', fields: ['modbus.object_str_value'] },
  {
    protocol: 'opcua',
    filter: 'opcua.servicenodeid.numeric == 431 || opcua.servicenodeid.numeric == 464',
    fields: ['opcua.ApplicationUri', 'opcua.ProductUri'],
  },
]

/** Texts that tshark shows as bytes, because they need not be texts. */
const asBytes: ReadonlySet<string> = new Set(['lldp.chassis.id'])

export const textOf = (field: string, value: string): string =>
  asBytes.has(field) && /^([0-9a-f]{2})+$/.test(value) ? Buffer.from(value, 'hex').toString('latin1') : value

/** White space, and bytes that are no text, are nobody's name. */
export const plainly = (text: string): string =>
  text
    .replace(/\\[rnt]|[^\x20-\x7e]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
