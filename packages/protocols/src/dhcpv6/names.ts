// Numbers of DHCPv6: RFC 8415, 7.3 and 21.13. IANA: "DHCPv6".

export const types: Readonly<Record<number, string>> = {
  1: 'solicit',
  2: 'advertise',
  3: 'request',
  4: 'confirm',
  5: 'renew',
  6: 'rebind',
  7: 'reply',
  8: 'release',
  9: 'decline',
  10: 'reconfigure',
  11: 'information request',
  12: 'relay',
  13: 'relay reply',
}

export const statuses: Readonly<Record<number, string>> = {
  1: 'unspecified failure',
  2: 'no addresses available',
  3: 'no binding',
  4: 'not on link',
  5: 'use multicast',
  6: 'no prefix available',
}
