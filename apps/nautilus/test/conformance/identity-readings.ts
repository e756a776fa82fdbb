// What tshark reads of a device where a value means something only beside another: a property by its number, an object by
// its name, a version in two parts. Each reading names the attribute that must be claimed with exactly this value.
import type { Attribute } from '@nautilus/model'
import { plainly } from './identity-facts.ts'
import { all, type Field, first, number } from './pdml.ts'

/** `or`: another value that says the same. */
export type Told = { readonly attribute: Attribute; readonly value: string; readonly or?: string }

export type Reading = {
  /** The name that the collection gives to the protocol, to know which captures to ask. */
  readonly protocol: string
  readonly filter: string
  /** A capture in which it finds something. */
  readonly example: string
  /** Protocols of tshark that are looked into. */
  readonly keep: readonly string[]
  readonly read: (fields: readonly Field[]) => Told[]
}

const properties: Readonly<Record<string, Attribute>> = {
  'application-software-version': 'software',
  description: 'description',
  'firmware-revision': 'firmware',
  location: 'location',
  'model-name': 'model',
  'object-name': 'name',
  'serial-number': 'serial',
  'vendor-name': 'vendor',
}

/** `model-name: UTF-8 'GNU'`, after the object whose property it is. */
function bacnetProperties(fields: readonly Field[]): Told[] {
  let device = false
  return all(fields, '').flatMap(({ show }) => {
    const object = /^ObjectIdentifier: (.+?), /.exec(show)
    if (object) device = object[1] === 'device'
    const [, property = '', value = ''] = /^([a-z-]+): (?:UTF-8|ISO \S+(?: UCS-\d)?|ANSI \S+) '(.*)'$/.exec(show) ?? []
    const attribute = properties[property]
    return device && attribute ? [{ attribute, value }] : []
  })
}

/** By number; the name that tshark has for it begins like ours, as companies change the rest. */
const bacnetVendors = (fields: readonly Field[]): Told[] =>
  all(fields, 'bacapp.vendor_identifier').map(({ show, title }) => {
    const [, name = ''] = /^Vendor Identifier: ([\w-]+)/.exec(title) ?? []
    return { attribute: 'vendor', value: `BACnet vendor ${show}`, or: name }
  })

const system: Readonly<Record<string, Attribute>> = {
  '1.3.6.1.2.1.1.1.0': 'description',
  '1.3.6.1.2.1.1.2.0': 'hardware',
  '1.3.6.1.2.1.1.5.0': 'name',
  '1.3.6.1.2.1.1.6.0': 'location',
}

/** RFC 3418, group system: each object beside its value. */
const snmpObjects = (fields: readonly Field[]): Told[] =>
  all(fields, '').flatMap(binding => {
    const attribute = system[first(binding.fields, 'snmp.name')?.show ?? '']
    const text = first(binding.fields, 'snmp.value.octets')
    const value = text
      ? Buffer.from(text.value, 'hex').toString('latin1')
      : first(binding.fields, 'snmp.value.oid')?.show
    return attribute && value !== undefined ? [{ attribute, value }] : []
  })

/** SZL 0x11: index 7 holds a firmware as a letter and three numbers, 6 the version of the hardware. */
const s7Versions = (fields: readonly Field[]): Told[] =>
  all(fields, 's7comm.data.userdata.szl_data_tree').flatMap(({ fields: record }): Told[] => {
    const hex = ['ausbg', 'ausbe'].map(part => first(record, `s7comm.szl.xy11.0001.${part}`)?.value ?? '').join('')
    const bytes = Buffer.from(hex, 'hex')
    const index = number(record, 's7comm.szl.xy11.0001.index')
    if (index === 6) return [{ attribute: 'hardware', value: `${bytes.readUInt16BE(0)}` }]
    if (index !== 7 || bytes[0] !== 0x56) return []
    return [{ attribute: 'firmware', value: `V${bytes[1]}.${bytes[2]}.${bytes[3]}` }]
  })

/** SZL 0x1c: texts that are no name of the device. */
const s7Components = (fields: readonly Field[]): Told[] => {
  const told = (name: string, attribute: Attribute, before = ''): Told[] =>
    all(fields, `s7comm.szl.001c.${name}`).map(({ show }) => ({ attribute, value: `${before}${show}` }))
  return [
    ...told('0003.tag', 'location'),
    ...told('0004.copyright', 'description'),
    ...told('0005.serialn', 'serial'),
    ...told('0008.snmcmmc', 'module', 'memory card '),
    ...told('000b.loc_id', 'location'),
  ]
}

