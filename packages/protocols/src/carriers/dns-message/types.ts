// Numbers of DNS. IANA: "Domain Name System (DNS) Parameters"; NetBIOS: RFC 1002, 4.2.1.

/** Resource record types. */
export const types: Readonly<Record<number, string>> = {
  1: 'A',
  2: 'NS',
  5: 'CNAME',
  6: 'SOA',
  10: 'NULL',
  12: 'PTR',
  13: 'HINFO',
  15: 'MX',
  16: 'TXT',
  17: 'RP',
  24: 'SIG',
  25: 'KEY',
  28: 'AAAA',
  29: 'LOC',
  32: 'NB',
  33: 'SRV',
  35: 'NAPTR',
  36: 'KX',
  37: 'CERT',
  39: 'DNAME',
  41: 'OPT',
  43: 'DS',
  44: 'SSHFP',
  46: 'RRSIG',
  47: 'NSEC',
  48: 'DNSKEY',
  50: 'NSEC3',
  51: 'NSEC3PARAM',
  52: 'TLSA',
  59: 'CDS',
  60: 'CDNSKEY',
  61: 'OPENPGPKEY',
  64: 'SVCB',
  65: 'HTTPS',
  99: 'SPF',
  249: 'TKEY',
  250: 'TSIG',
  251: 'IXFR',
  252: 'AXFR',
  255: 'ANY',
  257: 'CAA',
}

export const typeName = (type: number): string => types[type] ?? `TYPE${type}`

/** Operation codes. */
export const opcodes: Readonly<Record<number, string>> = {
  0: 'query',
  1: 'inverse query',
  2: 'status',
  4: 'notify',
  5: 'update',
  6: 'stateful operation',
}

/** Response codes. */
export const rcodes: Readonly<Record<number, string>> = {
  1: 'format error',
  2: 'server failure',
  3: 'no such name',
  4: 'not implemented',
  5: 'refused',
  6: 'name exists',
  7: 'record set exists',
  8: 'no such record set',
  9: 'not authoritative',
  10: 'not in zone',
}
