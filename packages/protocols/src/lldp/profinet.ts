// What PROFINET devices put into the basic elements of LLDP: IEC 61158-6-10, and the PROFINET guideline for SNMP
// sysDescr: vendor, family, type, order number, hardware, firmware, serial number.
import type { Attribute } from '@nautilus/model'
import type { Lldp } from './parse.ts'

const description =
  /^(?<vendor>[^,]+), (?<family>[^,]+), (?<type>[^,]+), (?<order>[^,]+), HW: *(?<hardware>[^,]+), FW: *(?<firmware>[^,]+)(?:, *(?<serial>.+))?$/

/** Identity in a description of that form; nothing in any other. */
export function identityOf(text: string): [Attribute, string][] {
  const parts = description.exec(text)?.groups
  if (!parts) return []
  const version = (field: string | undefined): string => (field ?? '').replace(/^Version */, '').trim()
  return [
    ['vendor', parts.vendor ?? ''],
    ['model', `${parts.family} ${parts.type}`],
    ['orderNumber', (parts.order ?? '').trim()],
    ['hardware', version(parts.hardware)],
    ['firmware', version(parts.firmware).replace(/^V\.(?=\d)/, 'V')],
    ['serial', (parts.serial ?? '').trim()],
  ]
}

/** The chassis of a PROFINET device is its station name, unless it has none and gives its MAC address. */
export function stationName({ chassis, facts }: Lldp): string {
  const isProfinet = facts.some(([fact]) => fact === 'chassis MAC' || fact === 'RT class 3')
  return isProfinet && /^[a-z0-9][a-z0-9.-]*$/.test(chassis) ? chassis : ''
}