/** The revision of an identity object that is not reached through a port of the device: that would be a module. */
const cipRevision = (fields: readonly Field[]): Told[] => {
  const [major, minor] = [number(fields, 'cip.id.major_rev'), number(fields, 'cip.id.minor_rev')]
  return major === undefined || minor === undefined ? [] : [{ attribute: 'firmware', value: revisionOf(major, minor) }]
}

/** The same in the answer to list identity, where it is one field of two bytes. */
const enipRevision = (fields: readonly Field[]): Told[] =>
  all(fields, 'enip.lir.revision').map(({ value }) => {
    const [major = 0, minor = 0] = Buffer.from(value, 'hex')
    return { attribute: 'firmware', value: revisionOf(major, minor) }
  })

/** As its makers write it: 16.020. */
const revisionOf = (major: number, minor: number): string => `${major}.${String(minor).padStart(3, '0')}`

/** OPC 10000-4, 7.2, wherever an application describes itself or others. */
const opcUaApplications = (fields: readonly Field[]): Told[] => {
  const told = (name: string, attribute: Attribute): Told[] =>
    all(fields, `opcua.${name}`).map(({ show }) => ({ attribute, value: show }))
  return [
    ...told('ApplicationUri', 'session'),
    ...told('ProductUri', 'software'),
    ...all(fields, 'opcua.loctext.Text').map(({ show }): Told => ({ attribute: 'description', value: show })),
  ]
}

export const readings: readonly Reading[] = [
  {
    protocol: 'bacnet',
    filter: 'bacapp.type == 3 && bacapp.objectType == 8',
    keep: ['bacapp'],
    example: 'bacnet/icsnpp_bacnet_example.pcap',
    read: bacnetProperties,
  },
  {
    protocol: 'bacnet',
    filter: 'bacapp.unconfirmed_service == 0 && bacapp.vendor_identifier',
    keep: ['bacapp'],
    example: 'bacnet/icsnpp_bacnet_example.pcap',
    read: bacnetVendors,
  },
  {
    protocol: 'snmp',
    filter: 'snmp.data == 2 || snmp.data == 7',
    keep: ['snmp'],
    example: 'it/snmp/zeek_snmpwalk.pcap',
    read: snmpObjects,
  },
  {
    protocol: 's7comm',
    filter: 's7comm.header.rosctr == 7 && s7comm.data.returncode == 0xff',
    keep: ['s7comm'],
    example: 's7comm/iti_tia_s300_goOnline.pcapng',
    read: fields => [...s7Versions(fields), ...s7Components(fields)],
  },
  {
    protocol: 'cip',
    filter: 'cip.id.major_rev',
    keep: ['cip'],
    example: 'enip-cip/quickdraw_EIP-SoftwareUpload.pcap',
    read: cipRevision,
  },
  {
    protocol: 'enip',
    filter: 'enip.lir.name',
    keep: ['enip'],
    example: 'enip-cip/iti_enip_test.pcap',
    read: enipRevision,
  },
  {
    // FindServers, GetEndpoints and CreateSession, answered; CreateSession, asked.
    protocol: 'opcua',
    filter: 'opcua.servicenodeid.numeric in {425, 431, 464, 461}',
    keep: ['opcua'],
    example: 'opcua/kiwi_signenc.pcap',
    read: opcUaApplications,
  },
]

const keyOf = (attribute: string, value: string): string => `${attribute}: ${plainly(value).toLowerCase()}`

/** What must be claimed; one of several is enough. */
export const keysOf = ({ attribute, value, or }: Told): string =>
  [value, ...(or === undefined ? [] : [or])].map(one => keyOf(attribute, one)).join(' | ')

/** The same of what an asset claims. A module tells its revision, a maker its name in the first of several words. */
export const claimKeys = (attribute: string, value: string): string[] => {
  const words = value.split(' ')
  return [
    keyOf(attribute, value),
    ...(attribute === 'module' ? words.map(word => keyOf('firmware', word)) : []),
    ...(attribute === 'vendor' ? [keyOf(attribute, words[0]!)] : []),
  ]
}
