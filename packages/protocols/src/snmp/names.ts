// Names of SNMP: RFC 3416 (PDUs, errors), RFC 3418 and 2863 (objects), IANA "Private Enterprise Numbers".

export const types: Readonly<Record<number, string>> = {
  0: 'get',
  1: 'get next',
  2: 'response',
  3: 'set',
  4: 'trap',
  5: 'get bulk',
  6: 'inform',
  7: 'trap v2',
  8: 'report',
}

export const errors: Readonly<Record<number, string>> = {
  1: 'too big',
  2: 'no such name',
  3: 'bad value',
  4: 'read only',
  5: 'general error',
  6: 'no access',
  7: 'wrong type',
  8: 'wrong length',
  9: 'wrong encoding',
  10: 'wrong value',
  11: 'no creation',
  12: 'inconsistent value',
  13: 'resource unavailable',
  14: 'commit failed',
  15: 'undo failed',
  16: 'authorization error',
  17: 'not writable',
  18: 'inconsistent name',
}

/** Traps of version 1: RFC 1157, 4.1.6. */
export const traps: Readonly<Record<number, string>> = {
  0: 'cold start',
  1: 'warm start',
  2: 'link down',
  3: 'link up',
  4: 'authentication failure',
  5: 'neighbour lost',
  6: 'enterprise specific',
}

const objects: Readonly<Record<string, string>> = {
  '1.3.6.1.2.1.1.1': 'sysDescr',
  '1.3.6.1.2.1.1.2': 'sysObjectID',
  '1.3.6.1.2.1.1.3': 'sysUpTime',
  '1.3.6.1.2.1.1.4': 'sysContact',
  '1.3.6.1.2.1.1.5': 'sysName',
  '1.3.6.1.2.1.1.6': 'sysLocation',
  '1.3.6.1.2.1.1.7': 'sysServices',
  '1.3.6.1.2.1.2.2.1.2': 'ifDescr',
  '1.3.6.1.2.1.2.2.1.7': 'ifAdminStatus',
  '1.3.6.1.2.1.2.2.1.8': 'ifOperStatus',
  '1.3.6.1.2.1.2.2.1.10': 'ifInOctets',
  '1.3.6.1.2.1.2.2.1.16': 'ifOutOctets',
  '1.3.6.1.6.3.1.1.4.1': 'snmpTrapOID',
}

/** `sysName.0`, or the numbers where the object has no name here. */
export function objectName(oid: string): string {
  if (!oid.startsWith('1.3.6.1.2.1.') && !oid.startsWith('1.3.6.1.6.3.1.')) return oid
  const dot = oid.lastIndexOf('.')
  const name = objects[oid.slice(0, dot)]
  return name ? `${name}${oid.slice(dot)}` : oid
}

const enterprises: Readonly<Record<string, string>> = {
  '9': 'Cisco',
  '11': 'HP',
  '95': 'Rockwell Automation',
  '248': 'Hirschmann',
  '311': 'Microsoft',
  '318': 'APC',
  '2606': 'Rittal',
  '2636': 'Juniper',
  '3375': 'F5',
  '3833': 'Schneider Electric',
  '4196': 'Siemens',
  '4329': 'Siemens',
  '4346': 'Phoenix Contact',
  '4526': 'Netgear',
  '8072': 'Net-SNMP',
  '8691': 'Moxa',
  '12356': 'Fortinet',
  '13576': 'WAGO',
  '14988': 'MikroTik',
  '15004': 'RuggedCom',
  '16177': 'Westermo',
  '28855': 'Belden',
}

/** The maker whose number an object of an enterprise carries. */
export function vendorOf(oid: string): string {
  const prefix = '1.3.6.1.4.1.'
  return oid.startsWith(prefix) ? (enterprises[oid.slice(prefix.length).split('.')[0]!] ?? '') : ''
}
